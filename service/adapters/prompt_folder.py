"""What the readers of `prompts/` share: the newest file of each use, validated records, compiled patterns."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from service.adapters.data_files import read_yaml
from service.domain.errors import DataError, PatternError, PromptError
from service.language.matching import Language
from service.language.pattern import Pattern

Texts = Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]
Some = Annotated[Texts, Field(min_length=1)]
M = TypeVar("M", bound=BaseModel)
_FILE = re.compile(r"(?P<use>[a-z_]+)\.v(?P<number>\d+)\.yaml")


class Strict(BaseModel):
    """A record in which an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid")


class PromptFolder:
    """One folder of reply texts; pattern texts are compiled against one `Language`."""

    def __init__(self, folder: Path, language: Language) -> None:
        self._language = language
        self._files = _latest(folder)
        self._folder = folder

    @property
    def files(self) -> Mapping[str, Path]:
        """The newest file of each use."""
        return self._files

    def file(self, use: str) -> Path:
        """The newest file of a use.

        Raises:
            PromptError: there is none.
        """
        if use not in self._files:
            raise PromptError(f"{self._folder}: no file {use}.v<N>.yaml found")
        return self._files[use]

    def patterns(self, texts: Iterable[str], file: Path, record: str) -> tuple[Pattern, ...]:
        """The compiled patterns of one record.

        Raises:
            PromptError: one of them is no pattern.
        """
        try:
            return tuple(self._language.compiler.compile(text) for text in texts)
        except PatternError as error:
            raise PromptError(f"{file}: {record}: {error}") from error


def entries(file: Path, key: str, error_class: type[DataError] = PromptError) -> list[object]:
    """The records of a file under one key.

    Raises:
        DataError: of the class given, if there are none.
    """
    found = read_yaml(file, error_class).get(key)
    if not isinstance(found, list) or not found:
        raise error_class(f"{file}: {key} must be a list of records")
    return found


def validated(model: type[M], data: object, file: Path, error_class: type[DataError] = PromptError) -> M:
    """The record in `data`.

    Raises:
        DataError: of the class given, naming file, record, field and reason.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = data.get("id", "") if isinstance(data, dict) else ""
        where = ".".join(str(part) for part in first["loc"])
        raise error_class(f"{file}: {name} {where}: {first['msg']}") from error


def _latest(folder: Path) -> Mapping[str, Path]:
    found: dict[str, tuple[int, Path]] = {}
    for file in folder.glob("*.yaml"):
        if match := _FILE.fullmatch(file.name):
            found[match["use"]] = max(found.get(match["use"], (0, file)), (int(match["number"]), file))
    return {use: file for use, (_, file) in found.items()}
