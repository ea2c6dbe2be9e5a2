"""A language model's opinion on a reply: one closed question, one word back. An opinion is shown beside others and decides nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import yaml
from anyio.from_thread import BlockingPortal, start_blocking_portal

from service.domain.generation import Prompt
from service.ports import Writer

_FILE = Path(__file__).parent / "judge_questions.yaml"
_WORD = re.compile(r"[a-z]+")


class UnclearOpinionError(Exception):
    """The model answered something else than yes or no; what it said is not repeated."""


class Reader(Protocol):
    """Somebody who answers a closed question about a reply."""

    @property
    def name(self) -> str:
        """Who it is, for the report."""
        ...

    def says(self, question: str, message: str, reply: str) -> bool:
        """Whether the answer is yes.

        Raises:
            UnclearOpinionError: it was neither yes nor no.
            ModelUnavailableError: there was no answer.
        """
        ...


class ModelReader:
    """A language model as reader; threads may share it."""

    def __init__(self, writer: Writer, portal: BlockingPortal) -> None:
        self._writer, self._portal = writer, portal

    @property
    def name(self) -> str:
        """The model's name and the questions' version."""
        return f"{self._writer.name}, {questions()['version']}"

    def says(self, question: str, message: str, reply: str) -> bool:
        """Whether the model answers yes."""
        return _yes(self._portal.call(self._answer, asked(question, message, reply)))

    async def _answer(self, prompt: Prompt) -> str:
        return "".join([piece async for piece in self._writer.write(prompt)])


@contextmanager
def model_reader(writer: Writer | None) -> Iterator[Reader | None]:
    """The configured model as reader; None where there is none."""
    if writer is None:
        yield None
        return
    with start_blocking_portal() as portal:
        try:
            yield ModelReader(writer, portal)
        finally:
            portal.call(writer.close)


@lru_cache(maxsize=1)
def questions() -> dict[str, Any]:
    """The reviewed questions."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def meaning(question: str) -> str:
    """What a yes to a question says of a reply."""
    return str(_question(question)["means"])


def asked(question: str, message: str, reply: str) -> Prompt:
    """The prompt; message and reply are quoted line by line, so that neither can pass for an instruction."""
    told = _question(question)["question"]
    user = f"The message:\n{_quoted(message)}\n\nThe reply:\n{_quoted(reply)}\n\n{told} Answer yes or no."
    return Prompt(str(questions()["version"]), str(questions()["system"]), user)


def _question(question: str) -> dict[str, str]:
    found: dict[str, str] = questions()["questions"][question]
    return found


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines() or [""])


def _yes(answer: str) -> bool:
    first = _WORD.search(answer.lower())
    if first is None or first.group() not in ("yes", "no"):
        raise UnclearOpinionError
    return first.group() == "yes"
