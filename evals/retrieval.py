"""Measures retrieval and scope on one split, with counts and 95 % intervals: the suites `retrieval` and `scope` at length.

python -m evals.retrieval --split test
"""

from dataclasses import replace

from evals.suites import retrieval, scope
from evals.telling import main

if __name__ == "__main__":
    raise SystemExit(main(__doc__, [retrieval.SUITE, replace(retrieval.SUITE, dataset="retrieval.v2"), scope.SUITE]))
