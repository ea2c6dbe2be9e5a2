"""Turns trained weights into what the service loads: `python -m evals.meaning.export weights.pt [more.pt ...] --out FOLDER`.

Several trainings are averaged. With `--shared FOLDER` weights that are the same as in the folder beside are not stored again,
nor is the vocabulary: the reader of brief messages has its lowest layers in common with the reader of posts.
The vocabulary loses its pieces in other scripts, matrices become 8-bit numbers with a
scale a row, and the graph holds no weights. Needs the `train` extra.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from evals.meaning.material import GROUPS, Material
from evals.meaning.network import FIRST_GROUP, TOKENS, Network, averaged
from evals.onnx_export import Doors, Embedded, own_weights, plain_vocabulary, write_graph
from service.adapters.data_files import meaning_folder
from service.adapters.onnx_meaning import WORDS, OnnxMeaningEncoder
from service.safety.meaning.exemplars import Exemplar

_PUBLIC_VOICES = ("victim", "victim", "third_party", "perpetrator")
_WIDEST = 127
_LONG_LINE = 20


class Exported(Embedded):
    """The network as one graph: token numbers and mask in, logits and unit vectors out."""

    def __init__(self, network: Network, pieces: Tensor) -> None:
        super().__init__(network.encoder.embeddings, pieces, TOKENS)
        self.layers, self.head = network.encoder.encoder.layer, network.head

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits without the output for exemplars, and unit vectors, one row a window."""
        logits, vectors = self.head(self.states(ids, self.layers, (1.0 - mask[:, None, None, :]) * -1e9), mask)
        return torch.cat([logits[:, :1], logits[:, FIRST_GROUP:]], 1), vectors


def write(network: Network, out: Path, shared: str | None = None) -> None:
    """Write graph, weights, vocabulary, exemplar vectors and manifest into a folder; `shared` is the name of one beside it."""
    out.mkdir(parents=True, exist_ok=True)
    pieces = plain_vocabulary(network.tokens, out / "tokenizer.json")
    weights = _graph(Exported(network, pieces).eval(), out / "graph.onnx")
    if shared:
        (out / "tokenizer.json").unlink()
        weights = own_weights(weights, np.load(out.parent / shared / "weights.npz"))
    np.savez_compressed(out / "weights.npz", **weights)  # type: ignore[arg-type]
    write_exemplars(out, shared)


def write_exemplars(out: Path, shared: str | None = None) -> None:
    """Write the vectors of all exemplars that disclose, so that a finding can name its nearest, and the manifest."""
    np.savez_compressed(out / "exemplars.npz", ids=np.array(["none"]), vectors=np.zeros((1, 384), np.int8))
    _manifest(out, shared)
    material = Material()
    spoken = [e for e in material.exemplars if not e.harmless and e.style != "post" and (shared or _near_post(e))]
    encoder = OnnxMeaningEncoder(out, threads=2)
    vectors = encoder.vectors([material.bag(e.text, disclosed=True).windows[0] for e in spoken])
    np.savez_compressed(out / "exemplars.npz", ids=np.array([e.id for e in spoken]), vectors=np.round(vectors * _WIDEST).astype(np.int8))
    _manifest(out, shared)


def _near_post(exemplar: Exemplar) -> bool:
    """Whether an exemplar is of use beside whole posts: short lines are for the reader of brief messages."""
    return exemplar.style != "line" or len(exemplar.text.split()) >= _LONG_LINE


def _graph(module: Exported, out: Path) -> dict[str, NDArray[Any]]:
    axes = {name: {0: "windows", 1: "tokens"} for name in ("ids", "mask")}
    example = (torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9))
    return write_graph(module, example, out, Doors(("ids", "mask"), ("logits", "vectors"), axes))


def _manifest(out: Path, shared: str | None) -> None:
    files = [name for name in ("graph.onnx", "weights.npz", WORDS, "tokenizer.json", "exemplars.npz") if (out / name).exists()]
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files}
    facts: dict[str, Any] = {
        "version": hashlib.sha256((digests["weights.npz"] + digests.get(WORDS, "")).encode()).hexdigest()[:12],
        "tokens": TOKENS,
        "groups": GROUPS,
        "voices": _PUBLIC_VOICES,
        "sha256": digests,
    }
    if shared:
        facts["shared"] = shared
    (out / "manifest.json").write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="*", help="none: only the vectors of the exemplars are made anew")
    parser.add_argument("--out", type=Path, default=meaning_folder() / "weights")
    parser.add_argument("--shared", help="name of the folder beside --out that holds what both readers have in common")
    wanted = parser.parse_args()
    if wanted.weights:
        write(averaged(wanted.weights), wanted.out, wanted.shared)
    else:
        write_exemplars(wanted.out, wanted.shared)
    print(f"written to {wanted.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
