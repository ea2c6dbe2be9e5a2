"""The marker of observations: MiniLM with a row of outputs a word, and one for the whole message."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from evals.meaning.network import FROZEN, TOKENS, WIDTH, tunable
from evals.observations.material import Row

TOLD, OPENS, FIRST_ADDED = 0, 1, 2
_SCALE = 8.0


class Heads(nn.Module):
    """From token states to logits: for each token told, opening and what is put before it; for the message feelings and topics."""

    def __init__(self, added: int, labels: int) -> None:
        super().__init__()
        self.word = nn.Linear(WIDTH, FIRST_ADDED + added)
        self.query = nn.Linear(WIDTH, 1)
        self.whole = nn.Linear(WIDTH, labels)
        for layer in (self.word, self.query, self.whole):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of tokens and of messages."""
        weights = (self.query(states).squeeze(-1) + (1.0 - mask) * -1e9).softmax(-1)
        vectors = nn.functional.normalize((states * weights.unsqueeze(-1)).sum(1), dim=1)
        return self.word(states), self.whole(vectors * _SCALE)


class Network(nn.Module):
    """The whole network; the lowest layers stay as they are."""

    def __init__(self, added: int, labels: int) -> None:
        super().__init__()
        self.tokens, self.encoder = tunable()
        self.head = Heads(added, labels)

    def forward(self, rows: Sequence[Row], drop: float = 0.0) -> tuple[Tensor, Tensor, Tensor]:
        """Logits a word (padded), which words there are, and logits a message."""
        coded = self.tokens(
            [list(row.words) for row in rows],
            is_split_into_words=True, truncation=True, max_length=TOKENS, padding=True, return_tensors="pt",
        )  # fmt: skip
        mask = coded["attention_mask"].float()
        hidden = (1.0 - mask[:, None, None, :]) * -1e9
        states = self.encoder.embeddings(input_ids=coded["input_ids"])
        for number, layer in enumerate(self.encoder.encoder.layer):
            found = layer(states, attention_mask=hidden)
            states = found[0] if isinstance(found, tuple) else found
            if number == FROZEN - 1:
                states = nn.functional.dropout(states.detach(), drop, self.training)
        words, whole = self.head(states, mask)
        longest = max(len(row.words) for row in rows)
        firsts, known = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest)
        for n in range(len(rows)):
            for at, word in enumerate(coded.word_ids(n)):
                if word is not None and not known[n, word]:
                    firsts[n, word], known[n, word] = at, 1.0
        return words.gather(1, firsts.unsqueeze(-1).expand(-1, -1, words.shape[-1])), known, whole
