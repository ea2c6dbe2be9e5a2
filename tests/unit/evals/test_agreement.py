"""How far two readers agree, and cases handed out without their labels."""

import pytest
from sklearn.metrics import cohen_kappa_score

from evals import second_reading
from evals.datasets import cases
from evals.frame.agreement import agreement
from evals.second_reading import compared, drawn

ONE = ["none", "none", "acute", "acute", "concern", "none", "acute", "none"] * 4
OTHER = ["none", "acute", "acute", "acute", "none", "none", "acute", "none"] * 4


def test_kappa_is_that_of_the_textbook_with_an_interval_around_it() -> None:
    found = agreement(ONE, OTHER)

    assert found.kappa == pytest.approx(cohen_kappa_score(ONE, OTHER))
    assert found.low < (found.kappa or 0) < found.high
    assert found.words.startswith("agreed on 24 of 32; kappa 0.56")


def test_a_reader_with_one_answer_has_no_kappa() -> None:
    assert agreement(["yes", "yes"], ["yes", "no"]).kappa is None
    assert "kappa says nothing" in agreement(["yes", "yes"], ["yes", "no"]).words


def test_few_cases_are_said_to_be_few() -> None:
    assert "too few to say" in agreement(ONE[:8], OTHER[:8]).words


def test_cases_are_handed_out_in_one_order_without_their_labels(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["second_reading", "safety.v2", "--count", "5"])
    second_reading.main()
    chosen = drawn(cases("safety.v2", "dev"), 5, 7)

    assert capsys.readouterr().out.strip() == "\n\n".join(f"{case['id']}\n{case['text']}" for case in chosen)


def test_where_two_readings_part_is_listed() -> None:
    chosen = drawn(cases("safety.v2", "dev"), 3, 7)
    read = {chosen[0]["id"]: chosen[0]["level"], chosen[1]["id"]: "unheard"}
    agreed, parted, missing = compared(chosen, read, "level")

    assert agreed.startswith("agreed on 1 of 2")
    assert parted.startswith(f"{chosen[1]['id']}: {chosen[1]['level']}, read as unheard")
    assert missing == f"not read: {chosen[2]['id']}"
