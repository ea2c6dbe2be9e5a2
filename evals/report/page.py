"""The report as one HTML file that opens anywhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from evals.frame.agreement import FEWEST
from evals.frame.figures import Figure
from evals.frame.records import Outcome
from evals.frame.verdict import Light, RunVerdict, SuiteVerdict
from evals.report import plots
from evals.report.pictures import pictures
from evals.report.record import interval_text, value_text
from evals.report.showing import Shown
from evals.suites.safety import LEVELS

_MOST_FAILURES = 60
_DOCS = Path(__file__).parent.parent.parent / "docs"
_CARDS = (("How to read this report", "evals.md"), ("Model card", "model-card.md"), ("Safety card", "safety-card.md"))
_TONES = {
    Light.GOOD: "good",
    Light.SHORT: "short",
    Light.MEASURED: "plain",
    Light.OPINION: "plain",
    Light.WORSE: "bad",
    Light.BROKEN: "bad",
    Light.UNFINISHED: "short",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One case that went wrong, or could not be scored, as the page shows it."""

    outcome: Outcome
    measures: tuple[str, ...]
    given: Sequence[str] | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Expected levels against given ones, with the share of each row."""

    split: str
    rows: tuple[tuple[str, int, tuple[tuple[str, int, float, bool], ...]], ...]


def as_html(verdict: RunVerdict, shown: Shown, *, flips: Any = None) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(value_text=value_text, interval_text=interval_text, bar=_bar, tone=_TONES.get, few=FEWEST)
    return environment.get_template("page.html.j2").render(
        verdict=verdict,
        suites=[_suite(suite, shown) for suite in verdict.suites],
        cards=_cards(),
        when=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        made_by=_flat(verdict.made_by),
        baseline_made_by=_flat(verdict.baseline.made_by) if verdict.baseline else [],
        flips=flips,
    )


def _suite(verdict: SuiteVerdict, shown: Shown) -> dict[str, Any]:
    suite = verdict.run.suite
    headline = [(m, f, _change(verdict, m.id, verdict.split)) for m in suite.measures if (f := verdict.figures.find(m.id, verdict.split))]
    other = sorted({figure.split for figure in verdict.figures.whole} - {verdict.split})
    failures = _failures(verdict, shown)
    return {
        "verdict": verdict,
        "suite": suite,
        "headline": headline,
        "others": [(split, [(m, f) for m in suite.measures if (f := verdict.figures.find(m.id, split))]) for split in other],
        "slices": _slices(verdict),
        "matrices": _matrices(verdict) if suite.name == "safety" else [],
        "plots": pictures(verdict),
        "failures": failures[:_MOST_FAILURES],
        "more": max(len(failures) - _MOST_FAILURES, 0),
        "hidden": sum(bool(_failed(verdict, o)) for o in verdict.run.outcomes if shown.texts(o)[0] is None),
        "not_scored": sum(outcome.unscored for outcome in verdict.run.outcomes),
    }


def _slices(verdict: SuiteVerdict) -> list[dict[str, Any]]:
    """A table for each field that slices, a row a value, a pair of columns a measure."""
    found = []
    for name in verdict.run.suite.slices:
        figures = [f for f in verdict.figures.slices if f.split == verdict.split and f.slice and f.slice[0] == name]
        measures = [m for m in verdict.run.suite.measures if any(f.measure == m.id for f in figures)]
        values = sorted({f.slice[1] for f in figures if f.slice}, key=_order)
        if len(values) < 2:
            continue
        by_cell = {(f.slice[1], f.measure): f for f in figures if f.slice}
        rows = [(value, [by_cell.get((value, m.id)) for m in measures]) for value in values]
        found.append({"name": name, "measures": measures, "rows": rows})
    return found


def _order(value: str) -> tuple[int, str]:
    return (LEVELS.index(value) if value in LEVELS else len(LEVELS), value)


def _failed(verdict: SuiteVerdict, outcome: Outcome) -> tuple[str, ...]:
    fails = {measure.id: measure.title for measure in verdict.run.suite.measures if measure.fails}
    return tuple(fails[name] for name in outcome.wrong if name in fails)


def _failures(verdict: SuiteVerdict, shown: Shown) -> list[Failure]:
    """What went wrong and can be read comes first; then what went wrong in the test split, by id; then what could not be scored."""
    found = []
    for outcome in verdict.run.outcomes:
        missed = _failed(verdict, outcome)
        if missed or (outcome.unscored and outcome.got == "not scored"):
            given, text = shown.texts(outcome)
            found.append(Failure(outcome, missed, given, text))
    return sorted(found, key=lambda f: (not f.measures, f.given is None))


def _matrices(verdict: SuiteVerdict) -> list[Matrix]:
    found = []
    for split in sorted({o.split for o in verdict.run.outcomes}, key=lambda name: name != verdict.split):
        of_split = [o for o in verdict.run.outcomes if o.split == split and o.expected in LEVELS and o.got in LEVELS]
        rows = []
        for expected in LEVELS:
            row = [o.got for o in of_split if o.expected == expected]
            cells = tuple((got, row.count(got), row.count(got) / len(row) if row else 0.0, got == expected) for got in LEVELS)
            rows.append((expected, len(row), cells))
        if of_split:
            found.append(Matrix(split, tuple(rows)))
    return found


def _change(verdict: SuiteVerdict, measure: str, split: str) -> Any:
    return next((change for change in verdict.changes if change.measure == measure and change.split == split), None)


def _bar(figure: Figure | None) -> Markup:
    if figure is None or not figure.n or max(figure.value, figure.high) > 1 or figure.low < 0:
        return Markup("")
    return plots.bar(figure.low, figure.value, figure.high)


def _cards() -> list[tuple[str, Markup]]:
    """The documents that tell what the figures mean, so that the page needs nothing beside it."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return [
        (title, Markup(_lowered(reader.render((_DOCS / name).read_text(encoding="utf-8")))))  # noqa: S704  our own files, HTML off
        for title, name in _CARDS
        if (_DOCS / name).is_file()
    ]


def _lowered(html: str) -> str:
    """Headings two steps down, as the page has its own above them, and no links: what they lead to is not sent along."""
    html = re.sub(r"</?a\b[^>]*>", "", html)
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    return html


def _flat(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (key, ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)) for key, value in record.items()
    ]
