"""What is measured: the service on this machine, or a running one. Both answer with the public JSON of the contract."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from evals.judging import Reader
from service.domain.safety import CheckIn
from service.domain.text import Message, Speaker, well_formed
from service.ports import Embedder
from service.public import chat_out, rewrite_out, search_out, verdict_out
from service.usecases.answer import Request
from service.usecases.rewrite import RewriteRequest
from service.wiring import Services

Record = dict[str, Any]
Turn = Mapping[str, str]
"""`{"role": "user" | "assistant", "content": …}`"""


class Scripted(Protocol):
    """A language model that says what its script holds."""

    script: str


class Memory(Protocol):
    """An encoder that remembers while it is awake."""

    awake: bool


class System(Protocol):
    """The calls that suites make; what comes back is the JSON of the routes of the same name.

    `reader` is a language model whose opinion may be asked, None where none is configured.
    """

    reader: Reader | None

    def check(self, messages: Sequence[Turn]) -> Record:
        """`/v1/check`."""
        ...

    def search(self, query: str, k: int) -> Record:
        """`/v1/search`."""
        ...

    def chat(self, messages: Sequence[Turn], *, country: str | None = None, check_in: str | None = None) -> Record:
        """`/v1/chat`."""
        ...

    def rewrite(self, statement: str) -> Record:
        """`/v1/rewrite`."""
        ...


class LocalSystem:
    """The service in this process; replies are the composed ones, so that a run is the same every time."""

    def __init__(self, services: Services, embedder: Embedder, writer: Scripted, memories: Sequence[Memory] = ()) -> None:
        self._services, self._memories = services, memories
        self.embedder, self.writer = embedder, writer
        self.reader: Reader | None = None

    @contextmanager
    def encoding_anew(self) -> Iterator[None]:
        """Nothing is remembered in here, so that times are true."""
        for memory in self._memories:
            memory.awake = False
        try:
            yield
        finally:
            for memory in self._memories:
                memory.awake = True

    @property
    def services(self) -> Services:
        """The parts, for suites that look inside."""
        return self._services

    def check(self, messages: Sequence[Turn]) -> Record:
        """The verdict."""
        return verdict_out(self._services.classifier.classify(_messages(messages))).model_dump(mode="json")

    def search(self, query: str, k: int) -> Record:
        """What the guides say."""
        return search_out(self._services.retriever.search(well_formed(query), limit=k)).model_dump(mode="json")

    def chat(self, messages: Sequence[Turn], *, country: str | None = None, check_in: str | None = None) -> Record:
        """The whole answer."""
        request = Request(_messages(messages), country, CheckIn(check_in) if check_in else None)
        return chat_out(self._services.coach.answer(request), "eval").model_dump(mode="json")

    def rewrite(self, statement: str) -> Record:
        """Wordings."""
        return rewrite_out(self._services.wordings.answer(RewriteRequest(well_formed(statement)))).model_dump(mode="json")


def inside(system: System) -> LocalSystem:
    """The system as one whose parts can be looked at; the frame gives suites that are not `live` no other."""
    assert isinstance(system, LocalSystem)  # noqa: S101  a suite that looks inside is marked as such
    return system


def turns(case: Mapping[str, Any]) -> list[Turn]:
    """The conversation of a case: its `messages`, or its `text` as one turn of the user."""
    if case.get("messages"):
        return [{"role": m["role"], "content": m["content"]} for m in case["messages"]]
    return [{"role": "user", "content": case["text"]}]


def said(messages: Sequence[Turn]) -> tuple[str, ...]:
    """What the user said, for showing."""
    return tuple(m["content"] for m in messages if m["role"] == "user")


def _messages(messages: Sequence[Turn]) -> tuple[Message, ...]:
    return tuple(Message(Speaker(m["role"]), well_formed(m["content"])) for m in messages)
