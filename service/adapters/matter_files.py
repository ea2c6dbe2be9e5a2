"""Reads matters, the concrete things that people bring: the files under `corpus/matters/`."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from service.adapters.corpus_records import Strict, record, spoken
from service.adapters.data_files import read_yaml
from service.domain.corpus import Matter, Relation, Saying, Side
from service.domain.errors import CorpusError


class _Saying(Strict):
    text: str
    aloud: bool = False
    cites: Annotated[tuple[str, ...], Field(min_length=1)]


def _spelt_out(value: object) -> object:
    """One entry with its fields named: `{text: ...}` or, for words that the person could say, `{say: ...}`."""
    return spoken(value) if isinstance(value, dict) else value


_Entries = Annotated[tuple[Annotated[_Saying, BeforeValidator(_spelt_out)], ...], Field(min_length=1)]


class _Matter(Strict):
    about: str
    relation: Relation
    side: Side | Literal["any"]
    turn: Literal["first", "later", "any"]
    asks: Annotated[tuple[str, ...], Field(min_length=1)]
    open: Annotated[tuple[str, ...], Field(min_length=1)]
    near: Annotated[tuple[str, ...], Field(min_length=1)]
    first: _Entries
    then: _Entries
    next: str
    question: str
    goes_with: frozenset[Literal["no-contact", "fresh-affair", "fresh"]] = frozenset()


def load_matters(files: Sequence[Path], sections: Collection[str]) -> dict[str, Matter]:
    """Every matter by its id.

    Raises:
        CorpusError: a file is broken, a matter comes twice, or it rests on a section that does not exist.
    """
    found: dict[str, Matter] = {}
    for file in files:
        for name, entry in read_yaml(file, CorpusError).items():
            if name in found:
                raise CorpusError(f"{file}: {name} comes twice")
            matter = found[name] = _matter(name, entry, file)
            if unknown := [section for section in matter.sections if section not in sections]:
                raise CorpusError(f"{file}: {name}: there is no section {', '.join(unknown)}")
    return found


def _matter(name: str, entry: object, file: Path) -> Matter:
    given = record(_Matter, entry, f"{file}: {name}")
    return Matter(
        id=name,
        about=given.about,
        relation=given.relation,
        side=None if given.side == "any" else given.side,
        later=given.turn == "later",
        asks=given.asks,
        openers=given.open,
        near=given.near,
        first=_sayings(given.first),
        then=_sayings(given.then),
        next_action=given.next,
        question=given.question,
        goes_with=frozenset(given.goes_with),
    )


def _sayings(entries: Sequence[_Saying]) -> tuple[Saying, ...]:
    return tuple(Saying(entry.text, entry.cites, entry.aloud) for entry in entries)
