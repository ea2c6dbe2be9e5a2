"""What the marker of observations is to learn, as losses."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from evals.observations.asks import Phrasings
from evals.observations.marks import UNKNOWN, MarkedLine
from evals.observations.material import Row
from evals.observations.network import FIRST_ADDED, FIRST_MARK, MARKS, OPENS, SHARPNESS, TOLD, Network, Outputs
from evals.tuned import Names

_DROP = 0.1
_OPENS_SHARE, _ADDED_SHARE, _FEELING_SHARE, _TOPIC_SHARE, _ASK_SHARE, _MARK_SHARE = 0.5, 0.3, 0.1, 0.1, 0.15, 0.2
_LATER = 0.6
"""What a second or third feeling weighs beside the first."""


def losses_of_rows(network: Network, rows: Sequence[Row], names: Names, asks: Sequence[Phrasings]) -> Tensor:
    """All that a message of the material teaches."""
    found = network([row.words for row in rows], drop=_DROP)
    loss = _of_words(found, rows, names["added"])
    if any(mark != UNKNOWN for row in rows for mark in row.marks):
        loss = loss + _MARK_SHARE * _of_marks(found, [row.marks for row in rows])
    middle = len(names["feelings"])
    loss = loss + _FEELING_SHARE * _of_feelings(found.whole[:, :middle], rows, names["feelings"])
    places = [n for n, row in enumerate(rows) if row.topic in names["topics"]]
    if places:
        wanted = torch.tensor([names["topics"].index(rows[n].topic) for n in places])
        loss = loss + _TOPIC_SHARE * nn.functional.cross_entropy(found.whole[places, middle:], wanted)
    for kind, known in enumerate(asks):
        said = [n for n, row in enumerate(rows) if row.asks[kind]]
        if said:
            scores = found.asks[kind][said] @ network.head.phrasings(known.plain, kind).T * SHARPNESS
            loss = loss + _ASK_SHARE * nn.functional.cross_entropy(scores, known.right(known.places([rows[n].asks[kind] for n in said])))
    return loss


def loss_of_lines(network: Network, lines: Sequence[MarkedLine]) -> Tensor:
    """What lines without their marks teach."""
    found = network([line.words for line in lines], drop=_DROP)
    return _of_marks(found, [line.marks for line in lines])


def _of_marks(found: Outputs, given: Sequence[Sequence[int]]) -> Tensor:
    marks = torch.full(found.known.shape, UNKNOWN)
    for n, row in enumerate(given):
        count = int(found.known[n].sum())
        marks[n, :count] = torch.tensor(row[:count])
    logits = found.words[..., FIRST_MARK : FIRST_MARK + MARKS].transpose(1, 2)
    return nn.functional.cross_entropy(logits, marks, ignore_index=UNKNOWN)


def _of_words(found: Outputs, rows: Sequence[Row], additions: Sequence[str]) -> Tensor:
    logits, known = found.words, found.known
    told, opens, added = (torch.zeros(known.shape) for _ in range(3))
    for n, row in enumerate(rows):
        count = int(known[n].sum())
        told[n, :count] = torch.tensor(row.told[:count], dtype=torch.float)
        opens[n, :count] = torch.tensor(row.opens[:count], dtype=torch.float)
        added[n, :count] = torch.tensor([additions.index(a) if a in additions else -1 for a in row.added[:count]]).float()
    loss = _mean(nn.functional.binary_cross_entropy_with_logits(logits[..., TOLD], told, reduction="none"), known)
    kept = known * told
    loss = loss + _OPENS_SHARE * _mean(nn.functional.binary_cross_entropy_with_logits(logits[..., OPENS], opens, reduction="none"), kept)
    plain = nn.functional.cross_entropy(logits[..., FIRST_ADDED:].transpose(1, 2), added.clamp(min=0).long(), reduction="none")
    return loss + _ADDED_SHARE * _mean(plain, kept * (added >= 0))


def _of_feelings(logits: Tensor, rows: Sequence[Row], names: Sequence[str]) -> Tensor:
    """Against the shares of the feelings that fit, the first weighing most."""
    wanted = torch.zeros(logits.shape)
    for n, row in enumerate(rows):
        for place, feeling in enumerate(feeling for feeling in row.feelings if feeling in names):
            wanted[n, names.index(feeling)] = 1.0 if place == 0 else _LATER
    wanted = wanted / wanted.sum(1, keepdim=True).clamp(min=1e-6)
    return nn.functional.cross_entropy(logits, wanted)


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp(min=1.0)
