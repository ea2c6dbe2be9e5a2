"""Takes a sentence apart where a later piece is wrapped itself, and where a verdict runs on into a clause."""

import re
from collections.abc import Iterator, Sequence

from service.ports import Grammar
from service.rewriting.clauses import ClauseReader
from service.rewriting.clearing import Clearer
from service.rewriting.wrappers import Peeler

_FINITE = frozenset({"VVB", "VVD", "VVZ", "VBB", "VBD", "VBZ", "VHB", "VHD", "VHZ", "VDB", "VDD", "VDZ", "VM0"})
_PERFECT = re.compile(r"\b(?:have|has|been) (?:not )?(?:\w+ ){1,8}since you\b")
_PIECE = (
    r" , (?:and |but |so |or |then |because )?"
    r"| (?:{since}because|as) (?=you (?!(?:are|were) )|your )"
    r"| (?:and|but|so) (?=(?:why|stop|how hard|do not you|it is your|because of you|i feel like|it feels like|you should|you never|"
    r"you always|do you|you make me)\b)"
)
_PIECES = re.compile(_PIECE.replace("{since}", "since|"))
_PIECES_OF_A_TIME = re.compile(_PIECE.replace("{since}", ""))
_OPENS_A_PIECE = frozenset({"you", "i", "we", "they", "he", "she", "it", "my", "your", "the", "that", "this", "there"})

Piece = tuple[frozenset[str], str]
"""The marks of a piece and its clean words."""


class PieceFinder:
    """Takes sentences apart."""

    def __init__(self, grammar: Grammar, clauses: ClauseReader, clearer: Clearer, peeler: Peeler) -> None:
        self._grammar, self._clauses, self._clearer, self._peeler = grammar, clauses, clearer, peeler

    def pieces(self, marks: frozenset[str], text: str) -> Iterator[Piece]:
        """The pieces; a verdict or a matter ends where a clause runs on behind it without a mark."""
        for piece_marks, piece in self._parts(marks, text):
            words = piece.split()
            end = self._clauses.runs_on_at(words, self._tags(words)) if {"<about>", "<verdict>"} & piece_marks else len(words)
            yield piece_marks, " ".join(words[:end])
            if end < len(words):
                yield frozenset(), " ".join(words[end:])

    def _tags(self, words: Sequence[str]) -> list[str]:
        return self._grammar.tag([word if word != "i" else "I" for word in words])

    def _parts(self, marks: frozenset[str], text: str) -> list[Piece]:
        """The statement, with later pieces that are wrapped themselves taken apart."""
        pattern = _PIECES if not _PERFECT.search(text) else _PIECES_OF_A_TIME
        pieces = [piece.strip() for piece in pattern.split(text) if piece.strip()]
        out: list[Piece] = [(marks, piece) for piece in pieces[:1]]
        for piece in pieces[1:]:
            found, rest = self._peeler.peel(piece)
            rest, _ = self._clearer.clear(rest)
            if not rest:
                continue
            if not found and self._joins(rest):
                out[-1] = (out[-1][0], f"{out[-1][1]} , {rest}")
            else:
                out.append((found, rest))
        return out

    def _joins(self, rest: str) -> bool:
        """Whether a piece after a comma goes on with the clause before it."""
        first = rest.split(maxsplit=1)[0]
        listed = re.split(r" (?:and|but|so|while) (?=(?:you|i|we|he|she|they) )", rest, maxsplit=1)[0]
        if first in ("the", "my", "your") and not any(tag in _FINITE for tag in self._tags(listed.split())):
            return True
        return first not in _OPENS_A_PIECE or len(rest.split()) < 2
