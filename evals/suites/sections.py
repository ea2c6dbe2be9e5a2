"""`sections`: whether every section of the guides still says what it said when it was reviewed, and can be found."""

import re
from collections.abc import Sequence

from evals.frame.records import Case, Measure, Outcome, Suite
from evals.frame.system import LocalSystem, System
from evals.sections import worded

_TOP = 3
_ENOUGH_PROBES = 2
_DEPTH = 10


def judge(case: Case, system: System) -> Sequence[Outcome]:
    """One section: found by what people type for it, and as full as it was."""
    found = [system.search(probe, _DEPTH)["results"] for probe in case["probes"]]
    ranks = [next((at for at, row in enumerate(rows, start=1) if row["section"] == case["section"]), None) for rows in found]
    text = next((row["text"] for rows in found for row in rows if row["section"] == case["section"]), "")
    lost = [word for word in case["key_words"] if not re.search(rf"(?i)\b{re.escape(word)}", text)]
    reached = sum(rank is not None and rank <= _TOP for rank in ranks) >= _ENOUGH_PROBES
    says = len(text.split()) * 2 >= case["words"] and len(lost) * 2 <= len(case["key_words"])
    scores: dict[str, float | None] = {"reached": float(reached), "says": float(says)}
    if isinstance(system, LocalSystem):
        section = system.services.corpus.sections.get(case["section"])
        scores["worded"] = float(section is not None and worded(section) * 2 >= case["worded"])
    return [
        Outcome(
            case=str(case["id"]),
            split=str(case["split"]),
            expected="found, and as full as it was",
            got=f"rank {', '.join(str(rank or 'none') for rank in ranks)}; {len(text.split())} of {case['words']} words",
            scores=scores,
            slices={"guide": str(case["section"]).partition("#")[0]},
            given=tuple(case["probes"]),
            reason=f"missing: {', '.join(lost)}" if lost else "",
        )
    ]


SUITE = Suite(
    name="sections",
    title="Sections",
    question="Does every section still say what it said, and can it be found?",
    dataset="sections.v1",
    live_note="wording for replies cannot be seen from there",
    judge=judge,
    fast=400,
    slices=("guide",),
    measures=(
        Measure("says", "Sections with at least half of their text and of their key words"),
        Measure("worded", "Sections with at least half of their wording for replies"),
        Measure("reached", "Sections that most of their own questions find among the first three"),
    ),
    notes=(
        (
            "This finds what fell out of an edition; whether what stands there is true and kind needs a reader. "
            "The questions stand in the index too, so this says nothing about questions of others: see Retrieval."
        ),
    ),
)
