"""What a language model is given, and what is decided on what it writes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GivenPassage:
    """One passage as the model was given it; `n` is the number it cites it by, from 1."""

    n: int
    section: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rendered prompt; `version` is the released number it came from, such as `coach.v1`."""

    version: str
    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a sentence may be shown.

    `text` is the sentence as it may be shown, empty where it is dropped; `cited` are the numbers that may stand beside
    it. `reason` is empty where it is kept; else `check` or `check: detail`, where check is one stable word and detail
    the id of a rule or the like, never words of the sentence or of a person.
    """

    kept: bool
    reason: str
    text: str
    cited: tuple[int, ...] = ()

    @property
    def check(self) -> str:
        """The check that dropped it, without detail."""
        return self.reason.partition(":")[0]
