"""Where a noun phrase ends, by tags and short word lists."""

from collections.abc import Sequence

_TIMES = frozenset(
    "night nights day days week weeks weekend weekends evening evenings morning mornings month months year years hour hours minute minutes "  # noqa: SIM905
    "times afternoon while monday tuesday wednesday thursday friday saturday sunday tonight today yesterday tomorrow mins".split()
)


def noun_phrase_end(words: Sequence[str], tags: Sequence[str], at: int) -> int:
    """One past a noun phrase that begins here with a determiner, possessive, number or name; `at` where none does."""
    first = at
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
        if tag in ("NN0", "NN1", "NN2", "NP0") or word == "'s" or word[0].isdigit() or word[0] in "£$€₹":
            noun = True
        elif (tag in ("AT0", "DPS", "DT0", "CRD", "AJ0", "AJC", "AJS", "ORD", "VVG", "VVN") and not (noun and tag != "CRD")) or (
            word in ("my", "your", "the", "our", "her", "his", "a", "an", "this", "that", "these", "those") and at == first
        ):
            pass
        elif noun and word == "of" and at + 1 < len(words):
            noun = False
        else:
            break
        at += 1
    return at if noun else first


def noun_phrase(words: Sequence[str], tags: Sequence[str]) -> int:
    """How many words of an object stand at the head: `0` where there is none, or only a time such as "all night"."""
    size = noun_phrase_end(words, tags, 0) if words else 0
    return 0 if size and words[size - 1] in _TIMES and not set(words[:size]) & {"my", "your", "our", "time"} else size
