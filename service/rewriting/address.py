"""Who is spoken to: a statement about a partner is read as if it were said to them."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from service.ports import Grammar

_YOU = frozenset({"you", "your", "yours", "yourself", "yourselves"})
_HE = {"he": "you", "him": "you", "his": "your", "himself": "yourself"}
_SHE = {"she": "you", "hers": "yours", "herself": "yourself"}
_THEY = {"they": "you", "them": "you", "their": "your", "theirs": "yours", "themselves": "yourself", "themself": "yourself"}

_MEN = frozenset("dad father brother son uncle grandad father-in-law brother-in-law stepdad landlord".split())  # noqa: SIM905
_WOMEN = frozenset("mum mom mam mother sister daughter aunt gran nan mother-in-law sister-in-law stepmum landlady".split())  # noqa: SIM905
_NEAR = frozenset(
    "dad father mum mom mam mother sister brother son daughter lodger manager boss supervisor colleague neighbour neighbor landlord "  # noqa: SIM905
    "landlady friend mate cousin aunt uncle gran nan grandad mother-in-law father-in-law sister-in-law brother-in-law stepdad stepmum "
    "lad lass kid housemate roommate flatmate co-worker coworker".split()
)
"""People of the writer's: at the head of a message about them it is they who are to hear it."""
_PEOPLE = "girlfriend|boyfriend|wife|husband|mum|mom|mam|dad|mother|father|sister|brother|mate|mates|friend|friends|parents|kids|family"
_BETWEEN = frozenset("always never just only still even also really ever often sometimes constantly then".split())  # noqa: SIM905
_ORDERS = frozenset(
    {"stop", "quit", "get", "put", "turn", "leave", "pick", "give", "keep", "let", "do", "tell", "shut", "text", "go", "look"}
)
"""Verbs that open an order: then somebody is spoken to, and "he" is another."""
_AGREE = {"is": "are", "was": "were", "has": "have", "does": "do"}


_KIN = frozenset("mum mom mam mummy dad daddy gran granny grandad nan nana sis".split())  # noqa: SIM905
_BEFORE_A_NAME = (
    _MEN
    | _WOMEN
    | _NEAR
    | _KIN
    | frozenset(
        "auntie mr mrs ms dr saint st lady sir nurse teacher doctor partner husband wife girlfriend boyfriend ex baby dog cat pony horse "  # noqa: SIM905
        "puppy street road club park station hotel bar pub cafe shop school church app team channel series film game called named".split()
    )
)
"""Behind one of these a name says which one it is."""
_SPEAKING = frozenset({"i", "you", "your", "my", "me", "we"})
_NEVER_CALLED = frozenset("i ramadan eid diwali halloween hanukkah passover lent netflix xbox facebook instagram".split())  # noqa: SIM905
_AFTER_A_NAME = frozenset({"you", "your", ",", "why", "stop", "please"})
_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday christmas easter january february march april may june july august "  # noqa: SIM905
    "september october november december".split()
)


def spoken_to(sentence: Sequence[str], tags: Sequence[str]) -> str:
    """The name or family word at the head of a sentence by which the other is called; empty where there is none."""
    if len(sentence) < 4 or sentence[1] not in _AFTER_A_NAME:
        return ""
    first = sentence[0]
    named = tags[0] == "NP0" and first not in _NO_NAMES and first.isalpha()
    return first if first in _KIN or (named and (sentence[1] != "," or tags[2][:2] not in ("NP", "NN"))) else ""


def called_last(sentence: Sequence[str], tags: Sequence[str], written: Mapping[str, str]) -> int:
    """Where a name stands that only calls somebody, behind a thing that it does not name: "at the table Darren"; 0 where none does."""
    for at in range(3, len(sentence)):
        before, name = sentence[at - 1], sentence[at]
        named = written.get(name, "")[:1].isupper() and name.isalpha() and name not in _NEVER_CALLED | _NO_NAMES | _KIN
        thing = tags[at - 1] in ("NN0", "NN1", "NN2") and not written.get(before, "")[:1].isupper() and before not in _BEFORE_A_NAME
        if named and thing and list(sentence[at + 1 : at + 2]) in ([], [","]):
            return at
    return 0


def _is_order(sentence: Sequence[str]) -> bool:
    """Whether a sentence tells somebody what to do, with "please" or without."""
    polite = bool(sentence) and sentence[0] == "please"
    return bool(_ORDERS & set(sentence[: 1 + polite]))


def to_you(sentences: Sequence[Sequence[str]], partners: Sequence[str], grammar: Grammar) -> tuple[list[list[str]], bool]:
    """The sentences with the person addressed as "you", and whether they were spoken about instead."""
    words = {
        word
        for sentence in sentences
        for place, word in enumerate(sentence)
        if word != "you" or sentence[place - 1 : place] not in (("thank",), ["thank"])
    }
    if words & _YOU or any(_is_order(sentence) for sentence in sentences):
        return [list(sentence) for sentence in sentences], False
    head = sentences[0][:3] if sentences else ()
    sentences = _relative_first(sentences, grammar)
    text = [_without(list(sentence), partners) for sentence in sentences]
    named = any(changed for _, changed in text)
    plain = [sentence for sentence, _ in text]
    group = _group(plain, named=named, head=head)
    if not group and not named:
        return plain, False
    if named and _of_others(sentences, partners):
        return plain, True
    return [_swapped(sentence, group, grammar) for sentence in plain], True


def addressed(sentences: Sequence[Sequence[str]], written: Mapping[str, str]) -> str:
    """A name at the head of a sentence, with "you" or a pause behind it; or at its end behind a pause."""
    for sentence in sentences:
        for place, word in enumerate(sentence):
            shown = written.get(word, "")
            after, before = sentence[place + 1 : place + 2], sentence[place - 1 : place] if place else []
            if not shown[:1].isupper() or word in _NEVER_CALLED or list(before) in (["to"], ["with"], ["and"], ["'s"], ["my"], ["the"]):
                continue
            if (place <= 4 and list(after) in (["you"], ["your"], [","]) and list(before) in ([], [","], ["sake"])) or (
                list(before) == [","] and not after and _SPEAKING & set(sentence)
            ):
                return shown
    return ""


def _relative_first(sentences: Sequence[Sequence[str]], grammar: Grammar) -> Sequence[Sequence[str]]:
    """The sentences with a relative or colleague of the writer's at their head read as a partner: it is they who are to hear it."""
    first = list(sentences[0]) if sentences else []
    size = next((n for n in (3, 2) if len(first) > n and first[0] in ("my", "our", "me") and first[n - 1] in _NEAR), 0)
    verb = next((word for word in first[size:] if word not in _BETWEEN), "")
    told = verb in ("has", "is", "was", "had") or ("'" not in verb and grammar.lemma(verb, "VERB") not in (None, verb))
    return [["my", "partner", *first[size:]], *sentences[1:]] if size and told else sentences


def _of_others(sentences: Sequence[Sequence[str]], partners: Sequence[str]) -> bool:
    """Whether the person stands only as the one to whom another belongs: "my flatmate's girlfriend"."""
    text = f" {' '.join(word for sentence in sentences for word in (*sentence, '.'))} "
    owned = any(re.search(rf" {re.escape(phrase)} 's (?:\w+ )?(?:{_PEOPLE})\b", text) for phrase in partners)
    return owned and not any(re.search(rf" {re.escape(phrase)} (?!'s )", text) for phrase in partners)


def _without(words: list[str], partners: Sequence[str]) -> tuple[list[str], bool]:
    changed = False
    for phrase in partners:
        parts = phrase.split()
        for at in range(len(words) - len(parts), -1, -1):
            if words[at : at + len(parts)] == parts and "i" not in words[max(0, at - 1) : at] and (words[at - 1 : at] != ["like"]):
                possessive = words[at + len(parts) : at + len(parts) + 1] == ["'s"]
                words[at : at + len(parts) + possessive] = ["your" if possessive else "you"]
                changed = True
    return words, changed


def _group(sentences: Sequence[Sequence[str]], *, named: bool, head: Sequence[str] = ()) -> dict[str, str]:
    flat = [word for sentence in sentences for word in sentence]
    found = [(flat.index(subject), pairs) for subject, pairs in (("he", _HE), ("she", _SHE), ("they", _THEY)) if subject in flat]
    if not named and not set(head) & (_MEN | _WOMEN):
        found = [(at, pairs) for at, pairs in found if not _named_before(flat[:at], pairs)]
    if named:
        found += [(flat.index(w), p) for w, p in (("him", _HE), ("his", _HE), ("her", _SHE)) if w in flat]
    if relative := next((word for word in head if word in _MEN | _WOMEN), ""):
        found = [pair for pair in found if pair[1] is (_HE if relative in _MEN else _SHE)]
    return min(found, key=lambda pair: pair[0])[1] if found else {}


def _named_before(words: Sequence[str], pairs: dict[str, str]) -> bool:
    """Whether a relative of the writer's stands before a pronoun that may mean them: "it was my mother, she's seventy"."""
    kin = _WOMEN if pairs is _SHE else _MEN if pairs is _HE else frozenset()
    return any(word in kin and before == "my" for before, word in pairwise(words))


def _swapped(sentence: list[str], pairs: dict[str, str], grammar: Grammar) -> list[str]:
    if pairs is _SHE or pairs == _SHE:
        tags = grammar.tag(sentence)
        out = []
        for at, (word, tag) in enumerate(zip(sentence, tags, strict=True)):
            if word == "her":
                noun = at + 1 < len(sentence) and (
                    tags[at + 1][:2] in ("NN", "AJ", "NP", "CR", "OR") or (tag == "DPS" and tags[at + 1][:2] not in ("PR", "AV", "CJ"))
                )
                another = not noun and "you" in sentence[max(0, at - 4) : at]
                out.append("your" if noun else word if another else "you")
            else:
                out.append(pairs.get(word, word))
        return _agreed(sentence, out, grammar)
    return _agreed(sentence, [word if _another(sentence, at) else pairs.get(word, word) for at, word in enumerate(sentence)], grammar)


def _another(sentence: Sequence[str], at: int) -> bool:
    """Whether "him" behind "he", or behind one who is "you" by now, is somebody else: "he high-fived him"."""
    before = list(sentence[max(0, at - 4) : at])
    for end in ("and", "but", ",", "when", "because"):
        before = before[before.index(end) + 1 :] if end in before else before
    return sentence[at] == "him" and bool({"he", "you"} & set(before))


def _agreed(before: list[str], after: list[str], grammar: Grammar) -> list[str]:
    """The words with "you are" where "he is" became "you is", and "you want" where "he wants" did."""
    out: list[str] = []
    near = 0
    for old, word in zip(before, after, strict=True):
        if word == "you" and old != "you":
            near = 3
            out.append(word)
            continue
        near -= 1
        lemma = grammar.lemma(word, "VERB") if near > 0 and word.endswith("s") else None
        if near > 0 and word in _AGREE:
            word, near = _AGREE[word], 0  # noqa: PLW2901  the word is replaced by the one that agrees
        elif lemma not in (None, word) and (near == 2 or (out and out[-1] in _BETWEEN)):
            word, near = str(lemma), 0  # noqa: PLW2901
        elif word not in _BETWEEN:
            near = 0
        out.append(word)
    return out
