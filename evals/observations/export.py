"""Turns a trained marker into what the service loads: `python -m evals.observations.export marker.pt [--out FOLDER]`.

What it has in common with the reader of posts, vocabulary and lowest layers, is not stored again. Needs the `train` extra.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import normalize

from evals.meaning.network import TOKENS, WIDTH
from evals.observations.asks import KINDS, phrasings
from evals.observations.material import FOLDER
from evals.observations.network import Network
from evals.observations.offered import kept
from evals.observations.train import material
from evals.onnx_export import Doors, Embedded, plain_pieces, write_beside_posts
from evals.tuned import restored
from service.adapters.data_files import observations_folder
from service.adapters.onnx_outputs import stored_vectors

_PHRASINGS = tuple(f"{kind}.txt" for kind in KINDS)


class Exported(Embedded):
    """The network as one graph: the tokens of one message in; logits of the tokens and of the message and two directions out."""

    def __init__(self, network: Network, pieces: Tensor) -> None:
        super().__init__(network.encoder.embeddings, pieces, TOKENS)
        self.layers, self.head = network.encoder.encoder.layer, network.head

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """A row a token, and three rows."""
        states = self.states(ids, self.layers)
        return self.head(states, torch.ones_like(states[..., 0]))  # type: ignore[no-any-return]


def write(file: Path, out: Path) -> None:
    """Write graph, weights and manifest into a folder."""
    network = restored(Network, file)
    module = Exported(network, plain_pieces(network.tokens, out)).eval()
    doors = Doors(["ids"], ["words", "whole", "need", "request"], {"ids": {1: "tokens"}})
    example, more = (torch.ones(1, 9, dtype=torch.long),), _directions(network, out)
    write_beside_posts(module, example, out, doors, more=more, facts={"tokens": TOKENS, **network.names}, texts=_PHRASINGS)


def _directions(network: Network, out: Path) -> dict[str, NDArray[np.int8]]:
    """Write the phrasings that pass the rubric; gives their directions as 8-bit numbers."""
    reading = material()
    rows = reading.rows(sorted(FOLDER.glob("rows*.jsonl")))
    means = network.means([row.words for row in rows])
    found: dict[str, NDArray[np.int8]] = {}
    for kind, (name, file, lines) in enumerate(zip(KINDS, _PHRASINGS, kept(rows), strict=True)):
        (out / file).write_text("".join(f"{text}\t{' '.join(things)}\n" for text, things in lines), "utf-8")
        texts = [text for text, _ in lines]
        plain = phrasings(texts).plain
        with torch.no_grad():
            given = _of_messages(texts, [row.asks[kind] for row in rows], network.head.asked(means, kind))
            directions = normalize(network.head.phrasings(plain, kind) + given, dim=1)
        found |= {f"{what}.{name}": stored_vectors(value.numpy()) for what, value in (("directions", directions), ("plain", plain))}
    return found


def _of_messages(texts: Sequence[str], own: Sequence[str], asked: Tensor) -> Tensor:
    """For each phrasing the direction of the messages whose own one it is."""
    places = {text: n for n, text in enumerate(texts)}
    sums = torch.zeros(len(texts), WIDTH)
    for text, direction in zip(own, asked, strict=True):
        if (place := places.get(text)) is not None:
            sums[place] += direction
    return normalize(sums, dim=1)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--out", type=Path, default=observations_folder())
    wanted = parser.parse_args()
    write(wanted.weights, wanted.out)
    print(f"written to {wanted.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
