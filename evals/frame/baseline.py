"""Baselines: what a run came to, small enough to be read in review, full enough to pair case by case."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.frame.figures import SuiteFigures
from evals.frame.paired import Change, Scores, compare
from evals.frame.records import Outcome, Suite
from service.domain.errors import InvalidInputError

SHIPPED = Path(__file__).parent.parent / "baselines" / "main.json"
_DIGITS = 4
_FORM = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """The scores of an earlier run, by suite, split and measure, and where they came from."""

    name: str
    made_by: dict[str, Any]
    scores: dict[str, dict[str, dict[str, Scores]]]

    def of(self, suite: str, split: str, measure: str) -> Scores:
        """Score by outcome key; empty where it was not measured."""
        return self.scores.get(suite, {}).get(split, {}).get(measure, {})


def load_baseline(file: Path) -> Baseline:
    """A baseline file.

    Raises:
        InvalidInputError: it cannot be read or is none.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["form"] != _FORM:
            raise InvalidInputError(f"{file} has the form {data['form']}, and this version reads {_FORM}")
        scores = {
            suite: {split: {m: _scores(entry) for m, entry in measures.items()} for split, measures in splits.items()}
            for suite, splits in data["suites"].items()
        }
        return Baseline(file.name, dict(data["made_by"]), scores)
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(f"{file} is not a baseline file") from error


def in_memory(name: str, made_by: dict[str, Any], runs: Sequence[tuple[Suite, Sequence[Outcome]]]) -> Baseline:
    """A run as the baseline of another one."""
    return Baseline(name, made_by, {suite.name: _by_split(suite, outcomes) for suite, outcomes in runs})


def save_baseline(file: Path, made_by: dict[str, Any], runs: Sequence[tuple[Suite, Sequence[Outcome], SuiteFigures]]) -> None:
    """Write a run as a baseline: figures to read, and for each measure the cases that are not plainly right."""
    suites: dict[str, Any] = {}
    for suite, outcomes, found in runs:
        for split, measures in _by_split(suite, outcomes).items():
            entries: dict[str, Any] = suites.setdefault(suite.name, {}).setdefault(split, {})
            for name, scores in measures.items():
                figure = found.find(name, split)
                entries[name] = {
                    "n": len(scores),
                    "value": round(figure.value, 4) if figure else None,
                    "interval": [round(figure.low, 4), round(figure.high, 4)] if figure else None,
                    **_packed(scores),
                }
    record = {"form": _FORM, "made_by": made_by, "suites": suites}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def changes(suite: Suite, outcomes: Sequence[Outcome], baseline: Baseline) -> list[Change]:
    """Every measure of a suite against the baseline, on the cases that both have."""
    found = []
    for split, measures in _by_split(suite, outcomes).items():
        for measure in suite.measures:
            if measure.id in measures:
                change = compare(measure, split, baseline.of(suite.name, split, measure.id), measures[measure.id])
                found += [change] if change else []
    return found


def _by_split(suite: Suite, outcomes: Sequence[Outcome]) -> dict[str, dict[str, Scores]]:
    known = {measure.id for measure in suite.measures}
    found: dict[str, dict[str, dict[str, float]]] = {}
    for outcome in outcomes:
        for name, score in outcome.scores.items():
            if score is not None and name in known:
                # Rounded as it is kept, or a figure would differ from itself.
                found.setdefault(outcome.split, {}).setdefault(name, {})[outcome.key] = round(float(score), _DIGITS)
    return {split: dict(measures) for split, measures in found.items()}


def _packed(scores: Scores) -> dict[str, Any]:
    """Keys in lines that a reviewer can skim: right and wrong ones for yes and no, numbers for all else."""
    if set(scores.values()) <= {0.0, 1.0}:
        return {str(int(value)): " ".join(sorted(k for k, s in scores.items() if s == value)) for value in (0.0, 1.0)}
    return {"scores": {key: scores[key] for key in sorted(scores)}}


def _scores(entry: dict[str, Any]) -> Scores:
    if "scores" in entry:
        return {str(key): float(score) for key, score in entry["scores"].items()}
    return {key: float(value) for value in ("0", "1") for key in entry[value].split()}
