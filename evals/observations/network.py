"""The marker of observations: MiniLM with a row of outputs a word, one for the whole message, and a direction for what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from evals.meaning.network import TOKENS, WIDTH
from evals.tuned import Names, Tuned, in_parts, mean_state

TOLD, OPENS, FIRST_MARK, MARKS = 0, 1, 2, 3
FIRST_ADDED = FIRST_MARK + MARKS
_SCALE = 8.0
_BATCH = 32
SHARPNESS = 20.0
"""How much nearer a need or request has to lie to be much likelier: the cosine is multiplied by it."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the network finds: logits a word (padded), which words there are, logits a message, and a direction for need and request."""

    words: Tensor
    known: Tensor
    whole: Tensor
    asks: tuple[Tensor, Tensor]


class Heads(nn.Module):
    """From token states to logits: for each token told, opening, marks and what is put before it; for the message feelings and topics.

    The directions for need and request begin as the sentence embedding of the packaged MiniLM, and so do those of the phrasings.
    """

    def __init__(self, added: int, labels: int) -> None:
        super().__init__()
        self.word = nn.Linear(WIDTH, FIRST_ADDED + added)
        self.query = nn.Linear(WIDTH, 1)
        self.whole = nn.Linear(WIDTH, labels)
        for layer in (self.word, self.query, self.whole):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        self.asks = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(2))
        self.phrased = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(2))
        for layer in (*self.asks, *self.phrased):
            nn.init.eye_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits of tokens and of messages, and the two directions of messages."""
        weights = (self.query(states).squeeze(-1) + (1.0 - mask) * -1e9).softmax(-1)
        vectors = nn.functional.normalize((states * weights.unsqueeze(-1)).sum(1), dim=1)
        mean = mean_state(states, mask)
        return self.word(states), self.whole(vectors * _SCALE), self.asked(mean, 0), self.asked(mean, 1)

    def asked(self, means: Tensor, kind: int) -> Tensor:
        """The directions of messages whose mean states are given; `kind` is 0 for needs and 1 for requests."""
        return nn.functional.normalize(self.asks[kind](means), dim=1)

    def phrasings(self, embedded: Tensor, kind: int) -> Tensor:
        """The directions of phrasings whose plain embeddings are given; `kind` as in `asked`."""
        return nn.functional.normalize(self.phrased[kind](embedded), dim=1)


class Network(Tuned):
    """The whole network; `names` are those of what is added, of feelings and of topics."""

    def __init__(self, names: Names) -> None:
        super().__init__(names, Heads(len(names["added"]), len(names["feelings"]) + len(names["topics"])))

    def means(self, texts: Sequence[Sequence[str]]) -> Tensor:
        """The mean state of each text: what the directions are made of. Not for training."""

        def some(part: list[int]) -> Tensor:
            ids, mask, _ = self._coded([texts[n] for n in part])
            return mean_state(self.states(ids, mask, 0.0), mask)

        return in_parts([len(words) for words in texts], some, _BATCH)

    def forward(self, texts: Sequence[Sequence[str]], drop: float = 0.0) -> Outputs:
        """The outputs for texts given as words."""
        ids, mask, coded = self._coded(texts)
        words, whole, need, request = self.head(self.states(ids, mask, drop), mask)
        longest = max(map(len, texts))
        firsts, known = torch.zeros(len(texts), longest, dtype=torch.long), torch.zeros(len(texts), longest)
        for n in range(len(texts)):
            for at, word in enumerate(coded.word_ids(n)):
                if word is not None and not known[n, word]:
                    firsts[n, word], known[n, word] = at, 1.0
        of_words = words.gather(1, firsts.unsqueeze(-1).expand(-1, -1, words.shape[-1]))
        return Outputs(of_words, known, whole, (need, request))

    def _coded(self, texts: Sequence[Sequence[str]]) -> tuple[Tensor, Tensor, Any]:
        """The tokens of the texts, which of them there are, and what the tokeniser made of the texts."""
        coded = self.tokens(
            [list(words) for words in texts],
            is_split_into_words=True, truncation=True, max_length=TOKENS, padding=True, return_tensors="pt",
        )  # fmt: skip
        return coded["input_ids"], coded["attention_mask"].float(), coded
