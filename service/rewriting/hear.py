"""The receiving side: a reply that reflects what was heard, without agreeing, defending or advising."""

import re
from zlib import crc32

from service.domain.rewriting import Receipt, RewriteKind, Suggestion, Wording
from service.rewriting.feeling import fitting
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData
from service.rewriting.understand import Understander, Understanding

_CHECKS = ("Did I get that right?", "Is that how it is for you?", "Am I hearing you right?")
_MORE = ("I'd like to hear more, if you want to tell me.", "What else should I know about it?", "What was the hardest part of it for you?")
_SWAPS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll",
    "you": "I", "your": "my", "yours": "mine", "yourself": "myself",
    "you're": "I'm", "you've": "I've", "you'd": "I'd", "you'll": "I'll",
}  # fmt: skip
_OBJECT_BEFORE = frozenset(
    {
        "for",
        "with",
        "to",
        "about",
        "on",
        "at",
        "from",
        "of",
        "tell",
        "told",
        "ask",
        "asked",
        "without",
        "text",
        "call",
        "behind",
        "around",
        "help",
        "see",
        "between",
        "after",
    }
)
_AGREE = (
    (re.compile(r"\byou am\b"), "you are"), (re.compile(r"\byou was\b"), "you were"), (re.compile(r"\bI are\b"), "I am"),
    (re.compile(r"\bI were\b"), "I was"), (re.compile(r"\bI aren't\b"), "I'm not"), (re.compile(r"\bI weren't\b"), "I wasn't"),
    (re.compile(r"\byou wasn't\b"), "you weren't"),
)  # fmt: skip


class Listener:
    """Words replies to a message that somebody got."""

    def __init__(self, data: RewritingData, understander: Understander) -> None:
        self._data = data
        self._understander = understander

    def hear(self, message: str) -> Wording:
        """Replies that show that the message was heard."""
        found = self._understander.read(message)
        told = [telling for telling in found.tellings if telling.text]
        if not told and not found.topics and not found.named and not found.posing:
            return Wording(RewriteKind.LEAVE, note=self._data.notes["hear_none"])
        seed = crc32(message.encode())
        feelings = fitting(found.named, [feeling for _, feeling, _ in found.posing], found.topics, heat=0, seed=seed)[:6]
        suggestions = tuple(self._replies(found, told, feelings, seed))
        guess = () if found.named else (feelings[0],)
        receipt = Receipt(
            changed=("the message is given back as what you heard",), kept=tuple(_swapped(t.text) for t in told), guessed=guess
        )
        return Wording(
            RewriteKind.REWRITE, suggestions=suggestions, feelings=tuple(feelings), receipt=receipt, note=self._data.notes["hear"]
        )

    def _replies(self, found: Understanding, told: list[Telling], feelings: list[str], seed: int) -> list[Suggestion]:
        feeling = feelings[0]
        events = [_swapped(telling.text) for telling in told][:2]
        past = bool(told) and told[0].past
        need = _swapped(found.topics[0].needs[seed % len(found.topics[0].needs)]) if found.topics else ""
        link = told[0].link if told and told[0].link != "about" else "when"
        event = " and ".join(events)
        state = f"you {'felt' if past else 'feel'} {feeling}"
        check, more = _CHECKS[seed % 3], _MORE[(seed // 3) % 3]
        first = f"It sounds as if {state}{f' {link} {event}' if event else ''}. {check} {more}"
        second = f"What I hear is this: {event}, and {state}. " if event else f"What I hear is that {state}. "
        second += f"It seems that {need}. {check}" if need else check
        short = f"I can see that {state}. {more}"
        observation = event
        return [
            Suggestion(first, "reflect", feeling, observation, "", more, tuple(events), () if found.named else (feeling,)),
            Suggestion(second, "reflect_need", feeling, observation, need, check, tuple(events), tuple(g for g in (feeling, need) if g)),
            Suggestion(short, "short", feeling, "", "", more, (), () if found.named else (feeling,)),
        ]


def _swapped(text: str) -> str:
    """The text as seen from the other side: I and you change places."""
    words = text.split()
    out: list[str] = []
    for place, word in enumerate(words):
        bare = word.rstrip(".,?").lower()
        tail = word[len(word.rstrip(".,?")) :]
        new = _SWAPS.get(bare, word.removesuffix(tail) if tail else word)
        if bare == "you" and (place + 1 == len(words) or (place > 0 and words[place - 1].lower() in _OBJECT_BEFORE)):
            new = "me"
        out.append(new + tail)
    swapped = " ".join(out)
    for pattern, right in _AGREE:
        swapped = pattern.sub(right, swapped)
    return swapped
