"""What the coach gives back."""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.resources import Resource
from service.domain.safety import Verdict


class AnswerKind(StrEnum):
    """The three kinds of answer."""

    COACHING = "coaching"
    RESOURCES = "resources"
    OUT_OF_SCOPE = "out_of_scope"


class Purpose(StrEnum):
    """What a sentence of a reply is for; only advice must rest on a citation."""

    REFLECTION = "reflection"
    ADVICE = "advice"
    SAYING = "saying"
    ACTION = "action"
    QUESTION = "question"
    PLAIN = "plain"

    @property
    def needs_citation(self) -> bool:
        """Whether a sentence of this purpose must rest on a cited passage."""
        return self in (Purpose.ADVICE, Purpose.SAYING, Purpose.ACTION)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or a pair that belongs together) with the ids of the sections it rests on."""

    text: str
    purpose: Purpose
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed reply before the guard has seen it; paragraphs of sentences."""

    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def text(self) -> str:
        """The reply as plain text, paragraphs apart by a blank line."""
        return "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Citation:
    """A section that a reply rests on, with a short quote from the edition."""

    n: int
    section: str
    guide: str
    title: str
    heading: str
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Composer:
    """What worded a reply; `fallback` is the reason why a preferred composer did not, or not to the end.

    `dropped` holds, for each sentence of a model that was not shown, the one word for why.
    """

    name: str
    model: str | None = None
    prompt: str | None = None
    fallback: str | None = None
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The closed question that may follow a concern."""

    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to one request."""

    kind: AnswerKind
    draft: Draft
    citations: tuple[Citation, ...]
    verdict: Verdict
    question: Question | None
    resources: tuple[Resource, ...]
    composer: Composer
    notice: str
