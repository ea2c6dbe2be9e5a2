"""`chat`: scripted conversations, turn by turn: kind, facts, citations, forbidden advice, length, a question, no repeating."""

from collections.abc import Sequence
from dataclasses import replace

from evals import chat
from evals.frame.figures import plain_slices
from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import System

# The first word of a failure names its kind; what follows is the detail.
_CHECKS = {"kind": "kind", "fact": "facts", "citation": "cited", "uncited": "cited", "forbidden": "clean", "repeats": "fresh"}
_COMMON = ("kind", "clean")


def judge(case: Case, system: System) -> Sequence[Outcome]:
    """One conversation: an outcome for each turn, and one for the whole."""
    held = chat.run([case], system.chat)
    return [*(_turn(case, outcome) for outcome in held), _whole(case, held)]


def _turn(case: Case, outcome: chat.Outcome) -> Outcome:
    turn = case["turns"][outcome.turn - 1]
    failed = {_CHECKS.get(failure.split()[0], "shape") for failure in outcome.failed}
    asked = {*_COMMON, "shape"} | ({"facts"} if turn["facts"] else set()) | ({"cited"} if turn["cites"] else set())
    asked |= {"fresh"} if turn["fresh"] else set()
    scores: dict[str, float | None] = {"turn": float(outcome.passed)}
    # Where the kind is wrong, nothing else is looked at.
    scores |= {"kind": 0.0} if "kind" in failed else {check: float(check not in failed) for check in sorted(asked | failed)}
    return Outcome(
        case=str(case["id"]),
        split=str(case["split"]),
        part=f"turn {outcome.turn}",
        expected=str(turn["kind"]),
        got="as expected" if outcome.passed else "; ".join(outcome.failed),
        scores=scores,
        slices=plain_slices(turn, ("kind",)) | {"place": "first turn" if outcome.turn == 1 else "later turn"},
        given=tuple(t["say"] for t in case["turns"][: outcome.turn]),
        shown=outcome.reply,
        reason=str(case.get("about", "")),
    )


def _whole(case: Case, held: Sequence[chat.Outcome]) -> Outcome:
    right = sum(outcome.passed for outcome in held)
    return Outcome(
        case=str(case["id"]),
        split=str(case["split"]),
        part="whole",
        expected="every turn as expected",
        got=f"{right} of {len(held)} turns",
        scores={"conversation": float(right == len(held))},
    )


SUITE = Suite(
    name="chat",
    title="Conversations",
    question="Does the coach hold a conversation that helps?",
    dataset="chat.v1",
    judge=judge,
    fast=16,
    slices=("kind", "place"),
    measures=(
        Measure("turn", "Turns with nothing against them"),
        Measure("kind", "Turns with the right kind of answer", fails=False),
        Measure("clean", "Turns without forbidden advice", fails=False),
        Measure("facts", "Turns that hold the facts they should", fails=False, sliced=False),
        Measure("cited", "Turns that rest on a fitting section", fails=False, sliced=False),
        Measure("fresh", "Turns that do not repeat themselves", fails=False, sliced=False),
        Measure("shape", "Turns of the right length and ending", fails=False, sliced=False),
        Measure("conversation", "Conversations with every turn right", fails=False, sliced=False),
    ),
    notes=("Expectations are phrases, sections and counts. Warmth and tact need a reader.",),
)

AS_TYPED = replace(SUITE, name="chat-as-typed", title="Conversations as people type them", dataset="chat.v2")
"""The same checks on messier conversations; `python -m evals.chat` runs it, no gate rests on it."""
