"""Leaves out what is said with a doubt: without "supposedly" the deed would be told as a fact."""

from collections.abc import Sequence
from dataclasses import replace

from service.rewriting.chunks import Chunk
from service.rewriting.clauses import Clause


def certain(clauses: Sequence[Clause], doubts: frozenset[str]) -> list[Clause]:
    """The clauses without what is doubted: a whole clause, or its end where the doubt opens only that."""
    kept = []
    for clause in clauses:
        at = next((place for place, word in enumerate(clause.rest) if word in doubts), len(clause.rest))
        if not doubts & set(clause.words):
            kept.append(clause)
        elif 0 < at < len(clause.rest) - 1:
            cut = len(clause.rest) - at
            kept.append(replace(clause, rest=clause.rest[:at], tags=clause.tags[:at], words=clause.words[:-cut]))
    return kept


def sure_things(things: Sequence[Chunk], clauses: Sequence[Clause]) -> list[Chunk]:
    """The things of a piece that stand in its clauses; all of them where no clause is left to be told."""
    said = {word for clause in clauses for word in clause.words}
    return [thing for thing in things if not clauses or said.issuperset(thing.words) or any(word[0].isdigit() for word in thing.words)]
