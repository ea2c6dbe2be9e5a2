"""How well a marker meets what the writers of the material chose, on rows that it did not learn from."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import torch

from evals.observations.asks import KINDS, Phrasings, phrasings
from evals.observations.marks import MarkedLine
from evals.observations.material import Row
from evals.observations.network import FIRST_MARK, MARKS, OPENS, TOLD, Network
from evals.tuned import Names

Some = TypeVar("Some", Row, MarkedLine)
_BATCH = 32
_SURE = 0.6
_MUCH_ALIKE = 0.6


def of_words(network: Network, rows: Sequence[Row], names: Names) -> str:
    """Share of words marked as the writer did, of messages told wholly alike, of told sentences met exactly, of labels met."""
    words = right = alike = sentences = met = feelings = firsts = topics = labelled = 0
    middle = len(names["feelings"])
    for part in _parts(rows):
        with torch.no_grad():
            found = network([row.words for row in part])
        for n, row in enumerate(part):
            count = int(found.known[n].sum())
            told = [bool(v > 0) for v in found.words[n, :count, TOLD]]
            opens = [bool(v > 0) for v in found.words[n, :count, OPENS]]
            words += count
            right += sum(a == b for a, b in zip(told, row.told, strict=False))
            spans, wanted = _spans(told, opens), _spans(row.told, row.opens)
            alike += spans == wanted
            sentences += len(spans)
            met += len(set(spans) & set(wanted))
            feeling = names["feelings"][int(found.whole[n, :middle].argmax())]
            feelings += feeling in row.feelings
            firsts += feeling == row.feelings[0]
            if row.topic != "none":
                labelled += 1
                topics += names["topics"][int(found.whole[n, middle:].argmax())] == row.topic
    return (
        f"{len(rows)} messages: {right / words:.1%} of words, {alike / len(rows):.1%} told alike, {met} of {sentences} sentences, "
        f"feeling the first named {firsts / len(rows):.1%}, among those named {feelings / len(rows):.1%}, {topics / labelled:.1%} of topics"
    )


def of_asks(network: Network, rows: Sequence[Row], asks: Sequence[Phrasings]) -> str:
    """How near the chosen need and request come to the writer's, by the packaged embedding; both from phrasings of other rows."""
    out = []
    for kind, known in enumerate(asks):
        said = [row for row in rows if row.asks[kind]]
        wanted = phrasings([row.asks[kind] for row in said]).plain
        with torch.no_grad():
            directions = network.head.asked(network.means([row.words for row in said]), kind)
            chosen = (directions @ network.head.phrasings(known.plain, kind).T).argmax(1)
        nearness = (known.plain[chosen] * wanted).sum(1)
        close = float((nearness >= _MUCH_ALIKE).float().mean())
        out.append(f"{KINDS[kind]}: cosine {float(nearness.mean()):.3f}, {close:.1%} at {_MUCH_ALIKE} or more")
    return "; ".join(out)


def of_marks(network: Network, lines: Sequence[MarkedLine]) -> str:
    """Of the marks taken out, how many are set again where the network is sure of one, and how many of those it sets are right."""
    there = chosen = right = alike = 0
    for part in _parts(lines):
        with torch.no_grad():
            outputs = network([line.words for line in part])
        shares = outputs.words[..., FIRST_MARK : FIRST_MARK + MARKS].softmax(-1)
        for n, line in enumerate(part):
            for at, mark in enumerate(line.marks[: int(outputs.known[n].sum())]):
                if mark < 0:
                    continue
                there += mark > 0
                if 1 - float(shares[n, at, 0]) >= _SURE:
                    chosen += 1
                    right += mark > 0
                    alike += mark == 1 + int(shares[n, at, 1:].argmax())
    return f"{right} of {there} marks set again, {right} of {chosen} right, {alike} the same mark"


def _parts(rows: Sequence[Some]) -> Iterator[Sequence[Some]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]


def _spans(told: Sequence[bool], opens: Sequence[bool]) -> list[tuple[int, ...]]:
    out: list[list[int]] = []
    for at, kept in enumerate(told):
        if kept and (opens[at] or not out):
            out.append([at])
        elif kept:
            out[-1].append(at)
    return [tuple(span) for span in out]
