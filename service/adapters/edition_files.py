"""Writes guides that were brought in, keeps a record of each import, and takes them away again."""

import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from service.adapters.corpus_files import load_corpus, load_guide
from service.adapters.data_files import data_folder, read_yaml
from service.domain.corpus import Corpus, Guide, Section
from service.domain.errors import ConfigurationError, CorpusError, InvalidInputError, NotFoundError
from service.domain.importing import ImportReport

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_VARIABLE = "MEND_CORPUS_DIR"


@dataclass(frozen=True, slots=True)
class Listed:
    """One guide of the corpus; `imported_on` is None for guides that were not brought in by import."""

    id: str
    title: str
    sections: int
    edition: int
    source: str | None
    imported_on: str | None


class EditionFiles:
    """The folder named by MEND_CORPUS_DIR: editions in `guides`, records of imports in `imports`.

    An empty or missing folder is filled with the shipped corpus before the first import. The shipped corpus itself is
    never written.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """The operator's corpus.

        Raises:
            ConfigurationError: none is set, or it is the shipped one.
        """
        shipped = data_folder("corpus")
        if self._folder is None:
            raise ConfigurationError(
                f"{_VARIABLE} is not set: imported guides need a folder of your own, as the shipped guides stay as they are; "
                f"an empty folder will do, such as {_VARIABLE}=~/mend-corpus"
            )
        if self._folder.resolve().is_relative_to(shipped.resolve()):
            raise ConfigurationError(
                f"{_VARIABLE} is {self._folder}: that is the shipped corpus, which stays as it is; name a folder of your own"
            )
        return self._folder

    def corpus(self) -> Corpus:
        """The corpus as it is read now: the operator's, or the shipped one where the folder is still empty."""
        if self._folder is not None and (self._folder / "guides").is_dir():
            return load_corpus(self._folder)
        return load_corpus(data_folder("corpus"))

    def prepare(self) -> bool:
        """Make the folder ready; true where the shipped corpus was copied into it.

        Raises:
            ConfigurationError: it cannot be written, or holds other things.
        """
        folder = self.folder
        if (folder / "guides").is_dir():
            return False
        try:
            if folder.exists() and any(folder.iterdir()):
                raise ConfigurationError(f"{_VARIABLE} is {folder}: it holds other files and no guides; name an empty folder")
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copytree(data_folder("corpus"), folder, dirs_exist_ok=True)
        except OSError as error:
            raise ConfigurationError(f"{_VARIABLE} is {folder}: it cannot be written: {error.strerror}") from error
        return True

    def check_name(self, guide: str) -> None:
        """Make sure that an id can name a file.

        Raises:
            InvalidInputError: it cannot.
        """
        if not _ID.fullmatch(guide):
            raise InvalidInputError(f"{guide!r} is no id of a guide: small letters, digits and hyphens, at most 60")

    def write(self, guide: Guide, report: ImportReport, *, imported_on: str) -> None:
        """Write an edition and its record, all or nothing; an edition it replaces is kept for `remove`.

        Raises:
            CorpusError: what was written does not read back as the same guide, or breaks the corpus.
            ConfigurationError: the folder cannot be written.
        """
        file, record, former = self._files(guide.id)
        before = file.read_bytes() if file.exists() else None
        old_record = record.read_bytes() if record.exists() else None
        try:
            if before is not None:
                _write_whole(former, before)
                _write_whole(former.with_suffix(".json"), old_record or b"{}")
            _write_whole(file, edition_text(guide).encode("utf-8"))
            self._check(file, guide)
            _write_whole(record, _record(report, imported_on))
        except BaseException as error:
            _restore(file, before)
            if isinstance(error, OSError):
                raise ConfigurationError(f"{_VARIABLE} is {self.folder}: it cannot be written: {error.strerror}") from error
            raise

    def _check(self, file: Path, guide: Guide) -> None:
        if load_guide(file) != guide:
            raise CorpusError(f"{file}: the edition does not read back as it was written; nothing was imported")
        load_corpus(self.folder)

    def remove(self, guide: str) -> int | None:
        """Take an imported guide away; the edition it had replaced comes back, and its number is returned.

        Raises:
            NotFoundError: there is no such guide.
            InvalidInputError: it was not brought in by import.
        """
        self.check_name(guide)
        file, record, former = self._files(guide)
        if not record.exists():
            known = ", ".join(row.id for row in self.listed() if row.imported_on) or "none"
            if file.exists():
                raise InvalidInputError(f"{guide} was not brought in by import, so it is not removed; imported: {known}")
            raise NotFoundError(f"there is no imported guide {guide}; there are: {known}")
        if not former.exists():
            file.unlink(missing_ok=True)
            record.unlink()
            return None
        _write_whole(file, former.read_bytes())
        _write_whole(record, former.with_suffix(".json").read_bytes())
        former.unlink()
        former.with_suffix(".json").unlink()
        return load_guide(file).edition

    def listed(self) -> list[Listed]:
        """Every guide, in the order of the files."""
        return [self._listed(guide) for guide in self.corpus().guides]

    def report(self, guide: str) -> dict[str, Any] | None:
        """The record of an import, or None for a guide that was not imported."""
        file = self._files(guide)[1] if self._folder is not None else None
        return json.loads(file.read_text(encoding="utf-8")) if file is not None and file.exists() else None

    def is_shipped(self, guide: str) -> bool:
        """Whether a guide belongs to the shipped corpus."""
        return guide in (read_yaml(data_folder("corpus") / "manifest.yaml", CorpusError).get("guides") or {})

    def _listed(self, guide: Guide) -> Listed:
        record = self.report(guide.id) or {}
        return Listed(guide.id, guide.title, len(guide.sections), guide.edition, record.get("source"), record.get("imported_on"))

    def _files(self, guide: str) -> tuple[Path, Path, Path]:
        """The edition, the record of its import, and the edition it replaced."""
        imports = self.folder / "imports"
        return self.folder / "guides" / f"{guide}.md", imports / f"{guide}.json", imports / "former" / f"{guide}.md"


def edition_text(guide: Guide) -> str:
    """A guide in the form in which the corpus keeps it."""
    front: dict[str, Any] = {
        "guide": guide.id,
        "title": guide.title,
        "origin": guide.origin,
        "source_sha256": guide.source_sha256,
        "edition": guide.edition,
        **({"reviewed_on": guide.reviewed_on} if guide.reviewed_on else {}),
        "audience": guide.audience,
        "notes": list(guide.notes),
    }
    return f"---\n{_yaml(front)}---\n" + "".join(_section_text(section) for section in guide.sections)


def _section_text(section: Section) -> str:
    meta: dict[str, Any] = {
        "kind": section.kind,
        "topics": list(section.topics),
        "phase": section.phase.value,
        "presupposes_safety": section.presupposes_safety,
        "claims": list(section.claims),
        "tensions": list(section.tensions),
        "steps": [{"do": s.do} | ({"say": s.say} if s.say else {}) | ({"side": s.side.value} if s.side else {}) for s in section.steps],
        "next": section.next_action,
        "question": section.question,
        "asks": list(section.asks),
    }
    number = section.id.rpartition("#")[2]
    return f"\n## {section.heading} {{#{number}}}\n\n```yaml\n{_yaml(meta)}```\n\n{section.text}\n"


def _yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)


def _record(report: ImportReport, imported_on: str) -> bytes:
    return json.dumps({"imported_on": imported_on} | asdict(report), ensure_ascii=False, indent=1).encode("utf-8")


def _write_whole(file: Path, data: bytes) -> None:
    """The whole file or nothing, so that a running service never reads half an edition."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _restore(file: Path, data: bytes | None) -> None:
    if data is None:
        file.unlink(missing_ok=True)
    else:
        _write_whole(file, data)
