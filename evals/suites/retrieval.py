"""`retrieval`: whether a search brings a useful section to the top."""

from collections.abc import Sequence

from evals.frame.figures import plain_slices
from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import System
from evals.suites.schemas import RetrievalLine

_DEPTH = 10
_GRADED = 5
_BEST, _ALSO = 2, 1


def judge(case: Case, system: System) -> Sequence[Outcome]:
    """Where the useful sections stand for one question."""
    ranked = [row["section"] for row in system.search(case["query"], _DEPTH)["results"]]
    useful = gains(case)
    rank = next((place for place, section in enumerate(ranked, start=1) if section in useful), None)
    return [
        Outcome(
            case=str(case["id"]),
            split=str(case["split"]),
            expected=str(case["best"]),
            got=ranked[0] if ranked else "nothing",
            scores={
                "first": float(rank == 1),
                "top3": float(rank is not None and rank <= 3),
                "top5": float(rank is not None and rank <= 5),
                "ndcg5": ndcg(useful, ranked),
                "reciprocal": 1 / rank if rank else 0.0,
            },
            slices=plain_slices(case, ("style", "overlap")) | {"guide": str(case["best"]).partition("#")[0]},
            shown=", ".join(ranked[:5]),
            reason=f"first useful section at rank {rank}" if rank else f"no useful section among the first {_DEPTH}",
            numbers={"rank": float(rank or _DEPTH + 1)},
        )
    ]


def gains(case: Case) -> dict[str, int]:
    """The sections that answer a question, with what each is worth."""
    return dict.fromkeys(case["also"], _ALSO) | {case["best"]: _BEST}


def ndcg(useful: dict[str, int], ranked: Sequence[str]) -> float:
    """NDCG of the first five; a section that was not found stands below them."""
    import numpy as np
    from sklearn.metrics import ndcg_score

    order = [*ranked, *["" for _ in range(_GRADED)], *[section for section in useful if section not in ranked]]
    places = np.arange(len(order), 0, -1, dtype=float)
    return float(ndcg_score([[useful.get(section, 0) for section in order]], [places], k=_GRADED))


SUITE = Suite(
    name="retrieval",
    title="Retrieval",
    question="Does a search bring a useful section to the top?",
    dataset="retrieval.v1",
    judge=judge,
    texts=("query",),
    schema=RetrievalLine,
    slices=("style", "overlap", "guide"),
    measures=(
        Measure("top3", "A useful section among the first three"),
        Measure("top5", "A useful section among the first five", fails=False),
        Measure("first", "A useful section in first place", fails=False),
        Measure("ndcg5", "nDCG of the first five", "mean", fails=False),
        Measure("reciprocal", "Mean reciprocal rank", "mean", fails=False, sliced=False),
    ),
    notes=("The guides repeat each other, so the best section is partly a matter of taste; sections that also answer count as useful.",),
)
