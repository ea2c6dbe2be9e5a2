"""Which texts a report may show: none of the test split, and none of a user's own file where they asked for that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.frame.records import Case, Outcome


@dataclass(frozen=True, slots=True)
class Shown:
    """The texts of cases, and what may be shown of them.

    Test cases stay unread so that a score on them keeps its meaning. `inputs` is False where a user's own texts, and
    answers that echo them, must not stand in the report.
    """

    cases: Mapping[str, Case]
    inputs: bool = True
    test: bool = False

    def texts(self, outcome: Outcome) -> tuple[Sequence[str] | None, str | None]:
        """Input and output of an outcome; None for what is not shown."""
        hidden = (outcome.split == "test" and not self.test) or (outcome.split == "own" and not self.inputs)
        if hidden:
            return None, None
        return outcome.given or case_text(self.cases.get(outcome.case, {})), outcome.shown


def case_text(case: Case) -> tuple[str, ...]:
    """What a case puts in, whatever its suite calls it."""
    if case.get("messages"):
        return tuple(f"{'coach: ' if turn['role'] == 'assistant' else ''}{turn['content']}" for turn in case["messages"])
    for name in ("text", "query", "statement"):
        if case.get(name):
            return (str(case[name]),)
    return ()
