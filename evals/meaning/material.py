"""What the second tier learns from: labelled posts, our exemplars and their twins, the rules' own examples, ordinary questions.

A text is a bag of windows with one label for the bag. Some exemplars are also put inside ordinary posts, so that one
sentence among many is learnt, and so are harmless twins, so that length alone teaches nothing.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder, meaning_folder, rules_folder
from service.domain.safety import RiskLevel
from service.domain.text import Message, Speaker
from service.language.matching import Language
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.safety.meaning.exemplars import Exemplar, load_exemplars
from service.safety.meaning.plain_form import PlainForm, load_plain_form, windows
from service.safety.verdict import Classifier

SIZE, STRIDE = 96, 72
GROUPS = ("self_harm", "sexual", "physical", "threat", "child", "control", "perpetrator", "stalking")
VOICES = ("victim", "self", "third_party", "perpetrator")
_OF_POST = {
    "self_harm": "self_harm", "sexual_violence": "sexual", "physical_violence": "physical", "threats": "threat", "child_harm": "child",
    "emotional_abuse": "control", "coercive_control": "control", "financial_abuse": "control", "perpetrator": "perpetrator",
    "harm_to_others": "perpetrator", "stalking_surveillance": "stalking",
}  # fmt: skip
_QUESTIONS, _INSERTED, _INSERTED_TWINS, _LONGEST_HOST = 700, 450, 350, 220
_CHECKED = 10


@dataclass(frozen=True, slots=True)
class Bag:
    """One text: its windows in plain form, whether it discloses, and what is known of severity, group and voice."""

    windows: tuple[str, ...]
    disclosed: bool
    acute: bool | None = None
    group: str | None = None
    voice: str | None = None
    weight: float = 1.0


class Material:
    """Builds bags with the plain form that the service uses."""

    def __init__(self) -> None:
        rules = rules_folder()
        self._language: Language = load_language(rules)
        self._book = load_rulebook(rules, self._language)
        self._plain: PlainForm = load_plain_form(meaning_folder(), self._language)
        self.exemplars = load_exemplars(meaning_folder() / "exemplars")

    def bag(self, text: str, *, disclosed: bool, **known: Any) -> Bag:
        """One text as a bag; `known` are further fields of it."""
        cut = windows(self._plain(self._language.normalise(text)), SIZE, STRIDE)
        return Bag(tuple(window.text for window in cut) or ("",), disclosed, **known)

    def posts(self, file: Path) -> list[Bag]:
        """The labelled posts of a JSON lines file, without the borderline ones."""
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        return [self._post(row) for row in rows if row["label"] != "borderline"]

    def training(self, posts: Path, seed: int) -> list[Bag]:
        """Everything to learn from; the tenth of the exemplars that `checks` holds is left out."""
        chance = random.Random(seed)  # noqa: S311  nothing secret
        learnt = [exemplar for exemplar in self.exemplars if not _held_out(exemplar)]
        hosts = [row["text"] for row in map(json.loads, posts.read_text("utf-8").splitlines()) if row["label"] == "coach"]
        return [
            *self.posts(posts),
            *self._pairs(learnt),
            *self._rule_examples(),
            *self._questions(chance),
            *self._inserted(learnt, hosts, chance),
        ]

    def checks(self) -> list[Bag]:
        """A tenth of the exemplars and their twins, never learnt from."""
        return list(self._pairs(exemplar for exemplar in self.exemplars if _held_out(exemplar)))

    def _post(self, row: dict[str, str]) -> Bag:
        disclosed = row["label"] == "route"
        group, voice = (_OF_POST.get(row["category"]), row.get("voice")) if disclosed else (None, None)
        acute = row["severity"] in ("acute", "emergency")
        return self.bag(row["text"], disclosed=disclosed, acute=acute, group=group, voice=voice if voice in VOICES else None)

    def _pairs(self, exemplars: Iterable[Exemplar]) -> Iterator[Bag]:
        for exemplar in exemplars:
            if exemplar.harmless:
                yield self.bag(exemplar.text, disclosed=False)
                continue
            yield self.bag(exemplar.text, disclosed=True, group=_group(exemplar.category), voice=_voice(exemplar))
            if exemplar.twin:
                yield self.bag(exemplar.twin, disclosed=False)

    def _rule_examples(self) -> Iterator[Bag]:
        rules_alone = Classifier(RuleEngine(self._book))
        english = [rule for rule in self._book.rules if not rule.place.startswith("other_languages")]
        for rule in english:
            if rule.level > RiskLevel.NONE:
                yield from (self.bag(text, disclosed=True, weight=0.8) for text in rule.fires)
            for text in rule.silent:
                if not rules_alone.classify([Message(Speaker.USER, text)]).routed:
                    yield self.bag(text, disclosed=False, weight=0.8)

    def _questions(self, chance: random.Random) -> Iterator[Bag]:
        corpus = load_corpus(data_folder("corpus"))
        asks = [ask for section in corpus.sections.values() for ask in section.asks] + [
            ask for topic in corpus.outside for ask in topic.asks
        ]
        chance.shuffle(asks)
        return (self.bag(ask, disclosed=False, weight=0.8) for ask in asks[:_QUESTIONS])

    def _inserted(self, exemplars: Sequence[Exemplar], hosts: Sequence[str], chance: random.Random) -> Iterator[Bag]:
        short = [host for host in hosts if len(host.split()) < _LONGEST_HOST]
        said = [e.text for e in exemplars if not e.harmless and e.style != "post"]
        harmless = [e.twin or e.text for e in exemplars if e.style != "post" and (e.twin or e.harmless)]
        for texts, number, disclosed in ((said, _INSERTED, True), (harmless, _INSERTED_TWINS, False)):
            for text in chance.sample(texts, min(number, len(texts))):
                yield self.bag(_inside(chance.choice(short), text, chance), disclosed=disclosed, weight=0.8)


def _held_out(exemplar: Exemplar) -> bool:
    return int(hashlib.sha256(exemplar.text.encode()).hexdigest(), 16) % _CHECKED == 0


def _inside(host: str, sentence: str, chance: random.Random) -> str:
    parts = re.split(r"(?<=[.!?\n])\s+", host)
    parts.insert(chance.randint(0, len(parts)), sentence if sentence[-1] in ".!?" else f"{sentence}.")
    return " ".join(parts)


def _voice(exemplar: Exemplar) -> str:
    """The post labels set harm to oneself apart as a voice of its own."""
    return "self" if exemplar.category in ("SUICIDE", "SELF_HARM") and exemplar.voice == "victim" else exemplar.voice.value


def _group(category: str) -> str | None:
    groups: dict[str, list[str]] = json.loads((meaning_folder() / "calibration.json").read_text("utf-8"))["groups"]
    return next((group for group, categories in groups.items() if category in categories), None)
