"""Bringing guides in: read and prepare all files first, and write only when every one of them is fit to be written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Protocol

from service.domain.corpus import Corpus, Guide
from service.domain.errors import InvalidInputError
from service.domain.importing import ImportReport, Note, NoteKind
from service.importing.engine import ImportEngine, Prepared
from service.ports import DocumentReader

_AUDIENCE = "Not stated"
_UNREVIEWED = "Brought in by import; nobody has reviewed it, so every section counts as advice for couples who are safe with each other."


class Shelf(Protocol):
    """Where the operator's guides stand."""

    def corpus(self) -> Corpus:
        """The corpus as it is now."""
        ...

    def check_name(self, guide: str) -> None:
        """Make sure that an id can name a guide.

        Raises:
            InvalidInputError: it cannot.
        """
        ...

    def prepare(self) -> bool:
        """Make the shelf ready; true where it was filled with the shipped guides."""
        ...

    def is_shipped(self, guide: str) -> bool:
        """Whether a guide belongs to the shipped corpus."""
        ...

    def write(self, guide: Guide, report: ImportReport, *, imported_on: str) -> None:
        """Put a guide on the shelf, all or nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What an operator chose for an import; None leaves the choice to what the file says."""

    id: str | None = None
    title: str | None = None
    audience: str | None = None
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """A guide that is fit to be written, with its report."""

    guide: Guide
    report: ImportReport


class GuideImporter:
    """Turns files into guides on the shelf."""

    def __init__(self, reader: DocumentReader, engine: ImportEngine, shelf: Shelf) -> None:
        self._reader, self._engine, self._shelf = reader, engine, shelf

    def prepare(self, files: Sequence[Path], wish: Wish) -> list[Brought]:
        """What the files would become; nothing is written.

        Raises:
            InvalidInputError: a file is missing or of an unknown kind, an id is taken, or a source is there already.
            DocumentError: a file cannot be read, or holds no guide.
        """
        if len(files) > 1 and (wish.id or wish.title):
            raise InvalidInputError("--id and --title are for one file at a time")
        if wish.id:
            self._shelf.check_name(wish.id)
        there = {guide.id: guide for guide in self._shelf.corpus().guides}
        brought: list[Brought] = []
        for file in files:
            prepared = self._prepared(file, wish, there)
            edition = there[prepared.report.guide].edition + 1 if prepared.report.guide in there else 1
            new = _guide(prepared, wish, edition=edition)
            there[new.id] = new
            brought.append(Brought(new, prepared.report))
        return brought

    def write(self, brought: Sequence[Brought], *, today: date) -> bool:
        """Put prepared guides on the shelf; true where the shelf was filled with the shipped guides first.

        Raises:
            CorpusError: a guide does not fit into the corpus.
            ConfigurationError: the folder is not set or cannot be written.
        """
        filled = self._shelf.prepare()
        for one in brought:
            self._shelf.write(one.guide, one.report, imported_on=today.isoformat())
        return filled

    def _prepared(self, file: Path, wish: Wish, there: dict[str, Guide]) -> Prepared:
        source = self._reader.read(file)
        prepared = self._engine.prepare(source, guide=wish.id, title=wish.title)
        name = prepared.report.guide
        if wish.id is None and self._shelf.is_shipped(name):
            name = next(f"{name}-{n}" for n in count(2) if not self._shelf.is_shipped(f"{name}-{n}"))
            prepared = self._engine.prepare(source, guide=name, title=wish.title)
        self._shelf.check_name(name)
        twins = [guide.id for guide in there.values() if guide.source_sha256 == source.sha256]
        known = next((twin for twin in twins if not self._shelf.is_shipped(twin)), None)
        if known and not (wish.replace and known == name):
            raise InvalidInputError(
                f"{source.name}: this file is in the corpus already, as {known}; --id {known} --replace imports it anew"
            )
        if name in there and self._shelf.is_shipped(name):
            raise InvalidInputError(f"{source.name}: {name} is the id of a shipped guide; choose another with --id")
        if name in there and not wish.replace:
            raise InvalidInputError(f"{source.name}: there is a guide {name} already; add --replace, or choose another with --id")
        if shipped := next((twin for twin in twins if self._shelf.is_shipped(twin)), None):
            return _warned(prepared, f"the shipped guide {shipped} was made from this file, so both say much the same")
        return prepared


def _warned(prepared: Prepared, reason: str) -> Prepared:
    notes = (Note(NoteKind.WARNING, 1, reason), *prepared.report.notes)
    return replace(prepared, report=replace(prepared.report, notes=notes))


def _guide(prepared: Prepared, wish: Wish, *, edition: int) -> Guide:
    report = prepared.report
    return Guide(
        id=report.guide,
        title=prepared.title,
        origin=f"Imported from {report.source}",
        source_sha256=report.sha256,
        edition=edition,
        reviewed_on=None,
        audience=wish.audience or _AUDIENCE,
        notes=(_UNREVIEWED,),
        sections=prepared.sections,
    )
