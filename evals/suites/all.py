"""Every suite, in the order of the report: what hurts people first."""

from evals.frame.records import Suite
from evals.suites import guard, redteam, retrieval, rewrite, robustness, safety, scope

ALL: tuple[Suite, ...] = (safety.SUITE, robustness.SUITE, redteam.SUITE, rewrite.SUITE, guard.SUITE, retrieval.SUITE, scope.SUITE)
BY_NAME = {suite.name: suite for suite in ALL}
