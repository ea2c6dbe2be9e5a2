"""Measures the rewriting of statements on one split, with counts and 95 % intervals: the suite `rewrite` at length.

python -m evals.rewriting --split test
python -m evals.rewriting --split dev --misses    # statements and reasons of what went wrong, to work on
python -m evals.rewriting --split dev --pairs 30  # statements with their rewrites, to read
"""

from collections import Counter
from collections.abc import Iterator

from evals.frame.running import SuiteRun
from evals.rewrite_scoring import sentences, skeleton
from evals.suites.rewrite import SUITE
from evals.telling import main

_COMMON = 3


def common_sentences(run: SuiteRun) -> Iterator[str]:
    """How many sentences of wordings stand in several of them, once what the writers gave is cut out."""
    worded = [outcome for outcome in run.outcomes if outcome.expected == "rewrite" and outcome.shown and outcome.given]
    bones = Counter(bone for o in worded for bone in {skeleton(o.given[0], part) for part in sentences(o.shown)})
    yield f"sentences that stand in {_COMMON} wordings or more: {sum(n >= _COMMON for n in bones.values())} of {len(bones)}"


if __name__ == "__main__":
    raise SystemExit(main(__doc__, [SUITE], more=common_sentences))
