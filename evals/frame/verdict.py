"""One verdict on a run: console, report and exit code all read it from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from evals.frame.baseline import Baseline, changes
from evals.frame.figures import SuiteFigures, figures
from evals.frame.gates import Gate, GateResult, judged
from evals.frame.paired import Change
from evals.frame.records import SPLITS
from evals.frame.running import SuiteRun
from service.cli.exits import Exit


class Light(StrEnum):
    """What a suite, or a run, came to, as a word that is shown beside its colour."""

    GOOD = "Good"
    SHORT = "Short of goal"
    MEASURED = "Measured"
    OPINION = "Opinion"
    WORSE = "Worse"
    BROKEN = "Broken"
    UNFINISHED = "Unfinished"


_MEANING = {
    Light.GOOD: "every gate holds, every goal is reached",
    Light.SHORT: "every gate holds, a goal is not reached",
    Light.MEASURED: "measured, no gate applies",
    Light.OPINION: "a language model's opinion, never a gate",
    Light.WORSE: "worse than the baseline, beyond noise",
    Light.BROKEN: "a gate is broken",
    Light.UNFINISHED: "not every case was run",
}


@dataclass(frozen=True, slots=True)
class SuiteVerdict:
    """One suite: its figures, gates, changes, and what they come to."""

    run: SuiteRun
    split: str
    figures: SuiteFigures
    gates: tuple[GateResult, ...]
    changes: tuple[Change, ...]

    @property
    def light(self) -> Light:
        """The worst that applies."""
        if self.run.suite.by_model:
            return Light.OPINION if self.run.complete else Light.UNFINISHED
        if any(gate.held is False for gate in self.gates):
            return Light.BROKEN
        if any(change.worse for change in self.changes):
            return Light.WORSE
        if not self.run.complete:
            return Light.UNFINISHED
        if any(gate.goal_met is False for gate in self.gates):
            return Light.SHORT
        return Light.GOOD if any(gate.held for gate in self.gates) else Light.MEASURED

    @property
    def words(self) -> str:
        """The same in words."""
        return _MEANING[self.light]


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """The whole run."""

    suites: tuple[SuiteVerdict, ...]
    made_by: dict[str, Any]
    baseline: Baseline | None
    interrupted: bool
    seconds: float
    part: bool
    bad_lines: int = 0
    target: str | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def light(self) -> Light:
        """The worst of all suites; a run that was cut short is not good."""
        found = {suite.light for suite in self.suites}
        order = (Light.BROKEN, Light.WORSE, Light.UNFINISHED, Light.SHORT, Light.GOOD)
        if self.interrupted and not found & {Light.BROKEN, Light.WORSE}:
            return Light.UNFINISHED
        return next((light for light in order if light in found), Light.MEASURED)

    @property
    def exit(self) -> Exit:
        """What the command ends with."""
        if self.interrupted:
            return Exit.INTERRUPTED
        if self.light is Light.BROKEN:
            return Exit.GATE_FAILED
        if self.light is Light.WORSE:
            return Exit.REGRESSION
        return Exit.USAGE if self.bad_lines else Exit.OK

    @property
    def words(self) -> str:
        """The verdict in a sentence."""
        broken = [gate.gate.name for suite in self.suites for gate in suite.gates if gate.held is False]
        worse = [f"{suite.run.suite.name}.{change.measure}" for suite in self.suites for change in suite.changes if change.worse]
        parts = []
        if broken:
            parts.append(f"{_count(len(broken), 'gate is', 'gates are')} broken: {', '.join(broken)}.")
        if worse:
            parts.append(f"Worse than the baseline beyond noise: {', '.join(dict.fromkeys(worse))}.")
        if self.interrupted:
            parts.append("The run was interrupted; what is here covers only the cases that were run.")
        if not parts:
            parts.append("Every gate holds." if self.light in (Light.GOOD, Light.SHORT) else "No gate applies to these cases.")
        if short := [gate.gate.name for suite in self.suites for gate in suite.gates if gate.goal_met is False]:
            parts.append(f"{_count(len(short), 'figure is', 'figures are')} short of the goal: {', '.join(dict.fromkeys(short))}.")
        if self.part:
            parts.append("Only a part of the cases was run, so gates break only where chance does not explain it.")
        if self.bad_lines:
            parts.append(f"{_count(self.bad_lines, 'line', 'lines')} could not be read.")
        return " ".join(parts)


def judged_suite(run: SuiteRun, gates: Sequence[Gate], baseline: Baseline | None) -> SuiteVerdict:
    """Figures, gates and changes of one suite. Gates look at the test split where it was run, and never at files of the user's own."""
    found = figures(run.suite, run.outcomes)
    splits = {outcome.split for outcome in run.outcomes}
    split = next((name for name in SPLITS if name in splits), "test")
    changed = tuple(changes(run.suite, run.outcomes, baseline)) if baseline and not run.suite.by_model else ()
    applying = () if split == "own" else tuple(gates)
    results = judged(applying, run.suite, found, changed, split, part=run.planned.part or not run.complete)
    return SuiteVerdict(run, split, found, tuple(results), changed)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
