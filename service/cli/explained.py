"""Verdicts on cases of a file, explained as a page in Markdown."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.adapters.data_files import read_yaml
from service.cli.show import explained
from service.domain.errors import DataError, InvalidInputError
from service.domain.safety import CheckIn
from service.domain.text import Message, Speaker
from service.usecases.check import SafeClassifier


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    why: str
    messages: Annotated[list[str], Field(min_length=1)]
    check_in: CheckIn | None = None
    level: Literal["none", "concern", "acute", "emergency"]


class _Cases(BaseModel):
    model_config = ConfigDict(extra="forbid")

    heading: str
    about: str
    cases: Annotated[list[_Case], Field(min_length=1)]


def explained_page(file: Path, classifier: SafeClassifier) -> tuple[str, list[str]]:
    """The page, and the titles of the cases whose level is another than the file says.

    Raises:
        InvalidInputError: the file holds no cases of the right form.
    """
    try:
        found = _Cases.model_validate(read_yaml(file, DataError))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InvalidInputError(f"{file}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    parts, wrong = [f"# {found.heading}\n\n{found.about.strip()}\n"], []
    for number, case in enumerate(found.cases, start=1):
        verdict = classifier.classify([Message(Speaker.USER, text) for text in case.messages], case.check_in)
        if verdict.level.label != case.level:
            wrong.append(case.title)
        quoted = "\n>\n".join(f"> {text}" for text in case.messages)
        answer = f"\n\nAnswer to the closed question: `{case.check_in.value}`" if case.check_in else ""
        words = explained(verdict, case.messages, explain=True)
        parts.append(f"## {number}. {case.title}\n\n{quoted}{answer}\n\n```text\n{words}\n```\n\n{case.why.strip()}\n")
    return "\n".join(parts), wrong
