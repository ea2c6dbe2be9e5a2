"""A run as JSON, JUnit XML and Markdown."""

import json
from typing import Any
from xml.etree import ElementTree as ET

from evals.frame.figures import Figure
from evals.frame.records import Measure, Outcome
from evals.frame.verdict import RunVerdict, SuiteVerdict
from evals.report.showing import Shown

_FORM = 1


def as_json(verdict: RunVerdict, shown: Shown) -> dict[str, Any]:
    """Everything, for programs."""
    return {
        "form": _FORM,
        "verdict": verdict.light.value,
        "exit_code": int(verdict.exit),
        "words": verdict.words,
        "interrupted": verdict.interrupted,
        "seconds": round(verdict.seconds, 1),
        "target": verdict.target or "this machine",
        "baseline": verdict.baseline.name if verdict.baseline else None,
        "made_by": verdict.made_by,
        "left_out": dict(verdict.left_out),
        "suites": [_suite(suite, shown) for suite in verdict.suites],
    }


def _suite(verdict: SuiteVerdict, shown: Shown) -> dict[str, Any]:
    file = verdict.run.planned.file
    return {
        "suite": verdict.run.suite.name,
        "verdict": verdict.light.value,
        "split": verdict.split,
        "cases": {"file": file.name, "version": file.version, "planned": len(verdict.run.planned.cases), "run": verdict.run.done},
        "bad_lines": [{"line": bad.number, "reason": bad.reason} for bad in file.bad],
        "broke": verdict.run.failed,
        "seconds": round(verdict.run.seconds, 2),
        "figures": [_figure(figure) for figure in (*verdict.figures.whole, *verdict.figures.slices)],
        "gates": [
            {
                "gate": g.gate.name, "held": g.held, "found": g.found, "goal": g.gate.goal, "goal_met": g.goal_met,
                "words": g.words, "why": g.gate.why,
            }
            for g in verdict.gates
        ],
        "changes": [
            {
                "measure": c.measure, "split": c.split, "n": c.n, "before": c.before, "after": c.after, "p_worse": c.chance,
                "words": c.words, "worse": c.worse, "better": c.better, "lost": list(c.lost), "gained": list(c.gained),
            }
            for c in verdict.changes
        ],
        "outcomes": [_outcome(outcome, shown) for outcome in verdict.run.outcomes],
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "measure": figure.measure,
        "split": figure.split,
        "slice": dict([figure.slice]) if figure.slice else None,
        "n": figure.n,
        "value": round(figure.value, 5),
        "interval": [round(figure.low, 5), round(figure.high, 5)],
        "not_scored": figure.unscored,
        "too_few_to_say": figure.few,
    }


def _outcome(outcome: Outcome, shown: Shown) -> dict[str, Any]:
    given, text = shown.texts(outcome)
    return {
        "case": outcome.case, "part": outcome.part, "split": outcome.split, "expected": outcome.expected, "got": outcome.got,
        "scores": dict(outcome.scores), "slices": dict(outcome.slices), "rules": list(outcome.rules), "reason": outcome.reason,
        "input": list(given) if given is not None else None, "output": text,
    }  # fmt: skip


def as_junit(verdict: RunVerdict) -> bytes:
    """Gates and changes as test cases, which every CI can show."""
    root = ET.Element("testsuites", name="mend eval", time=f"{verdict.seconds:.1f}")
    for suite in verdict.suites:
        cases = [
            (f"gate {g.gate.name}", "skip" if g.held is None else "ok" if g.held else "fail", f"{g.words}. {g.gate.why}")
            for g in suite.gates
        ]
        cases += [(f"against the baseline: {c.measure} ({c.split})", "fail" if c.worse else "ok", c.words) for c in suite.changes]
        if not suite.run.complete:
            cases.append(("every case was run", "fail", f"{suite.run.done} of {len(suite.run.planned.cases)}"))
        if not cases:
            cases.append(("measured", "ok", "no gate applies"))
        node = ET.SubElement(
            root, "testsuite", name=suite.run.suite.name, tests=str(len(cases)), errors="0",
            failures=str(sum(became == "fail" for _, became, _ in cases)),
            skipped=str(sum(became == "skip" for _, became, _ in cases)), time=f"{suite.run.seconds:.2f}",
        )  # fmt: skip
        for name, became, words in cases:
            case = ET.SubElement(node, "testcase", classname=f"mend.{suite.run.suite.name}", name=name, time="0")
            if became != "ok":
                ET.SubElement(case, "failure" if became == "fail" else "skipped", message=words)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def as_markdown(verdict: RunVerdict) -> str:
    """A page for a pull request: the verdict, the figures, what changed."""
    lines = [f"## Evals: {verdict.light.value}", "", verdict.words, ""]
    lines += ["| suite | | figure | split | n | value | 95 % interval | against the baseline |", "|---|---|---|---|---|---|---|---|"]
    for suite in verdict.suites:
        for measure in suite.run.suite.measures:
            figure = suite.figures.find(measure.id, suite.split)
            if figure is not None:
                change = next((c for c in suite.changes if c.measure == measure.id and c.split == suite.split), None)
                named = f"{suite.run.suite.name} | {suite.light.value} | {measure.title} | {figure.split} | {figure.n}"
                numbers = f"{value_text(figure, measure)} | {interval_text(figure, measure)}"
                lines.append(f"| {named} | {numbers} | {change.words if change else '–'} |")
    lines += [
        "",
        f"Code {verdict.made_by.get('revision', 'unknown')}, rules {verdict.made_by.get('rules', 'unknown')}, {verdict.seconds:.0f} s.",
        "",
    ]
    return "\n".join(lines)


def value_text(figure: Figure, measure: Measure) -> str:
    """A figure as people read it."""
    if not figure.n:
        return "not scored"
    if measure.kind == "kappa":
        agreed = f"agreed on {figure.hits} of {figure.n}"
        return f"no kappa ({agreed})" if (figure.low, figure.high) == (-1, 1) else f"kappa {figure.value:.2f} ({agreed})"
    return f"{figure.value:.1%} ({figure.hits}/{figure.n})" if measure.kind == "rate" else f"{figure.value:.{measure.digits}f}"


def interval_text(figure: Figure, measure: Measure) -> str:
    """Its interval as people read it."""
    if not figure.n:
        return "–"
    if measure.kind == "rate":
        return f"{figure.low:.1%} to {figure.high:.1%}"
    return f"{figure.low:.{measure.digits}f} to {figure.high:.{measure.digits}f}"


def json_text(verdict: RunVerdict, shown: Shown) -> str:
    """The JSON as text."""
    return json.dumps(as_json(verdict, shown), ensure_ascii=False, indent=1) + "\n"
