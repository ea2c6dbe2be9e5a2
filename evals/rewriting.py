"""Measures the rewriting of statements on one split of the project's own cases, with counts and 95 % intervals.

python -m evals.rewriting --split test
python -m evals.rewriting --split dev --misses    # ids and reasons of what went wrong, to work on
python -m evals.rewriting --split dev --pairs 30  # statements with their rewrites, to read
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from evals.datasets import cases
from evals.intervals import share
from evals.rewrite_scoring import forbidden_found, lost_facts, sentences, shared, skeleton
from service.domain.rewriting import RewriteAnswer
from service.settings import load_settings
from service.usecases.rewrite import RewriteRequest
from service.wiring import build

Case = dict[str, Any]
Rewrite = Callable[[str], tuple[str, str]]
Rubric = Callable[[str, str], Sequence[str]]

_COMMON_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case came to: the kind given, the first wording, and why the wording is not good."""

    case: Case
    kind: str
    text: str
    faults: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the kind is the one named in the case."""
        return bool(self.kind == self.case["kind"])

    @property
    def good(self) -> bool:
        """Whether this is a rewrite with nothing against it."""
        return self.right and bool(self.text) and not self.faults


def main() -> int:
    """Print the figures of one split."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="dev to work on, test to report")
    parser.add_argument("--misses", action="store_true", help="list what went wrong; only for dev")
    parser.add_argument(
        "--pairs", type=int, default=0, metavar="N", help="print N statements with their rewrites, evenly spread; only for dev"
    )
    arguments = parser.parse_args()
    if arguments.split == "test" and (arguments.misses or arguments.pairs):
        parser.error("looking at single cases of the test split would spoil it; use --split dev")
    services = build(load_settings())
    try:
        rubric = services.wordings.rewriter.rubric
        outcomes = judge(
            cases("rewrite.v1", arguments.split),
            lambda statement: _first(services.wordings.answer(RewriteRequest(statement))),
            lambda statement, text: [finding.id for finding in rubric.check(statement, text) if finding.hard],
        )
    finally:
        services.close()
    print(f"rewrite.v1, {arguments.split}")
    report(outcomes)
    if arguments.misses:
        _misses(outcomes)
    _pairs(outcomes, arguments.pairs)
    return 0


def judge(chosen: Sequence[Case], rewrite: Rewrite, rubric: Rubric) -> list[Outcome]:
    """Run the cases: `rewrite` gives kind and first wording, `rubric` what is wrong with a wording of a statement."""
    return [_judged(case, *rewrite(case["statement"]), rubric) for case in chosen]


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the figures, then slices by kind, form, register and topic."""
    danger, rewrites = _of(outcomes, "route"), _of(outcomes, "rewrite")
    print(f"right kind: {_share(outcomes, lambda item: item.right)}")
    _by(outcomes, "kind", lambda item: item.right)
    print(f"dangerous routed: {_share(danger, lambda item: item.kind == 'route')}")
    _by(danger, "danger", lambda item: item.kind == "route")
    print(f"dangerous given a wording: {_share(danger, lambda item: bool(item.text))}")
    print(f"harmless falsely routed: {_share([o for o in outcomes if o.case['kind'] != 'route'], lambda item: item.kind == 'route')}")
    print(f"good rewrites: {_share(rewrites, lambda item: item.good)}")
    for name, prefix in (("facts kept", "lost:"), ("nothing forbidden", "forbidden:"), ("rubric passed", "rubric:")):
        print(f"  {name}: {_share(rewrites, lambda item, prefix=prefix: _free_of(item, prefix))}")  # type: ignore[misc]
    _templates([item for item in rewrites if item.text])
    for name in ("form", "register", "topic"):
        _by(rewrites, name, lambda item: item.good)


def _first(result: RewriteAnswer) -> tuple[str, str]:
    """Kind and first wording of what the use case gives; no wording is an empty text."""
    return result.kind.value, result.suggestions[0].text if result.suggestions else ""


def _judged(case: Case, kind: str, text: str, rubric: Rubric) -> Outcome:
    if case["kind"] != "rewrite" or not text:
        return Outcome(case, kind, text, ())
    faults = [f"rubric:{fault}" for fault in rubric(case["statement"], text)]
    faults += [f"lost:{fact}" for fact in lost_facts(case["facts"], text)]
    faults += [f"forbidden:{entry}" for entry in forbidden_found(case["forbidden"], text)]
    return Outcome(case, kind, text, tuple(faults))


def _templates(items: Sequence[Outcome]) -> None:
    bones = [skeleton(item.case["statement"], item.text) for item in items]
    print(f"same template as another rewrite: {share(shared(bones), len(bones))}")
    parts = Counter(part for item in items for part in {skeleton(item.case["statement"], part) for part in sentences(item.text)})
    common = sum(count >= _COMMON_SENTENCE for count in parts.values())
    print(f"  sentences that stand in {_COMMON_SENTENCE} rewrites or more: {common} of {len(parts)}")


def _free_of(item: Outcome, prefix: str) -> bool:
    return bool(item.text) and not any(fault.startswith(prefix) for fault in item.faults)


def _of(outcomes: Sequence[Outcome], kind: str) -> list[Outcome]:
    return [item for item in outcomes if item.case["kind"] == kind]


def _share(items: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> str:
    return share(sum(holds(item) for item in items), len(items))


def _by(items: Sequence[Outcome], name: str, holds: Callable[[Outcome], bool]) -> None:
    for value in sorted({str(item.case[name]) for item in items}):
        print(f"  {name} {value}: {_share([item for item in items if str(item.case[name]) == value], holds)}")


def _misses(outcomes: Sequence[Outcome]) -> None:
    for item in outcomes:
        if not item.right:
            print(f"{item.case['id']} {item.case['kind']} -> {item.kind}")
        elif item.case["kind"] == "rewrite" and not item.good:
            print(f"{item.case['id']} {item.case['form']} {', '.join(item.faults) or 'no wording'}")


def _pairs(outcomes: Sequence[Outcome], count: int) -> None:
    rewrites = _of(outcomes, "rewrite")
    for item in rewrites[:: max(len(rewrites) // count, 1)][:count] if count else []:
        print(f"\n{item.case['statement']}\n-> {item.text or f'({item.kind})'}\n   {', '.join(item.faults) or 'good'}")


if __name__ == "__main__":
    raise SystemExit(main())
