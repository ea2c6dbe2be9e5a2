"""Measures the safety check on one split of the project's own cases, with counts and 95 % intervals: the suite `safety` at length.

python -m evals.safety --split test
python -m evals.safety --split dev --misses      # verdicts of what went wrong, to work on
python -m evals.safety --posts posts.jsonl       # labelled posts of people, which are not in the repository
"""

from evals.suites.safety import SUITE
from evals.telling import main

if __name__ == "__main__":
    raise SystemExit(main(__doc__, [SUITE]))
