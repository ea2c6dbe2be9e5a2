"""Trains the entailment model: `python -m evals.entailment.train --out weights.pt` (needs the corpus and MiniLM only)."""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from evals.datasets import cases
from evals.entailment.material import Group, Material, held_out
from evals.entailment.network import Comparison, Reader, signs
from evals.guard_cases import remembering, shipped

_RATE, _DECAY = 1.2e-3, 0.02
_SENTENCES_A_STEP, _SORTED_TOGETHER = 96, 600
_YES, _NO = 0.96, 0.04
_PAIRS = 0.5
_KEPT = 0.995
_WARM = 100
_READ_TOGETHER = 64


class States:
    """What MiniLM makes of each text, computed once."""

    def __init__(self, reader: Reader, file: Path | None = None) -> None:
        self._reader = reader
        self._known: dict[str, tuple[Tensor, Tensor]] = torch.load(file) if file and file.is_file() else {}

    def save(self, file: Path) -> None:
        """Keep what was read for the next run."""
        torch.save(self._known, file)

    def learn(self, texts: Sequence[str]) -> None:
        """Read what is new."""
        new = sorted({text for text in texts if text not in self._known}, key=len)
        for start in range(0, len(new), _READ_TOGETHER):
            part = new[start : start + _READ_TOGETHER]
            coded = self._reader.tokens(part, truncation=True, max_length=96, padding=True, return_tensors="pt")
            with torch.no_grad():
                states = self._reader(coded["input_ids"], coded["attention_mask"].float()).to(torch.float16)
            for text, row, ids, mask in zip(part, states, coded["input_ids"], coded["attention_mask"], strict=True):
                length = int(mask.sum())
                words = self._reader.tokens.convert_ids_to_tokens(ids[:length])
                self._known[text] = row[:length].clone(), torch.tensor(signs(words))

    def of(self, rows: Sequence[Sequence[str]]) -> tuple[Tensor, Tensor, Tensor]:
        """Padded states, signs and mask; several texts in a row stand one after another."""
        joined = [(torch.cat([self._known[t][0] for t in row]), torch.cat([self._known[t][1] for t in row])) for row in rows]
        longest = max(len(states) for states, _ in joined)
        states, sign, mask = (
            torch.zeros(len(rows), longest, joined[0][0].shape[1]),
            torch.zeros(len(rows), longest, dtype=torch.long),
            torch.zeros(len(rows), longest),
        )
        for n, (found, marks) in enumerate(joined):
            states[n, : len(found)], sign[n, : len(found)], mask[n, : len(found)] = found.float(), marks, 1.0
        return states, sign, mask


def scores(network: Comparison, states: States, groups: Sequence[Group]) -> Tensor:
    """Log-odds of every sentence of the groups, in order."""
    of = torch.tensor([n for n, group in enumerate(groups) for _ in group.sentences])
    given = states.of([group.parts for group in groups])
    said = states.of([[sentence] for group in groups for sentence in group.sentences])
    return network(*said, *given, of)  # type: ignore[no-any-return]


def train(network: Comparison, states: States, material: Material, wanted: argparse.Namespace) -> None:
    """Fit the network for a time, on wordings drawn anew in each of the pools; what is left are running means of the weights."""
    torch.manual_seed(wanted.seed)
    chance = random.Random(wanted.seed)  # noqa: S311  nothing secret
    pools: list[list[Group]] = []
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    learnt = list(network.parameters())
    mean = [parameter.detach().clone() for parameter in learnt]
    begun, losses, step, spent, epoch = time.monotonic(), list[float](), 0, 0.0, 0
    network.train()
    while spent < 1:
        if epoch < wanted.pools:
            pools.append(material.epoch(chance))
            states.learn([text for group in pools[-1] for text in (*group.parts, *group.sentences)])
        for batch in _batches(pools[epoch % wanted.pools], chance):
            spent = (time.monotonic() - begun) / (60 * wanted.minutes)
            if spent >= 1:
                break
            for group in optimiser.param_groups:
                group["lr"] = _RATE * min(1.0, (step + 1) / _WARM) * max(0.02, 1 - spent)
            loss = _loss(scores(network, states, batch), batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            torch._foreach_lerp_(mean, [parameter.detach() for parameter in learnt], max(1 - _KEPT, 1 / (step + 1)))
            losses.append(float(loss.detach()))
            step += 1
        epoch += 1
        print(
            f"epoch {epoch}, step {step}, loss {np.mean(losses[-100:]):.3f}, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True
        )
        torch.save({n: m for (n, _), m in zip(network.named_parameters(), mean, strict=True)}, wanted.out)
    with torch.no_grad():
        for parameter, smooth in zip(learnt, mean, strict=True):
            parameter.copy_(smooth)
    network.eval()


def judged(network: Comparison, states: States, groups: Sequence[Group]) -> NDArray[np.float32]:
    """Log-odds of every sentence, without learning."""
    states.learn([text for group in groups for text in (*group.parts, *group.sentences)])
    network.eval()
    with torch.no_grad():
        return np.concatenate([scores(network, states, groups[i : i + 16]).numpy() for i in range(0, len(groups), 16)])


def _batches(groups: Sequence[Group], chance: random.Random) -> Iterator[list[Group]]:
    order = chance.sample(groups, len(groups))
    for start in range(0, len(order), _SORTED_TOGETHER):
        part = sorted(order[start : start + _SORTED_TOGETHER], key=lambda g: sum(map(len, g.parts)))
        batches: list[list[Group]] = [[]]
        for group in part:
            batches[-1].append(group)
            if sum(len(g.sentences) for g in batches[-1]) >= _SENTENCES_A_STEP:
                batches.append([])
        chance.shuffle(batches)
        yield from (batch for batch in batches if batch)


def _loss(found: Tensor, groups: Sequence[Group]) -> Tensor:
    supported = torch.tensor([yes for group in groups for yes in group.supported])
    weights = torch.tensor([weight for group in groups for weight in group.weights])
    truth = torch.where(supported, _YES, _NO)
    loss = (nn.functional.binary_cross_entropy_with_logits(found, truth, reduction="none") * weights).sum() / weights.sum()
    of = torch.tensor([n for n, group in enumerate(groups) for _ in group.sentences])
    pairs = (of[:, None] == of[None]) & supported[:, None] & ~supported[None]
    ahead = (found[:, None] - found[None])[pairs]
    return loss + _PAIRS * nn.functional.softplus(1.0 - ahead).mean() if len(ahead) else loss


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--pools", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--begin", type=Path, help="weights to begin from")
    parser.add_argument("--states", type=Path, help="file that keeps what MiniLM makes of the texts, half a gigabyte")
    parser.add_argument("--all-sections", action="store_true", help="also learn the sections that guard.v1 keeps for dev and test")
    wanted = parser.parse_args()
    corpus, _ = shipped()
    kept = frozenset() if wanted.all_sections else held_out(cases("guard.v1"))
    with remembering() as embedder:
        material = Material(corpus, embedder, frozenset(corpus.sections) - kept)
    network, states = Comparison(), States(Reader(), wanted.states)
    if wanted.begin:
        network.load_state_dict(torch.load(wanted.begin))
    train(network, states, material, wanted)
    if wanted.states:
        states.save(wanted.states)
    torch.save(network.state_dict(), wanted.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
