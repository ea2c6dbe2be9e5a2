"""Fills the coach's prompt: passages as the sources, what a person typed as quoted data that cannot pass for anything else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.corpus import Section
from service.domain.generation import GivenPassage, Prompt
from service.domain.text import Message, Speaker
from service.generating.characters import without_odd_characters

_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_NUMBER_IN_BRACKETS = re.compile(r"\[(\s*\d+\s*)\]")
_TURNS = 8
_TURN_CHARS = 1_200
_MESSAGE_CHARS = 4_000
_NAMES = {Speaker.USER: "The person wrote:", Speaker.ASSISTANT: "The reply they were shown:"}
_NOTHING = "> (this is the first message)"


@dataclass(frozen=True, slots=True)
class Template:
    """A released prompt: its number, such as `coach.v1`, the names it is filled with, and its two parts."""

    version: str
    variables: frozenset[str]
    system: str
    user: str

    @property
    def used(self) -> frozenset[str]:
        """The names that stand in its text."""
        return frozenset(_VARIABLE.findall(self.system + self.user))

    def fill(self, values: Mapping[str, str]) -> Prompt:
        """The prompt with every name replaced, in one pass, so that a value cannot bring in names of its own."""
        return Prompt(self.version, *(_VARIABLE.sub(lambda found: values[found[1]], part) for part in (self.system, self.user)))


COACH_VARIABLES = frozenset({"passages", "conversation", "message"})


class CoachPrompt:
    """Renders the prompt of the use `coach`; `template` has exactly the names of `COACH_VARIABLES`."""

    def __init__(self, template: Template) -> None:
        self._template = template

    @property
    def version(self) -> str:
        """The released number, for the answer's record."""
        return self._template.version

    def render(self, passages: Sequence[GivenPassage], messages: Sequence[Message]) -> Prompt:
        """The prompt for these passages and this conversation, whose last message is the person's."""
        *earlier, last = messages
        turns = [f"{_NAMES[turn.speaker]}\n{_quoted(turn.content, _TURN_CHARS)}" for turn in earlier[-_TURNS:]]
        return self._template.fill(
            {
                "passages": "\n\n".join(f"[{p.n}] {p.section} — {p.heading}\n{p.text}" for p in passages),
                "conversation": "\n\n".join(turns) or _NOTHING,
                "message": _quoted(last.content, _MESSAGE_CHARS),
            }
        )


def given(sections: Sequence[Section]) -> tuple[GivenPassage, ...]:
    """The passages of a prompt, numbered from 1: a section's text, its steps and its next action."""
    return tuple(GivenPassage(n, s.id, _one_line(s.heading), _passage(s)) for n, s in enumerate(sections, start=1))


def _passage(section: Section) -> str:
    steps = [step.do + (f' For instance: "{step.say}"' if step.say else "") for step in section.steps]
    return _no_marks("\n".join((section.text, *steps, section.next_action)))


def _one_line(text: str) -> str:
    return _no_marks(" ".join(text.split()))


def _quoted(text: str, limit: int) -> str:
    """What a person typed, each line marked as a quote; the end is kept where it is long, as it holds the question."""
    tidy = _no_marks(without_odd_characters(text)).strip()
    if len(tidy) > limit:
        tidy = "… " + tidy[-limit:]
    return "\n".join(f"> {line}".rstrip() for line in tidy.splitlines()) or ">"


def _no_marks(text: str) -> str:
    """Without bracketed numbers, which only our own numbering may use."""
    return _NUMBER_IN_BRACKETS.sub(r"(\1)", text)
