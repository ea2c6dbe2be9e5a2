"""Which of the writer's things stand nowhere in what is told yet."""

import re
from collections.abc import Sequence

from service.rewriting.chunks import NUMBER_WORDS, Chunk
from service.rewriting.understand import Understanding
from service.rewriting.words import surface

_STEM = 4
_ROOM_FOR_A_THING = 7
_WITH_A_PLACE = 3
_MOST_THINGS = 3
_TIMES = frozenset(
    "week weeks weekend month months year years day days night nights evening morning mornings time times hour hours minute minutes "  # noqa: SIM905
    "monday tuesday wednesday thursday friday saturday sunday today tonight yesterday tomorrow".split()
)
_VAGUE_TIMES = frozenset({"time", "times", "day", "days", "today", "minute", "minutes"})


def left(told: str, found: Understanding, *, weighty: bool = False, own: bool = False) -> list[str]:
    """The writer's things that stand nowhere in what is told; `weighty` ones are worth a sentence of their own."""
    things = [
        phrase(chunk, found)
        for chunk in found.facts
        if _worth_telling(chunk) and (not weighty or not chunk.bare or _weighs(chunk, found)) and _missing(chunk, told)
    ]
    if own:
        said = " . ".join(" ".join(sentence) for sentence in found.reading.sentences)
        things = [
            thing
            for thing in things
            if thing.startswith(("my ", "our ")) or re.search(rf"\b(?:about|over) {re.escape(thing.lower())}\b", said)
        ]
    return [thing for thing in dict.fromkeys(things) if len(thing.split()) <= _ROOM_FOR_A_THING][:_MOST_THINGS]


def phrase(chunk: Chunk, found: Understanding) -> str:
    """A noun phrase as it is shown."""
    named = chunk.bare and chunk.words[0] == "the" and found.reading.written.get(chunk.words[1], "")[:1].isupper()
    return surface(chunk.words[1:] if named else chunk.words, found.reading.written)


def needed(found: Understanding) -> frozenset[str]:
    """Numbers, names and things of the writer, which no wording loses lightly."""
    told = {
        word
        for word in found.reading.words
        if word[0].isdigit() or word[0] in "£$€₹" or (word != "i" and found.reading.written.get(word, "")[:1].isupper())
    }
    return frozenset(told.union(*(chunk.keys for chunk in found.facts)) - _VAGUE_TIMES)


def told_of(carrying: frozenset[str], text: str) -> int:
    """How many of the words that carry a fact stand in a text."""
    words = re.findall(r"[\w£$€₹]+(?:[.:,]\d+)*(?:-\w+)*", text.lower())
    return sum(_among(key, words) for key in carrying)


def _worth_telling(chunk: Chunk) -> bool:
    """Whether the thing says something by itself: more than a time."""
    return not all(key in _TIMES or key in NUMBER_WORDS for key in chunk.keys)


def _weighs(chunk: Chunk, found: Understanding) -> bool:
    """Whether a thing that stood without a pointer is worth a sentence: a name, a sum, or a thing with its place."""
    named = any(found.reading.written.get(key, "")[:1].isupper() or key[0].isdigit() or key[0] in "£$€₹" for key in chunk.keys)
    return named or len(chunk.words) > _WITH_A_PLACE


def _missing(chunk: Chunk, told: str) -> bool:
    """Whether a word of the chunk that carries a fact stands nowhere in what is told."""
    words = re.findall(r"[\w£$€₹]+(?:[.:,]\d+)*(?:-\w+)*", told.lower())
    return any(not _among(key, words) for key in chunk.keys)


def _among(key: str, words: Sequence[str]) -> bool:
    if len(key) <= _STEM or key[0].isdigit() or key[0] in "£$€₹":
        return key in words or f"{key}s" in words or any(w.startswith(key) for w in words if key[-1:].isdigit())
    return any(word[: max(_STEM, len(key) - 2)] == key[: max(_STEM, len(key) - 2)] for word in words)
