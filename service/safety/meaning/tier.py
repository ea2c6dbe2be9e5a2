"""Reads what a message means: the second tier, for disclosures that no rule has words for.

A message is cut into overlapping windows, so that one sentence in a long post is enough. Each window gets log-odds from
the encoder; the message gets the log of their summed odds, less half of what the number of windows alone would add.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from service.domain.safety import RiskLevel, Voice
from service.language.normalise import NormalText
from service.ports import MeaningEncoder, MeaningScore
from service.safety.meaning.exemplars import Exemplar
from service.safety.meaning.plain_form import PlainForm, Window, windows

# So many windows of one message are read; at about a hundred words each that is some five thousand words.
_MOST_WINDOWS = 48
_CLEARLY = 0.4
_BRIEFLY, _BRIEFLY_BESIDE_CUE = 0.2, 0.9


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become findings; written by `python -m evals.meaning.calibrate`.

    `size` and `stride` of the windows are in words. A score of `alone` is a finding by itself; `beside_cue` is enough
    where a rule has noticed a small sign. Below `sure` a finding is a concern, whatever its exemplars say, because a `no`
    to the closed question can lift that. A message of up to `brief_words` says little to an encoder that learnt from posts, so
    the reader of brief messages judges it, on whose scale `brief_offset` is where the other's nought lies. Scores are multiples
    of `step`, so that machines agree on them. A brief message that scores no more than `ordinary` is clearly ordinary.
    """

    size: int
    stride: int
    step: float
    alone: float
    beside_cue: float
    sure: float
    brief_words: int
    brief_offset: float
    ordinary: float
    groups: dict[str, tuple[str, ...]]
    """For each group of the encoder the categories it may stand for, the usual one first."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The two encoders: one learnt from whole posts, the other from sentences and their harmless twins."""

    posts: MeaningEncoder
    brief: MeaningEncoder

    @property
    def version(self) -> str:
        """Fingerprint of both."""
        return f"{self.posts.version}.{self.brief.version[:4]}"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one message means: its score, and the window that spoke, as a range of tokens of the normal form, last inclusive."""

    score: float
    category: str
    level: RiskLevel
    voice: Voice
    first: int
    last: int
    nearest: tuple[Exemplar, ...]
    ordinary: bool = False
    """Whether it is brief and clearly no disclosure."""


class MeaningTier:
    """Scores messages in one pass over all their windows; holds no state between calls."""

    def __init__(self, plain: PlainForm, readers: Readers, exemplars: Sequence[Exemplar], calibration: Calibration) -> None:
        self._plain = plain
        self._readers = readers
        self._exemplars = {exemplar.id: exemplar for exemplar in exemplars}
        self.calibration = calibration

    @property
    def version(self) -> str:
        """Fingerprint of the weights."""
        return self._readers.version

    def needed(self, *, beside_cue: bool, explained: bool = False, again: bool = False, brief: bool = False) -> float:
        """The score that makes a finding: more where the message itself explains its words, or says that it is over.

        What is read `again`, as told of somebody or joined with what stands beside it, counts only with a clearly higher score.
        A `brief` message gives the encoder little to go by, so alone it must say a little more, and a small sign in it is worth less.
        """
        if explained:
            return self.calibration.sure + (_CLEARLY if brief else 0.0)
        needed = self.calibration.beside_cue if beside_cue else self.calibration.alone
        if brief:
            needed += _BRIEFLY_BESIDE_CUE if beside_cue else _BRIEFLY
        return needed + (_CLEARLY if again else 0.0)

    def read(self, texts: Sequence[NormalText]) -> list[Meaning | None]:
        """One meaning a text, in order; None for a text without words."""
        cut = [self._cut(text) for text in texts]
        brief = [self._brief(part) for part in cut]
        scores = {
            few: iter(reader.score([w.text for part, is_brief in zip(cut, brief, strict=True) if is_brief is few for w in part]))
            for few, reader in ((False, self._readers.posts), (True, self._readers.brief))
            if few in brief
        }
        return [
            self._meaning(part, [next(scores[few]) for _ in part], brief=few) if part else None
            for part, few in zip(cut, brief, strict=True)
        ]

    def _cut(self, text: NormalText) -> list[Window]:
        """The different windows of a text; a very long one is cut without overlap, and of the longest the middle is left to the rules."""
        size, stride = self.calibration.size, self.calibration.stride
        plain = self._plain(text)
        found = windows(plain, size, stride if len(plain.words) <= _MOST_WINDOWS * stride else size)
        distinct = list({window.text: window for window in reversed(found)}.values())[::-1]
        return distinct if len(distinct) <= _MOST_WINDOWS else distinct[: _MOST_WINDOWS // 2] + distinct[-_MOST_WINDOWS // 2 :]

    def _meaning(self, part: Sequence[Window], scores: Sequence[MeaningScore], *, brief: bool) -> Meaning:
        loudest = max(range(len(part)), key=lambda i: scores[i].signal)
        score, window = scores[loudest], part[loudest]
        near = tuple(self._exemplars[name] for name in score.nearest if name in self._exemplars)
        category = self._category(score.group, near)
        fitting = [exemplar for exemplar in near if exemplar.category == category]
        shift = self.calibration.brief_offset if brief else 0.0
        pooled = _rounded(_pooled([score.signal for score in scores]) - shift, self.calibration.step)
        return Meaning(
            score=pooled,
            category=category,
            level=_level(fitting) if pooled >= self.calibration.sure else RiskLevel.CONCERN,
            voice=_VOICES.get(score.voice, Voice.VICTIM),
            first=window.first,
            last=window.last,
            nearest=tuple(fitting[:2] or near[:2]),
            ordinary=brief and pooled <= self.calibration.ordinary,
        )

    def _brief(self, part: Sequence[Window]) -> bool:
        return len(part) == 1 and len(part[0].text.split()) <= self.calibration.brief_words

    def _category(self, group: str, near: Sequence[Exemplar]) -> str:
        """The commonest category among the nearest exemplars that belongs to the group; else the group's usual one."""
        allowed = self.calibration.groups[group]
        votes = Counter(exemplar.category for exemplar in near if exemplar.category in allowed)
        return votes.most_common(1)[0][0] if votes else allowed[0]


_VOICES = {voice.value: voice for voice in Voice}


def _pooled(signals: Sequence[float]) -> float:
    highest = max(signals)
    return highest + log(sum(exp(signal - highest) for signal in signals)) - 0.5 * log(len(signals))


def _rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 6)


def _level(near: Sequence[Exemplar]) -> RiskLevel:
    """The level that most of the nearest exemplars of the category have; a tie goes up."""
    votes = Counter(exemplar.level for exemplar in near)
    return max(votes, key=lambda level: (votes[level], level), default=RiskLevel.CONCERN)
