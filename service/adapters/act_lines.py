"""Gathers the lines from which acts are learnt: their own file, and the examples of courtesies and follow-ups."""

from collections.abc import Iterable, Iterator, Sequence

from service.composing.texts import ActTexts, Courtesy, FollowUp
from service.domain.errors import PromptError
from service.retrieval.acts import MATTER, ActLine

# A shorter example is silent only because another record takes it.
_BARE = 2


def act_lines(acts: ActTexts, courtesies: Sequence[Courtesy], follow_ups: Iterable[FollowUp]) -> list[ActLine]:
    """Every line with its act; a courtesy that shares its replies with one that has lines counts as that one.

    Raises:
        PromptError: a record is not known.
    """
    records: list[Courtesy | FollowUp] = [*courtesies, *follow_ups]
    names = {record.id for record in records}
    if unknown := sorted(set(acts.lines) - names):
        raise PromptError(f"acts: there is no courtesy and no follow-up of the name {', '.join(unknown)}")
    same = {c.replies: c.id for c in reversed(courtesies) if c.id in acts.lines}
    acting = {record.id: same.get(record.replies, "") if isinstance(record, Courtesy) else record.id for record in records}
    return list(dict.fromkeys(_lines(acts, records, acting)))


def _lines(acts: ActTexts, records: Sequence[Courtesy | FollowUp], acting: dict[str, str]) -> Iterator[ActLine]:
    for act, texts in acts.lines.items():
        yield from (ActLine(act, text) for text in texts)
    for record in records:
        if acting[record.id] in acts.lines:
            yield from (ActLine(acting[record.id], text) for text in record.fires)
        if isinstance(record, Courtesy):
            yield from (ActLine(MATTER, text) for text in record.silent if len(text.split()) > _BARE)
    yield from (ActLine(MATTER, text) for text in acts.matter)
