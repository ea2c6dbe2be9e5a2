"""Which kind a statement is: reviewed patterns and the reading of it are cues, weighed by what was learnt from cases.

A single cue misleads: "you always make me laugh" holds "always", and "beans for the fourth night" holds no blame word.
The weights are learnt by `python -m evals.train_kinds`, from the project's own cases, and lie in `data/kinds.json`.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.domain.rewriting import BlameMark, RewriteKind
from service.rewriting.records import RewritingData
from service.rewriting.understand import Understanding

SOFT_FORMS = frozenset({"accusation", "third_person", "collective"})
"""Forms that tell a deed, and are blame only by what stands around them."""
_YOU = frozenset({"you", "your", "yours"})
_OTHERS = frozenset({"he", "she", "they", "him", "her"})
_US = frozenset({"we", "us", "our"})


def cues(statement: str, found: Understanding, marks: Sequence[BlameMark], by_rule: RewriteKind, data: RewritingData) -> frozenset[str]:
    """The cues of a statement; `by_rule` is the kind that the reviewed patterns alone would give."""
    out = {f"form:{mark.form}" for mark in marks}
    hard = any(mark.form not in SOFT_FORMS for mark in marks)
    out |= {"hard" if hard else "not hard", f"rule:{by_rule.value}:{hard}"}
    out |= set(_words(found))
    words = frozenset(word for sentence in found.reading.raw for word in sentence)
    flags = {
        "asks": statement.rstrip().endswith("?"),
        "you": bool(words & _YOU),
        "others": bool(words & _OTHERS),
        "i": "i" in words,
        "we": bool(words & _US),
        "third": found.third,
        "named": bool(found.named),
        "posing": bool(found.posing),
        "request": bool(found.request),
        "shouted": found.reading.shouted,
        "heat": found.reading.heat > 0,
        "limit": bool(found.boundary),
        "insult": bool(words & data.lists.insults),
        "scorn": bool(words & data.lists.scorn),
        "pleasant": bool(words & set(data.feelings.families.get("pleasant", ()))),
    }
    return frozenset(out | {f"is:{name}" for name, holds in flags.items() if holds} | set(_clauses(found)))


def _words(found: Understanding) -> Iterator[str]:
    for sentence in found.reading.raw:
        words = ["<s>", *("<number>" if w[0].isdigit() or w[0] in "£$€₹" else w for w in sentence if w != ",")]
        yield from words[1:]
        yield from (f"{first} {second}" for first, second in pairwise(words))
        yield f"opens:{' '.join(words[1:3])}"


def _clauses(found: Understanding) -> Iterator[str]:
    yield from (f"mark:{mark}" for mark in found.marks)
    for clause in found.clauses:
        if clause.subject in (("you",), ("nobody",)) and clause.verb:
            yield f"you does:{clause.link}" if clause.link in ("when", "if") else "you does"
            yield f"you does:{clause.verb}"
            if clause.negative:
                yield "you does not"
        if clause.subject == ("i",) and clause.verb:
            yield f"i do:{clause.verb}"
