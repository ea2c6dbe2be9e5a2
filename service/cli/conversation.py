"""`mend chat`: a conversation in the terminal, kept in memory only."""

import json
import sys

import typer
from anyio.from_thread import BlockingPortal, start_blocking_portal

from service.cli.show import answer_text
from service.domain.answers import Answer
from service.domain.safety import CheckIn
from service.domain.text import Message, Speaker, well_formed
from service.usecases.answer import Request
from service.wiring import Services

_PROMPT = "\nyou> "
_QUIT = {"/quit", "/exit", "/q", "quit", "exit"}
_ANSWERS = {
    "yes": CheckIn.YES,
    "y": CheckIn.YES,
    "no": CheckIn.NO,
    "n": CheckIn.NO,
    "not sure": CheckIn.NOT_SURE,
    "not_sure": CheckIn.NOT_SURE,
}
_INTRODUCTION = "Write what is going on. Nothing is kept. /new starts over, /quit or Ctrl-D ends."


def converse(services: Services, country: str | None, *, as_json: bool) -> None:
    """Ask and answer until the person leaves; one event loop holds the connection to a model, if there is one."""
    with start_blocking_portal() as portal:
        try:
            _turns(services, country, portal, as_json=as_json)
        finally:
            portal.call(services.disconnect)


def _turns(services: Services, country: str | None, portal: BlockingPortal, *, as_json: bool) -> None:
    from service.public import chat_out

    talk = _Talk(services, country, portal)
    typer.echo(f"{services.coach.texts.notice}\n{_INTRODUCTION}", err=True)
    while (line := _read()) is not None:
        if not line.strip():
            continue
        if line.strip().lower() in _QUIT:
            break
        if line.strip().lower() == "/new":
            talk = _Talk(services, country, portal)
            typer.echo("A new conversation.", err=True)
            continue
        answer = talk.say(line)
        text = json.dumps(chat_out(answer, "chat").model_dump(mode="json"), ensure_ascii=False) if as_json else "\n" + answer_text(answer)
        typer.echo(text)
        if answer.question and not as_json:
            typer.echo(f"\n{answer.question.text} (yes / not sure / no, or just go on)")


class _Talk:
    """The turns of one conversation."""

    def __init__(self, services: Services, country: str | None, portal: BlockingPortal) -> None:
        self._services = services
        self._portal = portal
        self._country = country
        self._messages: list[Message] = []
        self._check_in: CheckIn | None = None
        self._answered_for: frozenset[str] = frozenset()
        self._asked = False

    def say(self, line: str) -> Answer:
        """Answer the next line; a bare yes, no or not sure answers the closed question where it was just asked."""
        reply = _ANSWERS.get(line.strip().lower().rstrip(".!")) if self._asked else None
        if reply is not None:
            self._check_in = reply
            self._drop_last_reply()
            self._answered_for = self._rules()
        else:
            self._messages.append(Message(Speaker.USER, well_formed(line)))
            if not self._rules() <= self._answered_for:
                self._check_in = None  # something new was said; the answer was not about this
        request = Request(tuple(self._messages), self._country, self._check_in)
        answer = self._portal.call(self._services.talk.answer, request)
        self._messages.append(Message(Speaker.ASSISTANT, answer.draft.text))
        self._asked = answer.question is not None
        return answer

    def _rules(self) -> frozenset[str]:
        """What speaks for danger so far, before any answer to the closed question."""
        return frozenset(hit.rule for hit in self._services.classifier.classify(self._messages).hits)

    def _drop_last_reply(self) -> None:
        if self._messages and self._messages[-1].speaker is Speaker.ASSISTANT:
            self._messages.pop()


def _read() -> str | None:
    """The next line, or None at the end of input."""
    if sys.stdin.isatty():
        try:
            return input(_PROMPT)
        except EOFError:
            return None
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None
