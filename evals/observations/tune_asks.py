"""Lets readers' opinions move which needs and requests are chosen: `python -m evals.observations.tune_asks marker.pt --out tuned.pt`.

`fits.jsonl` holds messages of the material with needs and requests that a trained marker had chosen for them, each read by
somebody who said whether it fits. Only the directions learn, from these and from all rows; the encoder stays as it is, so
that this takes a minute. A sixth of the read messages is left out and measured on.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from evals.observations.asks import KINDS, Phrasings, of_rows, phrasings
from evals.observations.material import FOLDER
from evals.observations.network import SHARPNESS, Heads, Network
from evals.observations.train import material
from evals.tuned import restored, save

_STEPS, _ROWS_A_STEP, _READ_A_STEP, _RATE = 150, 128, 256, 1e-3
_NOISE, _HELD = 0.1, 6
_BEGIN = (-6.0, 12.0)


@dataclass(frozen=True, slots=True)
class Opinions:
    """Pairs of a message and a phrasing, as places in lists, each with whether it fits."""

    messages: Tensor
    phrasings: Tensor
    fits: Tensor


@dataclass(frozen=True, slots=True)
class Asked:
    """What messages ask for: their mean states, all phrasings, and the place of each message's own one, -1 where it has none."""

    means: Tensor
    known: Phrasings
    own: Tensor


def opinions(messages: Sequence[str], known: Phrasings, kind: int, *, held: bool) -> Opinions:
    """What readers said of needs or requests; `held` for the sixth that is left out."""
    places, texts = {text: n for n, text in enumerate(messages)}, {text: n for n, text in enumerate(known.texts)}
    lines = [json.loads(line) for line in (FOLDER / "fits.jsonl").read_text("utf-8").splitlines()]
    found = [
        (places[line["message"]], texts[text], float(fits))
        for n, line in enumerate(lines)
        if (n % _HELD == 0) == held and line["message"] in places
        for text, fits in line[KINDS[kind]].items()
        if text in texts
    ]
    columns = list(zip(*found, strict=True))
    return Opinions(torch.tensor(columns[0]), torch.tensor(columns[1]), torch.tensor(columns[2]))


def tune(head: Heads, kind: int, asked: Asked, read: Opinions) -> None:
    """Fit the two directions of one kind."""
    means, known = asked.means, asked.known
    scale = nn.Parameter(torch.tensor(_BEGIN))
    optimiser = torch.optim.AdamW([*head.asks[kind].parameters(), *head.phrased[kind].parameters(), scale], lr=_RATE, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, _STEPS)
    own = (asked.own >= 0).nonzero().flatten()
    for _ in range(_STEPS):
        some, pairs = own[torch.randint(len(own), (_ROWS_A_STEP,))], torch.randint(len(read.fits), (_READ_A_STEP,))
        noisy = means[some] + torch.randn(len(some), means.shape[1]) * means.std() * _NOISE
        directions = head.phrasings(known.plain, kind)
        scores = head.asked(noisy, kind) @ directions.T * SHARPNESS
        loss = cross_entropy(scores, known.right(asked.own[some]))
        near = (head.asked(means[read.messages[pairs]], kind) * directions[read.phrasings[pairs]]).sum(1)
        loss = loss + binary_cross_entropy_with_logits(near * scale[1] + scale[0], read.fits[pairs])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        rate.step()


def area(head: Heads, kind: int, asked: Asked, read: Opinions) -> float:
    """How often what fits lies nearer than what does not."""
    with torch.no_grad():
        given = head.asked(asked.means[read.messages], kind)
        near = (given * head.phrasings(asked.known.plain, kind)[read.phrasings]).sum(1)
    return float((near[read.fits > 0][:, None] > near[read.fits == 0][None]).float().mean())


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--held", nargs="*", default=["rows_topics"], help="names of files that are not learnt from")
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    torch.manual_seed(1)
    network = restored(Network, wanted.weights)
    rows = [row for row in material().rows(sorted(FOLDER.glob("rows*.jsonl"))) if row.source not in wanted.held]
    means, messages = network.means([row.words for row in rows]), [row.message for row in rows]
    for kind, texts in enumerate(of_rows(rows)):
        known = phrasings(texts)
        places = {text: n for n, text in enumerate(texts)}
        own = torch.tensor([places.get(row.asks[kind], -1) for row in rows])
        asked, held = Asked(means, known, own), opinions(messages, known, kind, held=True)
        before = area(network.head, kind, asked, held)
        tune(network.head, kind, asked, opinions(messages, known, kind, held=False))
        print(f"{KINDS[kind]}: area {before:.3f} before, {area(network.head, kind, asked, held):.3f} after")
    save(network, wanted.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
