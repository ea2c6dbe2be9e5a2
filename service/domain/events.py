"""What happens while a reply is made, in the order in which it happens; the last is always `Finished`."""

from dataclasses import dataclass

from service.domain.answers import Answer, Citation, Sentence
from service.domain.resources import Resource
from service.domain.safety import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """The safety verdict is known; nothing comes before it."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """What the sentences that follow may cite, by number."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence that has passed its checks, with the numbers it cites; `opens` is set where a paragraph begins."""

    sentence: Sentence
    cited: tuple[int, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class HelpShown:
    """The help lines that go with the reply."""

    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer, which holds all that was told before."""

    answer: Answer


Event = Judged | SourcesFound | Spoken | HelpShown | Finished
