"""Noun phrases with what hangs on them: the facts of a clause that cannot be turned into an event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.rewriting.noun_phrases import noun_phrase_end

HANGS_ON = frozenset(
    "on in at from to for with since until till by after before about over under round across into near behind of off during "  # noqa: SIM905
    "without between through against inside outside beside past instead".split()
)
_TIME_WORDS = frozenset(
    "today tonight yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february april june "  # noqa: SIM905
    "july august september october november december easter christmas twice once again ago late early home upstairs".split()
)
_EMPTY = frozenset(
    "thing things way time times lot bit fault problem issue life god hell sake heaven course joke surprise kind sort mind idea "  # noqa: SIM905
    "trouble use point care thanks congratulations deal something anything nothing everything someone somebody anyone anybody nobody "
    "everyone everybody one ones mood act attention go credit "
    "people person man woman kid guy mate love dear pet reason matter fact day-to-day bother least most".split()
)
_DETERMINERS = frozenset("a an the my your our his her their this that these those every another no some any".split())  # noqa: SIM905
NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty forty fifty hundred half first "  # noqa: SIM905
    "second third fourth fifth sixth seventh tenth".split()
)


_ALL_OF_US = frozenset((this, who) for this in ("this", "that") for who in ("family", "household", "person", "people"))
"""By these a writer means everybody, and no fact."""
_BARE = frozenset(
    [
        "money",
        "football",
        "work",
        "bed",
        "home",
        "school",
        "sex",
        "food",
        "time",
        "love",
        "help",
        "housework",
        "laundry",
        "homework",
        "golf",
        "dinner",
        "lunch",
        "breakfast",
    ]
)


_FRONT = 3


@dataclass(frozen=True, slots=True)
class Chunk:
    """A noun phrase as words; `keys` are its words that carry a fact, `at` the place where it begins.

    `bare` ones had no determiner before them.
    """

    words: tuple[str, ...]
    keys: frozenset[str]
    at: int
    bare: bool = False


def chunks(words: Sequence[str], tags: Sequence[str], *, without: frozenset[str]) -> list[Chunk]:
    """The chunks of a clause in order; none that holds a word of `without`."""
    phrases = [phrase for phrase in without if " " in phrase]
    return [
        chunk
        for chunk in map(_without_front, _all(words, tags))
        if chunk.keys
        and not (set(chunk.words) & without)
        and chunk.words[:2] not in _ALL_OF_US
        and chunk.words[:2] != ("such", "a")
        and not any(phrase in " ".join(chunk.words) for phrase in phrases)
    ]


def named(words: Sequence[str], tags: Sequence[str]) -> tuple[str, ...]:
    """A phrase as something known: "the bowl" for "a bowl" and for a bare "bowl"."""
    if tuple(words[:2]) == ("one", "more"):
        return ("another", *words[2:])
    if words[:1] in (["a"], ["an"], ("a",), ("an",)):
        return ("the", *words[1:])
    head = next((at for at, word in enumerate(words) if at and word in HANGS_ON), len(words))
    if tags[0] == "NN1" and head == 1 and words[0] not in _BARE and words[0] not in _TIME_WORDS:
        return ("the", *words)
    return tuple(words)


def keys(words: Sequence[str], tags: Sequence[str]) -> frozenset[str]:
    """The words among these that carry a fact."""
    return frozenset(word for word, tag in zip(words, tags, strict=True) if _is_key(word, tag))


def _is_key(word: str, tag: str) -> bool:
    if word[0].isdigit() or word[0] in "£$€₹" or word in NUMBER_WORDS or word in _TIME_WORDS - {"again", "home", "once"}:
        return True
    return tag[:2] in ("NN", "NP") and word not in _EMPTY and len(word) > 1


def _all(words: Sequence[str], tags: Sequence[str]) -> Iterator[Chunk]:
    at = 0
    while at < len(words):
        end = _phrase_end(words, tags, at)
        if end == at:
            at += 1
            continue
        first = at
        end = _with_tail(words, tags, end)
        at = end
        while words[end - 1] == "'s" and end > first + 1:
            end -= 1
        yield Chunk(
            named(words[first:end], tags[first:end]), keys(words[first:end], tags[first:end]), first, words[first] not in _DETERMINERS
        )


def _without_front(chunk: Chunk) -> Chunk:
    """What somebody is in front of, without "the front of"."""
    if chunk.words[:3] == ("the", "front", "of") and len(chunk.words) > _FRONT:
        return Chunk(chunk.words[_FRONT:], chunk.keys - {"front"}, chunk.at, chunk.bare)
    return chunk


def _phrase_end(words: Sequence[str], tags: Sequence[str], at: int) -> int:
    end = noun_phrase_end(words, tags, at)
    if end == at and tags[at].startswith("VVG") and at + 1 < len(words) and tags[at + 1][:2] == "NN" and not at:
        return at
    return end


def _with_tail(words: Sequence[str], tags: Sequence[str], end: int) -> int:
    """One past the phrases that hang on the one that ends here."""
    while end < len(words):
        if words[end] in _TIME_WORDS and words[end] not in ("late", "early", "again", "home"):
            end += 1
            continue
        if words[end] in HANGS_ON and end + 1 < len(words):
            after = end + 1
            inner = noun_phrase_end(words, tags, after)
            if inner == after and (words[after][0].isdigit() or words[after] in NUMBER_WORDS or words[after] in _TIME_WORDS):
                inner = after + 1
            if inner > after:
                end = inner
                continue
        break
    return end
