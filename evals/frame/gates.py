"""Gates: the lines that no run may cross, read from `evals/gates.yaml` with their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evals.frame.figures import Figure, SuiteFigures
from evals.frame.paired import Change
from evals.frame.records import Suite
from service.domain.errors import ConfigurationError

SHIPPED = Path(__file__).parent.parent / "gates.yaml"


class Gate(BaseModel):
    """One line of the file.

    `slice` narrows the measure to one value of a field, as `level=emergency`. `of` tells which number must hold: the
    value itself, or the end of its interval. `at_most_lost` counts cases that the baseline got right and this run does not.
    A gate holds what is reached today; `goal` is what the value must come to before the service is good at it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    measure: str
    why: str
    slice: str | None = None
    of: Literal["value", "low", "high"] = "value"
    at_least: float | None = None
    at_most: float | None = None
    at_most_lost: int | None = None
    goal: float | None = None

    @property
    def name(self) -> str:
        """What the gate is about, in a line."""
        return f"{self.suite}.{self.measure}" + (f" [{self.slice}]" if self.slice else "")

    @property
    def sliced(self) -> tuple[str, str] | None:
        """Field and value."""
        if self.slice is None:
            return None
        field, _, value = self.slice.partition("=")
        return field, value


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate with what was found; `held` is None where nothing was measured for it."""

    gate: Gate
    split: str
    held: bool | None
    found: float | None
    words: str
    goal_met: bool | None = None
    goal_words: str = ""


def load_gates(file: Path, suites: Mapping[str, Suite]) -> tuple[Gate, ...]:
    """The gates of a file.

    Raises:
        ConfigurationError: the file cannot be read, or names what is not there.
    """
    try:
        gates = tuple(Gate.model_validate(record) for record in yaml.safe_load(file.read_text(encoding="utf-8"))["gates"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValidationError) as error:
        raise ConfigurationError(f"{file} is not a file of gates: {error}") from error
    for gate in gates:
        if gate.suite not in suites or gate.measure not in {m.id for m in suites[gate.suite].measures}:
            raise ConfigurationError(f"{file}: no suite measures {gate.name}")
        if suites[gate.suite].by_model:
            raise ConfigurationError(f"{file}: {gate.name} is a language model's opinion, and no gate rests on one")
        if [gate.at_least, gate.at_most, gate.at_most_lost].count(None) != 2:
            raise ConfigurationError(f"{file}: {gate.name} needs one of at_least, at_most, at_most_lost")
    return gates


def judged(  # noqa: PLR0913  what a gate may look at
    gates: Sequence[Gate], suite: Suite, found: SuiteFigures, changes: Sequence[Change], split: str, *, part: bool
) -> list[GateResult]:
    """The gates of one suite on one split. Where only `part` of the cases ran, a gate breaks only beyond what chance explains."""
    results = []
    for gate in gates:
        if gate.suite != suite.name:
            continue
        if gate.at_most_lost is not None:
            results.append(_lost(gate, changes, found, split))
        else:
            results.append(
                _limited(
                    gate, found.find(gate.measure, split, gate.sliced), split, part=part, rate=suite.measure(gate.measure).kind == "rate"
                )
            )
    return results


def _limited(gate: Gate, figure: Figure | None, split: str, *, part: bool, rate: bool) -> GateResult:
    if figure is None or not figure.n:
        return GateResult(gate, split, None, None, "not measured in this run")
    value = getattr(figure, gate.of)

    def told(number: float) -> str:
        return f"{number:.1%}".replace(".0%", "%") if rate else f"{number:g}"

    if gate.at_least is not None:
        held = (figure.high if part else value) >= gate.at_least
        wanted = f"at least {told(gate.at_least)}"
    else:
        held = (figure.low if part else value) <= (gate.at_most or 0)
        wanted = f"at most {told(gate.at_most or 0)}"
    what = {"value": "", "low": "lower end ", "high": "upper end "}[gate.of]
    met = None if gate.goal is None else figure.value >= gate.goal if gate.at_least is not None else figure.value <= gate.goal
    return GateResult(
        gate,
        split,
        held,
        value,
        f"{what}{told(value)}, wanted {wanted}, n = {figure.n}",
        met,
        told(gate.goal) if gate.goal is not None else "",
    )


def _lost(gate: Gate, changes: Sequence[Change], found: SuiteFigures, split: str) -> GateResult:
    change = next((c for c in changes if c.measure == gate.measure and c.split == split), None)
    if change is None or found.find(gate.measure, split) is None:
        return GateResult(gate, split, None, None, "no baseline to compare with")
    count = len(change.lost)
    held = count <= (gate.at_most_lost or 0)
    return GateResult(gate, split, held, float(count), f"{count} lost against the baseline, allowed {gate.at_most_lost}")
