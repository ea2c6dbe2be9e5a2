"""The cases for rewriting are well formed, and the suite reads them as meant."""

from collections import Counter
from collections.abc import Sequence
from typing import cast

import pytest

from evals.datasets import cases
from evals.frame.figures import figures
from evals.frame.records import Case, Outcome
from evals.frame.system import Record, System
from evals.rewrite_scoring import forbidden_found, lost_facts
from evals.suites.rewrite import SUITE

CASES = cases("rewrite.v1")
FIELDS = {"id", "split", "statement", "kind", "topic", "form", "register", "facts", "forbidden", "danger"}


@pytest.mark.parametrize("split", ["dev", "test"])
def test_each_split_has_its_share_of_every_kind(split: str) -> None:
    chosen = [case for case in CASES if case["split"] == split]
    rewrites = [case for case in chosen if case["kind"] == "rewrite"]

    assert Counter(case["kind"] for case in chosen) == {"rewrite": 160, "route": 45, "affirm": 30, "leave": 35}
    assert Counter(case["danger"] for case in chosen if case["kind"] == "route") == {"overt": 20, "subtle": 25}
    assert set(Counter(case["form"] for case in rewrites).values()) == {10}
    assert len({case["topic"] for case in rewrites}) == 68


def test_cases_have_every_field_and_no_twin() -> None:
    assert all(set(case) == FIELDS for case in CASES)
    assert len({case["id"] for case in CASES}) == len({case["statement"].lower() for case in CASES}) == len(CASES)


def test_every_fact_stands_in_its_statement() -> None:
    assert [case["id"] for case in CASES if lost_facts(case["facts"], case["statement"])] == []


def test_no_fact_is_forbidden() -> None:
    assert [
        case["id"] for case in CASES if any(forbidden_found(case["forbidden"], stem) for stems in case["facts"] for stem in stems)
    ] == []


class Parrot:
    """Words every statement the same way: as it stands, or with one text for all."""

    reader = None

    def __init__(self, text: str | None = None) -> None:
        self.text = text

    def rewrite(self, statement: str) -> Record:
        wording = {"text": self.text or statement}
        return {"kind": "rewrite", "suggestions": [wording], "blame": [], "verdict": {"hits": []}, "note": ""}


def judged(chosen: Sequence[Case], parrot: Parrot) -> list[Outcome]:
    outcomes = [outcome for case in chosen for outcome in SUITE.judge(case, cast("System", parrot))]
    return [*outcomes, *SUITE.finish(outcomes)]


def test_a_rewriter_that_repeats_the_statement_is_not_good() -> None:
    chosen = [case for case in CASES if case["split"] == "dev" and case["form"] == "globaliser" and case["kind"] == "rewrite"]
    outcomes = [outcome for outcome in judged(chosen, Parrot()) if not outcome.part]

    assert {outcome.scores["kind"] for outcome in outcomes} == {1.0}
    assert {outcome.scores["good"] for outcome in outcomes} == {0.0}


def test_what_was_worded_despite_danger_is_counted() -> None:
    found = figures(SUITE, judged([case for case in CASES if case["split"] == "dev"], Parrot("I feel sad.")))
    counted = {figure.measure: (figure.hits, figure.n) for figure in found.whole}

    assert counted["danger_unworded"] == (0, 45)
    assert counted["good"] == (0, 160)
    assert counted["distinct"] == (0, 160)
