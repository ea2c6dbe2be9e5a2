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
    """Finds what pronouns stand for, where only one thing before them can be meant."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar

    def named(self, words: Sequence[str], places: Sequence[int], told: Collection[str], written: Mapping[str, str]) -> dict[int, list[str]]:
        """For the first pronoun among `places` whose thing is not `told` yet, the words that name it; an unclear one is left."""
        place = next((place for place in places if words[place] in _MANY or words[place] in _WHO), None)
        if place is None:
            return {}
        tags = self._grammar.tag([word if word != "i" else "I" for word in words])
        heads = [at for at in range(max(0, place - _REACH), place) if self._may_be(words, at, place, tags, written)]
        if len({words[at] for at in heads}) != 1 or heads[-1] in places or words[heads[-1]] in told or tags[heads[-1]] == _NAME:
            return {}
        phrase = _phrase(words, heads[-1], tags)
        return {place: phrase} if phrase else {}

    def _may_be(self, words: Sequence[str], at: int, place: int, tags: Sequence[str], written: Mapping[str, str]) -> bool:
        """Whether the word at one place is something or somebody that the pronoun at another may mean; a name may be anybody."""
        word = words[at]
        if word in _MEASURES:
            return False
        if words[place] in _MANY:
            return tags[at] == _SEVERAL
        return word in _WHO[words[place]] or tags[at] == _NAME or written.get(word, "")[:1].isupper()


def _phrase(words: Sequence[str], head: int, tags: Sequence[str]) -> list[str]:
    """A noun with what belongs to it before it; nothing where it is somebody else's."""
    start = head
    while start and tags[start - 1].startswith(_WITHIN):
        start -= 1
    before = words[start - 1] if start else ""
    if before == "'s":
        return []
    if before in _POINTING:
        return list(words[start - 1 : head + 1])
    return list(words[head : head + 1]) if words[head] in _MEN | _WOMEN else ["the", *words[start : head + 1]]
