"""Conversations as people type them, turn by turn as the service reads them: some tell of danger in passing, some stand close to that."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.domain.safety import RiskLevel
from service.safety.meaning.tier import BEFORE_WORDS
from service.safety.verdict import joined_at_each_turn

_FOLDER = Path(__file__).parent
_ORDINARY = ("turns_written", "turns_later", "turns_longer")
"""Conversations of `evals/matters` whose writers were asked for no danger."""
_UNSURE = "check_in"
_BRIEF_WORDS = 40


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn, alone or behind what was told before it, or recent brief turns as one text; whether it discloses, and how."""

    text: str
    disclosed: bool
    group: str | None = None
    voice: str | None = None
    long: bool = False
    """Whether it is one message that is no brief one, and so is read in stretches."""


def learnt() -> Iterator[Spoken]:
    """The conversations to learn from in which danger is told, and those beside them."""
    for turns in _conversations(_FOLDER / "talks_learnt.jsonl"):
        yield from spoken(turns)


def ordinary() -> Iterator[Spoken]:
    """What people bring to the coach, in conversations without danger."""
    for name in _ORDINARY:
        for turns in _conversations(_FOLDER.parent / "matters" / f"{name}.jsonl"):
            yield from spoken([{"say": turn["say"], "level": RiskLevel.NONE.name.lower()} for turn in turns])


def _conversations(file: Path) -> Iterator[list[dict[str, str]]]:
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)["turns"]


def spoken(turns: list[dict[str, str]]) -> Iterator[Spoken]:
    """Each turn in the forms in which the service reads it; behind one that tells, only what tells more, as the rest leans on it."""
    joined: dict[int, str] = {}
    for text, parts in joined_at_each_turn([(n, turn["say"]) for n, turn in enumerate(turns)]):
        joined.setdefault(parts[-1][0], text)
    reached = RiskLevel.NONE
    for n, turn in enumerate(turns):
        level = None if turn["level"] == _UNSURE else RiskLevel[turn["level"].upper()]
        if level is not None and (level > reached or not reached):
            before = " ".join(earlier["say"] for earlier in turns[:n]).split()
            known = (level > RiskLevel.NONE, turn.get("group"), turn.get("voice"))
            long = len(turn["say"].split()) > _BRIEF_WORDS
            yield Spoken(turn["say"], *known, long=long)
            if before and not long:
                yield Spoken(" ".join([*before[-BEFORE_WORDS:], turn["say"]]), *known)
            if n in joined:
                yield Spoken(joined[n], *known)
        reached = max(reached, level or RiskLevel.NONE)
