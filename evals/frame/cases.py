"""Reads data sets and files of the user's own, line by line, with a reason for every line that cannot be read."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from evals.datasets import FOLDER
from evals.frame.records import Case, Suite
from service.domain.errors import DataError, InvalidInputError

_OWN = "own"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is left out, and why; the reason never repeats what stands there."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file; `version` names its content."""

    name: str
    version: str
    cases: tuple[Case, ...]
    bad: tuple[BadLine, ...] = ()


def shipped(suite: Suite) -> CaseFile:
    """The data set of a suite.

    Raises:
        DataError: the file is missing or a line of it is broken.
    """
    file = FOLDER / f"{suite.dataset}.jsonl"
    found = _read(file, suite.schema, split=None)
    if found.bad:
        raise DataError(f"{file}:{found.bad[0].number}: {found.bad[0].reason}")
    return found


def own(suite: Suite, file: Path) -> CaseFile:
    """A file of the user's own; every case gets the split `own`.

    Raises:
        InvalidInputError: the file cannot be read, holds no readable line, or the suite takes no file.
    """
    if suite.schema is None:
        raise InvalidInputError(f"the suite {suite.name} takes no file of your own")
    try:
        found = _read(file, suite.schema, split=_OWN)
    except DataError as error:
        raise InvalidInputError(str(error)) from error
    if not found.cases:
        first = f"; line {found.bad[0].number}: {found.bad[0].reason}" if found.bad else ""
        raise InvalidInputError(f"{file} holds no line that the suite {suite.name} can read{first}")
    return found


def subset(cases: Sequence[Case], size: int, keys: Sequence[str]) -> list[Case]:
    """At most `size` cases, the same ones in every run, spread over the values of `keys` and over twins together."""
    if len(cases) <= size:
        return list(cases)
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in sorted(cases, key=lambda c: _digest(str(c["id"]))):
        groups.setdefault(tuple(str(case.get(key)) for key in keys), []).append(case)
    chosen: list[Case] = []
    queues = [groups[key] for key in sorted(groups)]
    while len(chosen) < size and any(queues):
        chosen += [queue.pop() for queue in queues if queue]
    wanted = {str(case["id"]) for case in chosen[:size]}
    return [case for case in cases if str(case["id"]) in wanted]


def _read(file: Path, schema: type[BaseModel] | None, split: str | None) -> CaseFile:
    try:
        data = file.read_bytes()
        lines = data.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file} cannot be read: it is not UTF-8") from error
    cases: list[Case] = []
    bad: list[BadLine] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = _case(line, schema)
            identity = str(case.get("id") or f"line {number}")
            if identity in seen:
                raise InvalidInputError("its id stands on an earlier line already")  # noqa: TRY301
            seen.add(identity)
            cases.append({**case, "id": identity, "split": split or str(case["split"])})
        except (InvalidInputError, KeyError, RecursionError) as error:
            bad.append(BadLine(number, str(error)))
    return CaseFile(file.name, hashlib.sha256(data).hexdigest()[:16], tuple(cases), tuple(bad))


def _case(line: str, schema: type[BaseModel] | None) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InvalidInputError("it is not JSON") from error
    if not isinstance(record, dict):
        raise InvalidInputError("it is not a JSON object")
    if schema is None:
        return record
    try:
        return schema.model_validate(record).model_dump()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise InvalidInputError(f"{where}: {first['msg']}") from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
