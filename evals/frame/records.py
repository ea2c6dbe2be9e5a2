"""The nouns of a run: a case, what it came to, what is measured on it, and the suite that holds them together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from evals.frame.system import System

Case = Mapping[str, Any]
"""One line of a data set; it always has `id` and `split`."""

SPLITS = ("test", "dev", "own")
"""`own` is a file of the user's own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case came to.

    `scores` holds one number a measure, 1 and 0 for right and wrong. A measure that is not there does not apply;
    one that is None applies and could not be scored, which is not the same as wrong. `part` tells several outcomes of
    one case apart. `given` is what was put in, `got` the decision in a word or two, `shown` the text that came out.
    `numbers` are for plots.
    """

    case: str
    split: str
    expected: str
    got: str
    scores: Mapping[str, float | None]
    slices: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    given: tuple[str, ...] = ()
    shown: str = ""
    rules: tuple[str, ...] = ()
    reason: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What names this outcome in every run of the same cases; it has no spaces, as baselines list keys in lines."""
        return "_".join((f"{self.case}/{self.part}" if self.part else self.case).split())

    @property
    def wrong(self) -> tuple[str, ...]:
        """The measures that this outcome fails."""
        return tuple(name for name, score in self.scores.items() if score is not None and score < 1)

    @property
    def unscored(self) -> bool:
        """Whether something about it could not be scored."""
        return any(score is None for score in self.scores.values())


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a suite, over all outcomes that have a score of this name.

    `better` tells which way is good. A `rate` counts scores of 1, a `mean` averages; `kappa` is the agreement of two
    `readers`, whose answers stand under these names in an outcome's numbers. `fails` is False where a score below
    1 is no mistake (a graded gain), or where another measure already tells of it.
    """

    id: str
    title: str
    kind: Literal["rate", "mean", "kappa"] = "rate"
    better: Literal["higher", "lower"] = "higher"
    sliced: bool = True
    fails: bool = True
    digits: int = 3
    readers: tuple[str, str] = ("", "")


Judge = Callable[[Case, System], Sequence[Outcome]]
Finish = Callable[[Sequence[Outcome]], Sequence[Outcome]]


def nothing_open() -> None:
    """For suites that start nothing of their own."""


def nothing_more(_: Sequence[Outcome]) -> Sequence[Outcome]:
    """For suites whose outcomes stand alone."""
    return ()


@dataclass(frozen=True, slots=True)
class Suite:
    """A data set, the calls made for each case, and what is measured.

    `finish` makes the outcomes that need several cases, such as minimal pairs. `schema` describes one line of a file of
    the user's own; None where the suite takes none. `only_here` is why a suite that looks inside the service cannot be run
    against an address, `live_note` what one that can be sees less of there. `close` ends what the suite started, whatever
    became of the run. A suite `by_model` holds a language model's opinions: it is run only where one is configured, and
    is neither gated nor compared. One that does not search can do without the index. `texts` names the fields that will be encoded, so
    that they can be encoded together, which is faster than one by one.
    """

    name: str
    title: str
    question: str
    dataset: str
    judge: Judge
    measures: tuple[Measure, ...]
    slices: tuple[str, ...] = ()
    finish: Finish = nothing_more
    schema: type[BaseModel] | None = None
    texts: tuple[str, ...] = ()
    only_here: str = ""
    live_note: str = ""
    close: Callable[[], None] = nothing_open
    by_model: bool = False
    searches: bool = True
    fast: int = 60
    notes: tuple[str, ...] = ()

    @property
    def live(self) -> bool:
        """Whether it can be run against an address."""
        return not self.only_here

    def measure(self, name: str) -> Measure:
        """The measure of this name."""
        return next(measure for measure in self.measures if measure.id == name)
