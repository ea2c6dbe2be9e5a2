"""Where the shipped data lies: in the checkout, or inside the installed package."""

from pathlib import Path
from typing import Any

import re2
import yaml

from service.domain.errors import DataError

_PACKAGE = Path(__file__).resolve().parent.parent


def data_folder(name: str) -> Path:
    """The folder `corpus` or `prompts`, from the package if it carries one, else from the checkout around it."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def rules_folder() -> Path:
    """The folder with the safety rules, which always lies in the package."""
    return _PACKAGE / "safety" / "rules"


def meaning_folder() -> Path:
    """The folder with the second safety tier: lists, exemplars, calibration and weights."""
    return _PACKAGE / "safety" / "meaning"


def rewriting_folder() -> Path:
    """The folder with the rewriter's data."""
    return _PACKAGE / "rewriting" / "data"


def observations_folder() -> Path:
    """The folder with the weights of the marker of observations."""
    return _PACKAGE / "rewriting" / "observations"


def matters_folder() -> Path:
    """The folder with the weights of the reader of matters."""
    return _PACKAGE / "retrieval" / "matters_weights"


def entailment_folder() -> Path:
    """The folder with the weights of the sentence guard's entailment model."""
    return _PACKAGE / "guarding" / "entailment"


def read_yaml(file: Path, error: type[DataError]) -> dict[str, Any]:
    """The mapping that a YAML file holds.

    Raises:
        DataError: of the class given, naming file, line and reason.
    """
    try:
        return parse_yaml(file.read_text(encoding="utf-8"), file, error)
    except OSError as broken:
        raise error(f"{file}: cannot be read: {broken.strerror}") from broken
    except UnicodeDecodeError as broken:
        raise error(f"{file}: cannot be read: it is not UTF-8") from broken


def parse_yaml(text: str, file: Path, error: type[DataError], *, first_line: int = 1) -> dict[str, Any]:
    """The mapping in a YAML text that begins on `first_line` of `file`.

    Raises:
        DataError: of the class given, naming file, line and reason.
    """
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise error(f"{file}:{line}: not YAML: {getattr(broken, 'problem', None) or broken}") from broken
    if not isinstance(data, dict):
        raise error(f"{file}:{first_line}: must hold a mapping")
    return data


def check_search_pattern(pattern: str, place: str, error: type[DataError]) -> None:
    """Make sure that a text is an RE2 pattern.

    Raises:
        DataError: of the class given, naming the place and the reason.
    """
    try:
        re2.compile(pattern)
    except re2.error as broken:
        raise error(f"{place}: {pattern!r} is no RE2 pattern: {broken}") from broken
