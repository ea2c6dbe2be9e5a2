"""Reads a statement into events, feelings and topics: what the wordings are made from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.ports import Grammar, Marking, ObservationMarker
from service.rewriting.address import addressed, called_last, spoken_to, to_you
from service.rewriting.chunks import NUMBER_WORDS, Chunk, chunks, keys, named
from service.rewriting.clauses import Clause, ClauseReader
from service.rewriting.clearing import Clearer
from service.rewriting.doubts import certain, sure_things
from service.rewriting.events import EventTeller, joined
from service.rewriting.feeling import FeelingFinder
from service.rewriting.limits import ends_it, limit_of
from service.rewriting.marked import MarkedTeller, words_to_mark
from service.rewriting.observe import Teller
from service.rewriting.phrases import Telling
from service.rewriting.pieces import PieceFinder
from service.rewriting.records import RewritingData, Topic
from service.rewriting.sound import Sound
from service.rewriting.story import Storyteller, Told, Unit
from service.rewriting.topics import CERTAIN, TopicFinder
from service.rewriting.verdicts import OWN_SPOUSE, Verdicts, asked_of_a_kind, unmeasured
from service.rewriting.wellformed import WellFormed
from service.rewriting.whole import WholeTeller
from service.rewriting.words import Reader, Reading, surface
from service.rewriting.wrappers import OWN_REQUEST, Peeler

_STEM, _FEW = 4, 3
_EVEN = 0.5
_SURE_OF_TOPIC, _AGREED, _NOT_UNLIKELY = 0.6, 0.25, 0.05
_MOST_IN_BRACKETS = 6
_OPENS_WITH_A_VERDICT = re.compile(
    r"^(?:i )?(?:just |really )?(?:feel|felt|feeling|am feeling) (?:so |really |very |completely |totally |utterly |a bit )*"
    r"(\w+(?:ed|en|wn|own))(?: \w+){0,2}? ?(?:, |when |because |by the way |that |after |whenever )(?=\w)"
)
"""A feeling that is none and stands in no list: what follows is told, and the word is left out."""
_ANY_OTHER = re.compile(
    r"^(?:a|an|any|most|no|every|what) (?!of\b)(?:\w+ ){1,4}?(?:would|should|does|do|will|can|could|knows?|is supposed)\b"
)
_UNKNOWN = re.compile(
    r"^some(?:one|body) (?!here\b|in\b|round\b|around\b|keeps\b|seems\b|needs\b|has to\b|forgot\b|never\b|always\b)\w+[edtkw]\b"
)
_CLAIMED = re.compile(r"^(?:(?:constantly|always|forever|again|so|lately) )+(?=since |when |because |by |in |at |with )")
_LIKENED = re.compile(r"^(?:i (?:feel|felt)|it (?:feels|felt|is)) (?:like|as if|as though) (?:i am|i was|we are|my)\b")
_SOMEBODY = re.compile(r"\b(?:mum|mom|mam|mother|dad|father|sister|brother|gran|nan|grandad|daughter|son|aunt|uncle|friend)\b")
_WHOSE = re.compile(rf"(?:\bto )?{OWN_SPOUSE}")
_PERSPECTIVE = re.compile(
    r"^i (?:know|understand|get|realise|realize|appreciate)(?: that)? ((?:you (?:are|have|were|work|had|get|need|do|"
    r"can)|work|your (?:job|work|mum|mom|dad|family)|it is|things|money|the)\b[^,]*?)(?: ,)? (?:and|but|though|yet|"
    r"still)(?: still)? (.+)$"
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that a wording may use."""

    reading: Reading
    tellings: tuple[Telling, ...]
    topics: tuple[Topic, ...]
    scores: tuple[float, ...]
    named: tuple[str, ...]
    posing: tuple[tuple[str, str, str], ...]
    clauses: tuple[Clause, ...]
    marks: frozenset[str]
    third: bool
    perspective: str = ""
    boundary: str = ""
    ending: bool = False
    request: str = ""
    """A request that the writer makes already."""
    address: str = ""
    """A name by which the writer speaks to the other."""
    facts: tuple[Chunk, ...] = ()
    """Noun phrases of the writer, which are told plainly where no event holds them."""
    story: tuple[Told, ...] = ()
    """The writer's own sentences without what only charges."""
    marked: tuple[Told, ...] = ()
    """The sentences that a marker chose from the writer's words."""
    marking: Marking | None = None
    """All that the marker found."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """For each word how likely it is told, where it is likeliest."""

    @property
    def untold(self) -> frozenset[str]:
        """Words that the marker leaves out."""
        return frozenset(word for word, share in self.shares.items() if share < _EVEN)


@dataclass(slots=True)
class _Heard:
    """What has been understood of a statement so far."""

    reading: Reading
    third: bool
    posing: list[tuple[str, str, str]]
    tellings: list[Telling] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    facts: list[Chunk] = field(default_factory=list)
    story: list[Told] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    perspective: str = ""
    boundary: str = ""
    request: str = ""
    address: str = ""
    left_out: bool = False
    """Whether all of the sentence before was left out of the story."""

    @property
    def written(self) -> Mapping[str, str]:
        """How the writer spells names and numbers."""
        return self.reading.written

    def note_clauses(self, clauses: Sequence[Clause], things: Sequence[Chunk], data: RewritingData) -> None:
        """Notes clauses and the facts in them; what the other is called is none."""
        self.clauses += clauses
        names = frozenset(word for clause in clauses if _is_name_for_you(clause, data) for word in clause.rest)
        self.facts += [thing for thing in things if not thing.keys <= names]

    def adds_a_number(self, clauses: Sequence[Clause]) -> bool:
        """Whether this is no more than a number, which goes to the event before it where it is short."""
        if not self.tellings or len(clauses) != 1 or clauses[0].verb:
            return False
        words = clauses[0].words
        if not any(w[0].isdigit() or w[0] in "£$€₹" or w in NUMBER_WORDS for w in words):
            return False
        if len(words) <= _MOST_IN_BRACKETS:
            last = self.tellings[-1]
            self.tellings[-1] = joined(last, f"{last.text} ({surface(words, self.written)})")
        return True


class Understander:
    """Reads statements."""

    def __init__(self, data: RewritingData, grammar: Grammar, marker: ObservationMarker | None = None) -> None:
        self._data, self._grammar, self._marker = data, grammar, marker
        self._reader = Reader(data.lists, grammar)
        self._clauses = ClauseReader(grammar, data.lists)
        self._teller = Teller(data, grammar)
        self._clearer = Clearer(data.lists, grammar)
        self._sound = Sound(data.lists, data.judging, grammar)
        self._events = EventTeller(data, grammar, self._teller, self._sound)
        self._story = Storyteller(data, grammar, self._teller, self._sound)
        self._whole = WholeTeller(data, self._clauses, grammar, self._sound)
        self._marked = MarkedTeller(self._whole, grammar)
        self._wellformed = WellFormed(data.sentences, grammar)
        self._verdicts = Verdicts(data.judging)
        self._no_facts = (data.lists.insults | data.lists.scorn | data.lists.verdicts) - data.lists.also_things
        self._peeler = Peeler(data.wrappers)
        self._pieces = PieceFinder(grammar, self._clauses, self._clearer, self._peeler)
        self._topics = TopicFinder(data.topics, data.vague_cues, grammar)
        self._feelings = FeelingFinder(data.feelings)

    def topic(self, name: str) -> Topic | None:
        """A topic by its id."""
        return self._topics.topics.get(name)

    def read(self, statement: str) -> Understanding:
        """The understanding of a statement; never raises, whatever the words."""
        reading = self._reader.read(statement)
        places = unmeasured(reading.sentences, reading.written)
        asked = [asked_of_a_kind(reading.sentences[place]) for place in places]
        sentences, third = to_you(asked, self._data.lists.partners, self._grammar)
        sentences = sentences if third else [self._asked_of_you(sentence) for sentence in sentences]
        heard = _Heard(reading, third, self._feelings.posing(sentences))
        for place, sentence in zip(places, sentences, strict=True):
            self._hear(sentence, heard, asks=reading.questions[place])
        marking, marked, shares = self._mark(reading)
        topics, scores = self._ranked(heard, marking)
        return Understanding(
            reading=reading,
            tellings=tuple(_distinct(heard.tellings)),
            topics=topics,
            scores=scores,
            named=tuple(self._feelings.named(sentences)),
            posing=tuple(heard.posing),
            clauses=tuple(heard.clauses),
            marks=frozenset(heard.marks),
            third=third,
            perspective=surface(heard.perspective.split(), reading.written),
            boundary=surface(heard.boundary.split(), reading.written),
            ending=ends_it(heard.boundary),
            request=heard.request,
            address=heard.address or addressed(sentences, reading.written),
            facts=tuple(heard.facts),
            story=tuple(heard.story),
            marked=tuple(marked),
            marking=marking,
            shares=shares,
        )

    def _mark(self, reading: Reading) -> tuple[Marking | None, list[Told], dict[str, float]]:
        """What the marker finds in a statement, the sentences it leaves, and how likely each word is told."""
        if self._marker is None:
            return None, [], {}
        words = words_to_mark(reading, self._data.lists.partners, self._grammar)
        marking = self._marker.mark(words)
        shares: dict[str, float] = {}
        for word, share in zip(words, marking.told, strict=True):
            shares[word] = max(share, shares.get(word, 0.0))
        return marking, self._marked.told(words, marking, reading), shares

    # ---------------------------------------------------------------- one sentence

    def _hear(self, sentence: list[str], heard: _Heard, *, asks: bool) -> None:
        """Reads one sentence and notes what it says."""
        likened = _LIKENED.match(" ".join(sentence)) is not None
        sentence = self._without_name(sentence, heard)
        said = " ".join(sentence)
        if OWN_REQUEST.match(said) and not heard.request:
            heard.request = surface(sentence, heard.written)
            return
        text, often = self._cleared(said, heard)
        marks, text = self._peeled(said, text, heard)
        units: list[Unit] = []
        for piece_marks, piece in self._pieces.pieces(marks, text):
            heard.marks |= piece_marks
            units += self._hear_piece(piece_marks, piece, heard, often=often)
        whole = [] if marks or asks or not text else self._whole.told(text.split(), heard.written)
        told = [] if likened else whole or self._sentences(units, goes_on=heard.left_out)
        heard.story += told
        heard.left_out = bool(units) and not told

    def _sentences(self, units: Sequence[Unit], *, goes_on: bool) -> list[Told]:
        """The units of a sentence as sentences; what was put together wrongly is none."""
        return [one for one in self._story.told(units, goes_on=goes_on) if one.fragment or self._reads_well(one.telling.text)]

    def _reads_well(self, text: str) -> bool:
        return all(len(words) < _FEW or self._wellformed.stands(words) for words in self._reader.read(text).sentences)

    def _without_name(self, sentence: list[str], heard: _Heard) -> list[str]:
        """The sentence without the name by which the other is spoken to."""
        tags = self._tags(sentence)
        if name := spoken_to(sentence, tags):
            heard.address = heard.address or heard.written.get(name, name.capitalize())
            return sentence[2 if sentence[1] == "," else 1 :]
        if at := called_last(sentence, tags, heard.written):
            heard.address = heard.address or heard.written[sentence[at]]
            return [*sentence[:at], *sentence[at + 1 :]]
        return sentence

    def _cleared(self, said: str, heard: _Heard) -> tuple[str, bool]:
        """What is said without verdicts, an understanding of the other and a limit; and whether it claimed every time."""
        text, often = self._clearer.clear(self._verdicts.judged(self._clearer.turned(self._verdicts.opened(said))))
        if (found := _PERSPECTIVE.match(text)) and not heard.perspective:
            heard.perspective, text = found[1], found[2]
        text, limit = limit_of(text)
        heard.boundary = heard.boundary or limit
        return text, often

    def _peeled(self, said: str, text: str, heard: _Heard) -> tuple[frozenset[str], str]:
        """The marks and the plain statement inside a sentence that was cleared."""
        unknown = not heard.third and _UNKNOWN.match(text)
        marks, text = (frozenset[str](), text) if unknown else self._peeler.peel(text)
        text, _ = self._clearer.clear(text)
        if "<wish>" in marks or _ANY_OTHER.match(said):
            text = _WHOSE.sub("me", text)
            text = text if _SOMEBODY.search(text) else re.sub(r"\b(?:his|her|their)(?= \w)", "your", text)
        if marks and self._data.judging.doing.match(text):
            marks, text = marks | {"<deed>"}, f"you {text}"
        heard.marks |= marks
        return marks, text if marks else self._without_feelings_that_judge(text, heard.posing)

    def _without_feelings_that_judge(self, text: str, posing: Sequence[tuple[str, str, str]]) -> str:
        """The sentence without a word that only passes for a feeling."""
        if posing:
            return _CLAIMED.sub("", self._without_posing(text, posing))
        opening = _OPENS_WITH_A_VERDICT.match(text)
        return text[opening.end() :] if opening and opening[1] not in self._data.feelings.genuine else text

    # ---------------------------------------------------------------- one piece of it

    def _hear_piece(self, marks: frozenset[str], piece: str, heard: _Heard, *, often: bool) -> list[Unit]:
        """Notes the events and facts of a piece; its clauses as units of a story."""
        part = self._without_motive(piece)
        if not part:
            heard.facts += self._things(piece.split())
            return []
        if {"<about>", "<verdict>"} & marks:
            part = _before_verdict(part) if "<verdict>" in marks else part
            heard.tellings += self._matter(part, heard.reading)
            heard.facts += self._things(part.split())
            return []
        tags = self._tags(piece.split())
        read = self._clauses.read(part.split(), marks, tags if part == piece else ())
        read = [_habit(clause) for clause in read] if often else read
        sure = certain(read, self._data.judging.doubts)
        things = self._things(piece.split(), tags)
        heard.note_clauses(sure, sure_things(things, sure) if sure != read else things, self._data)
        if not heard.adds_a_number(sure):
            heard.tellings += self._events.told(sure, heard.written)
        return self._story.units(part, sure, heard.written)

    def _things(self, words: list[str], tags: Sequence[str] = ()) -> list[Chunk]:
        return chunks(words, tags or self._tags(words), without=self._no_facts)

    def _ranked(self, heard: _Heard, marking: Marking | None) -> tuple[tuple[Topic, ...], tuple[float, ...]]:
        """The topics with what speaks for each; where little is told, that of a word that passes for a feeling stands first."""
        weighty = frozenset(word for clause in heard.clauses for word in clause.words)
        ranked = self._topics.ranked(heard.reading.raw, frozenset(clause.verb for clause in heard.clauses), weighty)
        if marking and marking.topics:
            ranked = self._weighed(ranked, dict(marking.topics))
        posed = self._topics.topics.get(heard.posing[0][2]) if heard.posing else None
        best = ranked[0][1] if ranked else 0.0
        if posed and (not heard.tellings or not ranked) and best < CERTAIN:
            ranked = [(posed, best), *((topic, score) for topic, score in ranked if topic is not posed)]
        return tuple(topic for topic, _ in ranked), tuple(score for _, score in ranked)

    def _weighed(self, ranked: list[tuple[Topic, float]], shares: Mapping[str, float]) -> list[tuple[Topic, float]]:
        """The topics as the marker weighs them: its own where it is sure or the cues agree, and none that it finds unlikely."""
        likely = [(topic, score) for topic, score in ranked if shares.get(topic.id, 0.0) >= _NOT_UNLIKELY]
        best, share = next(iter(shares.items()))
        topic = self._topics.topics.get(best)
        agreed = bool(ranked) and ranked[0][0] is topic
        if topic is None or share < (_AGREED if agreed else _SURE_OF_TOPIC):
            return likely
        return [(topic, CERTAIN), *((other, score) for other, score in likely if other is not topic)]

    def new_things(self, given: str, text: str) -> frozenset[str]:
        """Words of `text` that carry a fact and stand nowhere in `given`."""
        known = {word[:_STEM] for sentence in self._reader.read(given).raw for word in sentence}
        found: set[str] = set()
        for sentence in self._reader.read(text).raw:
            found |= keys(sentence, self._tags(list(sentence)))
        return frozenset(word for word in found if word[:_STEM] not in known)

    def _asked_of_you(self, sentence: list[str]) -> list[str]:
        """Reads "my partner eats" as "you eat", where the message speaks to the partner."""
        lemma = self._grammar.lemma(sentence[2], "VERB") if sentence[:2] == ["my", "partner"] and len(sentence) > 2 else None
        return ["you", lemma, *sentence[3:]] if lemma and sentence[2].endswith("s") else sentence

    def _tags(self, words: list[str]) -> list[str]:
        return self._grammar.tag([word if word != "i" else "I" for word in words])

    def _without_motive(self, part: str) -> str:
        for pattern in self._data.lists.motives:
            part = pattern.sub("", part)
        return re.sub(r"\s*,(?!\d)", " ,", part).strip(" ,")

    def _matter(self, part: str, reading: Reading) -> list[Telling]:
        """What a sentence without an event of its own is about."""
        words = part.split()
        if part.startswith("how i come across"):
            return [Telling(surface(words, reading.written), "about", past=False, weight=1.6)]
        if part.startswith("the way you"):
            return [Telling(surface(words, reading.written), "about", past=False, weight=1.6, deed=("you", *words[3:]))]
        found = self._things(words)
        if not found:
            return []
        text = surface(named(found[0].words, self._tags(list(found[0].words))), reading.written)
        return [Telling(text, "about", past=False, weight=1.4)]

    def _without_posing(self, text: str, posing: Sequence[tuple[str, str, str]]) -> str:
        for word, _, _ in posing:
            text = re.sub(
                rf"^(?:i (?:\w+ ){{0,2}})?(?:feel|felt|am feeling|am|get|was|"
                rf"feels)(?: \w+){{0,2}}? {re.escape(word)}(?: by you)?(?: ,)?(?: and \w+)? ?(?:by |in |because |when |that |with |"
                rf"as |whenever |if )?",
                "",
                text,
            )
        return text


def _before_verdict(part: str) -> str:
    """What a verdict is passed on."""
    return re.split(r" (?:is|are|was|were|does|do|can|has|have|will|would|matters?|comes?) ", f"{part} ", maxsplit=1)[0]


def _is_name_for_you(clause: Clause, data: RewritingData) -> bool:
    """Whether a clause says what the other is, or is becoming: no camera sees it, and its nouns are no facts."""
    if clause.subject != ("you",):
        return False
    if clause.verb == "turn":
        return clause.rest[:1] == ("into",)
    if clause.verb != "be" or not clause.rest or any(word[0].isdigit() for word in clause.rest):
        return False
    first = next((word for word in clause.rest if word not in ("such", "so", "really", "just", "not", "being")), "")
    return first in ("a", "an", "the", "my", "no") or first in data.lists.traits


def _habit(clause: Clause) -> Clause:
    """The clause as a habit: "put" is no past form beside "every time"."""
    return replace(clause, often=True, time="pres" if clause.form == clause.verb and clause.time == "past" else clause.time)


def _distinct(tellings: Sequence[Telling]) -> list[Telling]:
    seen: set[str] = set()
    out = []
    for telling in tellings:
        if telling.text not in seen:
            seen.add(telling.text)
            out.append(telling)
    return out
