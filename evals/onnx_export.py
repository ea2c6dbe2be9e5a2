"""What the exports of the encoders share: a plain vocabulary, a graph without weights, and weights as 8-bit numbers.

Matrices lose their names when a graph is written; here they are named by their place, so that two graphs of the same
encoder name what they have in common alike.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from service.adapters.data_files import meaning_folder
from service.adapters.onnx_weights import GRAPH, MANIFEST, WEIGHTS

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_SMALL, _MATRIX = 200, 20_000
_WIDEST = 127
_BY_ROW = ("words", "places")
_UNNAMED = "onnx::"


@dataclass(frozen=True, slots=True)
class Doors:
    """What goes into a graph and comes out of it, and which axes of the inputs have no fixed length."""

    inputs: Sequence[str]
    outputs: Sequence[str]
    axes: Mapping[str, Mapping[int, str]]
    exact: tuple[str, ...] = ()
    """Beginnings of the names of weights that are kept as 16-bit numbers."""


class Embedded(nn.Module):
    """The embeddings of MiniLM for the pieces of the plain vocabulary: what every exported graph begins with."""

    def __init__(self, embeddings: Any, pieces: Tensor, most: int) -> None:
        super().__init__()
        places = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        self.words = nn.Embedding.from_pretrained(embeddings.word_embeddings.weight.detach()[pieces].clone())  # type: ignore[no-untyped-call]
        self.places = nn.Parameter(places.detach()[:most].clone())
        self.norm = embeddings.LayerNorm

    def embedded(self, ids: Tensor) -> Tensor:
        """The states below the first layer."""
        return self.norm(self.words(ids) + self.places[: ids.shape[1]])  # type: ignore[no-any-return]

    def states(self, ids: Tensor, layers: Iterable[nn.Module], hidden: Tensor | None = None) -> Tensor:
        """The states above some layers; `hidden` tells which tokens are not looked at."""
        states = self.embedded(ids)
        for layer in layers:
            found = layer(states, attention_mask=hidden)
            states = found[0] if isinstance(found, tuple) else found
        return states


def plain_vocabulary(own: Any, file: Path) -> Tensor:
    """Write the tokeniser with the plain pieces alone; gives their rows in the original."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    known: dict[str, int] = own.get_vocab()
    plain = [piece for piece, _ in sorted(known.items(), key=lambda item: item[1]) if piece.isascii() and not piece.startswith("[")]
    order = [*_SPECIAL, *plain]
    numbers = {piece: i for i, piece in enumerate(order)}
    tokens = Tokenizer(models.WordPiece(vocab=numbers, unk_token=_SPECIAL[1], max_input_chars_per_word=100))
    tokens.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokens.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    around = [(piece, numbers[piece]) for piece in ("[CLS]", "[SEP]")]
    tokens.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=around)
    tokens.save(str(file))
    return torch.tensor([known[piece] for piece in order])


def plain_pieces(own: Any, out: Path) -> Tensor:
    """The rows of the plain pieces, where another folder holds the tokeniser; makes the folder."""
    out.mkdir(parents=True, exist_ok=True)
    file = out / "tokenizer.json"
    pieces = plain_vocabulary(own, file)
    file.unlink()
    return pieces


def write_graph(module: nn.Module, example: tuple[Tensor, ...], out: Path, doors: Doors, *, narrow: bool = True) -> dict[str, NDArray[Any]]:
    """Write the graph without its weights; gives them by name: as 8-bit numbers, or as 16-bit ones where not `narrow`."""
    import onnx
    from onnx import numpy_helper

    whole = out.with_suffix(".whole.onnx")
    torch.onnx.export(
        module, example, str(whole), input_names=list(doors.inputs), output_names=list(doors.outputs),
        dynamic_axes={name: dict(named) for name, named in doors.axes.items()}, opset_version=17, dynamo=False,
    )  # fmt: skip
    model: Any = onnx.load(str(whole))
    whole.unlink()
    _name_matrices(model.graph)
    stored: dict[str, NDArray[Any]] = {}
    for weight in model.graph.initializer:
        value = numpy_helper.to_array(weight)
        if value.dtype != np.float32 or value.size < _SMALL:
            continue
        stored |= (
            narrowed(weight.name, value, axis=1 if weight.name.startswith(_BY_ROW) else 0)
            if narrow and not weight.name.startswith(doors.exact)
            else {weight.name: value.astype(np.float16)}
        )
        weight.ClearField("raw_data")
        weight.data_location = onnx.TensorProto.EXTERNAL
        for key, text in (("location", "weights"), ("offset", "0"), ("length", str(value.nbytes))):
            entry = weight.external_data.add()
            entry.key, entry.value = key, text
    out.write_bytes(model.SerializeToString())
    return stored


def _name_matrices(graph: Any) -> None:
    """Name the weights that lost their names by the order in which they are used."""
    known = {weight.name: weight for weight in graph.initializer if weight.name.startswith(_UNNAMED)}
    used = dict.fromkeys(name for node in graph.node for name in node.input if name in known)
    named = {name: f"matrix.{number}" for number, name in enumerate(used)}
    for node in graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = named.get(name, name)
    for name, weight in known.items():
        weight.name = named.get(name, name)


def own_weights(weights: dict[str, NDArray[Any]], others: Any) -> dict[str, NDArray[Any]]:
    """The weights that differ from the others by more than the rounding of a mean."""

    def same(name: str) -> bool:
        if weights[name].shape != others[name].shape:
            return False
        difference = weights[name].astype(np.float64) - others[name].astype(np.float64)
        return bool(np.abs(difference).max() <= (1 if weights[name].dtype == np.int8 else 1e-6))

    names = [name for name in weights if not name.endswith(":scale")]
    known = {name for name in names if name in others and all(same(part) for part in (name, f"{name}:scale") if part in weights)}
    return {name: value for name, value in weights.items() if name.removesuffix(":scale") not in known}


def narrowed(name: str, value: NDArray[np.float32], axis: int) -> dict[str, NDArray[Any]]:
    """A large matrix as 8-bit numbers with a scale a row; anything else as it is."""
    if value.ndim != 2 or value.size <= _MATRIX:
        return {name: value}
    scale = np.maximum(np.abs(value).max(axis=axis, keepdims=True) / _WIDEST, 1e-12).astype(np.float32)
    return {name: np.round(value / scale).astype(np.int8), f"{name}:scale": scale}


def write_beside_posts(  # noqa: PLR0913  what goes into the folder, by name
    module: nn.Module,
    example: tuple[Tensor, ...],
    out: Path,
    doors: Doors,
    *,
    more: Mapping[str, NDArray[Any]],
    facts: Mapping[str, Any],
    texts: Sequence[str] = (),
) -> None:
    """Write graph, weights and manifest of an encoder that shares its lowest layers with the reader of posts.

    `more` are matrices that the graph does not hold, `facts` further entries of the manifest, and `texts` the names of files
    that lie in the folder already and belong to the weights.
    """
    shared = meaning_folder() / "weights"
    weights = write_graph(module, example, out / GRAPH, doors)
    np.savez_compressed(out / WEIGHTS, **own_weights(weights, np.load(shared / WEIGHTS)), **more)  # type: ignore[arg-type]
    digests = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (GRAPH, WEIGHTS, *texts)}
    manifest = {
        "version": digests[WEIGHTS][:12], "shared": os.path.relpath(shared, out.parent),
        "weights": [name for name in weights if not name.endswith(":scale")], **facts, "sha256": digests,
    }  # fmt: skip
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
