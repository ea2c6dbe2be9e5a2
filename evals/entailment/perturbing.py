"""Turns a sentence round by grammar and word lists, and words it anew; for training pairs only."""

import random
import re
from collections.abc import Callable
from pathlib import Path

_WORD = r"(?<![\w'’-]){}(?![\w'’-])"
# What is exchanged for one another makes a sentence say something else.
_TURNS = """before/after first/last early/late now/later slowly/quickly slow/fast slower/faster alone/together apart/together separate/joint
private/shared open/secret calm/heated calmly/angrily quietly/loudly warm/cold kind/harsh kindly/harshly gentle/forceful gently/firmly
polite/sharp invitation/ultimatum small/big small/grand light/deep more/less most/least always/never everyone/nobody everything/nothing
stop/continue respect/ignore freely/reluctantly safe/unsafe easy/hard specific/vague clear/vague clearly/vaguely same/different
increase/reduce starts/ends start/end begin/finish good/bad success/failure without/with inside/outside both/neither everybody/nobody
accept/refuse honest/dishonest truth/lies trust/distrust remember/forget listen/interrupt ask/order keep/break offer/demand enough/useless
often/rarely seldom/usually sometimes/always short/long strength/weakness simple/complicated active/passive possible/impossible
can/cannot may/must might/will could/must can/must need/may optional/required later/sooner near/far closer/further
yours/theirs your/their you/they yourself/themselves own/partner's hurt/guilty give/take helps/harms help/harm builds/destroys
grow/shrink grows/shrinks better/worse strong/weak true/false right/wrong welcome/unwelcome visible/hidden agreed/imposed"""
_PEOPLE = """hurt person/person who did it;person who was hurt/person who did it;
person you hurt/person who is keener;one who was hurt/one who caused it;
whoever was hurt/whoever caused it;whoever broke it/whoever was hurt;both of you/one of you;each of you/one of you;
your partner/you;both/one;
the one who pursues/the one who withdraws;pursues/withdraws;chases/retreats;the slower person/the faster person;
slower one/faster one;two people/one person;
yourself/your partner;your own/their;my/your;for yourself/for your partner;comes first/comes later;comes first/can wait;
is no failure/is a failure;
is not a failure/is a failure;a no/a yes;in their own time/by a set date;at your own pace/at their pace;presupposes/replaces"""
_LISTED = (Path(__file__).parent / "opposites.v1.txt").read_text("utf-8").partition("\n")[2]
_TURN = [tuple(pair.split("/")) for pair in (*_TURNS.split(), *_LISTED.split(), *_PEOPLE.replace("\n", "").split(";"))]
_SIDES = [(re.compile(_WORD.format(re.escape(a)), re.IGNORECASE), b) for pair in _TURN for a, b in (pair, pair[::-1])]
_SAME = """talk=conversation=chat;row=argument=quarrel=fight;partner=other person;mend=repair=fix;mending=repair;
limits=boundaries;limit=boundary;
afraid=scared=frightened;begin=start;say=tell them;show=make clear;choose=pick;small=little;small=tiny;
slowly=gradually=bit by bit;slowly=step by step;
at once=right away;do not=don't;does not=doesn't;is not=isn't;are not=aren't;cannot=can't;it is=it's;you are=you're;they are=they're;
nobody=no one;anybody=anyone;somebody=someone;counsellor=therapist;help=support;hard=difficult;angry=upset;notice=spot=see;plain=simple;
need=require;wish=want;would like=want;both of you=you both=each of you;the two of you=you both=you two;together=as a pair;keep=hold on to;
answer=reply;apology=saying sorry;regularly=again and again;harm=hurt;safe=out of danger;honest=truthful;calm=settled;pace=speed;
think about=consider;write down=note down=jot down;perhaps=maybe;often=frequently;later=at a later time;important=vital;allow=let;
decide=make up your mind;trust=faith;kind=caring;promise=guarantee;presupposes=assumes;comes first=goes before everything else;
feelings=emotions;change=do differently;talk about=discuss;listen=pay attention;return=come back;end=finish;task=job;aim=goal"""
_SAMES = [
    [(re.compile(_WORD.format(re.escape(word)), re.IGNORECASE), word) for word in group.split("=")]
    for group in _SAME.replace("\n", "").split(";")
]
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "ten", "twelve")
_AUXILIARY = re.compile(r"\b(is|are|was|were|can|could|should|will|would|may|might|must|does|do|has|have)\b(?! not\b|n't)", re.IGNORECASE)
_NEGATED = re.compile(r"\b(is|are|was|were|can|could|should|would|does|do|has|have|did)(?: not|n't|n’t)\b", re.IGNORECASE)
_NEVER = re.compile(r"\b(?:Do not|Don't|Don’t|Never)\s+(\w)")
_IMPERATIVE = re.compile(
    r"^(?:Ask|Say|Tell|Name|Choose|Pick|Agree|Keep|Put|Take|Look|Let|Leave|Give|Write|Notice|Think|Find|Set|Show|Own|Make|Talk|Listen|Share|Plan|"
    r"Start|Begin|Use|Try|Stop|Wait|Treat|Answer|Admit|Practise|Check|Count|Consider|Expect|Go|Bring|Aim|Turn|Decide|Remember|Name|Stick|Speak|"
    r"Pause|Accept|Apologise|Watch|Offer|Send|Think|Hold|Swap|Open|Get|Face|Draw|Mark|List|Guard|Patch|Stay|Ask|Soothe|Suggest|Add|See|Look)\b"
)
_GENTLE = (
    "You could ",
    "You might ",
    "Try to ",
    "It may help to ",
    "It can help to ",
    "Perhaps ",
    "One idea is to ",
    "One small step is to ",
    "You can ",
    "The guide suggests that you ",
)
_HEAVY = (
    "You must ",
    "You have to ",
    "You always have to ",
    "You are obliged to ",
    "Make your partner ",
    "Never ",
    "Do not ",
    "There is no need to ",
    "Only a therapist can ",
)
_KEEPS = (", if that feels right", ", if you both feel safe", ", if you like", " when you feel ready", ", if it suits you both")
_ADDS = (
    ", because studies show that it works", ", ideally every Sunday", " for at least twenty minutes",
    ", which lowers stress in the body", ", as most couples do",
    ", and the rest will follow", ", and trust will come back", ", so that they stay", ", or they will lose interest",
    " within the first week",
    ", even if they say no", ", whether or not they agree", ", and ask for the same in return", ", and then check their phone",
    " in front of a friend",
    ", because men and women differ", ", since the past is to blame", ", and never bring it up again",
    ", and it gets easier after a month", " three times a day",
    ", because they owe you that", ", and insist on an answer", ", with the children present",
    ", as this releases calming hormones", ", which is a sign of love",
    ", and do it by letter", ", because you are the calmer one", " at the place where you first met",
    ", and reward each other for it", ", especially in the morning",
    ", since you are partly to blame", ", even if you are afraid", ", and only then talk about safety", ", because silence means guilt",
)  # fmt: skip


def worded_anew(text: str, chance: random.Random, share: float = 0.6) -> str:
    """The same in other words, as far as the lists go."""
    for group in chance.sample(_SAMES, len(_SAMES)):
        for found, word in group:
            if chance.random() < share and found.search(text):
                other = chance.choice([w for _, w in group if w != word])
                text = _put(text, found, other)
                break
    return text


def wrapped(text: str, chance: random.Random) -> str:
    """The same advice with a gentle beginning or end; other sentences as they are."""
    if _IMPERATIVE.match(text) and chance.random() < 0.6:
        return chance.choice(_GENTLE) + text[0].lower() + text[1:]
    return _before_end(text, chance.choice(_KEEPS)) if chance.random() < 0.12 and _IMPERATIVE.match(text) else text


def turned_round(text: str, chance: random.Random) -> str | None:
    """Something that the text does not say, one step away; None where no list applies."""
    ways: list[Callable[[str, random.Random], str | None]] = [_negated, _exchanged, _exchanged, _renumbered, _added, _made_heavy]
    for way in chance.sample(ways, len(ways)):
        if (found := way(text, chance)) and found != text:
            return found
    return None


def flipped(text: str, chance: random.Random) -> Callable[[str], str] | None:
    """One exchange of words that can be made alike in several wordings of the text, to keep both sides of a pair fair."""
    fitting = [(found, other) for found, other in _SIDES if found.search(text)]
    if not fitting:
        return None
    found, other = chance.choice(fitting)
    return lambda wording: found.sub(lambda m: _cased(m[0], other), wording)


def _exchanged(text: str, chance: random.Random) -> str | None:
    found = flipped(text, chance)
    return found(text) if found else None


def _negated(text: str, chance: random.Random) -> str | None:
    if _NEVER.search(text):
        return _NEVER.sub(lambda m: m[1].upper(), text, count=1)
    if found := list(_NEGATED.finditer(text)):
        place = chance.choice(found)
        return text[: place.start()] + place[1] + text[place.end() :]
    if _IMPERATIVE.match(text):
        return chance.choice(("Do not ", "Don't ", "Never ", "Avoid trying to ")) + text[0].lower() + text[1:]
    if found := list(_AUXILIARY.finditer(text)):
        place = chance.choice(found)
        return text[: place.end()] + " not" + text[place.end() :]
    return None


def _renumbered(text: str, chance: random.Random) -> str | None:
    held = [(found, n) for n in _NUMBERS if (found := re.compile(rf"\b{n}\b", re.IGNORECASE)).search(text)]
    if not held:
        return None
    found, number = held[0]
    return _put(text, found, chance.choice([n for n in _NUMBERS if n != number]))


def _added(text: str, chance: random.Random) -> str | None:
    return _before_end(text, chance.choice(_ADDS)) if chance.random() < 0.5 else None


def _made_heavy(text: str, chance: random.Random) -> str | None:
    return chance.choice(_HEAVY) + text[0].lower() + text[1:] if _IMPERATIVE.match(text) and chance.random() < 0.5 else None


def _put(text: str, word: re.Pattern[str], other: str) -> str:
    """The first place of a word with another one instead."""
    return word.sub(lambda m: _cased(m[0], other), text, count=1)


def _before_end(text: str, addition: str) -> str:
    return text[:-1] + addition + text[-1] if text[-1:] in ".?" else text + addition


def _cased(like: str, word: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
