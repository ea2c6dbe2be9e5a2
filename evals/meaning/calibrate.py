"""Chooses the thresholds of the second tier on labelled posts that it was not trained on.

python -m evals.meaning.calibrate --posts posts.jsonl --most-false 0.03

Prints what rules and tier find together at each threshold, and writes the lowest that keeps to the share of false alarms.
Figures on these posts are figures of choice; report others.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.intervals import share
from service.adapters.data_files import meaning_folder, rules_folder
from service.domain.text import Message, Speaker
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.safety.verdict import Classifier
from service.wiring import meaning_readers, meaning_tier

_FILE = meaning_folder() / "calibration.json"
_NEVER, _BESIDE_CUE, _RESOLVED = 99.0, 98.0, 97.0
_CUE_HELPS, _SURE_ABOVE = 1.5, 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One post: whether it discloses, whether a firm rule speaks, and else what the tier says."""

    id: str
    disclosed: bool
    firm: bool
    cue: bool
    score: float

    def routed(self, alone: float) -> bool:
        """Whether it is routed at a threshold."""
        return self.firm or self.score >= (alone - _CUE_HELPS if self.cue else alone)


def judged(posts: Path) -> list[Judged]:
    """Every post but the borderline ones."""
    language = load_language(rules_folder())
    tier = meaning_tier(language, meaning_readers(threads=2))
    tier.calibration = replace(tier.calibration, alone=_NEVER, beside_cue=_BESIDE_CUE, sure=_RESOLVED)
    classifier = Classifier(RuleEngine(load_rulebook(rules_folder(), language)), tier)
    found = []
    for row in map(json.loads, posts.read_text("utf-8").splitlines()):
        if row["label"] == "borderline":
            continue
        verdict = classifier.classify([Message(Speaker.USER, row["text"])])
        score = verdict.scores[0] if verdict.scores else None
        cue = score is not None and score.needed == _BESIDE_CUE
        found.append(Judged(row["id"], row["label"] == "route", verdict.routed, cue, score.score if score else -_NEVER))
    return found


def table(posts: Sequence[Judged], alone: float) -> str:
    """One line of the table."""
    disclosed, others = [p.routed(alone) for p in posts if p.disclosed], [p.routed(alone) for p in posts if not p.disclosed]
    return f"{alone:5.2f}  found {share(sum(disclosed), len(disclosed))}  false {share(sum(others), len(others))}"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--most-false", type=float, default=0.03)
    parser.add_argument("--dry-run", action="store_true", help="print the table and write nothing")
    wanted = parser.parse_args()
    posts = judged(wanted.posts)
    print("rules alone:", table(posts, _NEVER + _CUE_HELPS))
    others = sum(not post.disclosed for post in posts)
    chosen = None
    for step in range(-20, 61):
        alone = round(step * 0.1, 2)
        if step % 5 == 0:
            print(table(posts, alone))
        if chosen is None and sum(post.routed(alone) for post in posts if not post.disclosed) <= wanted.most_false * others:
            chosen = alone
    if chosen is None:
        print("no threshold keeps to that share: the rules alone are above it", file=sys.stderr)
        return 1
    print("chosen:", table(posts, chosen))
    if not wanted.dry_run:
        record = json.loads(_FILE.read_text("utf-8"))
        record |= {"alone": chosen, "beside_cue": round(chosen - _CUE_HELPS, 2), "sure": round(chosen + _SURE_ABOVE, 2)}
        _FILE.write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
