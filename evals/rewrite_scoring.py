"""Scores of single rewrites: facts kept, words that must not appear, and whether two rewrites are one template."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

_WORD = re.compile(r"\[[^\]]*\]|[a-z0-9]+(?:'[a-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_HOLE = "_"
_WHOLE_WORD_LENGTH = 3
_STEM_LENGTH = 4
_DETERMINERS = frozenset(re.findall(r"\w+", "a an the this that these those my your our his her their"))
_FUNCTION_WORDS = _DETERMINERS | frozenset(
    re.findall(
        r"\w+",
        """
        i me you we us he she they them it is am are was were be been being do does did have has had and or but so because
        as if when while since until after before at by for from in into of off on onto out over to under up with without not
        no will would could can shall may might must there here what who which how why more most some any all just
        """,
    )
)

# The frame of an I-statement is the rewriter's own, even where the statement began with "I feel".
_FRAME = frozenset(["feel", "feeling", "felt", "need", "want", "like"])


def lost_facts(facts: Iterable[Sequence[str]], text: str) -> list[str]:
    """The facts of which no accepted stem occurs in the text, each named by its first stem."""
    plain = _plain(text)
    return [stems[0] for stems in facts if not any(_occurs(stem, plain) for stem in stems)]


def forbidden_found(forbidden: Iterable[str], text: str) -> list[str]:
    """The forbidden words and phrases that the text holds, with or without a plural s."""
    plain = _plain(text).replace("'", "")
    return [entry for entry in forbidden if re.search(rf"\b{re.escape(_plain(entry).replace(chr(39), ''))}s?\b", plain)]


def skeleton(statement: str, text: str) -> str:
    """What is left of a rewrite when the words taken from the statement, numbers and slots are cut out.

    Each run of such words becomes one hole, with the small words inside it and the determiners before it,
    so that two rewrites made by filling one template with different facts have the same skeleton.
    """
    source, words = _words(statement), _words(text)
    content = set(source) - _FUNCTION_WORDS - _FRAME
    taken = {place for place, word in enumerate(words) if _is_taken(word, content)}
    taken |= _copied_along(words, taken, set(pairwise(source)))
    return " ".join(_joined_holes([_HOLE if place in taken else word for place, word in enumerate(words)]))


def shared(skeletons: Sequence[str]) -> int:
    """How many of the skeletons occur more than once."""
    return sum(count for count in Counter(skeletons).values() if count > 1)


def sentences(text: str) -> list[str]:
    """The sentences of a rewrite."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text))


def _occurs(stem: str, plain: str) -> bool:
    tail = r"(?:s|es|'s)?\b" if len(stem) <= _WHOLE_WORD_LENGTH else ""
    if stem[-1].isdigit():
        tail = r"(?!\d)"
    return re.search(rf"(?<![a-z0-9]){re.escape(stem)}{tail}", plain) is not None


def _is_taken(word: str, taken: set[str]) -> bool:
    if word.startswith("[") or word[0].isdigit() or word in taken:
        return True
    if word in _FUNCTION_WORDS | _FRAME or len(word) < _STEM_LENGTH:
        return False
    return any(len(other) >= _STEM_LENGTH and word[:_STEM_LENGTH] == other[:_STEM_LENGTH] for other in taken)


def _copied_along(words: Sequence[str], taken: set[int], pairs: set[tuple[str, str]]) -> set[int]:
    """The places next to a taken word whose words stand next to it in the statement as well, and so on outwards."""
    copied: set[int] = set()
    for step in (-1, 1):
        for start in taken:
            place = start
            while 0 <= place + step < len(words) and tuple(words[min(place, place + step) :][:2]) in pairs:
                place += step
                copied.add(place)
    return copied


def _joined_holes(marked: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for word in marked:
        if word == _HOLE:
            _swallow(kept)
        kept.append(word)
    return kept


def _swallow(kept: list[str]) -> None:
    """Take back the words before a new hole that belong to it: to the hole before, or the determiners."""
    start = len(kept)
    while start and kept[start - 1] in _FUNCTION_WORDS:
        start -= 1
    if start and kept[start - 1] == _HOLE:
        del kept[start - 1 :]
        return
    while kept and kept[-1] in _DETERMINERS:
        kept.pop()
