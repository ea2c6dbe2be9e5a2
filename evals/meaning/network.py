"""The network of the second tier: MiniLM with an attention over its tokens and one linear layer, pooled over windows.

The lowest layers stay as they are, so their output is computed once a text and kept. Dropout is replaced by leaving out
whole tokens above them, which is cheaper on a processor.
"""

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from evals.meaning.material import GROUPS, VOICES, Bag
from service.adapters.onnx_weights import GRAPH, read_manifest, widened_weights
from service.adapters.sentence_embedder import packaged_weights

FROZEN, TOKENS, WIDTH = 2, 144, 384
FIRST_GROUP = 2
_SCALE = 8.0
_BATCH = 48
_MOST_WINDOWS = 8
_MATRICES_A_LAYER = 6


class Head(nn.Module):
    """From token states to the logits of a window: disclosure as in posts, disclosure as in exemplars, groups, voices.

    Exemplars have an output of their own: mixed into the first one they made it worse on posts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, 1)
        self.out = nn.Linear(WIDTH, FIRST_GROUP + len(GROUPS) + len(VOICES))
        for layer in (self.query, self.out):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        with torch.no_grad():
            self.out.bias[:FIRST_GROUP] = -2.0

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits and unit vectors, one a window."""
        weights = (self.query(states).squeeze(-1) + (1.0 - mask) * -1e9).softmax(-1)
        vectors = nn.functional.normalize((states * weights.unsqueeze(-1)).sum(1), dim=1)
        return self.out(vectors * _SCALE), vectors


def tunable() -> tuple[Any, Any]:
    """The packaged MiniLM, tokeniser and encoder: its lowest layers stay as they are, the upper ones learn."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoModel, AutoTokenizer

    folder: Path = packaged_weights()
    encoder: Any = AutoModel.from_pretrained(folder, attn_implementation="eager", hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    for parameter in encoder.parameters():
        parameter.requires_grad = False
    for layer in encoder.encoder.layer[FROZEN:]:
        for parameter in layer.parameters():
            parameter.requires_grad = True
    return AutoTokenizer.from_pretrained(folder), encoder


class Network(nn.Module):
    """The whole network; `low` is fixed and `high` learns."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens, self.encoder = tunable()
        self.head = Head()

    def low(self, bags: Sequence[Bag]) -> list[list[Tensor]]:
        """For each bag the states of its windows above the frozen layers, in 16 bits."""
        flat = [(b, i, window) for b, bag in enumerate(bags) for i, window in enumerate(bag.windows[:_MOST_WINDOWS])]
        flat.sort(key=lambda item: len(item[2]))
        kept: list[list[Tensor]] = [[torch.empty(0)] * len(bag.windows[:_MOST_WINDOWS]) for bag in bags]
        for start in range(0, len(flat), _BATCH):
            part = flat[start : start + _BATCH]
            coded = self.tokens([w for _, _, w in part], truncation=True, max_length=TOKENS, padding=True, return_tensors="pt")
            with torch.no_grad():
                states = self.encoder.embeddings(input_ids=coded["input_ids"])
                states = _layers(self.encoder.encoder.layer[:FROZEN], states, coded["attention_mask"].float())
            for (b, i, _), state, mask in zip(part, states, coded["attention_mask"], strict=True):
                kept[b][i] = state[: int(mask.sum())].to(torch.float16).clone()
        return kept

    def high(self, bags: Sequence[Sequence[Tensor]], *, drop: float = 0.0) -> Tensor:
        """One row a bag: pooled log-odds of disclosure in two ways, then the group and voice logits of the windows that speak."""
        flat = [_thinned(state, drop) for bag in bags for state in bag]
        states = torch.zeros(len(flat), max(len(state) for state in flat), WIDTH)
        mask = torch.zeros(states.shape[:2])
        for row, state in enumerate(flat):
            states[row, : len(state)], mask[row, : len(state)] = state.float(), 1.0
        logits, _ = self.head(_layers(self.encoder.encoder.layer[FROZEN:], states, mask), mask)
        return torch.stack([_pooled(part) for part in logits.split([len(bag) for bag in bags])])

    def scores(self, bags: Sequence[Bag]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """The rows of `high` for whole bags, without learning."""
        kept = self.low(bags)
        with torch.no_grad():
            return np.concatenate([self.high(kept[i : i + 16]).numpy() for i in range(0, len(kept), 16)])


def averaged(files: Sequence[Path]) -> Network:
    """The network with the mean of the weights of several trainings from the same beginning; a folder is what `export` wrote."""
    found = [weights_of(shipped(file)) if file.is_dir() else torch.load(file) for file in files]
    network = Network()
    for part, module in (("enc", network.encoder), ("head", network.head)):
        module.load_state_dict({name: torch.stack([f[part][name].float() for f in found]).mean(0) for name in found[0][part]})
    return network.eval()


def weights_of(network: Network) -> dict[str, dict[str, Tensor]]:
    """What a file of weights holds."""
    return {"enc": network.encoder.state_dict(), "head": network.head.state_dict()}


def shipped(folder: Path) -> Network:
    """The network of a folder that `export` wrote, as far as 8 bits kept it: what goes on from it needs no other file."""
    import onnx
    from onnx import numpy_helper

    shared = read_manifest(folder, "the encoder").get("shared")
    graph = onnx.load(str(folder / GRAPH), load_external_data=False).graph
    inside = {w.name: numpy_helper.to_array(w) for w in graph.initializer if w.data_location != onnx.TensorProto.EXTERNAL}
    stored = inside | widened_weights(folder, shared=folder.parent / shared if shared else None)
    matrices = [stored[node.input[1]].T for node in graph.node if node.op_type == "MatMul" and node.input[1] in stored]
    network = Network()
    with torch.no_grad():
        for number, layer in enumerate(network.encoder.encoder.layer):
            _fill(layer, f"layers.{number}.", stored, [matrices.pop(0) for _ in range(_MATRICES_A_LAYER)])
        _fill(network.head, "head.", stored, matrices)
    return network.eval()


def _fill(module: nn.Module, prefix: str, stored: Mapping[str, Any], matrices: Sequence[Any]) -> None:
    """Put what is stored under its name into a module, and the matrices, which are named by their place alone, in their order."""
    waiting = iter(matrices)
    for name, parameter in module.named_parameters():
        value = stored[prefix + name] if prefix + name in stored else next(waiting)
        parameter.copy_(torch.from_numpy(np.array(value, dtype=np.float32)).reshape(parameter.shape))


def _layers(layers: Any, states: Tensor, mask: Tensor) -> Tensor:
    hidden = (1.0 - mask[:, None, None, :]) * -1e9
    for layer in layers:
        found = layer(states, attention_mask=hidden)
        states = found[0] if isinstance(found, tuple) else found
    return states


def _thinned(state: Tensor, drop: float) -> Tensor:
    if not drop:
        return state
    keep = torch.rand(len(state)) >= drop
    keep[0] = True
    return state[keep]


def _pooled(logits: Tensor) -> Tensor:
    speaking = logits[:, 0].detach().softmax(0).unsqueeze(1)
    signals = torch.logsumexp(logits[:, :FIRST_GROUP], 0) - 0.5 * math.log(len(logits))
    return torch.cat([signals, (logits[:, FIRST_GROUP:] * speaking).sum(0)])
