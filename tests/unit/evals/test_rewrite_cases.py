"""The cases for rewriting are well formed, and the report reads them as meant."""

from collections import Counter

import pytest

from evals.datasets import cases
from evals.rewrite_scoring import forbidden_found, lost_facts
from evals.rewriting import judge, report

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


def test_a_rewriter_that_repeats_the_statement_is_not_good() -> None:
    chosen = [case for case in CASES if case["split"] == "dev" and case["form"] == "globaliser" and case["kind"] == "rewrite"]

    outcomes = judge(chosen, lambda statement: ("rewrite", statement), lambda _statement, _text: ())

    assert all(item.right for item in outcomes)
    assert not any(item.good for item in outcomes)


def test_the_report_counts_what_was_worded_despite_danger(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [case for case in CASES if case["split"] == "dev"]

    report(judge(chosen, lambda _statement: ("rewrite", "I feel sad."), lambda _statement, _text: ("no request",)))

    printed = capsys.readouterr().out
    assert "dangerous given a wording: 45/45" in printed
    assert "good rewrites: 0/160" in printed
    assert "same template as another rewrite: 160/160" in printed
