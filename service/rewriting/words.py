"""Turns messy typing into clean words, sentence by sentence, and remembers how names and brands are written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from service.ports import Grammar
from service.rewriting.lookalikes import untangled
from service.rewriting.records import Lists

PREPOSITIONS = frozenset(
    "for about with to on at in of from into until till by during through over after before without since".split()  # noqa: SIM905
)
_PIECE = re.compile(
    r"(?P<number>[£$€₹]\s?\d[\d.,]*(?:k|m)?|\d{1,2}[:.]\d{2}\s?(?:am|pm)?|\d[\d,.]*\d(?:\w*)%?|\d+(?:st|nd|rd|th|am|pm|"
    r"k|%|x|hrs|hr|mins|min)?)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['\-/&][^\W_]+)*)"
    r"|(?P<stop>[.!?…\U0001F300-\U0001FAFF\u2600-\u27BF]+|\n+)|(?P<comma>[,;:()\[\]—–]|\s-+\s)|(?P<other>\S)",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\"“”«»](?P<said>[^\"“”«»]{2,300})[\"“”«»]|(?<![\w'])['‘](?P<also>[^'‘’\"]{2,300}?(?:(?<=\w)['’](?=\w)[^'‘’\"]{1,300}?)*)['’](?![\w'])"
)
OPENING, CLOSING = "“", "”"
_SAYING = frozenset("say says said saying tell told call calls called calling go goes went answer answered reply replied text".split())  # noqa: SIM905
_NEAR = 3
_AINT = frozenset({"ain't", "aint"})
_BE = {"i": "am", "you": "are", "we": "are", "they": "are"}
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_OF_THE_DAY = re.compile(r"\b(\d{1,2}(?:[:.]\d{2})?) ?([ap])\.\s?m\b\.?", re.IGNORECASE)
_ROUND_THE_CLOCK = re.compile(r"\b24\s?/\s?7\b")
_RUN = re.compile(r"(.)\1{2,}")
_MONTHS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "  # noqa: SIM905
    "october november december christmas easter diwali eid thanksgiving valentine netflix instagram facebook tinder "
    "whatsapp tiktok xbox amazon ikea tesco asda costco london dublin delhi mumbai paris spain".split()
)
_ALWAYS_CAPITAL = _MONTHS - {"march", "may"}
_BEFORE_NOUN = frozenset(
    {"your", "my", "this", "that", "the", "a", "an", "his", "her", "their", "some", "with", "on", "you", "these", "those"}
)
_CAPS_SHARE = 0.6
_ACRONYMS = frozenset("tv gp nhs bbc ivf dvd uk usa us ps5 adhd dm gps suv la nyc nba nfl ufc bbq mot vip dj pta asap id atm wfh".split())  # noqa: SIM905
_NEVER_NAMES = frozenset(
    "you your he she it they we me my this that there then when why how if a an the off out up on in at to for of and or with from over "  # noqa: SIM905
    "down back away not no so".split()
)
_SHORT_WORDS = frozenset(
    "me my you your i a an the and but so not all one two he she we us it is are was do did has had no yes on off out up in to at by car "  # noqa: SIM905
    "day "
    "dad mum mom kids dog cat bed job why how now ten him her who what when this that never ever only even just very once home late".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as sentences of clean lower-case words; `,` stands alone. `written` maps a word to its own spelling."""

    sentences: tuple[tuple[str, ...], ...]
    questions: tuple[bool, ...]
    written: Mapping[str, str]
    shouted: bool
    heat: int
    raw: tuple[tuple[str, ...], ...] = ()
    """The sentences with the words that only add heat."""
    quoted: tuple[tuple[str, ...], ...] = ()
    """What stands between quotation marks, as clean words; only what is one sentence."""

    @property
    def words(self) -> frozenset[str]:
        """Every word of every sentence."""
        return frozenset(word for sentence in self.sentences for word in sentence)


class Reader:
    """Reads typed text into clean words."""

    def __init__(self, lists: Lists, grammar: Grammar | None = None) -> None:
        self._lists = lists
        self._grammar = grammar
        self._kept = tuple(tuple(phrase.split()) for phrase in lists.kept_phrases)

    def read(self, text: str) -> Reading:
        """The statement as sentences; never raises."""
        found = self._read(text)
        inside = (self._read(match["said"] or match["also"]) for match in _QUOTED.finditer(text))
        verbatim = (said.sentences[0] for said in inside if len(said.sentences) == 1 and said.raw == said.sentences)
        return replace(found, quoted=tuple(said for said in verbatim if "but" not in said and _times(said, found.sentences) == 1))

    def _read(self, text: str) -> Reading:
        text = _OF_THE_DAY.sub(r"\1\2m", _ROUND_THE_CLOCK.sub("constantly", text.translate(_APOSTROPHES)))
        letters = [c for c in text if c.isalpha()]
        shouted = len(letters) > 5 and sum(c.isupper() for c in letters) > _CAPS_SHARE * len(letters)
        written: dict[str, str] = {}
        sentences: list[tuple[str, ...]] = []
        questions: list[bool] = []
        current: list[str] = []
        for kind, piece, first in _pieces(text):
            if kind == "stop":
                if current:
                    sentences.append(tuple(current))
                    questions.append("?" in piece)
                    current = []
                continue
            if kind == "comma":
                if current and current[-1] != ",":
                    current.append(",")
                continue
            words = self._spelt(piece, written, plain=shouted or first)
            current += _agreeing(words, current) if piece.lower() in _AINT else words
        if current:
            sentences.append(tuple(current))
            questions.append(False)
        sentences = [untangled(sentence) for sentence in sentences]
        clean = tuple(self._cooled(sentence) for sentence in sentences)
        heat = sum(len(before) - len(after) for before, after in zip(sentences, clean, strict=True)) + 2 * shouted
        kept = [(sentence, asked) for sentence, asked in zip(clean, questions, strict=True) if any(w != "," for w in sentence)]
        return Reading(tuple(s for s, _ in kept), tuple(q for _, q in kept), written, shouted, heat, tuple(sentences))

    def _spelt(self, piece: str, written: dict[str, str], *, plain: bool) -> Iterable[str]:
        lower = piece.lower().rstrip(".")
        if lower[0].isdigit() or lower[0] in "£$€₹":
            written[lower] = piece.rstrip(".,") if not plain else piece.lower().rstrip(".,")
            return (lower.rstrip(".,"),)
        if _RUN.search(lower):
            lower = _RUN.sub(r"\1\1" if _RUN.sub(r"\1\1", lower) in self._lists.spelling else r"\1", lower)
        if (rewritten := self._lists.spelling.get(lower)) is not None and lower != "rent":
            return tuple(rewritten.split())
        if lower.startswith("t'") and len(lower) > 3:
            return ("the", lower[2:])
        if (whole := self._dropped_g(lower)) is not None:
            return (whole,)
        if lower.endswith("'s") and len(lower) > 3:
            stem = lower[:-2]
            if not plain and piece[0].isupper():
                written[stem] = piece[:-2]
            return (stem, "'s")
        loud = piece.isupper() and len(piece) > 1 and lower not in _ACRONYMS and (len(piece) > 2 or lower in _SHORT_WORDS)
        if lower in _NEVER_NAMES:
            return (lower,)
        if not plain and not loud and piece != lower and (piece[0].isupper() or not piece.islower()):
            written.setdefault(lower, piece)
        return (lower,)

    def _dropped_g(self, word: str) -> str | None:
        """`throwing` for `throwin`; None where the word is no such form."""
        if self._grammar is None or len(word) < 6 or not word.endswith("in") or self._grammar.lemma(word, "NOUN") == word:
            return None
        return f"{word}g" if self._grammar.lemma(f"{word}g", "VERB") not in (None, f"{word}g", word) else None

    def _cooled(self, sentence: tuple[str, ...]) -> tuple[str, ...]:
        """Without the words that only add heat."""
        kept: list[str] = []
        for place, word in enumerate(sentence):
            if word in ("crap", "shit", "junk", "shite") and sentence[place - 1 : place] and sentence[place - 1] in ("your", "the", "all"):
                kept.append("things")
                continue
            after = sentence[place + 1] if place + 1 < len(sentence) else ""
            if word == "own" and kept[-1:] == ["your"] and kept[-2:-1] != ["on"]:
                continue
            if word == "just" and (after in ("us", "me", "the") or kept[-2:] in (["can", "not"], ["could", "not"])):
                kept.append(word)  # "a barbecue, just us", "you can't just turn up": it adds more than heat
                continue
            if word in self._lists.heat and not self._holds(sentence, place):
                continue
            if (
                word in self._lists.scorn
                and sentence[place - 1 : place]
                and sentence[place - 1] in _BEFORE_NOUN
                and place + 1 < len(sentence)
            ):
                continue
            if word == "," and (not kept or kept[-1] == ","):
                continue
            kept.append(word)
        while kept and kept[-1] == ",":
            kept.pop()
        return tuple(kept)

    def _holds(self, sentence: tuple[str, ...], place: int) -> bool:
        return any(
            sentence[place - at : place - at + len(phrase)] == phrase
            for phrase in self._kept
            for at, word in enumerate(phrase)
            if word == sentence[place] and place >= at
        )


def _agreeing(words: Iterable[str], before: Sequence[str]) -> list[str]:
    """The words of "ain't" with the form of "be" that goes with who stands before them: "I am not"."""
    opens = len(before) == 1 or before[-2:-1] in ([","], ["and"], ["but"], ["so"], ["because"], ["if"], ["when"], ["that"])
    return [_BE[before[-1]], "not"] if before and before[-1] in _BE and opens else list(words)


def _pieces(text: str) -> Iterator[tuple[str, str, bool]]:
    """Kind, text, and whether it begins a sentence."""
    first = True
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "other":
            continue
        yield ("word" if kind == "number" else kind), match.group(), first
        first = kind == "stop"


def with_quotes(text: str, reading: "Reading") -> str:
    """The text with quotation marks round what somebody is quoted as saying; only behind a verb of saying, as it may be scorn."""
    for said in reading.quoted:
        shown = re.escape(surface(said, reading.written))
        found = list(re.finditer(rf"(?<![\w{OPENING}]){shown}(?!\w)", text, re.IGNORECASE))
        if len(found) == 1 and not _SAYING.isdisjoint(text[: found[0].start()].lower().split()[-_NEAR:]):
            text = f"{text[: found[0].start()]}{OPENING}{found[0].group()}{CLOSING}{text[found[0].end() :]}"
    return text


def run_of(said: Sequence[str], words: Sequence[str]) -> range:
    """Where words stand in a row among others; empty where they do not."""
    count = len(said)
    at = next((at for at in range(len(words) - count + 1) if tuple(words[at : at + count]) == tuple(said)), None)
    return range(0) if at is None else range(at, at + count)


def _times(said: Sequence[str], sentences: Iterable[Sequence[str]]) -> int:
    """How often words stand in a row in some sentences."""
    count = len(said)
    return sum(tuple(sentence[at : at + count]) == tuple(said) for sentence in sentences for at in range(len(sentence) - count + 1))


def surface(words: Iterable[str], written: Mapping[str, str]) -> str:
    """Words as running text, with names as the writer wrote them and contractions joined."""
    out = ""
    for word in words:
        shown = "I" if word == "i" else written.get(word) or (word.capitalize() if word in _ALWAYS_CAPITAL else word)
        out += shown if word in ("'s", ",") or not out else f" {shown}"
    for long, short in _JOINED:
        out = long.sub(short, out)
    out = _DATED.sub(lambda found: f"{found[1]} {found[2].capitalize()}", out)
    return out.strip(" ,")


_DATED = re.compile(r"\b(in|since|until|till|last|next) (march|may)\b(?! (?:be|have|not|well)\b)", re.IGNORECASE)
"""Where these are months."""
_JOINED = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"\b([Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Dd]o|[Dd]oes|[Dd]id|[Hh]as|[Hh]ave|[Hh]ad|[Cc]ould|[Ww]ould|[Ss]hould) not\b", r"\1n't"),
        (r"\bcan not\b", "can't"),
        (r"\bwill not\b", "won't"),
        (r"(?<!how )(?<!where )(?<!what )(?<!who )\b(I) am\b", r"\1'm"),
        (
            r"\b(I|[Yy]ou|[Ww]e|[Tt]hey) (?:have) (?=(?:not )?(?:been|had|done|gone|seen|asked|told|got|made|waited|spoken|kept)\b)",
            r"\1've ",
        ),
        (r"\b(I|[Yy]ou|[Hh]e|[Ss]he|[Ww]e|[Tt]hey|[Ii]t) (?:will)\b(?!$|,)", r"\1'll"),
        (r"\b(I|[Yy]ou|[Hh]e|[Ss]he|[Ww]e|[Tt]hey) (?:would)\b(?!$|,)", r"\1'd"),
        (r"\b([Ii]t|[Tt]hat|[Tt]here|[Hh]e|[Ss]he) is\b(?!$|,)", r"\1's"),
        (r"\b([Yy]ou|[Ww]e|[Tt]hey) are\b(?!$|,)", r"\1're"),
    )
)
