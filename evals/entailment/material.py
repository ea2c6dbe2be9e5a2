"""Groups for training: parts of a section, and sentences that these parts support or do not."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evals.entailment.perturbing import flipped, turned_round, worded_anew, wrapped
from evals.entailment.readings import (
    FREE_LINES,
    HELD_LINES,
    INVENTIONS,
    LINES,
    MORE_FREE_LINES,
    MORE_LINES,
    Line,
    lines,
    without_section,
)
from evals.entailment.scenes import Scene, Scenes
from evals.guard_cases import given
from service.domain.corpus import Corpus, Section
from service.guarding.evidence import split_parts
from service.ports import Embedder, Vectors

_NEAREST = 3
# Another section's sentence counts as unsupported only where its own words lie further off than this.
_FAR = 0.55
_MOST_TURNS = 5
_SCENES, _SCENES_WEIGH = 900, 0.6
_LONG_EVIDENCE = 20


@dataclass(frozen=True, slots=True)
class Group:
    """What is given, and sentences with whether it supports them and how much each counts."""

    parts: tuple[str, ...]
    sentences: tuple[str, ...]
    supported: tuple[bool, ...]
    weights: tuple[float, ...]


class Material:
    """Everything that training draws from: the hand-written lines, the edition's parts, the inventions."""

    def __init__(self, corpus: Corpus, embedder: Embedder, sections: frozenset[str]) -> None:
        self._lines = [line for file in (LINES, MORE_LINES, HELD_LINES) for line in lines(file) if line.section in sections]
        self._inventions = without_section(INVENTIONS)
        self._free = without_section(FREE_LINES) + without_section(MORE_FREE_LINES)
        self._parts = {id_: parts_of(corpus.sections[id_]) for id_ in sorted(sections)}
        self._vectors: dict[str, Vectors] = {}
        texts = sorted({part for parts in self._parts.values() for part in parts} | {line.plain for line in self._lines})
        self._vectors = dict(zip(texts, embedder.embed(texts), strict=True))
        self._all = [part for parts in self._parts.values() for part in parts]

    def epoch(self, chance: random.Random) -> list[Group]:
        """One pass over everything, with wordings drawn anew."""
        groups = [self._of_line(line, chance) for line in self._lines]
        groups += [self._line_as_given(line, chance) for line in self._lines if line.turns]
        groups += [g for id_, parts in self._parts.items() for part in parts[1:] for g in self._of_part(id_, part, chance)]
        groups += [self._of_invention(line, chance) for line in self._inventions]
        groups += [self._of_free(line, chance) for line in self._free]
        scenes = Scenes(chance)
        groups += [self._of_scene(scenes.scene(), chance) for _ in range(_SCENES)]
        chance.shuffle(groups)
        return groups

    def _nearest(self, section: str, text: str, chance: random.Random) -> list[str]:
        parts = self._parts[section]
        order = np.argsort([-float(self._vectors[part] @ self._vectors[text]) for part in parts], kind="stable")
        chosen = [parts[i] for i in order[:_NEAREST]]
        if chance.random() < 0.25 and len(parts) > _NEAREST:
            chosen.append(parts[chance.choice(list(order[_NEAREST:]))])
        chance.shuffle(chosen)
        return chosen

    def _of_line(self, line: Line, chance: random.Random) -> Group:
        made = _Making(tuple(self._nearest(line.section, line.plain, chance)))
        good = [line.reading(chance) for _ in range(3)]
        made.add(good[0], supported=True)
        made.add(wrapped(good[1], chance), supported=True)
        made.add(worded_anew(wrapped(good[2], chance), chance), supported=True, weight=0.7)
        for turn in chance.sample(line.turns, min(_MOST_TURNS, len(line.turns))):
            made.add(wrapped(line.reading(chance, turn), chance), supported=False)
        for _ in range(2):
            if round_ := turned_round(line.reading(chance), chance):
                made.add(round_, supported=False, weight=0.7)
        if chance.random() < 0.4:
            made.add(chance.choice(self._inventions).reading(chance), supported=False, weight=0.5)
        if chance.random() < 0.6 and (far := self._far(line, chance)):
            made.add(far, supported=False, weight=0.8)
        return made.group()

    def _far(self, line: Line, chance: random.Random) -> str | None:
        other = chance.choice(self._lines)
        own = np.array([self._vectors[part] for part in self._parts[line.section]])
        if other.section == line.section or float((own @ self._vectors[other.plain]).max()) > _FAR:
            return None
        return other.reading(chance)

    def _line_as_given(self, line: Line, chance: random.Random) -> Group:
        """The same sentence true or false by what is given, so that no wording is false by itself."""
        turn = chance.choice(line.turns) if chance.random() < 0.7 else None
        beside = [line.reading(chance, turn), *chance.sample(self._all, chance.choice((0, 1, 2)))]
        chance.shuffle(beside)
        made = _Making(tuple(beside))
        made.add(wrapped(line.reading(chance, turn), chance), supported=True)
        if turn is None:
            for other in chance.sample(line.turns, min(2, len(line.turns))):
                made.add(line.reading(chance, other), supported=False)
        else:
            made.add(wrapped(line.reading(chance), chance), supported=False, weight=0.7)
        return made.group()

    def _of_part(self, section: str, part: str, chance: random.Random) -> Iterator[Group]:
        if len(part.split()) < 5 or chance.random() < 0.4:
            return
        made = _Making(tuple(self._nearest(section, part, chance)))
        made.add(worded_anew(wrapped(part, chance), chance), supported=True, weight=0.6)
        for _ in range(2):
            if round_ := turned_round(worded_anew(part, chance), chance):
                made.add(round_, supported=False, weight=0.6)
        yield made.group()
        if flip := flipped(part, chance):
            turned = flip(part)
            swapped = _Making((turned, *chance.sample(self._all, 1)))
            swapped.add(worded_anew(turned, chance, 0.4), supported=True, weight=0.5)
            swapped.add(worded_anew(part, chance, 0.4), supported=False, weight=0.5)
            yield swapped.group()

    def _of_invention(self, line: Line, chance: random.Random) -> Group:
        made = _Making((line.reading(chance), *chance.sample(self._all, 2)))
        made.add(wrapped(worded_anew(line.reading(chance), chance), chance), supported=True, weight=0.5)
        made.add(chance.choice(self._inventions).reading(chance), supported=False, weight=0.5)
        if round_ := turned_round(line.reading(chance), chance):
            made.add(round_, supported=False, weight=0.5)
        return made.group()

    def _of_free(self, line: Line, chance: random.Random) -> Group:
        """One wording of a line as evidence for the others; sometimes a false one, so that no wording is false by itself."""
        (slot,) = line.slots
        first = slot.true[0]
        # A long first wording tells more than those that say one part of it, so only it can be evidence for them.
        given = first if len(first.split()) >= _LONG_EVIDENCE else chance.choice(slot.true)
        same = chance.sample(others := [text for text in slot.true if text != given], len(others))
        if chance.random() < 0.3:
            turned = chance.choice(slot.false)
            given, same, other = turned, [worded_anew(turned, chance)], [given, *same]
        else:
            other = list(slot.false)
        beside = [given, *chance.sample(self._all, chance.choice((0, 1, 2)))]
        chance.shuffle(beside)
        made = _Making(tuple(beside))
        for text in same:
            made.add(worded_anew(wrapped(text, chance), chance, 0.3), supported=True)
        for text in chance.sample(other, min(3, len(other))):
            made.add(worded_anew(wrapped(text, chance), chance, 0.3), supported=False)
        made.add(self._foreign(chance), supported=False, weight=0.5)
        return made.group()

    def _of_scene(self, scene: Scene, chance: random.Random) -> Group:
        beside = [scene.given, *chance.sample(self._all, chance.choice((0, 1, 2)))]
        chance.shuffle(beside)
        made = _Making(tuple(beside))
        for sentences, supported in ((scene.true, True), (scene.false, False)):
            for sentence in sentences:
                made.add(sentence, supported=supported, weight=_SCENES_WEIGH)
        if chance.random() < 0.3:
            made.add(self._foreign(chance), supported=False, weight=0.5)
        return made.group()

    def _foreign(self, chance: random.Random) -> str:
        """Something said elsewhere or nowhere."""
        return chance.choice(chance.choice((self._inventions, self._lines))).reading(chance)


class _Making:
    """A group while it grows."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self._parts = parts
        self._rows: list[tuple[str, bool, float]] = []

    def add(self, text: str, *, supported: bool, weight: float = 1.0) -> None:
        self._rows.append((text, supported, weight))

    def group(self) -> Group:
        sentences, supported, weights = zip(*self._rows, strict=True)
        return Group(self._parts, sentences, supported, weights)


def parts_of(section: Section) -> tuple[str, ...]:
    """The parts of a section as the guard sees them."""
    passage = given(1, section)
    return split_parts(f"{passage.heading}.\n{passage.text}")


def held_out(rows: Sequence[dict[str, str]]) -> frozenset[str]:
    """The sections of `guard.v1` that are kept for choosing and for reporting."""
    return frozenset(row["section"] for row in rows if row["split"] != "train")
