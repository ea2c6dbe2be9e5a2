"""Reads the rules and words of the importer from the package."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.adapters.corpus_records import record
from service.adapters.data_files import check_search_pattern, read_yaml
from service.domain.errors import RuleError
from service.domain.importing import EditionWords, FurnitureRule

_FOLDER = Path(__file__).resolve().parent.parent / "importing" / "rules"
Texts = Annotated[tuple[str, ...], Field(min_length=1)]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", str_min_length=1)

    id: str
    scope: Literal["line", "sentence", "section", "tail"]
    reason: str
    patterns: Texts
    fires: Texts
    silent: Texts


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", str_min_length=1)

    version: int
    advice_starts: frozenset[str]
    example_starts: Texts
    closing_starts: Texts
    fallback_step: str
    next_action: str
    question: str
    withheld: str


def load_furniture(folder: Path = _FOLDER) -> tuple[FurnitureRule, ...]:
    """What counts as furniture of a page.

    Raises:
        RuleError: the file is broken.
    """
    file = folder / "furniture.yaml"
    rules = []
    for entry in read_yaml(file, RuleError).get("rules") or ():
        rule = record(_Rule, entry, str(file), RuleError)
        for pattern in rule.patterns:
            check_search_pattern(pattern, f"{file}: {rule.id}", RuleError)
        rules.append(FurnitureRule(**rule.model_dump()))
    return tuple(rules)


def load_edition_words(folder: Path = _FOLDER) -> EditionWords:
    """The words by which steps and kinds are chosen.

    Raises:
        RuleError: the file is broken.
    """
    file = folder / "edition.yaml"
    return EditionWords(**record(_Words, read_yaml(file, RuleError), str(file), RuleError).model_dump(exclude={"version"}))
