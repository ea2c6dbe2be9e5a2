"""Names who or what a pronoun stands for, where what is told would leave the hearer guessing: "I've stepped over them since Monday"."""

from collections.abc import Collection, Mapping, Sequence

from service.ports import Grammar

_MEN = frozenset("dad daddy father brother son boyfriend husband uncle grandad nephew boy lad landlord".split())  # noqa: SIM905
_WOMEN = frozenset("mum mom mam mummy mother sister daughter girlfriend wife aunt auntie nan gran grandma niece girl".split())  # noqa: SIM905
_WHO: Mapping[str, frozenset[str]] = {"he": _MEN, "him": _MEN, "she": _WOMEN}
_MANY = frozenset({"they", "them"})
_NAME, _SEVERAL = "NP0", "NN2"
_MEASURES = frozenset(
    "seconds minutes hours days nights weeks weekends months years times pounds quid dollars euros percent miles "  # noqa: SIM905
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december christmas easter eid diwali ramadan".split()
)
"""What is counted in, or when: no pronoun stands for it."""
_WITHIN = ("AJ0", "ORD", "CRD", "NN1", "AJS", "AJC")
_POINTING = frozenset("the a an my your our his her their this that these those".split())  # noqa: SIM905
_REACH = 40


class Referents:
    """Finds what pronouns stand for."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def named(self, words: Sequence[str], places: Sequence[int], told: Collection[str], written: Mapping[str, str]) -> dict[int, list[str]]:
        """For each pronoun among `places` whose thing is not `told` yet, the words that name it; pronouns that are unclear are left."""
        open_places = [place for place in places if words[place] in _MANY or words[place] in _WHO]
        if not open_places:
            return {}
        tags = self._grammar.tag([word if word != "i" else "I" for word in words])
        out: dict[int, list[str]] = {}
        for place in open_places:
            head = self._head(words, place, tags, written)
            inside = head is not None and (head in places or words[head] in told)
            if head is not None and not inside and not out:
                out[place] = _phrase(words, head, tags)
        return out

    def _head(self, words: Sequence[str], place: int, tags: Sequence[str], written: Mapping[str, str]) -> int | None:
        """Where the nearest noun before a pronoun stands that it may mean."""
        people = _WHO.get(words[place])
        for at in range(place - 1, max(-1, place - _REACH), -1):
            word = words[at]
            if word in _MEASURES:
                continue
            if people is None and tags[at] == _SEVERAL:
                return at
            if people is not None and (word in people or (tags[at] == _NAME and written.get(word, "")[:1].isupper())):
                return at
        return None


def _phrase(words: Sequence[str], head: int, tags: Sequence[str]) -> list[str]:
    """A noun with what belongs to it before it."""
    start = head
    while start and tags[start - 1].startswith(_WITHIN):
        start -= 1
    if start and words[start - 1] in _POINTING:
        return list(words[start - 1 : head + 1])
    bare = tags[head] == _NAME or words[head] in _MEN | _WOMEN
    return list(words[head : head + 1]) if bare else ["the", *words[start : head + 1]]
