"""Words that are typed for others, told apart by their neighbours: `ur`, `its`, `ill`, `2`."""

_AFTER_BE = frozenset(
    "always never so not too a an the late going about just still all really such being only no over already lazy selfish "  # noqa: SIM905
    "at on in with off up down back not made having under getting turning acting the constantly bored tired free drunk out away home "
    "done busy mad angry horny".split()
)
_THINGS_IN_ING = frozenset(
    "king thing ring drinking gaming snoring nagging spending driving cooking smoking clothing things feeling sulking parking cleaning "  # noqa: SIM905
    "building washing wedding evening morning timing breathing chewing singing shouting texting flirting whining moaning swearing "
    "drumming christening parenting scrolling gambling hearing training meeting".split()
)
_AFTER_ITS = frozenset(
    "my your been me like disgusting humiliating embarrassing annoying unfair hard exhausting rude gone the a our always never only "  # noqa: SIM905
    "still up all raining half nearly almost about past getting "
    "ten eleven twelve one two three four five six seven eight nine midnight broken stinking freezing".split()
)
_OWNED = frozenset("phone mum mom ma mates boys mother dad job car friends ex laptop game kids".split())  # noqa: SIM905
_MINE = frozenset("own tod phone mum mam birthday job".split())  # noqa: SIM905
_AFTER_I = frozenset("got had was am have do did never asked told said found cannot can could would will just always went".split())  # noqa: SIM905
_AFTER_WILL = frozenset("get be come do go have not never just ring call take put sleep wait make see tell pay find".split())  # noqa: SIM905
_AFTER_WOULD = frozenset("love like have be rather never not prefer want need hope".split())  # noqa: SIM905
_BEFORE_TO = frozenset("to want have had meant supposed going just trying need got nothing listen".split())  # noqa: SIM905
_AFTER_TO = frozenset("you me u my boil be do get go see have make talk move sabotage bed work".split())  # noqa: SIM905
_AFTER_FOR = frozenset(
    "me you us once my your the ages checking a not nothing coming another this that his her it work dinner tea all our everyone".split()  # noqa: SIM905
)
_BETWEEN = frozenset({"just", "not", "never", "always", "still", "already", "only", "again"})
_PARTICIPLES = frozenset(
    "been got gone had taken left done made seen eaten broken lost forgotten spent bought booked invited promised stopped "  # noqa: SIM905
    "started told".split()
)
_PREPOSITIONS = frozenset({"on", "at", "in", "with", "of", "to"})
_BEFORE_AN_OWNER = _PREPOSITIONS | {"about", "from", "for", "by", "during", "over", "after", "before", "through"}
_STATES = frozenset(
    "late crying too so here scared afraid sick ill gone upset terrified asleep awake furious raging in on at away out home back not "  # noqa: SIM905
    "broken empty full cold dirty filthy wet soaking mouldy rotten open unlocked missing ruined covered left allergic".split()
)
_NOT_ILL = frozenset({"again", "and", "in", "with", "since", "for", "all", "because", "when", "or", "at", "on", ","})


_POSTURES = {"sat": "sitting", "stood": "standing", "laid": "lying"}
_BE = frozenset({"am", "is", "are", "was", "were", "been"})
_DIALECT = {
    **{("was", who): "were" for who in ("you", "we", "they")},
    **{("aye", be): "always" for be in ("am", "is", "are", "was", "were")},
}
_KIN = frozenset("mam ma dad mum nan nana gran granny brother sister missus mates mate own ex".split())  # noqa: SIM905
_BEFORE_MY = _PREPOSITIONS | {"see", "visit", "visited", "and", "called", "ring", "rang", "for", "from", "about", "like"}
"""Before these "me" is typed for "my": "to see me da"."""
_AFTER_DAD = frozenset(", about in at on and did is was 's told said says asked rang came called gave got made still never always".split())  # noqa: SIM905
_BEFORE_BACK = frozenset({"", ",", "and", "but", "so", "when", "if", "that", "because", "since", "until", "till", "before", "now", "once"})
_WHO_HAD = frozenset("i you he she we they it".split())  # noqa: SIM905
_KIN_S = frozenset("mums moms dads mams mas sisters brothers mothers fathers nans grans bosses".split())  # noqa: SIM905
_OWNERS = frozenset({"my", "your", "our", "his", "her", "their"})
_NO_NOUN = frozenset("and or but are were have do did will would can never always in on at to for with about who that come go".split())  # noqa: SIM905


def before_noun(after: str) -> bool:
    """Whether the word may be a thing that somebody has."""
    return bool(after) and after not in _NO_NOUN and not after.endswith("ing")


def untangled(sentence: tuple[str, ...]) -> tuple[str, ...]:
    """The sentence with the words that are meant."""
    out: list[str] = []
    place = 0
    while place < len(sentence):
        before = sentence[place - 1] if place else ""
        meant, taken = _meant(sentence, place, before)
        out += meant
        place += taken
    return tuple(out)


def _meant(sentence: tuple[str, ...], place: int, before: str) -> tuple[tuple[str, ...], int]:
    """The words meant by the one at `place`, and how many typed words they stand for."""
    word = sentence[place]
    after = sentence[place + 1] if place + 1 < len(sentence) else ""
    if word == "there" and sentence[place + 1 : place + 3] == ("is", "been"):
        thing = sentence[place + 3 : place + 5]
        plural = any(w[0].isdigit() or w.endswith("s") for w in thing)
        return ("there", "have" if plural else "has"), 2
    if (short := _as_typed(sentence, place, before, after)) is not None:
        return short, 1
    if word in ("2", "4") and _is_word(word, before, after):
        return ("to" if word == "2" else "for",), 1
    if word == "is" and before == "who" and after in _PARTICIPLES:
        return ("has",), 1
    verb = _short_for(sentence, place) if word == "'s" else ""
    return (verb,) if verb else _owner(word, before, after) or _contracted(word, before, after), 1


def _as_typed(sentence: tuple[str, ...], place: int, before: str, after: str) -> tuple[str, ...] | None:
    """What a word typed in haste or in dialect stands for: "your late", "you was", "was sat"; None where it is itself."""
    word = sentence[place]
    if (
        word == "your"
        and before not in _PREPOSITIONS
        and not _is_dad(sentence, place + 1)
        and not (after == "back" and (before.endswith("ing") or before not in _BEFORE_BACK))
        and (after in _AFTER_BE or (after.endswith("ing") and after not in _THINGS_IN_ING))
    ):
        return ("you", "are")
    if word == "its" and (verb := _behind_its(before, after)):
        return ("it", verb)
    if word in _POSTURES and (before in _BE or (before in _BETWEEN and sentence[place - 2 : place - 1] and sentence[place - 2] in _BE)):
        return (_POSTURES[word],)
    mine = word == "me" and after in _KIN and before in _BEFORE_MY
    father = before in (*_OWNERS, "me") and _is_dad(sentence, place)
    had = word == "would" and before in _WHO_HAD and _is_participle(sentence, place)
    if meant := "my" if mine else "dad" if father else "had" if had else _DIALECT.get((word, before)):
        return (meant,)
    if (
        word in _KIN_S
        and before in _OWNERS
        and (before_noun(after) or (not after and sentence[place - 2 : place - 1] in (("at",), ("to",))))
    ):
        return (word[:-1], "'s")
    return None


def _is_participle(sentence: tuple[str, ...], place: int) -> bool:
    """Whether "would" is typed "'d" for "had": "you'd promised", "I'd already got"."""
    after = next((word for word in sentence[place + 1 : place + 4] if word not in _BETWEEN), "")
    return after in _PARTICIPLES or (after.endswith("ed") and not after.endswith("eed") and len(after) > len("shed"))


def _is_dad(sentence: tuple[str, ...], place: int) -> bool:
    """Whether "the" was typed "da" for a father, as in "yer da": elsewhere "da" is read as "the"."""
    after = sentence[place + 1 : place + 2]
    return sentence[place : place + 1] == ("the",) and (not after or after[0] in _AFTER_DAD)


def _behind_its(before: str, after: str) -> str:
    """The verb in "its", where it is typed for "it's"; empty where it is a genitive."""
    if after in _PARTICIPLES or after in ("ruined", "cost"):
        return "has"
    return "is" if after in _AFTER_BE or after in _AFTER_ITS or after[:1].isdigit() or not before else ""


def _short_for(sentence: tuple[str, ...], place: int) -> str:
    """What "'s" stands for, where it is no genitive: "her brother's been here"."""
    after = [word for word in sentence[place + 1 : place + 3] if word not in _BETWEEN]
    if not after:
        return ""
    if after[0] in _PARTICIPLES:
        return "has"
    nxt = sentence[place + 1]
    thing = (after[1:2] and after[1] in (",", "was", "is", "were")) or (place > 1 and sentence[place - 2] in _BEFORE_AN_OWNER)
    underway = nxt.endswith("ing") and nxt not in _THINGS_IN_ING and not thing
    return "is" if nxt in _BETWEEN or nxt in _STATES or underway else ""


def _owner(word: str, before: str, after: str) -> tuple[str, ...]:
    if word == "me" and (after == "own" or (before in _PREPOSITIONS and after in _MINE)):
        return ("my",)
    return ("your",) if word == "you" and before in _PREPOSITIONS and after in _OWNED else ()


def _contracted(word: str, before: str, after: str) -> tuple[str, ...]:
    if short := "i" if word == "ah" and after in _AFTER_I else "year" if word == "your" and before[:1].isdigit() else "":
        return (short,)  # "9 yr old"
    if word == "wed" and after in ("have", "be", "not", "had"):
        return ("we", "would")
    if word == "ill" and (after in _AFTER_WILL or (before in ("", ",") and after and after not in _NOT_ILL)):
        return ("i", "will")
    if word == "id" and after in _AFTER_WOULD:
        return ("i", "would")
    if word == "hell" and after in ("be", "come", "have", "do", "get", "not"):
        return ("he", "will")
    return ("you",) if word == "tha" else (word,)


def _is_word(digit: str, before: str, after: str) -> bool:
    """Whether "2" and "4" are typed for "to" and "for"."""
    return after in _AFTER_FOR if digit == "4" else before in _BEFORE_TO or after in _AFTER_TO
