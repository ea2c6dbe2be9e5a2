"""Learns how told sentences are put together, and writes `service/rewriting/data/sentences.json`.

python -m evals.observations.sentences            # learn and write
python -m evals.observations.sentences --measure  # only tell how well it does on a fifth of the messages, left out

Whole sentences are those that writers told of the messages of `rows_*.jsonl`; broken ones are made of them as cutting
and turning breaks them: without who does it, without the verb, begun too late, ended too early, bent the wrong way round.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from service.adapters.data_files import rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.rewriting_files import load_rewriting
from service.ports import Grammar
from service.rewriting.wellformed import cues
from service.rewriting.words import Reader

_OUT = rewriting_folder() / "sentences.json"
_FEWEST, _MOST = 3, 40
_RARE, _STRENGTH = 10, 0.3
_PARTS, _LEFT_OUT = 10, 2
_GOOD_LOST = 0.04
"""So much of what is whole may be taken for broken: it is then told in another way, or left out."""
_OF_ONE, _AT_THE_HEAD, _SELDOM, _LONG = 3, 2, 0.4, 6
_SUBJECTS = frozenset("i you we they he she it".split())  # noqa: SIM905
_WAITING = frozenset("the a my your our to of and was were is at from with for about in on that when because who".split())  # noqa: SIM905
_FINITE = frozenset({"VVD", "VVZ", "VBD", "VBZ", "VHD", "VHZ", "VDD", "VDZ", "VM0", "VBB"})
Words = tuple[str, ...]


def whole(reader: Reader) -> list[tuple[int, Words]]:
    """Every told sentence as the service reads it, with the number of its message."""
    out: list[tuple[int, Words]] = []
    lines = [line for file in sorted(Path(__file__).parent.glob("rows_*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    for number, line in enumerate(lines):
        for part in json.loads(line)["telling"].split("|"):
            words = tuple(word for sentence in reader.read(re.sub(r"[()]", "", part)).sentences for word in sentence if word != ",")
            if _FEWEST <= len(words) <= _MOST:
                out.append((number, words))
    return out


def broken(words: Words, told: Sequence[Words], others: frozenset[Words], grammar: Grammar, chance: random.Random) -> list[Words]:
    """A few ways in which cutting breaks a sentence; what is left may be whole all the same, and then somebody told it."""
    tags = grammar.tag([word if word != "i" else "I" for word in words])
    found = [one for one in _ways(words, tags, told, chance) if len(one) >= _FEWEST and one not in others]
    return chance.sample(found, min(len(found), _OF_ONE))


def _ways(words: Words, tags: Sequence[str], others: Sequence[Words], chance: random.Random) -> Iterator[Words]:
    verbs = [at for at, tag in enumerate(tags) if tag in _FINITE or (tag.startswith("VV") and at and words[at - 1] in _SUBJECTS)]
    who = next((at for at, word in enumerate(words) if word in _SUBJECTS), len(words))
    if who <= _AT_THE_HEAD:
        yield words[who + 1 :]
    if who == 0 and chance.random() < _SELDOM:
        yield (chance.choice(("did", "do", "have", "why", "is", "are")), *words)
    if verbs:
        first, lost = verbs[0], chance.choice(verbs)
        yield words[:lost] + words[lost + 1 :]
        if first + 1 < len(words) and words[first + 1] not in _SUBJECTS:
            yield words[first + 1 :]
        if first + 2 < len(words) and chance.random() < _SELDOM:
            yield (*words[first + 1 :], chance.choice(("was", "is", "were")), words[first])
    if chance.random() < _SELDOM:
        tail = chance.choice(others)
        if tail[-1] not in _SUBJECTS:
            yield (*tail[-chance.randrange(1, 4) :], *words)
    waiting = [at for at, word in enumerate(words[:-1]) if word in _WAITING and at > 1]
    if waiting:
        yield words[: chance.choice(waiting) + 1]
    yield from _without_verb(words, tags, chance)
    if len(words) > _LONG and chance.random() < _SELDOM:
        at = chance.randrange(1, len(words) - 3)
        yield words[:at] + words[at + 2 :]


def _without_verb(words: Words, tags: Sequence[str], chance: random.Random) -> Iterator[Words]:
    """A thing alone, of which nothing is said."""
    things = [at for at, tag in enumerate(tags) if tag.startswith("NN") and at > 1]
    if things:
        end = chance.choice(things)
        start = max(0, end - chance.randrange(2, 5))
        if not any(tags[at] in _FINITE for at in range(start, end + 1)):
            yield words[start : end + 1]


def main() -> int:
    """Learn, or tell how well it goes."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="write nothing")
    wanted = parser.parse_args()
    grammar, chance = HanoverGrammar(), random.Random(1)  # noqa: S311  nothing secret
    found = whole(Reader(load_rewriting(rewriting_folder(), rules_folder() / "spelling.yaml").lists, grammar))
    told = [words for _, words in found]
    others = frozenset(told)
    rows = [(number, 1, words) for number, words in found]
    rows += [(number, 0, cut) for number, words in found for cut in broken(words, told, others, grammar, chance)]
    every = [set(cues(words, grammar)) for _, _, words in rows]
    common = {cue for cue, count in Counter(cue for one in every for cue in one).items() if count >= _RARE}
    right = np.array([label for _, label, _ in rows])
    held = np.array([number % _PARTS >= _PARTS - _LEFT_OUT for number, _, _ in rows])
    names = DictVectorizer(dtype=np.float32)
    places = names.fit_transform([dict.fromkeys(one & common, 1) for one in every])

    def learnt(some: np.ndarray) -> LogisticRegression:
        model = LogisticRegression(C=_STRENGTH, l1_ratio=1, solver="liblinear", class_weight="balanced", random_state=1)
        return model.fit(places[some], right[some])

    shares = learnt(~held).predict_proba(places[held])[:, 1]
    least = float(np.quantile(shares[right[held] == 1], _GOOD_LOST))
    caught = float((shares[right[held] == 0] < least).mean())
    print(
        f"left out: {int((right[held] == 1).sum())} whole, {int((right[held] == 0).sum())} broken; area under the curve "
        f"{roc_auc_score(right[held], shares):.3f}; below {least:.2f} lie {_GOOD_LOST:.0%} of the whole and {caught:.0%} of the broken",
        file=sys.stderr,
    )
    if not wanted.measure:
        model = learnt(np.ones(len(rows), dtype=bool))
        learnt_cues = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
        weights = {cue: round(float(weight), 3) for cue, weight in learnt_cues if weight}
        record = {"bias": round(float(model.intercept_[0]), 3), "least": round(least, 2), "cues": weights}
        _OUT.write_text(json.dumps(record, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        print(f"{len(weights)} cues: {_OUT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
