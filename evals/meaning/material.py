"""What the second tier learns from: labelled posts, our exemplars and their twins, the rules' own examples, ordinary questions.

A text is a bag of windows with one label for the bag. Some examples of rules are also put inside ordinary posts, so that one
sentence among many is learnt, and so are their near misses, so that length alone teaches nothing.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evals.matters.material import brought
from evals.meaning import talks
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder, meaning_folder, rules_folder
from service.domain.safety import RiskLevel
from service.domain.text import Message, Speaker
from service.language.matching import Language
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.safety.meaning.exemplars import Exemplar, load_exemplars
from service.safety.meaning.plain_form import PlainForm, load_plain_form, windows
from service.safety.records import Rule
from service.safety.verdict import Classifier

SIZE, STRIDE = 96, 72
_STRETCH = (56, 36)
_LONG = "post"
GROUPS = ("self_harm", "sexual", "physical", "threat", "child", "control", "perpetrator", "stalking")
VOICES = ("victim", "self", "third_party", "perpetrator")
_OF_POST = {
    "self_harm": "self_harm", "sexual_violence": "sexual", "physical_violence": "physical", "threats": "threat", "child_harm": "child",
    "emotional_abuse": "control", "coercive_control": "control", "financial_abuse": "control", "perpetrator": "perpetrator",
    "harm_to_others": "perpetrator", "stalking_surveillance": "stalking",
}  # fmt: skip
_QUESTIONS, _INSERTED, _INSERTED_TWINS, _LONGEST_HOST = 700, 350, 200, 220
_SENTENCES, _SENTENCE_WORDS, _ASKED = 12_000, (5, 40), 0.5
_CHECKED, _EVEN = 10, 0.5
_JOINED, _JOINED_WORDS = 3000, 57
_WITHIN, _RUNS, _RUN_WORDS = 6000, 2400, (14, 44)
_LONG_LINE, _AGAIN = 32, 2
_AMONG, _HOST_WORDS, _LINE_WORDS = 3000, (60, 200), 45
_BROUGHT, _TALKS = "matters", "talks"
_TALKS_TIMES = 2
"""How often a conversation that tells of danger, or stands close to that, is read in each round, as they are few."""
_OWN: dict[str, Any] = {"post": False, "exemplar": True}
_BOTH: dict[str, Any] = {"exemplar": True, "weight": 0.8}


@dataclass(frozen=True, slots=True)
class Bag:
    """One text: its windows in plain form, whether it discloses, and what is known of group and voice.

    `post` bags teach the output that is used, `exemplar` bags one of their own, and bags of both kinds teach both.
    Two bags of one `pair` differ by one edit: they are learnt side by side.
    """

    windows: tuple[str, ...]
    disclosed: bool
    post: bool = True
    exemplar: bool = False
    group: str | None = None
    voice: str | None = None
    weight: float = 1.0
    pair: str | None = None


class Material:
    """Builds bags with the plain form that the service uses."""

    def __init__(self) -> None:
        rules = rules_folder()
        self._language: Language = load_language(rules)
        self._book = load_rulebook(rules, self._language)
        self._plain: PlainForm = load_plain_form(meaning_folder(), self._language)
        self._groups: dict[str, list[str]] = json.loads((meaning_folder() / "calibration.json").read_text("utf-8"))["groups"]
        self.exemplars = load_exemplars(meaning_folder() / "exemplars")

    def bag(self, text: str, *, disclosed: bool, cut_to: tuple[int, int] = (SIZE, STRIDE), **known: Any) -> Bag:
        """One text as a bag, cut to windows of a size and stride; `known` are further fields of it."""
        cut = windows(self._plain(self._language.normalise(text)), *cut_to)
        return Bag(tuple(window.text for window in cut) or ("",), disclosed, **known)

    def posts(self, file: Path) -> list[Bag]:
        """The labelled posts of a JSON lines file, without the borderline ones."""
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        return [self._post(row) for row in rows if row["label"] != "borderline"]

    def training(self, posts: Path, seed: int) -> list[Bag]:
        """Everything to learn from; the tenth of the exemplars that `checks` holds is left out."""
        chance = random.Random(seed)  # noqa: S311  nothing secret
        learnt = [exemplar for exemplar in self.exemplars if not held_out(exemplar)]
        ordinary = _ordinary(posts)
        return [
            *self.posts(posts),
            *self._pairs(exemplar for exemplar in learnt if exemplar.style != "line"),
            *self._rule_examples(),
            *self._questions(chance, _QUESTIONS),
            *self._inserted(ordinary, chance),
            *self._among(learnt, ordinary, chance),
        ]

    def brief(self, posts: Path, seed: int, *, fresh: tuple[str, ...] = (), again: float = 1.0) -> list[Bag]:
        """What the reader of brief messages learns from: everything short, each twin beside its exemplar, and sentences of posts.

        All of it teaches the output that is used. A sentence of an ordinary post is ordinary; one of a disclosure may be either.
        To go on from weights that know most of it, name the exemplars that are `fresh` by the beginnings of their ids, and
        "matters" for what people bring to the coach, or one of its files such as "asks_further", and "talks" for conversations: of
        everything else only the share `again` is gone over.
        """
        chance = random.Random(seed)  # noqa: S311  nothing secret
        learnt = [e for e in self.exemplars if not held_out(e) and (e.id.startswith(fresh) or chance.random() < again)]
        ordinary = _ordinary(posts)
        paired = [exemplar for exemplar in learnt if exemplar.twin and exemplar.style != _LONG]
        around = (
            *self._rule_examples(),
            *(replace(bag, weight=_ASKED) for bag in self._questions(chance)),
            *self._sentences(ordinary, chance),
            *self._joined(paired, chance),
            *self._within(paired, ordinary, chance),
        )
        whole = again >= 1
        messages = (
            bag
            for bag, source in self._brought()
            if whole or _BROUGHT.startswith(fresh) or source.startswith(fresh) or chance.random() < again
        )
        in_talks = (bag for bag in self._talks() if whole or _TALKS.startswith(fresh) or chance.random() < again)
        kept = (*messages, *in_talks, *(bag for bag in around if whole or chance.random() < again))
        long = (exemplar for exemplar in learnt if exemplar.style == _LONG)
        short = [exemplar for exemplar in learnt if exemplar.style != _LONG]
        pairs = (*self._pairs(short), *self._pairs(long, cut_to=_STRETCH), *self._long_again(short))
        return [replace(bag, post=True, exemplar=False) for bag in (*pairs, *kept)]

    def checks(self) -> list[Bag]:
        """A tenth of the exemplars and their twins, never learnt from."""
        return list(self._pairs(exemplar for exemplar in self.exemplars if held_out(exemplar)))

    def _post(self, row: dict[str, str]) -> Bag:
        disclosed = row["label"] == "route"
        group, voice = (_OF_POST.get(row["category"]), row.get("voice")) if disclosed else (None, None)
        return self.bag(row["text"], disclosed=disclosed, group=group, voice=voice if voice in VOICES else None)

    def _pairs(self, exemplars: Iterable[Exemplar], cut_to: tuple[int, int] = (SIZE, STRIDE)) -> Iterator[Bag]:
        for exemplar in exemplars:
            if exemplar.harmless:
                yield self.bag(exemplar.text, disclosed=False, cut_to=cut_to, **_OWN)
                continue
            known = _OWN | {"cut_to": cut_to, "pair": exemplar.id if exemplar.twin else None}
            yield self.bag(exemplar.text, disclosed=True, group=self._group(exemplar.category), voice=_voice(exemplar), **known)
            if exemplar.twin:
                yield self.bag(exemplar.twin, disclosed=False, **known)

    def _long_again(self, exemplars: Iterable[Exemplar]) -> Iterator[Bag]:
        """The longer lines once more: most lines are short, and most messages are not."""
        long = [exemplar for exemplar in exemplars if len(exemplar.text.split()) >= _LONG_LINE]
        for n in range(_AGAIN):
            yield from (replace(bag, post=True, exemplar=False, pair=bag.pair and f"{bag.pair} again {n}") for bag in self._pairs(long))

    def _rule_examples(self) -> Iterator[Bag]:
        rules_alone = Classifier(RuleEngine(self._book))
        for rule in self._english():
            if rule.level > RiskLevel.NONE:
                yield from (self.bag(text, disclosed=True, **_BOTH) for text in rule.fires)
            for text in rule.silent:
                if not rules_alone.classify([Message(Speaker.USER, text)]).routed:
                    yield self.bag(text, disclosed=False, **_BOTH)

    def _brought(self) -> Iterator[tuple[Bag, str]]:
        """What people bring to the coach, as ordinary, with its file; not what exemplars know already and what the rules hear."""
        rules_alone = Classifier(RuleEngine(self._book))
        known = {text for exemplar in self.exemplars for text in (exemplar.text, exemplar.twin)}
        for text, source in brought().items():
            if text not in known and not rules_alone.classify([Message(Speaker.USER, text)]).routed:
                yield self.bag(text, disclosed=False, weight=_ASKED), source

    def _talks(self) -> Iterator[Bag]:
        """Turns of conversations, as the service reads them; without ordinary ones that the rules hear."""
        rules_alone = Classifier(RuleEngine(self._book))
        for one in [*talks.learnt()] * _TALKS_TIMES:
            yield self._spoken(one)
        for one in dict.fromkeys(talks.ordinary()):
            if not rules_alone.classify([Message(Speaker.USER, one.text)]).routed:
                yield self._spoken(one)

    def _spoken(self, one: talks.Spoken) -> Bag:
        cut_to = _STRETCH if one.long else (SIZE, STRIDE)
        return self.bag(one.text, disclosed=one.disclosed, cut_to=cut_to, group=one.group, voice=one.voice)

    def _questions(self, chance: random.Random, most: int | None = None) -> Iterator[Bag]:
        corpus = load_corpus(data_folder("corpus"))
        asks = [ask for section in corpus.sections.values() for ask in section.asks] + [
            ask for topic in corpus.outside for ask in topic.asks
        ]
        chance.shuffle(asks)
        return (self.bag(ask, disclosed=False, **_BOTH) for ask in asks[:most])

    def _joined(self, exemplars: Sequence[Exemplar], chance: random.Random) -> Iterator[Bag]:
        """Two short messages as one: a harmless one beside a disclosure, and the same one beside its twin."""
        for n in range(_JOINED):
            beside, exemplar = chance.sample(exemplars, 2)
            if len(f"{beside.twin} {exemplar.text} {exemplar.twin}".split()) > _JOINED_WORDS:
                continue
            first = chance.random() < _EVEN
            for text, disclosed in ((exemplar.text, True), (exemplar.twin or "", False)):
                both = (beside.twin or "", text) if first else (text, beside.twin or "")
                yield self.bag(" ".join(map(_ended, both)), disclosed=disclosed, weight=0.8, pair=f"joined {n}")

    def _within(self, exemplars: Sequence[Exemplar], texts: Sequence[str], chance: random.Random) -> Iterator[Bag]:
        """A disclosure among a few sentences of an ordinary post, its twin among the same ones, and such sentences by themselves."""
        runs = [run for text in texts if (run := _run(_sentences_of(text), chance))]
        for n in range(_WITHIN):
            run, exemplar = chance.choice(runs), chance.choice(exemplars)
            if len(" ".join([*run, exemplar.text]).split()) <= _JOINED_WORDS:
                yield from self._both_inside(run, exemplar, chance, f"within {n}")
        yield from (self.bag(" ".join(run), disclosed=False, weight=_ASKED) for run in chance.sample(runs, min(_RUNS, len(runs))))

    def _among(self, exemplars: Sequence[Exemplar], texts: Sequence[str], chance: random.Random) -> Iterator[Bag]:
        """A whole ordinary post with a disclosure of one line somewhere in it, beside the same post with the line's twin."""
        fewest, most = _HOST_WORDS
        hosts = [text for text in texts if fewest <= len(text.split()) <= most]
        lines = [exemplar for exemplar in exemplars if exemplar.twin and len(exemplar.text.split()) <= _LINE_WORDS]
        for n, exemplar in enumerate(chance.sample(lines, _AMONG)):
            yield from self._both_inside(_sentences_of(chance.choice(hosts)), exemplar, chance, f"among {n}")

    def _both_inside(self, sentences: Sequence[str], exemplar: Exemplar, chance: random.Random, pair: str) -> Iterator[Bag]:
        """The same sentences twice, with the disclosure and with its twin at the same place."""
        at = chance.randint(0, len(sentences))
        for text, disclosed in ((exemplar.text, True), (exemplar.twin or "", False)):
            whole = " ".join([*sentences[:at], _ended(text), *sentences[at:]])
            yield self.bag(whole, disclosed=disclosed, weight=0.8, pair=pair)

    def _sentences(self, texts: Sequence[str], chance: random.Random) -> Iterator[Bag]:
        fewest, most = _SENTENCE_WORDS
        found = [part for text in texts for part in _sentences_of(text) if fewest <= len(part.split()) <= most]
        return (self.bag(part, disclosed=False, weight=_ASKED) for part in chance.sample(found, min(_SENTENCES, len(found))))

    def _inserted(self, hosts: Sequence[str], chance: random.Random) -> Iterator[Bag]:
        short = [host for host in hosts if len(host.split()) < _LONGEST_HOST]
        said = [text for rule in self._english() if rule.level > RiskLevel.NONE for text in rule.fires]
        harmless = [text for rule in self._english() for text in rule.silent]
        for texts, number, disclosed in ((said, _INSERTED, True), (harmless, _INSERTED_TWINS, False)):
            for text in chance.sample(texts, min(number, len(texts))):
                yield self.bag(_inside(chance.choice(short), text, chance), disclosed=disclosed, weight=0.8)

    def _group(self, category: str) -> str | None:
        return next((group for group, categories in self._groups.items() if category in categories), None)

    def _english(self) -> list[Rule]:
        return [rule for rule in self._book.rules if not rule.place.startswith("other_languages")]


def held_out(exemplar: Exemplar) -> bool:
    """Whether training leaves it out, so that it can be measured on."""
    return int(hashlib.sha256(exemplar.text.encode()).hexdigest(), 16) % _CHECKED == 0


def _ordinary(posts: Path) -> list[str]:
    return [row["text"] for row in map(json.loads, posts.read_text("utf-8").splitlines()) if row["label"] == "coach"]


def _sentences_of(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part]


def _run(sentences: Sequence[str], chance: random.Random) -> list[str]:
    """Some sentences that follow one another and are neither a scrap nor a page; none where the text has no such place."""
    fewest, most = _RUN_WORDS
    run: list[str] = []
    for sentence in sentences[chance.randrange(max(1, len(sentences) - 2)) :]:
        if len(" ".join([*run, sentence]).split()) > most:
            break
        run.append(sentence)
    return run if len(" ".join(run).split()) >= fewest else []


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in ".!?" else f"{sentence}."


def _inside(host: str, sentence: str, chance: random.Random) -> str:
    parts = re.split(r"(?<=[.!?\n])\s+", host)
    parts.insert(chance.randint(0, len(parts)), _ended(sentence))
    return " ".join(parts)


def _voice(exemplar: Exemplar) -> str:
    """The post labels set harm to oneself apart as a voice of its own."""
    return "self" if exemplar.category in ("SUICIDE", "SELF_HARM") and exemplar.voice == "victim" else exemplar.voice.value
