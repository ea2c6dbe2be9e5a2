"""Trains the reader of matters: `python -m evals.matters.train --out matters.pt` (a quarter of an hour on two cores)."""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from evals.matters.material import Befores, Example, befores, examples
from evals.matters.network import Network
from evals.tuned import Names, fit, restored, save
from service.domain.corpus import Relation, Side
from service.retrieval.matters import CARD, SECTION

_DROP = 0.1
_A_STEP, _SORTED_TOGETHER = 24, 480
_SMOOTHING, _PEOPLE_SHARE = 0.05, 0.3
_SECTIONS_SHARE = 0.35
"""Of the messages of sections, how many are read in each round."""
_TALKS_TIMES, _TURNS_TIMES = 2, 4
"""How often a message is read in each round that leans on what was told before it, since most others stand alone, and how often a
turn of a conversation that nobody wrote for a card."""
_NOBODY = -100


def names_of(some: Sequence[Example]) -> Names:
    """The classes, and whom messages are about."""
    return {
        "classes": sorted({one.label for one in some}),
        "relations": [relation.value for relation in Relation],
        "sides": ["any", *(side.value for side in Side)],
    }


def begin(network: Network, some: Sequence[Example]) -> None:
    """Let each class begin where its messages lie for the packaged encoder."""
    network.eval()
    means = nn.functional.normalize(network.all_means([(one.text, "") for one in some]), dim=1)
    places: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(some):
        places[one.label].append(number)
    of_classes = [means[places[name]].mean(0) for name in network.names["classes"]]
    with torch.no_grad():
        network.head.classes.copy_(nn.functional.normalize(torch.stack(of_classes), dim=1))


def widened(known: Network, names: Names, some: Sequence[Example]) -> Network:
    """What is known already with the classes that there are now: a new one begins where its messages lie, one that is gone is left out."""
    if known.names == names:
        return known
    network = Network(names)
    network.encoder.load_state_dict(known.encoder.state_dict())
    network.head.people.load_state_dict(known.head.people.state_dict())
    begin(network, some)
    places = {name: number for number, name in enumerate(known.names["classes"])}
    kept = [(here, places[name]) for here, name in enumerate(names["classes"]) if name in places]
    with torch.no_grad():
        network.head.classes[[here for here, _ in kept]] = known.head.classes[[there for _, there in kept]]
    return network


def train(network: Network, some: Sequence[Example], wanted: argparse.Namespace) -> None:
    """Fit the network to messages, some of them behind another one."""
    torch.manual_seed(wanted.seed)
    chance = random.Random(wanted.seed)  # noqa: S311  nothing secret
    names, before = network.names, befores(some)
    places = {name: number for number, name in enumerate(names["classes"])}
    plan = [batch for _ in range(wanted.epochs) for batch in _batches(some, before, chance)]
    fit(network, len(plan), lambda step: _loss(network, plan[step - 1], names, places))


def _gone_over(learnt: Sequence[Example], wanted: argparse.Namespace) -> list[Example]:
    """What is read in this training: everything fresh, and a share of the rest."""
    chance = random.Random(wanted.seed)  # noqa: S311  nothing secret
    return [one for one in learnt if one.source in wanted.fresh or chance.random() < wanted.again]


def _loss(network: Network, batch: Sequence[tuple[Example, str]], names: Names, places: dict[str, int]) -> Tensor:
    direction, people = network.head(network.means([(one.text, earlier) for one, earlier in batch], drop=_DROP))
    wanted = torch.zeros(len(batch), len(names["classes"]))
    for row, (one, _) in zip(wanted, batch, strict=True):
        for name, share in one.shares.items():
            row[places[name]] = share
    loss = cross_entropy(network.head.scores(direction), wanted, label_smoothing=_SMOOTHING)
    if any(one.relation for one, _ in batch):
        middle = len(names["relations"])
        relations = [_place(names["relations"], one.relation if one.relation is not Relation.ANY else None) for one, _ in batch]
        sides = [_place(names["sides"], one.side or (None if one.later else "any")) if one.relation else _NOBODY for one, _ in batch]
        for logits, right in ((people[:, :middle], relations), (people[:, middle:], sides)):
            if any(place != _NOBODY for place in right):
                loss = loss + _PEOPLE_SHARE * cross_entropy(logits, torch.tensor(right), ignore_index=_NOBODY)
    return loss


def _place(names: Sequence[str], name: str | None) -> int:
    return _NOBODY if name is None else names.index(name)


def _batches(some: Sequence[Example], before: Befores, chance: random.Random) -> list[list[tuple[Example, str]]]:
    turns, others = [one for one in some if one.answers], [one for one in some if not one.answers]
    chosen = [one for one in others if not one.label.startswith(SECTION) or chance.random() < _SECTIONS_SHARE]
    chosen += [one for one in others if one.before] * (_TALKS_TIMES - 1) + turns * _TURNS_TIMES
    pairs = [(one, before.of(one, chance)) for one in chance.sample(chosen, len(chosen))]
    out: list[list[tuple[Example, str]]] = []
    for start in range(0, len(pairs), _SORTED_TOGETHER):
        part = sorted(pairs[start : start + _SORTED_TOGETHER], key=lambda pair: len(pair[0].text) + len(pair[1]))
        batches = [part[n : n + _A_STEP] for n in range(0, len(part), _A_STEP)]
        chance.shuffle(batches)
        out += batches
    return out


def measured(network: Network, held: Sequence[Example], some: Sequence[Example]) -> str:
    """How often a card that answers is the likeliest, and among the three and eight likeliest cards; and whom a message is about."""
    chance = random.Random(1)  # noqa: S311  nothing secret
    names, before = network.names, befores(some)
    with torch.no_grad():
        direction, people = network.head(network.all_means([(one.text, before.of(one, chance)) for one in held]))
        scores = network.head.scores(direction)
    cards = [number for number, name in enumerate(names["classes"]) if name.startswith(CARD)]
    order = [[names["classes"][cards[n]] for n in row.argsort(descending=True)[:8]] for row in scores[:, cards]]
    right = [one.answers or (one.label,) for one in held]
    found = [min([ranked.index(name) for name in known if name in ranked], default=99) for known, ranked in zip(right, order, strict=True)]
    relations = people[:, : len(names["relations"])].argmax(1).tolist()
    known = [names["relations"][n] == one.relation for n, one in zip(relations, held, strict=True) if one.relation is not Relation.ANY]
    shares = ", ".join(f"{sum(place < most for place in found) / len(found):.1%} among {most}" for most in (1, 3, 8))
    return f"{len(held)} messages: {shares}; {sum(known) / max(len(known), 1):.1%} of relations"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin", type=Path, help="go on from these weights; new classes are added, and gone ones left out")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--fresh", nargs="+", default=[], help="with --again: files of messages not yet learnt, such as asks_further")
    parser.add_argument("--again", type=float, default=1.0, help="the share of everything else to go over again")
    parser.add_argument("--whole", action="store_true", help="learn from the messages held back as well, once a choice is made")
    wanted = parser.parse_args()
    every = examples()
    if unknown := set(wanted.fresh) - {one.source for one in every}:
        parser.error(f"no such files: {', '.join(sorted(unknown))}")
    if wanted.fresh and wanted.again >= 1:
        parser.error("--fresh needs --again")
    learnt, held = [one for one in every if not one.held or (wanted.whole and not one.answers)], [one for one in every if one.held]
    if wanted.begin:
        network = widened(restored(Network, wanted.begin), names_of(every), learnt)
    else:
        network = Network(names_of(every))
        begin(network, learnt)
    _tell("before", network, held, learnt)
    train(network, _gone_over(learnt, wanted), wanted)
    save(network, wanted.out)
    _tell("trained", network, held, learnt)
    return 0


def _tell(when: str, network: Network, held: Sequence[Example], learnt: Sequence[Example]) -> None:
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in held:
        groups[f"{one.source}, {'later' if one.before else 'first'}" if one.answers else "messages written for cards"].append(one)
    for name, some in sorted(groups.items()):
        print(f"{when}, {name}:", measured(network, some, learnt))


if __name__ == "__main__":
    sys.exit(main())
