"""Turns trained weights into what the service loads: `python -m evals.entailment.export weights.pt [more.pt ...] [--out FOLDER]`.

Several trainings are averaged. The vocabulary loses its pieces in other scripts, matrices become 8-bit numbers with a
scale a row, and the graph holds no weights. One graph both reads parts and judges sentences. Needs the `train` extra.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from evals.entailment.network import ENDS, NEGATIONS, REACH, TAKEN, TOKENS, WIDTH, Comparison, Reader
from evals.onnx_export import Doors, Embedded, plain_vocabulary, write_graph
from service.adapters.data_files import entailment_folder


class ExportedReader(Embedded):
    """MiniLM for one text: token numbers in, states of the layers taken out."""

    def __init__(self, reader: Reader, pieces: Tensor) -> None:
        super().__init__(reader.embeddings, pieces, TOKENS)
        self.layers = reader.layers

    def forward(self, ids: Tensor) -> Tensor:
        """States, one row a token."""
        states = self.embedded(ids)
        taken = []
        for number, layer in enumerate(self.layers):
            found = layer(states)
            states = found[0] if isinstance(found, tuple) else found
            if number + 1 in TAKEN:
                taken.append(states)
        return torch.cat(taken, -1)


class ExportedComparison(nn.Module):
    """The comparison of one sentence with all that it is given, nothing padded."""

    def __init__(self, network: Comparison) -> None:
        super().__init__()
        self.network = network

    def forward(self, said: Tensor, said_sign: Tensor, given: Tensor, given_sign: Tensor) -> Tensor:
        """Log-odds."""
        return self.network(said, said_sign, torch.ones_like(said[..., 0]), given, given_sign, torch.ones_like(given[..., 0]))  # type: ignore[no-any-return]


def averaged(files: Sequence[Path]) -> Comparison:
    """The network with the mean of the weights of several trainings from the same beginning."""
    found = [torch.load(file) for file in files]
    network = Comparison()
    network.load_state_dict({name: torch.stack([f[name].float() for f in found]).mean(0) for name in found[0]})
    return network.eval()


def write(network: Comparison, reader: Reader, out: Path) -> None:
    """Write graphs, weights, vocabulary and manifest into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    pieces = plain_vocabulary(reader.tokens, out / "tokenizer.json")
    _graph(ExportedReader(reader, pieces).eval(), out / "reader", (torch.ones(1, 9, dtype=torch.long),), ["ids"], narrow=True)
    wide = WIDTH * len(TAKEN)
    given = (torch.zeros(1, 9, wide), torch.zeros(1, 9, dtype=torch.long), torch.zeros(1, 30, wide), torch.zeros(1, 30, dtype=torch.long))
    _graph(ExportedComparison(network).eval(), out / "comparison", given, ["said", "said_sign", "given", "given_sign"], narrow=False)
    names = ("reader.onnx", "reader.npz", "comparison.onnx", "comparison.npz", "tokenizer.json")
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}
    facts = {
        "version": digests["comparison.npz"][:12], "tokens": TOKENS,
        "negations": NEGATIONS, "ends": ENDS, "reach": REACH, "sha256": digests,
    }  # fmt: skip
    (out / "manifest.json").write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def _graph(module: nn.Module, out: Path, example: tuple[Tensor, ...], inputs: Sequence[str], *, narrow: bool) -> None:
    axes = {name: {1: f"tokens_{name.split('_')[0]}"} for name in inputs}
    stored = write_graph(module, example, out.with_suffix(".onnx"), Doors(inputs, ["found"], axes, exact=("places",)), narrow=narrow)
    np.savez_compressed(out.with_suffix(".npz"), **stored)  # type: ignore[arg-type]


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=entailment_folder())
    wanted = parser.parse_args()
    write(averaged(wanted.weights), Reader(), wanted.out)
    print(f"written to {wanted.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
