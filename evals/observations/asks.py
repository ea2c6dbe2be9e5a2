"""Needs and requests as the marker learns to choose among them: each is a phrasing with its plain embedding."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from evals.observations.material import Row
from service.adapters.sentence_embedder import packaged_weights

KINDS = ("needs", "requests")
_ALIKE = 0.06
"""How near another phrasing must lie to the writer's to be nearly as right: a difference of the cosine."""


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Needs or requests with their plain embeddings, a unit vector each."""

    texts: tuple[str, ...]
    plain: Tensor

    def places(self, wanted: Sequence[str]) -> Tensor:
        """Where each wanted text stands."""
        return torch.tensor([self.texts.index(text) for text in wanted])

    def right(self, places: Tensor) -> Tensor:
        """For each wanted text, by place, the share of every phrasing in being right: itself, and less what says nearly the same."""
        return ((self.plain[places] @ self.plain.T - 1.0) / _ALIKE).softmax(-1)


def phrasings(texts: Sequence[str]) -> Phrasings:
    """The phrasings with what the packaged MiniLM makes of them."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(packaged_weights()), device="cpu")
    plain = model.encode(list(texts), batch_size=64, normalize_embeddings=True, convert_to_tensor=True, show_progress_bar=False)
    return Phrasings(tuple(texts), plain.clone().cpu())


def of_rows(rows: Sequence[Row]) -> tuple[list[str], ...]:
    """Every need and every request of some rows once, in order."""
    return tuple(list(dict.fromkeys(row.asks[kind] for row in rows if row.asks[kind])) for kind in range(len(KINDS)))
