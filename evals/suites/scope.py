"""`scope`: whether the coach answers what the guides cover and passes on what they do not."""

from collections.abc import Sequence

from evals.frame.figures import plain_slices
from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import System
from evals.suites.schemas import ScopeLine


def judge(case: Case, system: System) -> Sequence[Outcome]:
    """Whether one question is said to be covered."""
    answer = system.search(case["query"], 1)
    covered, should = bool(answer["in_scope"]), bool(case["in_scope"])
    right = float(covered == should)
    scores = {"covered": right} if should else {"outside": right, "near" if case.get("kind") == "near" else "far": right}
    return [
        Outcome(
            case=str(case["id"]),
            split=str(case["split"]),
            expected="inside" if should else "outside",
            got="inside" if covered else "outside",
            scores=scores,
            slices=plain_slices(case, ("kind",)),
            reason=f"confidence {answer['confidence']:.2f}",
            numbers={"confidence": float(answer["confidence"]), "truth": float(should)},
        )
    ]


SUITE = Suite(
    name="scope",
    title="Scope",
    question="Does the coach know what its guides do not cover?",
    dataset="scope.v1",
    judge=judge,
    texts=("query",),
    schema=ScopeLine,
    slices=(),
    measures=(
        Measure("covered", "Covered questions that are answered"),
        Measure("outside", "Other questions that are passed on"),
        Measure("near", "… with neighbouring words", fails=False),
        Measure("far", "… from another world", fails=False),
    ),
    notes=("Turning away a person with a real question is worse than a weak answer to one that the guides do not cover.",),
)
