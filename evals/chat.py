"""Holds whole conversations and checks each reply: kind, facts, citations, forbidden advice, length, a question, no repeating.

python -m evals.chat --split dev --failures
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Turns = list[dict[str, str]]
Answering = Callable[[Turns], Mapping[str, Any]]
"""What is measured: the answer, as `/v1/chat` gives it, to a conversation whose last message is the person's."""

_SHORTEST_REPEAT = 6


@dataclass(frozen=True, slots=True)
class Outcome:
    """One turn of one conversation: the checks that failed, by name, and the reply for whoever reads failures."""

    case: str
    turn: int
    failed: tuple[str, ...]
    reply: str

    @property
    def passed(self) -> bool:
        """Whether every expectation holds."""
        return not self.failed


def run(conversations: Iterable[Mapping[str, Any]], system: Answering) -> list[Outcome]:
    """Hold every conversation with the system, turn by turn, and check each reply against what is expected of it."""
    return [outcome for conversation in conversations for outcome in _held(conversation, system)]


def _held(conversation: Mapping[str, Any], system: Answering) -> Iterator[Outcome]:
    messages: Turns = []
    before: list[str] = []
    for number, turn in enumerate(conversation["turns"], start=1):
        messages.append({"role": "user", "content": turn["say"]})
        answer = system(messages)
        text = answer["reply"]["text"]
        yield Outcome(conversation["id"], number, tuple(_failures(turn, answer, before)), text)
        messages.append({"role": "assistant", "content": text})
        before += [sentence["text"] for sentence in answer["reply"]["sentences"]]


def _failures(turn: Mapping[str, Any], answer: Mapping[str, Any], before: Sequence[str]) -> Iterator[str]:
    text = answer["reply"]["text"].lower()
    sentences = [sentence["text"] for sentence in answer["reply"]["sentences"]]
    if answer["kind"] != turn["kind"]:
        yield f"kind {answer['kind']}"
        return
    yield from (f"fact {wanted[0]}" for wanted in turn["facts"] if not any(one.lower() in text for one in wanted))
    yield from _wrongly_cited(turn, {citation["section"] for citation in answer["citations"]})
    yield from (f"forbidden {phrase}" for phrase in turn["never"] if re.search(rf"\b{re.escape(phrase.lower())}\b", text))
    least, most = turn["words"]
    if not least <= len(text.split()) <= most:
        yield f"{len(text.split())} words"
    if turn["question"] and "?" not in sentences[-1]:
        yield "no question"
    if turn["fresh"] and any(s in before for s in sentences if len(s.split()) >= _SHORTEST_REPEAT):
        yield "repeats itself"


def _wrongly_cited(turn: Mapping[str, Any], cited: set[str]) -> Iterator[str]:
    if turn.get("uncited"):
        if cited:
            yield "a passage where a short answer was due"
    elif turn["cites"] and not cited & set(turn["cites"]):
        yield "citation"
    elif turn["kind"] == "coaching" and not cited:
        yield "uncited"


def main() -> int:
    """Print the figures of one split."""
    from evals.suites.chat import AS_TYPED, SUITE
    from evals.telling import main as tell

    return tell(__doc__, [SUITE, AS_TYPED])


if __name__ == "__main__":
    raise SystemExit(main())
