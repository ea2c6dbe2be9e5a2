"""Measures retrieval and scope on one split, with counts and 95 % intervals.

python -m evals.retrieval --split test
"""

import argparse

from evals.datasets import cases
from evals.intervals import mean, share
from evals.suites.retrieval import gains, ndcg
from service.settings import load_settings
from service.wiring import Services, build

_DEPTH = 5


def main() -> int:
    """Print the figures of one split."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="dev to choose by, test to report")
    split = parser.parse_args().split
    services = build(load_settings())
    services.warm_up()
    try:
        for name in ("retrieval.v1", "retrieval.v2"):
            _retrieval(services, name, split)
        _scope(services, split)
    finally:
        services.close()
    return 0


def _retrieval(services: Services, dataset: str, split: str) -> None:
    rows = [(case, _ranked(services, case["query"])) for case in cases(dataset, split)]
    for name, chosen in (("all", rows), ("no shared word", [row for row in rows if not row[0]["overlap"]])):
        average, half = mean([ndcg(gains(case), ranked) for case, ranked in chosen])
        print(f"{dataset}, {split}, {name}: n={len(chosen)} nDCG@5 {average:.3f} ± {half:.3f}")
        for depth in (3, _DEPTH):
            hits = sum(any(section in gains(case) for section in ranked[:depth]) for case, ranked in chosen)
            print(f"  a right section in the top {depth}: {share(hits, len(chosen))}")


def _scope(services: Services, split: str) -> None:
    rows = cases("scope.v1", split)
    outside = {
        kind: [services.retriever.search(r["query"], limit=1).in_scope for r in rows if r["kind"] == kind] for kind in ("near", "far")
    }
    inside = [services.retriever.search(r["query"], limit=1).in_scope for r in rows if r["in_scope"]]
    print(f"scope, {split}: covered questions refused {share(inside.count(False), len(inside))}")
    for kind, answers in outside.items():
        print(f"  {kind} questions said to be outside {share(answers.count(False), len(answers))}")


def _ranked(services: Services, query: str) -> list[str]:
    return [row.section.id for row in services.retriever.search(query, limit=_DEPTH).rows]


if __name__ == "__main__":
    raise SystemExit(main())
