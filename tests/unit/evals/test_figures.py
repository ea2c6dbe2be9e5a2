"""Figures, comparisons and gates tell the truth about their cases."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.frame import gates as gate_files
from evals.frame.baseline import changes, in_memory, load_baseline, save_baseline
from evals.frame.figures import figures, wilson
from evals.frame.gates import Gate, judged, load_gates
from evals.frame.paired import compare
from evals.frame.records import Measure, Outcome, Suite
from evals.suites.all import BY_NAME
from evals.suites.retrieval import ndcg
from service.domain.errors import ConfigurationError, InvalidInputError

FOUND = Measure("found", "Found")
SUITE = Suite("toy", "Toy", "Does it work?", "toy.v1", lambda case, system: [], (FOUND,), slices=("kind",))


def outcomes(*scores: float | None, kind: str = "a") -> list[Outcome]:
    return [Outcome(f"c{i}", "test", "yes", "no", {"found": score}, {"kind": kind}) for i, score in enumerate(scores)]


def test_a_rate_counts_what_was_scored_and_tells_what_was_not() -> None:
    figure = figures(SUITE, outcomes(1, 1, 0, None)).find("found", "test")

    assert figure is not None
    assert (figure.hits, figure.n, figure.unscored) == (2, 3, 1)
    assert figure.few


def test_slices_add_up_to_the_whole() -> None:
    both = outcomes(1, 0, kind="a") + outcomes(1, 1, kind="b")
    found = figures(SUITE, both)

    assert [(f.slice, f.hits, f.n) for f in found.slices] == [(("kind", "a"), 1, 2), (("kind", "b"), 2, 2)]


@given(st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_rate(counts: tuple[int, int]) -> None:
    hits, n = counts
    low, high = wilson(hits, n)

    assert 0 <= low <= (hits / n if n else 0.5) + 1e-9
    assert (hits / n if n else 0.5) - 1e-9 <= high <= 1


def test_a_few_turned_cases_are_noise_and_many_are_not() -> None:
    before = {f"c{i}": 1.0 for i in range(100)}
    one, many = ({key: 0.0 if i < lost else 1.0 for i, key in enumerate(before)} for lost in (1, 8))

    assert (slight := compare(FOUND, "test", before, one)) is not None
    assert (strong := compare(FOUND, "test", before, many)) is not None
    assert not slight.worse
    assert "within noise" in slight.words
    assert strong.worse
    assert strong.lost == tuple(f"c{i}" for i in range(8))


def test_only_cases_of_both_runs_are_compared() -> None:
    assert compare(FOUND, "test", {"old": 1.0}, {"new": 0.0}) is None
    change = compare(FOUND, "test", {"old": 1.0, "c": 1.0}, {"new": 0.0, "c": 1.0})
    assert change is not None
    assert (change.n, change.words) == (1, "no case changed")


def test_a_mean_gets_worse_only_beyond_noise() -> None:
    gain = Measure("gain", "Gain", "mean")
    before = {f"c{i}": 0.5 + i / 200 for i in range(60)}

    assert (small := compare(gain, "test", before, before | {"c0": 0.0, "c1": 1.0})) is not None
    assert (large := compare(gain, "test", before, {key: value - 0.2 for key, value in before.items()})) is not None
    assert not small.worse
    assert large.worse


def test_a_baseline_comes_back_as_it_went(tmp_path: Path) -> None:
    run = outcomes(1, 0, 1)
    save_baseline(tmp_path / "b.json", {"revision": "abc"}, [(SUITE, run, figures(SUITE, run))])
    back = load_baseline(tmp_path / "b.json")

    assert back.scores == in_memory("b", {}, [(SUITE, run)]).scores
    (change,) = changes(SUITE, outcomes(0, 0, 1), back)
    assert change.lost == ("c0",)


def test_a_figure_does_not_differ_from_itself_for_the_rounding(tmp_path: Path) -> None:
    run = outcomes(1 / 3, 2 / 3, 0.1234567)
    save_baseline(tmp_path / "b.json", {}, [(SUITE, run, figures(SUITE, run))])
    (change,) = changes(SUITE, run, load_baseline(tmp_path / "b.json"))

    assert (change.lost, change.gained) == ((), ())


def test_a_baseline_keeps_the_parts_of_a_case_apart(tmp_path: Path) -> None:
    run = [Outcome("c0", "test", "yes", "no", {"found": score}, part=f"turn {score:.0f}") for score in (0.0, 1.0)]
    save_baseline(tmp_path / "b.json", {}, [(SUITE, run, figures(SUITE, run))])

    assert load_baseline(tmp_path / "b.json").of("toy", "test", "found") == {"c0/turn_0": 0.0, "c0/turn_1": 1.0}


@pytest.mark.parametrize("text", ["", "[]", '{"form": 9}', '{"form": 1, "suites": {}}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text)

    with pytest.raises(InvalidInputError):
        load_baseline(tmp_path / "b.json")


@pytest.mark.parametrize(
    ("limit", "scores", "held"),
    [
        ({"at_least": 0.5}, (1, 1, 0), True),
        ({"at_least": 0.5, "of": "low"}, (1, 1, 0), False),
        ({"at_most": 0.5}, (1, 1, 0), False),
        ({"at_least": 0.5}, (), None),
    ],
)
def test_a_gate_holds_breaks_or_was_not_measured(limit: dict[str, Any], scores: tuple[float, ...], held: bool | None) -> None:
    found = figures(SUITE, outcomes(*scores))
    (result,) = judged([Gate(suite="toy", measure="found", why="It must.", **limit)], SUITE, found, (), "test", part=False)

    assert result.held is held


def test_a_gate_on_a_part_of_the_cases_breaks_only_beyond_chance() -> None:
    gate = Gate(suite="toy", measure="found", why="It must.", at_least=0.9)
    little, nothing = figures(SUITE, outcomes(1, 1, 1, 0)), figures(SUITE, outcomes(*[0.0] * 20))

    assert judged([gate], SUITE, little, (), "test", part=True)[0].held
    assert judged([gate], SUITE, nothing, (), "test", part=True)[0].held is False


def test_a_case_lost_against_the_baseline_breaks_its_gate_however_few() -> None:
    gate = Gate(suite="toy", measure="found", why="None again.", at_most_lost=0)
    before, now = outcomes(*[1.0] * 30), outcomes(0, *[1.0] * 29)
    changed = changes(SUITE, now, in_memory("b", {}, [(SUITE, before)]))

    (result,) = judged([gate], SUITE, figures(SUITE, now), changed, "test", part=False)
    assert result.held is False
    assert not changed[0].worse


def test_the_shipped_gates_name_what_is_measured() -> None:
    gates = load_gates(gate_files.SHIPPED, BY_NAME)

    assert {gate.suite for gate in gates} <= set(BY_NAME)
    assert all(gate.why for gate in gates)


def test_a_gate_on_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gates.yaml").write_text("gates: [{suite: safety, measure: luck, at_least: 1, why: never}]")

    with pytest.raises(ConfigurationError, match=r"safety\.luck"):
        load_gates(tmp_path / "gates.yaml", BY_NAME)


@pytest.mark.parametrize(
    ("ranked", "value"),
    [(["a", "b", "c", "d", "e"], 1.0), (["x", "y", "z", "v", "w"], 0.0), ([], 0.0), (["b", "a"], 0.8597)],
)
def test_ndcg_is_that_of_the_textbook(ranked: list[str], value: float) -> None:
    assert ndcg({"a": 2, "b": 1}, ranked) == pytest.approx(value, abs=1e-4)
