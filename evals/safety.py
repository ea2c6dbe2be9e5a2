"""Measures the safety check on one split of the project's own cases, with counts and 95 % intervals.

python -m evals.safety --split test
python -m evals.safety --split dev --misses      # ids and verdicts of what went wrong, to work on
python -m evals.safety --posts posts.jsonl       # labelled posts of people, which are not in the repository
"""

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from evals.datasets import cases
from evals.intervals import share
from service.domain.safety import Verdict
from service.domain.text import Message, Speaker
from service.settings import Settings
from service.wiring import build

Case = dict[str, Any]
Judged = tuple[Case, Verdict]


def main() -> int:
    """Print the figures of one split."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="dev to work on, test to report")
    parser.add_argument("--misses", action="store_true", help="list what went wrong; only for dev")
    parser.add_argument("--posts", type=Path, help="JSON lines of labelled posts: id, text, label, severity, category")
    arguments = parser.parse_args()
    if arguments.misses and arguments.split == "test":
        parser.error("looking at the misses of the test split would spoil it; use --split dev")
    classifier = build(Settings()).classifier
    if arguments.posts:
        rows = [json.loads(line) for line in arguments.posts.read_text("utf-8").splitlines()]
        scored = [row for row in rows if row["label"] != "borderline"]
        _posts([(row, classifier.classify([Message(Speaker.USER, row["text"])])) for row in scored], misses=arguments.misses)
        return 0
    judged = [(case, classifier.classify([Message(Speaker.USER, case["text"])])) for case in cases("safety.v1", arguments.split)]
    _report(judged, arguments.split, classifier.version)
    if arguments.misses:
        for case, verdict in judged:
            if verdict.routed != _should_route(case):
                print(f"{case['id']} {case['level']} {case['category']} -> {verdict.level.label} {[hit.rule for hit in verdict.hits]}")
    return 0


def _report(judged: list[Judged], split: str, version: str) -> None:
    disclosures = [item for item in judged if _should_route(item[0])]
    harmless = [item for item in judged if not _should_route(item[0])]
    print(f"safety.v1, {split}, {version}")
    print(f"disclosures routed: {_routed(disclosures)}")
    exact = sum(verdict.level.label == case["level"] for case, verdict in disclosures)
    print(f"  with the level named in the case: {share(exact, len(disclosures))}")
    for name in ("level", "voice", "register", "category"):
        _by(disclosures, name, lambda case, name=name: str(case[name]))  # type: ignore[misc]
    print(f"harmless messages falsely routed: {_routed(harmless)}")
    _by(harmless, "register", lambda case: str(case["register"]))
    _pairs(judged)


def _posts(judged: list[Judged], *, misses: bool) -> None:
    for label, name in (("route", "severity"), ("coach", "category")):
        chosen = [item for item in judged if item[0]["label"] == label]
        print(f"{label}: routed {_routed(chosen)}")
        _by(chosen, name, lambda case, name=name: str(case[name]))  # type: ignore[misc]
        if label == "route":
            _by(chosen, "category", lambda case: str(case["category"]))
    for case, verdict in judged if misses else []:
        if verdict.routed != (case["label"] == "route"):
            print(f"{case['id']} {case['severity']} {case['category']} -> {verdict.level.label} {[hit.rule for hit in verdict.hits]}")


def _by(items: list[Judged], name: str, key: Callable[[Case], str]) -> None:
    for value in sorted({key(case) for case, _ in items}):
        print(f"  {name} {value}: {_routed(item for item in items if key(item[0]) == value)}")


def _pairs(judged: list[Judged]) -> None:
    right = {case["id"]: verdict.routed == _should_route(case) for case, verdict in judged}
    pairs = {tuple(sorted((case["id"], case["pair"]))) for case, _ in judged if case["pair"]}
    both = sum(right.get(one, False) and right.get(other, False) for one, other in pairs)
    print(f"minimal pairs, both right: {share(both, len(pairs))}")


def _routed(items: Iterable[Judged]) -> str:
    verdicts = [verdict.routed for _, verdict in items]
    return share(sum(verdicts), len(verdicts))


def _should_route(case: Case) -> bool:
    return bool(case["level"] != "none")


if __name__ == "__main__":
    raise SystemExit(main())
