"""Turns a trained reader of matters into what the service loads: `python -m evals.matters.export matters.pt [more.pt ...] [--out FOLDER]`.

Several trainings are averaged.
What it has in common with the reader of posts, vocabulary and lowest layers, is not stored again. Needs the `train` extra.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import normalize

from evals.matters.network import Network
from evals.meaning.network import TOKENS
from evals.onnx_export import Doors, Embedded, plain_pieces, write_beside_posts
from evals.tuned import averaged
from service.adapters.data_files import matters_folder
from service.adapters.onnx_matters import CLASSES
from service.adapters.onnx_outputs import stored_vectors


class Exported(Embedded):
    """The network as one graph: the tokens of two messages in; their direction and the logits of relations and sides out."""

    def __init__(self, network: Network, pieces: Tensor) -> None:
        super().__init__(network.encoder.embeddings, pieces, TOKENS)
        self.layers, self.head = network.encoder.encoder.layer, network.head

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Two rows."""
        return self.head(self.states(ids, self.layers).mean(1))  # type: ignore[no-any-return]


def write(files: Sequence[Path], out: Path) -> None:
    """Write graph, weights and manifest into a folder."""
    network = averaged(Network, files)
    module = Exported(network, plain_pieces(network.tokens, out)).eval()
    with torch.no_grad():
        classes = stored_vectors(normalize(network.head.classes, dim=1).numpy())
    doors = Doors(["ids"], ["direction", "people"], {"ids": {1: "tokens"}})
    example = (torch.ones(1, 9, dtype=torch.long),)
    write_beside_posts(module, example, out, doors, more={CLASSES: classes}, facts={"tokens": TOKENS, **network.names})


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=matters_folder())
    wanted = parser.parse_args()
    write(wanted.weights, wanted.out)
    print(f"written to {wanted.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
