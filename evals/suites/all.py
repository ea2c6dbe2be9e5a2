"""Every suite, in the order of the report: what hurts people first."""

from evals.frame.records import Suite
from evals.suites import (
    chat,
    claims,
    ending,
    guard,
    judge,
    long,
    mirror,
    privacy,
    redteam,
    retrieval,
    rewrite,
    robustness,
    safety,
    scope,
    sections,
    speed,
    talks,
)

ALL: tuple[Suite, ...] = (
    safety.SUITE,
    long.SUITE,
    talks.SUITE,
    robustness.SUITE,
    redteam.SUITE,
    privacy.SUITE,
    claims.SUITE,
    guard.SUITE,
    rewrite.SUITE,
    chat.SUITE,
    mirror.SUITE,
    ending.SUITE,
    retrieval.SUITE,
    scope.SUITE,
    sections.SUITE,
    speed.SUITE,
    judge.SUITE,
)
BY_NAME = {suite.name: suite for suite in ALL}
