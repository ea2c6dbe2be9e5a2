"""What the sentence guard has to know, as plain records; adapters read it from data files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.guarding.guard import Phrase


@dataclass(frozen=True, slots=True)
class Principle:
    """A pattern for the opposite of what the guides hold throughout; `unless` takes a match back."""

    id: str
    pattern: str
    unless: str
    must_catch: Sequence[str]
    must_pass: Sequence[str]


@dataclass(frozen=True, slots=True)
class WordKnowledge:
    """The reviewed word lists of `prompts/guard.v<N>.yaml`; patterns are RE2 and searched ignoring case."""

    version: str
    irregular: Mapping[str, str]
    opposites: Sequence[Sequence[str]]
    strong: frozenset[str]
    generic: frozenset[str]
    times: frozenset[str]
    plain_frames: Sequence[str]
    plain_never: Sequence[str]
    plain_words: Sequence[str]
    genders: Sequence[frozenset[str]]
    harm: str
    joint: str
    excused: str
    principles: Sequence[Principle]


@dataclass(frozen=True, slots=True)
class GuardKnowledge:
    """Everything reviewed that the sentence guard applies.

    `phrases` are the never-say records, `blocked` the patterns of blocked claims by claim id, `own_phrases` the coach's
    reviewed phrases, whose words count as plain, and `sections` the texts that tell how common a word is.
    """

    words: WordKnowledge
    phrases: Sequence[Phrase]
    blocked: Mapping[str, Sequence[str]]
    own_phrases: Sequence[str]
    sections: Sequence[str]
