"""Where a noun phrase ends, by tags and short word lists."""

from collections.abc import Sequence

_TIMES = frozenset(
    "night nights day days week weeks weekend weekends evening evenings morning mornings month months year years hour hours minute minutes "  # noqa: SIM905
    "times afternoon while monday tuesday wednesday thursday friday saturday sunday tonight today yesterday tomorrow mins".split()
)


_POINTERS = frozenset({"the", "my", "our", "your"})
_NO_THING = frozenset({"only", "one", "same", "other", "first", "last", "own", "most", "best", "worst", "way", "next", "least"})
_FINITE = frozenset({"VBZ", "VBD", "VHZ", "VHD", "VVD", "VM0", "VDZ", "VDD"})


def noun_phrase_end(words: Sequence[str], tags: Sequence[str], at: int) -> int:
    """One past a noun phrase that begins here with a determiner, possessive, number or name; `at` where none does."""
    first = begun = owner = at
    if words[at] in ("her", "his") and tags[at + 1 : at + 2] and tags[at + 1] in ("AT0", "DPS"):
        return at
    if words[at][0].isdigit() or words[at][0] in "£$€₹":
        pass
    elif tags[at] not in ("AT0", "DPS", "DT0", "CRD", "NN2", "NP0", "NN1", "AJ0", "ORD") and words[at] not in (
        "my",
        "your",
        "the",
        "our",
        "her",
        "his",
    ):
        return at
    noun = False
    while at < len(words):
        word, tag = words[at], tags[at]
        if noun and _owner_of_more(word, tags, at):
            noun, owner = False, at
        elif tag in ("NN0", "NN1", "NN2", "NP0") or word == "'s" or word[0].isdigit() or word[0] in "£$€₹":
            noun = True
        elif (tag in ("AT0", "DPS", "DT0", "CRD", "AJ0", "AJC", "AJS", "ORD", "VVG", "VVN") and not (noun and tag != "CRD")) or (
            word in ("my", "your", "the", "our", "her", "his", "a", "an", "this", "that", "these", "those") and at == first
        ):
            pass
        elif word == "of" and at + 1 < len(words) and (noun or _counts(words, tags, first, at)):
            noun, first = False, at + 1
        else:
            break
        at += 1
    if noun or owner > begun:
        return at if noun else owner
    return _unknown_thing(words, tags, begun, at) if words[begun] in _POINTERS else begun


def _owner_of_more(word: str, tags: Sequence[str], at: int) -> bool:
    """Whether a genitive has an adjective behind it: "your brother's new boat"."""
    return word == "'s" and bool(tags[at + 1 : at + 2]) and tags[at + 1][:2] in ("AJ", "OR")


def _counts(words: Sequence[str], tags: Sequence[str], first: int, at: int) -> bool:
    """Whether what stands before "of" is a number of things: "eight of your mates"."""
    return at == first + 1 and (tags[first] == "CRD" or words[first][0].isdigit()) and words[at + 1] in (*_POINTERS, "his", "her", "their")


def _unknown_thing(words: Sequence[str], tags: Sequence[str], first: int, at: int) -> int:
    """One past a thing behind "the" or "my" that no dictionary knows as one: "the wean is asleep", "our tenth"."""
    if words[first] in ("my", "our", "your") and at > first + 1 and tags[at - 1] == "ORD":
        return at
    if words[first] == "the" and tags[first + 1 : first + 2] == ["CRD"] and words[first + 2 : first + 4] in (["of", "you"], ["of", "us"]):
        return first + 4
    if first + 2 < len(words) and words[first + 1].isalpha() and words[first + 1] not in _NO_THING and tags[first + 2] in _FINITE:
        return first + 2
    if (
        first + 1 < len(words)
        and tags[first + 1] == "AJ0"
        and words[first + 1] not in _NO_THING
        and tags[first + 2 : first + 3] in ([], ["PRP"])
    ):
        return first + 2
    return first


def noun_phrase(words: Sequence[str], tags: Sequence[str]) -> int:
    """How many words of an object stand at the head: `0` where there is none, or only a time such as "all night"."""
    size = noun_phrase_end(words, tags, 0) if words else 0
    return 0 if size and words[size - 1] in _TIMES and not set(words[:size]) & {"my", "your", "our", "time"} else size
