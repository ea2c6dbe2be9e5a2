"""Reads a statement into events, feelings and topics: what the wordings are made from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.ports import Grammar
from service.rewriting.address import addressed, called_last, spoken_to, to_you
from service.rewriting.chunks import NUMBER_WORDS, Chunk, chunks, keys, named
from service.rewriting.clause_words import ATTACHED
from service.rewriting.clauses import Clause, ClauseReader
from service.rewriting.clearing import Clearer
from service.rewriting.doubts import certain, sure_things
from service.rewriting.feeling import FeelingFinder
from service.rewriting.limits import ends_it, limit_of
from service.rewriting.observe import Teller
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData, Topic
from service.rewriting.sound import Sound
from service.rewriting.story import Storyteller, Told, Unit
from service.rewriting.whole import WholeTeller
from service.rewriting.topics import TopicFinder
from service.rewriting.verdicts import OWN_SPOUSE, Verdicts, asked_of_a_kind, unmeasured
from service.rewriting.words import Reader, Reading, surface
from service.rewriting.wrappers import OWN_REQUEST, Peeler

_STEM = 4
_FINITE = frozenset({"VVB", "VVD", "VVZ", "VBB", "VBD", "VBZ", "VHB", "VHD", "VHZ", "VDB", "VDD", "VDZ", "VM0"})
_PERFECT = re.compile(r"\b(?:have|has|been) (?:not )?(?:\w+ ){1,8}since you\b")
_PIECE = (
    r" , (?:and |but |so |or |then |because )?"
    r"| (?:{since}because|as) (?=you (?!(?:are|were) )|your )"
    r"| (?:and|but|so) (?=(?:why|stop|how hard|do not you|it is your|because of you|i feel like|it feels like|you should|you never|"
    r"you always|do you|you make me)\b)"
)
_PIECES = re.compile(_PIECE.replace("{since}", "since|"))
_PIECES_OF_A_TIME = re.compile(_PIECE.replace("{since}", ""))
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
_NEVER = re.compile(r"\b(I|you|we|they|he|she|it) never (\w+)")
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


class Understander:
    """Reads statements."""

    def __init__(self, data: RewritingData, grammar: Grammar) -> None:
        self._data, self._grammar = data, grammar
        self._reader = Reader(data.lists, grammar)
        self._clauses = ClauseReader(grammar, data.lists)
        self._teller = Teller(data, grammar)
        self._clearer = Clearer(data.lists, grammar)
        self._sound = Sound(data.lists, data.judging, grammar)
        self._story = Storyteller(data, grammar, self._teller, self._sound)
        self._whole = WholeTeller(data, self._clauses, grammar, self._sound)
        self._verdicts = Verdicts(data.judging)
        self._no_facts = (data.lists.insults | data.lists.scorn | data.lists.verdicts) - data.lists.also_things
        self._peeler = Peeler(data.wrappers)
        self._claims = data.lists.globalisers - {"never"}
        self._topics = TopicFinder(data.topics, data.vague_cues, grammar)
        self._feelings = FeelingFinder(data.feelings)

    def topic(self, name: str) -> Topic | None:
        """A topic by its id."""
        return self._topics.topics.get(name)

    def read(self, statement: str) -> Understanding:
        """The understanding of a statement; never raises, whatever the words."""
        reading = self._reader.read(statement)
        asked = [asked_of_a_kind(sentence) for sentence in unmeasured(reading.sentences, reading.written)]
        sentences, third = to_you(asked, self._data.lists.partners, self._grammar)
        sentences = sentences if third else [self._asked_of_you(sentence) for sentence in sentences]
        feelings = self._feelings.named(sentences)
        posing = self._feelings.posing(sentences)
        tellings: list[Telling] = []
        clauses: list[Clause] = []
        facts: list[Chunk] = []
        story: list[Told] = []
        left_out = False
        marks: set[str] = set()
        perspective, boundary, request = "", "", ""
        called = ""
        for sentence, asked_one in zip(sentences, reading.questions, strict=True):
            likened = _LIKENED.match(" ".join(sentence)) is not None
            name = spoken_to(sentence, self._tags(sentence))
            if name:
                called = called or reading.written.get(name, name.capitalize())
                sentence = sentence[2 if sentence[1] == "," else 1 :]  # noqa: PLW2901  the rest is what is said to them
            elif at := called_last(sentence, self._tags(sentence), reading.written):
                called = called or reading.written[sentence[at]]
                sentence = [*sentence[:at], *sentence[at + 1 :]]  # noqa: PLW2901
            if OWN_REQUEST.match(" ".join(sentence)) and not request:
                request = surface(sentence, reading.written)
                continue
            text = self._verdicts.judged(self._clearer.turned(self._verdicts.opened(" ".join(sentence))))
            text, often = self._clearer.clear(text)
            if (found := _PERSPECTIVE.match(text)) and not perspective:
                perspective, text = found[1], found[2]
            text, limit = limit_of(text)
            boundary = boundary or limit
            found_marks, text = (frozenset(), text) if not third and _UNKNOWN.match(text) else self._peeler.peel(text)
            text, _ = self._clearer.clear(text)
            if "<wish>" in found_marks or _ANY_OTHER.match(" ".join(sentence)):
                text = _WHOSE.sub("me", text)
                text = text if _SOMEBODY.search(text) else re.sub(r"\b(?:his|her|their)(?= \w)", "your", text)
            if found_marks and self._data.judging.doing.match(text):
                found_marks, text = found_marks | {"<deed>"}, f"you {text}"
            marks |= found_marks
            if posing and not found_marks:
                text = _CLAIMED.sub("", self._without_posing(text, posing))
            elif not found_marks and (opening := _OPENS_WITH_A_VERDICT.match(text)) and opening[1] not in self._data.feelings.genuine:
                text = text[opening.end() :]
            whole = [] if found_marks or asked_one or not text else self._whole.told(text.split(), reading.written)
            units: list[Unit] = []
            for part_marks, part in self._run_ons(self._parts(found_marks, text)):
                marks |= part_marks
                tags = self._tags(part.split())
                things = chunks(part.split(), tags, without=self._no_facts)
                told_part = self._without_motive(part)
                if not told_part:
                    facts += things
                    continue
                if {"<about>", "<verdict>"} & part_marks:
                    told_part = _before_verdict(told_part) if "<verdict>" in part_marks else told_part
                    tellings += self._matter(told_part, reading)
                    facts += chunks(told_part.split(), self._tags(told_part.split()), without=self._no_facts)
                    continue
                read = [
                    _habit(clause) if often else clause
                    for clause in self._clauses.read(told_part.split(), part_marks, tags if told_part == part else ())
                ]
                doubted, read = read, certain(read, self._data.judging.doubts)
                things = sure_things(things, read) if doubted != read else things
                clauses += read
                units += self._story.units(told_part, read, reading.written)
                named_as = frozenset(word for clause in read if _is_name_for_you(clause, self._data) for word in clause.rest)
                facts += [thing for thing in things if not thing.keys <= named_as]
                fragment = (
                    len(read) == 1
                    and not read[0].verb
                    and any(w[0].isdigit() or w[0] in "£$€₹" or w in NUMBER_WORDS for w in read[0].words)
                )
                if fragment and tellings:
                    extra = surface(read[0].words, reading.written)
                    joined = _joined(tellings[-1], f"{tellings[-1].text} ({extra})")
                    tellings[-1] = joined if len(read[0].words) <= 6 else tellings[-1]
                    continue
                tellings += [telling for telling in map(self._soft, self._told(read, reading)) if self._sound.passes(telling)]
            story += (told := [] if likened else whole or self._story.told(units, goes_on=left_out))
            left_out = bool(units) and not told
        weighty = frozenset(w for c in clauses for w in c.words)
        ranked = self._topics.ranked(reading.raw, frozenset(c.verb for c in clauses), weighty)
        topics = [topic for topic, _ in ranked]
        if posing and (posed := self._topics.topics.get(posing[0][2])) and (not tellings or not topics):
            topics = [posed, *(t for t in topics if t is not posed)]
        return Understanding(
            reading, tuple(_distinct(tellings)), tuple(topics), tuple(s for _, s in ranked), tuple(feelings), tuple(posing), tuple(clauses),
            frozenset(marks), third, surface(perspective.split(), reading.written), surface(boundary.split(), reading.written),
            ends_it(boundary), request, called or addressed(sentences, reading.written), tuple(facts), tuple(story),
        )  # fmt: skip

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

    def _soft(self, telling: Telling) -> Telling:
        return replace(telling, text=_NEVER.sub(self._plainly_not, self._data.judging.soften(telling.text)))

    def _plainly_not(self, found: re.Match[str]) -> str:
        """A plain "didn't" for "never", which claims every time: "I didn't pay"."""
        who, verb = found[1], found[2]
        base = self._grammar.lemma(verb, "VERB")
        if base is None:
            return found[0]
        helper = "don't" if base == verb else "doesn't" if verb.endswith("s") else "didn't"
        return f"{who} {helper} {base}"

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
        found = chunks(words, self._tags(words), without=self._no_facts)
        if not found:
            return []
        text = surface(named(found[0].words, self._tags(list(found[0].words))), reading.written)
        return [Telling(text, "about", past=False, weight=1.4)]

    def _run_ons(self, parts: Sequence[tuple[frozenset[str], str]]) -> Iterator[tuple[frozenset[str], str]]:
        """The parts; a verdict or a matter ends where a clause runs on behind it without a mark."""
        for marks, part in parts:
            words = part.split()
            end = self._clauses.runs_on_at(words, self._tags(words)) if {"<about>", "<verdict>"} & marks else len(words)
            yield marks, " ".join(words[:end])
            if end < len(words):
                yield frozenset(), " ".join(words[end:])

    def _parts(self, marks: frozenset[str], text: str) -> list[tuple[frozenset[str], str]]:
        """The statement, with later pieces that are wrapped themselves taken apart."""
        pattern = _PIECES if not _PERFECT.search(text) else _PIECES_OF_A_TIME
        pieces = [piece.strip() for piece in pattern.split(text) if piece.strip()]
        out: list[tuple[frozenset[str], str]] = []
        for number, piece in enumerate(pieces):
            if number == 0:
                out.append((marks, piece))
                continue
            found, rest = self._peeler.peel(piece)
            rest, _ = self._clearer.clear(rest)
            if rest:
                before = out[-1] if out else None
                if not found and before is not None and self._joins(rest):
                    out[-1] = (before[0], f"{before[1]} , {rest}")
                else:
                    out.append((found, rest))
        return out

    def _joins(self, rest: str) -> bool:
        """Whether a piece after a comma goes on with the clause before it."""
        first = rest.split(maxsplit=1)[0]
        listed = re.split(r" (?:and|but|so|while) (?=(?:you|i|we|he|she|they) )", rest, maxsplit=1)[0]
        if first in ("the", "my", "your") and not any(tag in _FINITE for tag in self._tags(listed.split())):
            return True
        return (
            first not in ("you", "i", "we", "they", "he", "she", "it", "my", "your", "the", "that", "this", "there")
            or len(rest.split()) < 2
        )

    def _without_posing(self, text: str, posing: list[tuple[str, str, str]]) -> str:
        for word, _, _ in posing:
            text = re.sub(
                rf"^(?:i (?:\w+ ){{0,2}})?(?:feel|felt|am feeling|am|get|was|"
                rf"feels)(?: \w+){{0,2}}? {re.escape(word)}(?: by you)?(?: ,)?(?: and \w+)? ?(?:by |in |because |when |that |with |"
                rf"as |whenever |if )?",
                "",
                text,
            )
        return text

    def _told(self, clauses: list[Clause], reading: Reading) -> list[Telling]:
        out: list[Telling] = []
        attached: object = False
        for number, clause in enumerate(clauses):
            following = clauses[number + 1] if number + 1 < len(clauses) else None
            if clause.link == "since" and number > 0 and not out and clause.subject:
                text = surface(["how", "things", "are", "between", "us", "since", *clause.words], reading.written)
                out.append(Telling(text, "about", past=False, weight=1.4))
                continue
            attached = (clause.link in ATTACHED or (clause.shared and attached and clause.subject == ("i",))) and number > 0 and out
            leading = (
                clause.link in ("when", "if", "whenever", "after", "before", "while", "since", "once")
                and number == 0
                and following is not None
            )
            blamed = clause.link in ("because", "cause") and clause.subject == ("you",) and clause.verb == "be"
            guessed = clause.link in ("because", "cause") and number > 0 and clauses[number - 1].subject == ("you",) != clause.subject
            if (blamed and number > 0) or guessed:
                if clause.subject == ("i",) and (own := self._teller.tell(clause, reading.written)):
                    out.append(own)
                continue
            if attached and clause.subject:
                last = out[-1]
                text = surface([clause.link, *(w for w in clause.words if w not in self._claims)], reading.written)
                out[-1] = _joined(last, f"{last.text} {text}")
                continue
            if leading:
                words = [w for w in clause.words if w not in self._claims]
                lead = self._teller.tell(clause, reading.written) if clause.subject == ("you",) else None
                text = lead.text if lead else surface(words, reading.written)
                past = clause.time in ("past", "pprog", "plup")
                told = Telling(
                    text,
                    "when" if clause.link in ("when", "if", "whenever") else clause.link,
                    past,
                    own=clause.subject == ("i",),
                    weight=1.4 if clause.subject != ("you",) else 2,
                    deed=lead.deed if lead else (),
                )
                out.append(told)
                continue
            if not clause.verb and out and any(w[0].isdigit() or w[0] in "£$€₹" for w in clause.words):
                out[-1] = _joined(out[-1], f"{out[-1].text} ({surface(clause.words, reading.written)})")
                continue
            told_now = self._teller.tell(clause, reading.written)
            if not clause.verb and len(clause.words) > 3 and any(w[0].isdigit() for w in clause.words):
                told_now = Telling(surface(clause.words, reading.written), "that", past=False, weight=1.2)
            if told_now is None and not clause.verb and clause.words and number > 0 and out and clause.link in ("and", ",", ""):
                continue
            if told_now is not None:
                if (
                    out
                    and out[-1].link == "when"
                    and number == 1
                    and clauses[0].link in ("when", "if", "whenever")
                    and told_now.link == "when"
                ):
                    out[-1] = _joined(told_now, f"{out[-1].text} and {told_now.text}")
                else:
                    out.append(told_now)
        return out


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


def _joined(base: Telling, text: str) -> Telling:
    return replace(base, text=text, weight=base.weight + 0.3)


def _distinct(tellings: Sequence[Telling]) -> list[Telling]:
    seen: set[str] = set()
    out = []
    for telling in tellings:
        if telling.text not in seen:
            seen.add(telling.text)
            out.append(telling)
    return out
