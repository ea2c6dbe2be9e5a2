"""What the reader of matters learns from: messages with the card, section, outside subject or act that each is an example of.

A card holds some messages itself; further ones lie in `asks_*.jsonl`, by other writers, and in `talks_*.jsonl` behind what was told before.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.adapters.act_lines import act_lines
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder, rules_folder
from service.adapters.prompt_files import PromptFiles
from service.adapters.reply_files import ReplyFiles
from service.composing.texts import ActTexts
from service.domain.corpus import Corpus, Matter, PassageKind, Relation, Side
from service.retrieval.acts import MATTER
from service.retrieval.matters import ACT, CARD, SECTION, told_before
from service.retrieval.passages import OUTSIDE, passages_of
from service.safety.loader import load_language

_FOLDER = Path(__file__).parent
_HELD = 10
_SPYING = OUTSIDE + "spying-and-hacking"
_OF_DANGER = frozenset({"ex-will-not-leave-me-alone", "miss-one-who-frightened-me", "partner-checks-my-stories", "leave-tonight"})
"""Cards whose messages may tell of danger: help is beside their counsel, and nothing about safety is learnt from them."""
_OWN_BEFORE = 0.35
"""Of the messages that need none before them, how many get one all the same, so that the last message is what counts."""
_OF_ANSWERS, _OF_NEAR = (1.0, 0.7, 0.5, 0.35), 0.12
"""The parts of the classes that answer a turn, the best first, and of each that would do."""
_MEASURED_ON = frozenset({"turns_chosen", "turns_held", "turns_held-anew"})
"""Files of turns that nothing is learnt from: what is chosen is chosen on the first, and told on the others."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message, the class that it is an example of, and for cards whom it is about and on which side its writer is.

    `before` is what its writer told before it, where that is known; `source` is the file that holds it, where it is one of this folder.
    `answers` are all classes that a reader found right for a turn of a conversation, the best first, and `near` those that would do.
    """

    text: str
    label: str
    relation: Relation | None = None
    side: Side | None = None
    later: bool = False
    held: bool = False
    before: str = ""
    source: str = field(default="", compare=False)
    answers: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    @property
    def shares(self) -> dict[str, float]:
        """How much of it each class should get; together 1."""
        parts = dict.fromkeys(self.near, _OF_NEAR)
        parts |= dict(zip(self.answers or (self.label,), _OF_ANSWERS, strict=False))
        return {name: part / sum(parts.values()) for name, part in parts.items()}


def examples() -> list[Example]:
    """Every message with its class; of each card's messages one in ten is held back to measure on."""
    corpus = load_corpus(data_folder("corpus"))
    return list(dict.fromkeys([*_of_cards(corpus.matters.values()), *_of_passages(corpus), *_of_outside(), *_of_acts(), *_of_turns()]))


def brought() -> dict[str, str]:
    """What people bring to the coach that is no disclosure, with the file that holds it, where it is one of this folder.

    Messages for cards but for those of danger, and questions for somebody else but those about spying. What leans on something that
    was told before it is left out: by itself it may be read in any way.
    """
    matters = load_corpus(data_folder("corpus")).matters
    cards = (one for one in _of_cards(matter for name, matter in matters.items() if name not in _OF_DANGER) if not one.before)
    outside = (one for one in _of_outside() if one.label != _SPYING)
    return {one.text: one.source for one in (*cards, *outside)}


def befores(some: Sequence[Example]) -> "Befores":
    """What may come before a message."""
    return Befores([one for one in some if one.relation and not one.later and not one.held])


class Befores:
    """Finds a message that may come before another one: of the same people, where that is known."""

    def __init__(self, firsts: Sequence[Example]) -> None:
        self._all = [one.text for one in firsts]
        self._of: dict[tuple[Relation | None, Side | None], list[str]] = {}
        for one in firsts:
            for relation in (one.relation, None):
                for side in (one.side, None):
                    self._of.setdefault((relation, side), []).append(one.text)

    def of(self, example: Example, chance: random.Random) -> str:
        """What was told before this one: its own, or a message of another; nothing for most that can stand alone."""
        if example.before or example.answers:
            return example.before
        if not example.later and chance.random() > _OWN_BEFORE:
            return ""
        relation = example.relation if example.relation is not Relation.ANY else None
        return chance.choice(self._of.get((relation, example.side)) or self._all)


def _of_cards(matters: Iterable[Matter]) -> Iterator[Example]:
    further, talks = _by_card("asks"), _by_card("talks")
    for place, matter in enumerate(matters):
        known = (CARD + matter.id, matter.relation, matter.side)
        for number, (text, source) in enumerate([*((text, "") for text in matter.asks), *further[matter.id]]):
            yield Example(text, *known, later=matter.later, held=number % _HELD == _HELD - 1, source=source)
        for number, (talk, source) in enumerate(talks[matter.id], place):
            held = number % _HELD == _HELD - 1
            yield Example(talk[-1], *known, later=True, held=held, before=told_before(talk), source=source)


def _by_card(kind: str) -> dict[str, list[tuple[Any, str]]]:
    """What the files of one kind hold for each card, with the name of the file."""
    found: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for file in sorted(_FOLDER.glob(f"{kind}_*.jsonl")):
        for record in map(json.loads, file.read_text("utf-8").splitlines()):
            found[record["card"]] += [(entry, file.stem) for entry in record[kind]]
    return found


def _of_passages(corpus: Corpus) -> Iterator[Example]:
    for passage in passages_of(corpus):
        if passage.kind is PassageKind.ASK:
            outside = passage.section.startswith(OUTSIDE)
            yield Example(passage.text, passage.section if outside else SECTION + passage.section)


def _of_outside() -> Iterator[Example]:
    """Further questions for somebody else, most of them asked in the middle of talking about two people."""
    for record in map(json.loads, (_FOLDER / "outside.jsonl").read_text("utf-8").splitlines()):
        for text in record["asks"]:
            yield Example(text, OUTSIDE + record["topic"])


def _of_turns() -> Iterator[Example]:
    """Turns of conversations with what was told before them; one that no card or section answers, or a courtesy, is only told before."""
    for file in sorted(_FOLDER.glob("turns_*.jsonl")):
        for talk in map(json.loads, file.read_text("utf-8").splitlines()):
            texts = [turn["say"] for turn in talk["turns"]]
            for number, turn in enumerate(talk["turns"], 1):
                if "best" in turn:
                    yield _of_turn(turn, told_before(texts[:number]), file.stem)


def _of_turn(turn: Mapping[str, Any], before: str, source: str) -> Example:
    answers, near = (tuple(map(_class_of, turn[kind])) for kind in ("best", "near"))
    relation = Relation(turn["relation"]) if turn["relation"] in set(Relation) else None
    side = Side(turn["side"]) if turn["side"] in set(Side) else None
    told: dict[str, Any] = {"before": before, "later": True, "held": source in _MEASURED_ON, "source": source}
    return Example(turn["say"], answers[0], relation, side, answers=answers, near=near, **told)


def _class_of(name: str) -> str:
    return (SECTION if "#" in name else CARD) + name


def _of_acts() -> Iterator[Example]:
    folder, language = data_folder("prompts"), load_language(rules_folder())
    texts: ActTexts = ReplyFiles(folder, language).acts()
    follow_ups = ReplyFiles(folder, language).conversation().follow_ups
    for line in act_lines(texts, PromptFiles(folder, language).courtesies(), follow_ups):
        if line.act != MATTER:
            yield Example(line.text, ACT + line.act, later=True)
