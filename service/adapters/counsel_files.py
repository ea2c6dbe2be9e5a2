"""Reads how the sections of the guides are worded in replies: the files under `corpus/counsel/`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from service.adapters.corpus_records import Strict, record, spoken
from service.adapters.data_files import read_yaml
from service.domain.corpus import Advice, Counsel, Side
from service.domain.errors import CorpusError


class _Advice(Strict):
    text: str
    aloud: bool = False
    side: Side | None = None


def _spelt_out(value: object) -> object:
    """One entry with its fields named: a plain sentence, `{say: ...}`, or `{hurt: ..., say: true}`."""
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        return value
    for side in Side:
        if side.value in value:
            others = {key: rest for key, rest in value.items() if key not in (side.value, "say")}
            return {"text": value[side.value], "aloud": value.get("say", False), "side": side, **others}
    return spoken(value)


_Entry = Annotated[_Advice, BeforeValidator(_spelt_out)]


class _Counsel(Strict):
    first: Annotated[tuple[_Entry, ...], Field(min_length=1)]
    then: Annotated[tuple[_Entry, ...], Field(min_length=1)]
    next: str
    question: str
    why: str
    joins: str


def load_counsel(files: Sequence[Path]) -> dict[str, Counsel]:
    """The wording of sections, by section id.

    Raises:
        CorpusError: a file is broken, or a section is worded twice.
    """
    found: dict[str, Counsel] = {}
    for file in files:
        for section, entry in read_yaml(file, CorpusError).items():
            if section in found:
                raise CorpusError(f"{file}: {section} is worded twice")
            found[section] = _counsel(section, entry, file)
    return found


def _counsel(section: str, entry: object, file: Path) -> Counsel:
    worded = record(_Counsel, entry, f"{file}: {section}")
    return Counsel(_all(worded.first), _all(worded.then), worded.next, worded.question, worded.why, worded.joins)


def _all(entries: Sequence[_Advice]) -> tuple[Advice, ...]:
    return tuple(Advice(entry.text, entry.aloud, entry.side) for entry in entries)
