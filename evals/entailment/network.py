"""The network: MiniLM reads a sentence and each part of a passage alone; a small network then lays them side by side.

So a part is read once, whatever sentences follow, and a sentence costs no more than its own few words.
MiniLM stays as it is, so that its states are computed once a text: what learns is small enough for any machine.
"""

import os
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from service.adapters.sentence_embedder import packaged_weights

WIDTH, LAYERS, TAKEN, TOKENS = 384, 5, (2, 5), 192
_OWN, _HEADS, _SHARP = 160, 4, 6.0
_WEIGHINGS, _WIDER, _NARROW = 2, 320, (_OWN // _HEADS) ** -0.5
_HIDDEN = -1e4
_LARGE = 20_000
NEGATIONS = [
    "not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "hardly", "cannot", "don", "doesn",
    "isn", "aren", "didn", "won", "wouldn", "shouldn", "couldn", "wasn", "weren", "hasn", "haven", "t",
]  # fmt: skip
ENDS = [".", ",", ";", ":", "!", "?", "but", "and", "so", "because", "while", "if"]
REACH = 5


class Reader(nn.Module):
    """MiniLM up to the layers whose states are taken."""

    def __init__(self) -> None:
        super().__init__()
        os.environ["HF_HUB_OFFLINE"] = "1"
        from transformers import AutoModel, AutoTokenizer

        folder = packaged_weights()
        self.tokens: Any = AutoTokenizer.from_pretrained(folder)
        encoder: Any = AutoModel.from_pretrained(folder, attn_implementation="eager")
        self.embeddings, self.layers = encoder.embeddings, encoder.encoder.layer[:LAYERS]
        for parameter in self.parameters():
            parameter.requires_grad = False
            if parameter.ndim == 2 and parameter.numel() > _LARGE:
                parameter.copy_(_rounded(parameter))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """States of the layers taken, side by side; one row a token."""
        states = self.embeddings(input_ids=ids)
        hidden = (1.0 - mask[:, None, None, :]) * _HIDDEN
        taken = []
        for number, layer in enumerate(self.layers):
            found = layer(states, attention_mask=hidden)
            states = found[0] if isinstance(found, tuple) else found
            if number + 1 in TAKEN:
                taken.append(states)
        return torch.cat(taken, -1)


class Weighing(nn.Module):
    """A layer in which the compared words of both sides look at each other; it begins by changing nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.norm_wide = nn.LayerNorm(_OWN), nn.LayerNorm(_OWN)
        self.look, self.mixed = nn.Linear(_OWN, 3 * _OWN), nn.Linear(_OWN, _OWN)
        self.wide, self.back = nn.Linear(_OWN, _WIDER), nn.Linear(_WIDER, _OWN)
        self.drop = nn.Dropout(0.1)
        for linear in (self.mixed, self.back):
            nn.init.zeros_(linear.weight)
            nn.init.zeros_(linear.bias)

    def forward(self, words: Tensor, shut: Tensor) -> Tensor:
        """The words after they looked; `shut` is far below 0 where there is no word."""
        query, key, value = (_split(x) for x in self.look(self.norm(words)).chunk(3, -1))
        seen = (query @ key.transpose(-1, -2) * _NARROW + shut[:, None, None, :]).softmax(-1)
        words = words + self.drop(self.mixed((seen @ value).transpose(1, 2).flatten(2)))
        return words + self.drop(self.back(nn.functional.gelu(self.wide(self.norm_wide(words)))))  # type: ignore[no-any-return]


class Side(nn.Module):
    """Compares each word of one side with what it meets on the other, and sums up."""

    def __init__(self) -> None:
        super().__init__()
        self.compare = nn.Sequential(nn.Linear(4 * _OWN + _HEADS + 2, _OWN), nn.GELU(), nn.Dropout(0.1))
        self.near = nn.Conv1d(_OWN, _OWN, 3, padding=1)
        self.norm = nn.LayerNorm(_OWN)
        self.weigh = nn.Linear(_OWN, 1)
        self.fault = nn.Linear(_OWN, 1)

    def forward(self, own: Tensor, met: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """Each word with what it met, and with its neighbours."""
        words = self.compare(torch.cat([own, met, own * met, (own - met).abs(), marks], -1)) * mask.unsqueeze(-1)
        return self.norm(words + nn.functional.gelu(self.near(words.transpose(1, 2)).transpose(1, 2)))  # type: ignore[no-any-return]

    def summed(self, words: Tensor, mask: Tensor, care: Tensor) -> tuple[Tensor, Tensor]:
        """A summary of the side, and how much its worst word tells against the sentence; `care` says which words matter."""
        shut = (1.0 - mask) * _HIDDEN + care
        weights = (self.weigh(words).squeeze(-1) + shut).softmax(-1)
        return (words * weights.unsqueeze(-1)).sum(1), (self.fault(words).squeeze(-1) + shut).logsumexp(-1)


class Comparison(nn.Module):
    """From the states of a sentence and of what it is given to the log-odds that it is supported."""

    def __init__(self) -> None:
        super().__init__()
        self.own = nn.Linear(WIDTH * len(TAKEN), _OWN)
        self.sign = nn.Embedding(2, _OWN)
        self.drop = nn.Dropout(0.1)
        self.said, self.given = Side(), Side()
        self.weighing = nn.ModuleList(Weighing() for _ in range(_WEIGHINGS))
        self.sharp = nn.Parameter(torch.full((_HEADS, 1, 1), _SHARP))
        self.out = nn.Sequential(nn.Linear(2 * _OWN, 64), nn.GELU(), nn.Dropout(0.1), nn.Linear(64, 1))
        nn.init.zeros_(self.sign.weight)

    def forward(  # noqa: PLR0913, PLR0917  two sides, each with states, signs and mask
        self,
        said: Tensor,
        said_sign: Tensor,
        said_mask: Tensor,
        given: Tensor,
        given_sign: Tensor,
        given_mask: Tensor,
        of: Tensor | None = None,
    ) -> Tensor:
        """One number a sentence; states are batch x tokens x width, signs 1 where a negation reaches.

        `of` says which row of what is given belongs to each sentence, where several share one.
        """
        bare, bare_given = self.own(self.drop(said)), self.own(self.drop(given))
        if of is not None:
            bare_given, given_sign, given_mask = bare_given[of], given_sign[of], given_mask[of]
        alike = _heads(bare) @ _heads(bare_given).transpose(-1, -2)
        both = said_mask[:, None, :, None] * given_mask[:, None, None, :]
        scores = alike * self.sharp + (1.0 - both) * _HIDDEN
        own, other = bare + self.sign(said_sign), bare_given + self.sign(given_sign)
        met = _met(scores.softmax(-1), other)
        met_back = _met(scores.transpose(-1, -2).softmax(-1), own)
        best, best_back = (
            (alike + (1.0 - both) * _HIDDEN).amax(-1).transpose(1, 2),
            (alike + (1.0 - both) * _HIDDEN).amax(-2).transpose(1, 2),
        )
        best, best_back = best.clamp(-1, 1), best_back.clamp(-1, 1)
        exact = (alike.mean(1) > 0.95).float() * both[:, 0]
        marks = torch.cat([best, said_sign.unsqueeze(-1).float(), exact.amax(-1, keepdim=True)], -1)
        marks_back = torch.cat([best_back, given_sign.unsqueeze(-1).float(), exact.amax(-2).unsqueeze(-1)], -1)
        touched = best_back.mean(-1) * given_mask
        near = nn.functional.avg_pool1d(touched.unsqueeze(1), 7, stride=1, padding=3).squeeze(1)
        words = torch.cat([self.said(own, met, marks, said_mask), self.given(other, met_back, marks_back, given_mask)], 1)
        shut = (1.0 - torch.cat([said_mask, given_mask], 1)) * _HIDDEN
        for layer in self.weighing:
            words = layer(words, shut)
        here, there = words[:, : said.shape[1]], words[:, said.shape[1] :]
        first, fault = self.said.summed(here, said_mask, torch.zeros_like(said_mask))
        second, fault_back = self.given.summed(there, given_mask, 8.0 * (near - near.amax(-1, keepdim=True)))
        return self.out(torch.cat([first, second], -1)).squeeze(-1) - 0.5 * (fault + fault_back) + 2.0  # type: ignore[no-any-return]


def _rounded(weights: Tensor) -> Tensor:
    """As the weights are stored: 8-bit numbers with a scale a row. What learns above them has to see them so."""
    scale = weights.abs().amax(1, keepdim=True).clamp_min(1e-12 * 127) / 127
    return (weights / scale).round() * scale


def _met(weights: Tensor, other: Tensor) -> Tensor:
    return (weights @ _split(other)).transpose(1, 2).flatten(2)


def _split(states: Tensor) -> Tensor:
    batch, tokens, _ = states.shape
    return states.reshape(batch, tokens, _HEADS, _OWN // _HEADS).transpose(1, 2)


def _heads(states: Tensor) -> Tensor:
    return nn.functional.normalize(_split(states), dim=-1)


def signs(words: Sequence[str]) -> list[int]:
    """1 for each word piece that a negation before it reaches."""
    left, found = 0, []
    for word in words:
        if word in NEGATIONS:
            left = REACH
        elif word in ENDS:
            left = 0
        found.append(int(left > 0))
        left = max(left - 1, 0)
    return found
