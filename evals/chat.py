"""Measures whole conversations on one split: kind, facts, citations, forbidden advice, length, a question, no repeating.

python -m evals.chat --split dev --failures
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.datasets import cases
from evals.intervals import share
from service.domain.answers import Answer
from service.domain.text import Message, Speaker
from service.settings import load_settings
from service.usecases.answer import Request
from service.wiring import build

System = Callable[[Sequence[Message]], Answer]
"""What is measured: the answer to a conversation whose last message is the person's."""

_SHORTEST_REPEAT = 6
ROUTED = "kind resources"
"""The failure of a turn that was routed to help where something else was due; replies are not to blame for it."""


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


def run(conversations: Iterable[Mapping[str, Any]], system: System) -> list[Outcome]:
    """Hold every conversation with the system, turn by turn, and check each reply against what is expected of it."""
    return [outcome for conversation in conversations for outcome in _held(conversation, system)]


def _held(conversation: Mapping[str, Any], system: System) -> Iterator[Outcome]:
    messages: list[Message] = []
    before: list[str] = []
    for number, turn in enumerate(conversation["turns"], start=1):
        messages.append(Message(Speaker.USER, turn["say"]))
        answer = system(messages)
        yield Outcome(conversation["id"], number, tuple(_failures(turn, answer, before)), answer.draft.text)
        messages.append(Message(Speaker.ASSISTANT, answer.draft.text))
        before += [sentence.text for sentence in answer.draft.sentences]


def _failures(turn: Mapping[str, Any], answer: Answer, before: Sequence[str]) -> Iterator[str]:
    text = answer.draft.text.lower()
    if answer.kind.value != turn["kind"]:
        yield f"kind {answer.kind.value}"
        return
    yield from (f"fact {wanted[0]}" for wanted in turn["facts"] if not any(one.lower() in text for one in wanted))
    yield from _wrongly_cited(turn, {citation.section for citation in answer.citations})
    yield from (f"forbidden {phrase}" for phrase in turn["never"] if re.search(rf"\b{re.escape(phrase.lower())}\b", text))
    least, most = turn["words"]
    if not least <= len(text.split()) <= most:
        yield f"{len(text.split())} words"
    if turn["question"] and "?" not in answer.draft.sentences[-1].text:
        yield "no question"
    if turn["fresh"] and any(s.text in before for s in answer.draft.sentences if len(s.text.split()) >= _SHORTEST_REPEAT):
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="dev to choose by, test to report")
    parser.add_argument("--failures", action="store_true", help="show what failed; for dev only")
    arguments = parser.parse_args()
    services = build(load_settings())
    services.warm_up()
    try:
        outcomes = run(cases("chat.v1", arguments.split), lambda messages: services.coach.answer(Request(tuple(messages))))
    finally:
        services.close()
    conversations = {outcome.case for outcome in outcomes}
    whole = sum(all(o.passed for o in outcomes if o.case == case) for case in conversations)
    print(f"conversations, {arguments.split}: turns as expected {share(sum(o.passed for o in outcomes), len(outcomes))}")
    let_through = [outcome for outcome in outcomes if ROUTED not in outcome.failed]
    print(f"  where the classifier did not route by mistake {share(sum(o.passed for o in let_through), len(let_through))}")
    print(f"  whole conversations {share(whole, len(conversations))}")
    for check, count in Counter(failure.split()[0] for o in outcomes for failure in o.failed).most_common():
        print(f"  failed: {check} {count}")
    if arguments.failures and arguments.split == "dev":
        for outcome in outcomes:
            if not outcome.passed:
                print(f"\n{outcome.case} turn {outcome.turn}: {', '.join(outcome.failed)}\n{outcome.reply}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
