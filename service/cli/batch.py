"""The `--jsonl` forms: one JSON object in, one out, in the same order; a bad line stops nothing."""

import json
from collections.abc import Callable
from typing import IO, Any

from service.domain.errors import InvalidInputError
from service.domain.safety import CheckIn
from service.domain.text import Message, Speaker, well_formed
from service.public import RewriteIn, rewrite_out, verdict_out
from service.wiring import Services

_RANKED = 10
_USAGE = 2
Record = dict[str, Any]


def run_lines(source: IO[str], target: IO[str], handle: Callable[[Record], Record]) -> int:
    """Answer every line; the exit code is 2 where a line could not be read, 0 else."""
    code = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        identity: object = None
        try:
            record = _object(line)
            identity = record.get("id")
            answer = {"id": identity, **handle(record)}
        except (InvalidInputError, ValueError, KeyError, TypeError, RecursionError) as error:
            code = _USAGE
            reason = str(error) if isinstance(error, InvalidInputError) else "the line is not a JSON object of the form that --help shows"
            answer = {"id": identity, "error": f"line {number}: {reason}"}
        target.write(_written(answer) + "\n")
        target.flush()
    return code


def _written(answer: Record) -> str:
    """The answer as JSON; an id may hold half a character, which only an escape can carry."""
    text = json.dumps(answer, ensure_ascii=False)
    return text if text == well_formed(text) else json.dumps(answer)


def _object(line: str) -> Record:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise InvalidInputError("a line must hold a JSON object")
    return record


def check_line(record: Record, services: Services) -> Record:
    """The verdict on one line's text or messages."""
    check_in = CheckIn(record["check_in"]) if record.get("check_in") else None
    verdict = services.classifier.classify(_messages(record), check_in)
    whole = verdict_out(verdict).model_dump(mode="json")
    return {name: whole[name] for name in ("level", "routed", "categories", "hits", "classifier")}


def search_line(record: Record, services: Services) -> Record:
    """Scope and ranked section ids for one line's query."""
    result = services.retriever.search(well_formed(_string(record, "query")), limit=_RANKED)
    return {"in_scope": result.in_scope, "ranked": [row.section.id for row in result.rows]}


def rewrite_line(record: Record, services: Services) -> Record:
    """Kind, wordings and marks of blame for one line's statement."""
    answer = services.wordings.answer(RewriteIn.model_validate(record).request(services.settings.country))
    public = rewrite_out(answer).model_dump(mode="json")
    text = answer.suggestions[0].text if answer.suggestions else None
    return {"kind": public["kind"], "text": text, "suggestions": public["suggestions"], "blame": public["blame"], "note": public["note"]}


def _messages(record: Record) -> list[Message]:
    if "messages" not in record:
        return [Message(Speaker.USER, well_formed(_string(record, "text")))]
    if not isinstance(record["messages"], list):
        raise InvalidInputError("messages must be a list")
    return [Message(Speaker(turn["role"]), well_formed(_string(turn, "content"))) for turn in record["messages"]]


def _string(record: Record, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise InvalidInputError(f"{key} must be a text")
    return value
