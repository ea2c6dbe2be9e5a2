"""Scenes: evidence made from phrases by a small grammar, with what follows from it and what does not.

They teach what word lists cannot: who does what, what comes before what, what is meant instead of what, and under which
condition. Every phrase stands on the true and on the false side alike, so that only the comparison with the evidence tells.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

PHRASES = Path(__file__).parent / "phrases.v1.txt"
_MAY = ("{who} may {does}", "{who} can {does}", "it's all right to {does}", "{who} could {does}", "you're free to {does}")
_NEED_NOT = ("{who} need not {does}", "{who} don't have to {does}", "nobody has to {does}", "there's no need to {does}",
             "no one is obliged to {does}")  # fmt: skip
_MUST = ("{who} must {does}", "{who} will have to {does}", "everybody has to {does}", "there's a need to {does}",
         "you are obliged to {does}", "always {does}")  # fmt: skip
_MUST_NOT = ("{who} must not {does}", "{who} can't {does}", "never {does}", "do not {does}", "nobody may {does}")
_IS = ("{thing} is {state}", "{thing} can be {state}", "think of {thing} as {state}", "{thing} means {state}")
_IS_NOT = ("{thing} is not {state}", "{thing} isn't {state}", "{thing} does not mean {state}", "don't think of {thing} as {state}",
           "{thing} is never {state}")  # fmt: skip
_COMPARED = (
    ("counts more", "counts less"), ("matters more", "matters less"), ("does more", "does less"), ("is easier", "is harder"),
    ("is more important", "is less important"), ("comes sooner", "comes later"), ("helps more", "helps less"),
)  # fmt: skip
_PEOPLE = (
    (("both of you {base}", "each of you {third}", "the two of you {base}"),
     ("only one of you {third}", "neither of you {third}", "just one person {third}")),
    (("neither of you {third}", "none of you two {third}"), ("both of you {base}", "one of you {third}", "each of you {third}")),
    (("nobody {third}", "no one {third}"), ("everybody {third}", "everyone {third}", "most people {base}")),
    (("some couples {base}", "there are couples that {base}"), ("all couples {base}", "no couples {base}", "couples always {base}")),
    (("not every couple {third}", "some couples don't {base}"), ("every couple {third}", "all couples {base}")),
    (("people seldom {base}", "people rarely {base}"), ("people often {base}", "people always {base}", "most people {base}")),
    (("{ing} is enough", "{ing} alone will do"), ("{ing} alone isn't enough", "{ing} will not do")),
    (("{ing} takes both of you", "{ing} needs the two of you"), ("{ing} takes only one of you", "one person is enough for {ing}")),
)  # fmt: skip
Wordings = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Evidence, sentences that follow from it, and sentences that do not."""

    given: str
    true: Wordings
    false: Wordings


class Doing(NamedTuple):
    """What somebody can do, in three forms."""

    base: str
    third: str
    ing: str


class Scenes:
    """Makes scenes from the phrases of a file; every wording is drawn anew."""

    def __init__(self, chance: random.Random, file: Path = PHRASES) -> None:
        kinds = _kinds(file)
        self._chance = chance
        self._doings = [[Doing(*(form.strip() for form in way.split(","))) for way in row.split(" = ")] for row in kinds["doing"]]
        self._pairs = [[side.split(" = ") for side in row.split(" / ")] for row in kinds["pairs"]]
        self._things, self._states, self._times = ([row.split(" = ") for row in kinds[kind]] for kind in ("thing", "state", "when"))
        self._makers = (
            self._roles, self._roles, self._order, self._instead, self._condition, self._allowed, self._being, self._more, self._people,
        )  # fmt: skip

    def scene(self) -> Scene:
        """A scene of any kind."""
        return self._chance.choice(self._makers)()

    def _two(self) -> list[list[Doing]]:
        return self._chance.sample(self._doings, 2)

    def _one(self, wordings: Sequence[str]) -> str:
        return self._chance.choice(wordings)

    def _base(self, doing: Sequence[Doing]) -> str:
        return self._chance.choice(doing).base

    def _third(self, doing: Sequence[Doing]) -> str:
        return self._chance.choice(doing).third

    def _ing(self, doing: Sequence[Doing]) -> str:
        return self._chance.choice(doing).ing

    def _does(self, who: Sequence[str], doing: Sequence[Doing]) -> str:
        return f"{self._one(who)} {self._base(doing) if who[0] == 'you' else self._third(doing)}"

    def _roles(self) -> Scene:
        one, other = self._chance.sample(self._chance.choice(self._pairs), 2)
        first, second, foreign = self._chance.sample(self._doings, 3)
        join = self._one((" and ", ", while ", "; ", ", but "))
        return _scene(
            self._does(one, first) + join + self._does(other, second),
            (self._does(one, first), self._does(other, second)),
            (self._does(other, first), self._does(one, second), self._does(one, foreign)),
        )

    def _order(self) -> Scene:
        first, second = self._two()
        return self._drawn(self._in_order(first, second), self._in_order(second, first))

    def _in_order(self, first: Sequence[Doing], second: Sequence[Doing]) -> list[str]:
        return [
            f"{self._base(first)} before {self._ing(second)}",
            f"{self._base(second)} after {self._ing(first)}",
            f"first {self._base(first)}, then {self._base(second)}",
            f"{self._base(second)} only once you have finished {self._ing(first)}",
            f"{self._ing(first)} comes before {self._ing(second)}",
            f"{self._ing(second)} can wait until you have finished {self._ing(first)}",
        ]

    def _instead(self) -> Scene:
        first, second = self._two()
        given = self._one((
            f"{self._base(first)} instead of {self._ing(second)}",
            f"{self._base(first)} rather than {self._ing(second)}",
            f"do not {self._base(second)}; {self._base(first)}",
            f"{self._base(first)} and don't {self._base(second)}",
            f"{self._ing(first)} helps, and {self._ing(second)} does not",
        ))  # fmt: skip
        both = f"{self._base(first)} and {self._base(second)}"
        return _scene(given, self._some(self._chosen(first, second)), self._some([*self._chosen(second, first), both]))

    def _chosen(self, first: Sequence[Doing], second: Sequence[Doing]) -> list[str]:
        return [
            self._base(first), f"try {self._ing(first)}", f"do not {self._base(second)}", f"don't {self._base(second)}",
            f"you could {self._base(first)}", f"{self._ing(second)} isn't the way", f"hold back from {self._ing(second)}",
            f"it's better to {self._base(first)} than to {self._base(second)}",
        ]  # fmt: skip

    def _condition(self) -> Scene:
        (does, foreign), (when, other) = self._two(), self._chance.sample(self._times, 2)
        here = self._one(when)
        given = self._one((f"{self._base(does)} only if {here}", f"if {here}, {self._base(does)}", f"when {here}, {self._base(does)}"))
        true = [
            f"when {self._one(when)}, {self._base(does)}", f"{self._base(does)} if {self._one(when)}",
            f"if {self._one(when)}, you can {self._base(does)}",
        ]  # fmt: skip
        false = [
            f"if {self._one(other)}, {self._base(does)}", f"{self._base(does)} unless {self._one(when)}",
            f"if {self._one(when)}, do not {self._base(does)}", f"if {self._one(when)}, {self._base(foreign)}",
            f"{self._base(does)}, whether or not {self._one(when)}", f"{self._base(does)} until {self._one(when)}",
            f"when {self._one(when)}, there's no need to {self._base(does)}",
        ]  # fmt: skip
        return _scene(given, self._some(true), self._some(false))

    def _allowed(self) -> Scene:
        does, foreign = self._two()
        who = self._one(("you", "both of you", "the two of you"))
        may, need_not, must, must_not = (
            [form.format(who=who, does=self._base(does)) for form in forms] for forms in (_MAY, _NEED_NOT, _MUST, _MUST_NOT)
        )
        same, turned = self._chance.choice((
            (may, must + must_not), (need_not, must + must_not), (must, need_not + must_not), (must_not, must + may),
        ))  # fmt: skip
        return self._drawn(same, [*turned, f"{who} may {self._base(foreign)}"])

    def _being(self) -> Scene:
        (thing, other), (state, wrong) = self._chance.sample(self._things, 2), self._chance.sample(self._states, 2)
        sides = [[form.format(thing=self._one(thing), state=self._one(state)) for form in forms] for forms in (_IS, _IS_NOT)]
        same, turned = self._chance.sample(sides, 2)
        foreign = self._one((f"{self._one(other)} is {self._one(state)}", f"{self._one(thing)} is {self._one(wrong)}"))
        return self._drawn(same, [*turned, foreign])

    def _more(self) -> Scene:
        first, second = self._chance.sample(self._things, 2)
        more, less = self._chance.choice(_COMPARED)
        over, under = (
            [f"{self._one(one)} {more} than {self._one(two)}", f"{self._one(two)} {less} than {self._one(one)}"]
            for one, two in ((first, second), (second, first))
        )
        return self._drawn(over, under)

    def _people(self) -> Scene:
        does, foreign = self._two()
        same, turned = self._chance.choice(_PEOPLE)

        def filled(form: str, doing: Sequence[Doing]) -> str:
            return form.format(base=self._base(doing), third=self._third(doing), ing=self._ing(doing))

        false = [*(filled(form, does) for form in turned), filled(same[0], foreign)]
        return self._drawn([filled(form, does) for form in (*same, *same)], false)

    def _drawn(self, same: Sequence[str], turned: Sequence[str]) -> Scene:
        """One of the true sentences as evidence, others of both sides to be judged."""
        given, *true = self._chance.sample(same, min(3, len(same)))
        return _scene(given, true, self._some(turned))

    def _some(self, found: Sequence[str]) -> list[str]:
        return self._chance.sample(found, min(3, len(found)))


def _scene(given: str, true: Sequence[str], false: Sequence[str]) -> Scene:
    return Scene(_sentence(given), tuple(map(_sentence, true)), tuple(map(_sentence, false)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _kinds(file: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in file.read_text("utf-8").splitlines():
        if row.startswith("# "):
            found[kind := row[2:].strip()] = []
        elif row.strip() and not row.startswith("%"):
            found[kind].append(row.strip())
    return found
