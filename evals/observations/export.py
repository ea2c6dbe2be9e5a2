"""Turns a trained marker into what the service loads: `python -m evals.observations.export marker.pt [--out FOLDER]`.

What it has in common with the reader of posts, vocabulary and lowest layers, is not stored again. Needs the `train` extra.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from evals.meaning.network import TOKENS
from evals.observations.network import Network
from evals.onnx_export import Doors, Embedded, own_weights, plain_vocabulary, write_graph
from service.adapters.data_files import meaning_folder, observations_folder

_FILES = ("graph.onnx", "weights.npz")


class Exported(Embedded):
    """The network as one graph: the tokens of one message in, logits of the tokens and of the message out."""

    def __init__(self, network: Network, pieces: Tensor) -> None:
        super().__init__(network.encoder.embeddings, pieces, TOKENS)
        self.layers, self.head = network.encoder.encoder.layer, network.head

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """A row a token, and a row."""
        states = self.embedded(ids)
        for layer in self.layers:
            found = layer(states)
            states = found[0] if isinstance(found, tuple) else found
        words, whole = self.head(states, torch.ones_like(states[..., 0]))
        return words, whole


def write(file: Path, out: Path) -> None:
    """Write graph, weights and manifest into a folder."""
    found: dict[str, Any] = torch.load(file)
    names = found["names"]
    network = Network(len(names["added"]), len(names["feelings"]) + len(names["topics"]))
    network.encoder.load_state_dict(found["enc"])
    network.head.load_state_dict(found["head"])
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = out / "tokenizer.json"
    module = Exported(network, plain_vocabulary(network.tokens, vocabulary)).eval()
    vocabulary.unlink()
    doors = Doors(["ids"], ["words", "whole"], {"ids": {1: "tokens"}})
    shared = meaning_folder() / "weights"
    weights = write_graph(module, (torch.ones(1, 9, dtype=torch.long),), out / _FILES[0], doors)
    np.savez_compressed(out / _FILES[1], **own_weights(weights, np.load(shared / "weights.npz")))  # type: ignore[arg-type]
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in _FILES}
    facts = {
        "version": digests[_FILES[1]][:12], "tokens": TOKENS, "shared": os.path.relpath(shared, out.parent),
        "weights": [name for name in weights if not name.endswith(":scale")], **names, "sha256": digests,
    }  # fmt: skip
    (out / "manifest.json").write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


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
