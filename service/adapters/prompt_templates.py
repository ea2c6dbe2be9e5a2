"""Reads the prompts for a language model under `prompts/`: `<use>.v<N>.md`, the highest number of each use."""

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from service.adapters.data_files import parse_yaml
from service.domain.errors import PromptError
from service.generating.prompt import Template

_FILE = re.compile(r"(?P<use>[a-z_]+)\.v(?P<number>\d+)\.md")
_PARTS = re.compile(r"\A---\n(?P<head>.*?\n)---\n+# system\n+(?P<system>.+?)\n+# user\n+(?P<user>.+?)\s*\Z", re.DOTALL)


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid")

    use: str
    version: int
    reviewed_on: Any
    variables: tuple[str, ...]


def load_template(folder: Path, use: str, variables: frozenset[str]) -> Template:
    """The highest number of a use, whose names are exactly the ones that it will be filled with.

    Raises:
        PromptError: the file is missing or broken, or its names differ from those declared or those given.
    """
    found = [(int(match["number"]), file) for file in folder.glob("*.md") if (match := _FILE.fullmatch(file.name)) and match["use"] == use]
    if not found:
        raise PromptError(f"{folder}: no file {use}.v<N>.md found")
    return read_template(max(found)[1], variables)


def read_template(file: Path, variables: frozenset[str]) -> Template:
    """One prompt file.

    Raises:
        PromptError: it is broken, or its names differ from those declared or those given.
    """
    try:
        parts = _PARTS.match(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{file}: cannot be read: {type(error).__name__}") from error
    if parts is None:
        raise PromptError(f"{file}: must be a head between lines of ---, then a part `# system` and a part `# user`")
    try:
        head = _Head.model_validate(parse_yaml(parts["head"], file, PromptError, first_line=2))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PromptError(f"{file}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    if f"{head.use}.v{head.version}" != file.stem:
        raise PromptError(f"{file}: says that it is {head.use}.v{head.version}")
    template = Template(file.stem, frozenset(head.variables), parts["system"], parts["user"])
    for what, names in (("declares", template.variables), ("uses", template.used)):
        if names != variables:
            raise PromptError(f"{file}: {what} {sorted(names)} and is filled with {sorted(variables)}")
    return template
