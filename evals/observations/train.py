"""Trains the marker of observations: `python -m evals.observations.train --out marker.pt` (some minutes on two cores).

Rows of the files named with `--held` are only measured on.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from evals.observations.material import FOLDER, Material, Row, additions
from evals.observations.network import FIRST_ADDED, OPENS, TOLD, Network
from service.adapters.data_files import rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.rewriting_files import load_rewriting

_RATE, _HEAD_RATE, _DROP = 1e-4, 2e-3, 0.1
_TOKENS_A_STEP, _SORTED_TOGETHER, _WARM = 700, 240, 40
_OPENS_SHARE, _ADDED_SHARE, _LABEL_SHARE = 0.5, 0.3, 0.1
_KEPT = 0.985
Names = dict[str, list[str]]


def material() -> Material:
    """The reader of rows, as the service reads."""
    grammar = HanoverGrammar()
    return Material(load_rewriting(rewriting_folder(), rules_folder() / "spelling.yaml").lists, grammar)


def train(network: Network, rows: Sequence[Row], names: Names, wanted: argparse.Namespace) -> None:
    """Fit the upper layers and the heads; what is left are the running means of the weights."""
    torch.manual_seed(wanted.seed)
    chance = random.Random(wanted.seed)  # noqa: S311  nothing secret
    plan = [batch for _ in range(wanted.epochs) for batch in _batches(rows, chance)]
    learning = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = list(network.head.parameters())
    optimiser = torch.optim.AdamW([{"params": learning, "lr": wanted.rate}, {"params": heads, "lr": _HEAD_RATE}], weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, (step + 1) / _WARM) * max(0.02, 1 - step / len(plan)))
    learnt = [*learning, *heads]
    mean = [parameter.detach().clone() for parameter in learnt]
    begun, losses = time.monotonic(), list[float]()
    network.train()
    for step, batch in enumerate(plan, 1):
        loss = _loss(network, batch, names)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        rate.step()
        torch._foreach_lerp_(mean, [parameter.detach() for parameter in learnt], max(1 - _KEPT, 1 / (step + 1)))
        losses.append(float(loss.detach()))
        if step % 50 == 0:
            print(f"step {step} of {len(plan)}, loss {sum(losses[-50:]) / 50:.3f}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    with torch.no_grad():
        for parameter, smooth in zip(learnt, mean, strict=True):
            parameter.copy_(smooth)
    network.eval()


def measured(network: Network, rows: Sequence[Row], names: Names) -> str:
    """Share of words marked as the writer did, of messages told wholly alike, of told sentences met exactly, of labels met."""
    words = right = alike = sentences = met = feelings = topics = labelled = 0
    with torch.no_grad():
        for start in range(0, len(rows), 32):
            part = rows[start : start + 32]
            logits, known, whole = network(part)
            for n, row in enumerate(part):
                count = int(known[n].sum())
                told = [bool(v > 0) for v in logits[n, :count, TOLD]]
                opens = [bool(v > 0) for v in logits[n, :count, OPENS]]
                words += count
                right += sum(a == b for a, b in zip(told, row.told, strict=False))
                found, wanted = _spans(told, opens), _spans(row.told, row.opens)
                alike += found == wanted
                sentences += len(found)
                met += len(set(found) & set(wanted))
                middle = len(names["feelings"])
                feelings += names["feelings"][int(whole[n, :middle].argmax())] == row.feeling
                if row.topic != "none":
                    labelled += 1
                    topics += names["topics"][int(whole[n, middle:].argmax())] == row.topic
    return (
        f"{len(rows)} messages: {right / words:.1%} of words, {alike / len(rows):.1%} told alike, "
        f"{met} of {sentences} sentences, {feelings / len(rows):.1%} of feelings, {topics / labelled:.1%} of topics"
    )


def _spans(told: Sequence[bool], opens: Sequence[bool]) -> list[tuple[int, ...]]:
    out: list[list[int]] = []
    for at, kept in enumerate(told):
        if kept and (opens[at] or not out):
            out.append([at])
        elif kept:
            out[-1].append(at)
    return [tuple(span) for span in out]


def _names(rows: Sequence[Row]) -> Names:
    return {
        "added": additions(rows),
        "feelings": sorted({row.feeling for row in rows}),
        "topics": sorted({row.topic for row in rows} - {"none"}),
    }


def _batches(rows: Sequence[Row], chance: random.Random) -> Iterator[list[Row]]:
    order = chance.sample(rows, len(rows))
    for start in range(0, len(order), _SORTED_TOGETHER):
        part = sorted(order[start : start + _SORTED_TOGETHER], key=lambda row: len(row.words))
        batches: list[list[Row]] = [[]]
        for row in part:
            batches[-1].append(row)
            if sum(len(r.words) for r in batches[-1]) >= _TOKENS_A_STEP:
                batches.append([])
        chance.shuffle(batches)
        yield from (batch for batch in batches if batch)


def _loss(network: Network, rows: Sequence[Row], names: Names) -> Tensor:
    logits, known, whole = network(rows, drop=_DROP)
    told, opens, added = (torch.zeros(known.shape) for _ in range(3))
    for n, row in enumerate(rows):
        count = int(known[n].sum())
        told[n, :count] = torch.tensor(row.told[:count], dtype=torch.float)
        opens[n, :count] = torch.tensor(row.opens[:count], dtype=torch.float)
        added[n, :count] = torch.tensor([names["added"].index(a) if a in names["added"] else -1 for a in row.added[:count]]).float()
    loss = _mean(nn.functional.binary_cross_entropy_with_logits(logits[..., TOLD], told, reduction="none"), known)
    kept = known * told
    loss = loss + _OPENS_SHARE * _mean(nn.functional.binary_cross_entropy_with_logits(logits[..., OPENS], opens, reduction="none"), kept)
    plain = nn.functional.cross_entropy(logits[..., FIRST_ADDED:].transpose(1, 2), added.clamp(min=0).long(), reduction="none")
    loss = loss + _ADDED_SHARE * _mean(plain, kept * (added >= 0))
    middle = len(names["feelings"])
    for given, part, listed in (
        ([row.feeling for row in rows], whole[:, :middle], names["feelings"]),
        ([row.topic for row in rows], whole[:, middle:], names["topics"]),
    ):
        places = [n for n, label in enumerate(given) if label in listed]
        if places:
            wanted = torch.tensor([listed.index(given[n]) for n in places])
            loss = loss + _LABEL_SHARE * nn.functional.cross_entropy(part[places], wanted)
    return loss


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp(min=1.0)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, nargs="+", default=sorted(FOLDER.glob("rows*.jsonl")))
    parser.add_argument("--held", nargs="*", default=[], help="names of files among them that are only measured on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin", type=Path, help="go on from these weights, with their names")
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    rows = material().rows(wanted.rows)
    learnt = [row for row in rows if row.source not in wanted.held]
    held = [row for row in rows if row.source in wanted.held]
    begun = torch.load(wanted.begin) if wanted.begin else None
    names: Names = begun["names"] if begun else _names(learnt)
    network = Network(len(names["added"]), len(names["feelings"]) + len(names["topics"]))
    if begun:
        network.encoder.load_state_dict(begun["enc"])
        network.head.load_state_dict(begun["head"])
    train(network, learnt, names, wanted)
    torch.save({"enc": network.encoder.state_dict(), "head": network.head.state_dict(), "names": names}, wanted.out)
    print(measured(network, learnt[:300], names))
    if held:
        print("held:", measured(network, held, names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
