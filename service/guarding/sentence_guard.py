"""Decides, sentence by sentence, whether what a language model wrote may be shown."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import re2

from service.domain.generation import Decision, GivenPassage
from service.domain.resources import Resource
from service.guarding import quantities
from service.guarding.contacts import foreign_contacts
from service.guarding.evidence import Reader
from service.guarding.features import Lists, Measure, entails, opposites_of
from service.guarding.form import faulty_form, foreign_script
from service.guarding.knowledge import GuardKnowledge
from service.guarding.names import unknown_name
from service.guarding.plain_sentences import PlainSentences
from service.guarding.support import SupportModel
from service.guarding.words import Vocabulary, Words
from service.ports import Embedder, Entailment, ReadSentence, Vectors

_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]|(?<!\w)['‘][^'’]{8,}['’](?!\w)")
CHECKS = ("form", "language", "phrases", "contacts", "numbers", "names", "gender", "harm", "principles", "support", "entailment")
# Of passages that were not cited, so many are tried, nearest first.
_LOOKED_AT = 2
Foreign = Callable[[str], str | None]


@dataclass(frozen=True)
class Candidate:
    """A sentence with what is needed to judge it."""

    text: str
    words: Words
    vector: Vectors
    cited: tuple[GivenPassage, ...]
    passages: tuple[GivenPassage, ...]
    said: str
    resources: tuple[Resource, ...]
    entailment: Entailment

    @cached_property
    def read(self) -> ReadSentence:
        """The sentence as the entailment model reads it, once it is needed."""
        return self.entailment.read(self.text)


class EvidenceGuard:
    """The guard on sentences of a model: rules that forbid, then support by the cited passage.

    `checks` leaves some out, for measuring what each is worth. Thread-safe; holds no text of a person.
    """

    def __init__(  # noqa: PLR0913  the parts, and two switches by name
        self,
        knowledge: GuardKnowledge,
        embedder: Embedder,
        model: SupportModel,
        entailment: Entailment,
        *,
        foreign: Foreign | None = None,
        checks: Sequence[str] = CHECKS,
    ) -> None:
        words = knowledge.words
        self._vocabulary = Vocabulary(words.irregular)
        self._reader = Reader(embedder, self._vocabulary)
        self._measure = Measure(self._reader, lists(knowledge, self._vocabulary))
        self._entailment = entailment
        self._model, self._foreign, self._checks = model, foreign, frozenset(checks)
        self._phrases = [(p, re2.compile(f"(?i){p.pattern}")) for p in knowledge.phrases]
        self._blocked = [(claim, re2.compile(f"(?i){p}")) for claim, found in knowledge.blocked.items() for p in found]
        self._harm, self._joint, self._excused = (re2.compile(f"(?i){p}") for p in (words.harm, words.joint, words.excused))
        self._principles = [(p.id, re2.compile(f"(?i){p.pattern}"), re2.compile(f"(?i){p.unless}")) for p in words.principles]
        self._genders = tuple(words.genders)
        plain = {stem for text in (*knowledge.own_phrases, *words.plain_words) for stem in self._vocabulary(text).stems}
        self._plain = PlainSentences(words.plain_frames, words.plain_never, plain)
        self.version = f"{words.version}, support {model.threshold}, entailment {entailment.version}"

    def check(  # noqa: PLR0913  the shape of the port
        self,
        sentence: str,
        cited: Sequence[int],
        passages: Sequence[GivenPassage],
        *,
        said: Sequence[str] = (),
        before: Sequence[str] = (),  # noqa: ARG002  repeats are dropped before the guard sees them
        resources: Sequence[Resource] = (),
    ) -> Decision:
        """Whether one sentence may be shown, with which numbers beside it; see `service.ports.SentenceGuard`."""
        if reason := self._outward(sentence):
            return _dropped(reason)
        by_number = {passage.n: passage for passage in passages}
        if any(number not in by_number for number in cited):
            return _dropped("citation: not given")
        candidate = Candidate(
            text=sentence,
            words=self._vocabulary(sentence),
            vector=self._reader.embed([sentence])[0],
            cited=tuple(by_number[number] for number in cited),
            passages=tuple(passages),
            said="\n".join(said),
            resources=tuple(resources),
            entailment=self._entailment,
        )
        if reason := self._forbidden(candidate):
            return _dropped(reason)
        return self._supported(candidate)

    def preparing(self, passages: Sequence[GivenPassage]) -> Iterator[None]:
        """Read passages ahead in small steps, while the model is thinking, so that the first sentence does not wait for it."""
        for passage in passages:
            parts = self._reader.evidence(passage).parts
            yield
            for part in parts:
                self._entailment.prepare([part])
                yield

    def load(self) -> None:
        """Get the models ready.

        Raises:
            DataError: weights are missing or not the expected ones.
        """
        self._entailment.load()

    def needs(self, passages: Iterable[GivenPassage]) -> tuple[str, ...]:
        """The texts whose vectors these passages need; encode them once, keep them on disk, and `learn` them."""
        return self._reader.needs(passages)

    def learn(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Take over vectors of texts of the corpus."""
        self._reader.learn(texts, vectors)

    def features(self, sentence: str, passages: Sequence[GivenPassage]) -> list[dict[str, float]]:
        """What is measured between a sentence and each passage; for calibration."""
        words, vector, read = self._vocabulary(sentence), self._reader.embed([sentence])[0], self._entailment.read(sentence)
        found = [self._reader.evidence(passage) for passage in passages]
        return [self._measure(words, vector, each) | {"entails": entails(read, vector, each)} for each in found]

    def nearest(self, sentence: str, passages: Sequence[GivenPassage]) -> list[GivenPassage]:
        """The passages by their likeness to a sentence, nearest first."""
        return self._nearest(self._reader.embed([sentence])[0], passages)

    def _nearest(self, vector: Vectors, passages: Sequence[GivenPassage]) -> list[GivenPassage]:
        return sorted(passages, key=lambda p: -float((self._reader.evidence(p).vectors @ vector).max(initial=-1)))

    def _outward(self, sentence: str) -> str | None:
        if "form" in self._checks and (fault := faulty_form(sentence)):
            return f"markup: {fault}" if fault not in ("fragment", "length", "unfinished", "repetition") else f"form: {fault}"
        if "language" in self._checks and (foreign_script(sentence) or (self._foreign and self._foreign(sentence))):
            return "language"
        return None

    def _forbidden(self, candidate: Candidate) -> str | None:
        return next(self._faults(candidate), None)

    def _faults(self, c: Candidate) -> Iterator[str]:
        if "phrases" in self._checks:
            yield from self._said_never(c.text)
        if "contacts" in self._checks:
            yield from foreign_contacts(c.text, c.resources, _texts(c.cited))
        if "harm" in self._checks and self._harm.search(c.text) and self._joint.search(c.text) and not self._excused.search(c.text):
            yield "harm"
        if "principles" in self._checks:
            yield from (
                f"principle: {id_}" for id_, found, unless in self._principles if found.search(c.text) and not unless.search(c.text)
            )
        if "gender" in self._checks and self._assumes_gender(c):
            yield "gender"

    def _said_never(self, text: str) -> Iterator[str]:
        unquoted = _QUOTED.sub(" ", text)
        for phrase, pattern in self._phrases:
            if "model" in phrase.kinds and pattern.search(text):
                yield f"never_say: {phrase.id}"
            if "model_outside_quotes" in phrase.kinds and pattern.search(unquoted):
                yield f"never_say: {phrase.id}"
        for claim, pattern in self._blocked:
            if pattern.search(text):
                yield f"claim: {claim}"

    def _assumes_gender(self, c: Candidate) -> bool:
        said = set(re.findall(r"[a-z]+", c.said.lower()))
        used = set(re.findall(r"[a-z]+", c.text.lower()))
        return any(used & group and not said & group for group in self._genders)

    def _supported(self, c: Candidate) -> Decision:
        near = frozenset(stem for p in c.passages for stem in self._reader.evidence(p).words.signs)
        own = frozenset(self._vocabulary(c.said).stems)
        plain = self._plain.allows(c.text, c.words, own, near) and not self._unknown(c, ())
        if not c.cited and plain:
            return Decision(kept=True, reason="", text=c.text)
        if "support" not in self._checks:
            return _kept(c, c.cited or c.passages[:1]) if not self._fact(c, c.cited or c.passages) else _dropped("number")
        resting = [p for p in c.cited if self._chance(c, p) >= self._model.threshold]
        if resting and not self._fact(c, resting):
            return _kept(c, resting)
        elsewhere = self._elsewhere(c)
        if elsewhere and not self._fact(c, elsewhere):
            return _kept(c, elsewhere)
        if plain:
            return Decision(kept=True, reason="", text=c.text)
        return _dropped(self._why(c, resting or elsewhere))

    def _chance(self, c: Candidate, passage: GivenPassage) -> float:
        evidence = self._reader.evidence(passage)
        measured = self._measure(c.words, c.vector, evidence)
        if "entailment" in self._checks:
            measured["entails"] = entails(c.read, c.vector, evidence)
        return self._model.chance(measured)

    def _elsewhere(self, c: Candidate) -> list[GivenPassage]:
        """The passage that was not cited and supports the sentence, looked for among the nearest."""
        others = [p for p in c.passages if p not in c.cited]
        chances = [(self._chance(c, p), p) for p in self._nearest(c.vector, others)[:_LOOKED_AT]]
        return [p for chance, p in sorted(chances, key=lambda found: -found[0])[:1] if chance >= self._model.repair]

    def _unknown(self, c: Candidate, passages: Sequence[GivenPassage]) -> bool:
        return self._fact(c, passages) is not None

    def _fact(self, c: Candidate, passages: Sequence[GivenPassage]) -> str | None:
        """The check that finds a fact which neither these passages nor the person gave."""
        sources = [f"{p.heading}. {p.text}" for p in passages] + [c.said]
        if "numbers" in self._checks and quantities.unsupported(c.text, sources):
            return "number"
        if "names" in self._checks and unknown_name(c.text, " ".join(sources)):
            return "entity"
        return None

    def _why(self, c: Candidate, resting: Sequence[GivenPassage]) -> str:
        if resting:
            return self._fact(c, resting) or "support"
        if not c.cited:
            return "citation: none"
        if fact := self._fact(c, c.cited):
            return fact
        found = self._measure(c.words, c.vector, self._reader.evidence(c.cited[0]))
        if found["turned"] or found["opposite"]:
            return "polarity"
        return "modality" if found["strong"] else "support"


def lists(knowledge: GuardKnowledge, vocabulary: Vocabulary) -> Lists:
    """The feature lists, with how much each stem tells from the sections that hold it."""
    words = knowledge.words
    held = Counter(stem for text in knowledge.sections for stem in set(vocabulary(text).stems))
    count = max(len(knowledge.sections), 1)
    weights: Mapping[str, float] = {stem: math.log((count + 1) / (n + 0.5)) for stem, n in held.items()}
    opposites = opposites_of(words.opposites)
    return Lists(opposites, words.strong, words.generic, words.times, weights)


def _texts(passages: Sequence[GivenPassage]) -> str:
    return " ".join(p.text for p in passages)


def _kept(c: Candidate, passages: Sequence[GivenPassage]) -> Decision:
    return Decision(kept=True, reason="", text=c.text, cited=tuple(p.n for p in passages))


def _dropped(reason: str) -> Decision:
    return Decision(kept=False, reason=reason, text="")
