"""Reads what a message means: the second tier, for disclosures that no rule has words for.

A message is cut into overlapping windows, so that one sentence in a long post is enough. Each window gets log-odds from
an encoder; the message gets the log of their summed odds, less half of what the number of windows alone would add. A long
message is gone over twice: in wide windows by the reader of posts, in narrow ones by the reader of brief messages. A brief
one that came later is read alone and behind what was told before it, and the mean counts: by itself it may mean anything.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import exp, log
from operator import attrgetter

from service.domain.safety import RiskLevel, Voice
from service.language.normalise import NormalText
from service.ports import MeaningEncoder, MeaningScore
from service.safety.meaning.exemplars import Exemplar
from service.safety.meaning.plain_form import PlainForm, PlainWords, Window, windows

# So many windows of one message are read; at about a hundred words each that is some five thousand words.
_MOST_WINDOWS = 48
_CLEARLY = 0.4
_BRIEFLY, _BRIEFLY_BESIDE_CUE = 0.2, 0.9
# Of what was told before a brief message, so many words are read in front of it.
BEFORE_WORDS = 56
# The reader of brief messages takes fright at abuse that is told as over, so it must be far surer there.
_BRIEFLY_RESOLVED = 1.4


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores become findings; written by `python -m evals.meaning.calibrate`.

    `size` and `stride` of the windows are in words. A score of `alone` is a finding by itself; `beside_cue` is enough
    where a rule has noticed a small sign. Below `sure` a finding is a concern, whatever its exemplars say, because a `no`
    to the closed question can lift that. A message of up to `brief_words` says little to an encoder that learnt from posts, so
    the reader of brief messages judges it, on whose scale `brief_offset` is where the other's nought lies, and `behind_offset` where
    a brief message came later and is read behind what was told before it as well. The same reader goes
    over a longer message in stretches of `stretch` words, a new one every `stretch_stride`, so that one sentence among many is
    heard; it must then say more, by `stretch_offset`, and a small sign beside it changes nothing. Scores are multiples of `step`,
    so that machines agree on them. A brief message that scores no more than `ordinary` is clearly ordinary.
    """

    size: int
    stride: int
    step: float
    alone: float
    beside_cue: float
    sure: float
    brief_words: int
    brief_offset: float
    behind_offset: float
    stretch: int
    stretch_stride: int
    stretch_offset: float
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
    brief: bool = False
    ordinary: bool = False
    """Whether it is brief and clearly no disclosure."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The windows of one text that one of the two readers goes over; what it says counts from `shift` up."""

    windows: Sequence[Window]
    brief: bool
    shift: float = 0.0
    whole: bool = False
    """Whether it is a brief message, read as it stands."""


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

    def needed(
        self, *, beside_cue: bool, explained: bool = False, resolved: bool = False, again: bool = False, brief: bool = False
    ) -> float:
        """The score that makes a finding: more where the message itself explains its words, or says that it is over.

        What is read `again`, as told of somebody or joined with what stands beside it, counts only with a clearly higher score.
        A `brief` message gives the encoder little to go by, so alone it must say a little more, and a small sign in it is worth less.
        """
        if resolved:
            return self.calibration.sure + (_BRIEFLY_RESOLVED if brief else 0.0)
        if explained:
            return self.calibration.sure + (_CLEARLY if brief else 0.0)
        needed = self.calibration.beside_cue if beside_cue else self.calibration.alone
        if brief:
            needed += _BRIEFLY_BESIDE_CUE if beside_cue else _BRIEFLY
        return needed + (_CLEARLY if again else 0.0)

    def read(self, texts: Sequence[NormalText], befores: Sequence[Sequence[NormalText]] = ()) -> list[Meaning | None]:
        """One meaning a text, in order; None for a text without words. `befores` are what was told before each of them, in order."""
        plain = {id(text): self._plain(text) for text in chain(texts, *befores)}
        told = [[plain[id(text)] for text in before] for before in befores] or [[]] * len(texts)
        readings = [self._readings(plain[id(text)], before) for text, before in zip(texts, told, strict=True)]
        scores = {
            brief: iter(reader.score([w.text for part in readings for reading in part if reading.brief is brief for w in reading.windows]))
            for brief, reader in ((False, self._readers.posts), (True, self._readers.brief))
            if any(reading.brief is brief for part in readings for reading in part)
        }
        return [self._counting([self._meaning(reading, scores[reading.brief]) for reading in part]) for part in readings]

    def _counting(self, found: Sequence[Meaning]) -> Meaning | None:
        """The meaning of the whole, or that of its stretches where these alone are a finding."""
        if len(found) > 1 and found[0].brief:
            return self._both(*found)
        return max([*found[:1], *(m for m in found[1:] if m.score >= self.calibration.alone)], key=attrgetter("score"), default=None)

    def _both(self, alone: Meaning, behind: Meaning) -> Meaning:
        """What a brief message means by itself and behind what was told before it; what is sure by itself is not talked away by that."""
        mean = (alone.score + behind.score) / 2 + self.calibration.brief_offset - self.calibration.behind_offset
        score = _rounded(max(mean, alone.score) if alone.score >= self.calibration.sure else mean, self.calibration.step)
        level = alone.level if score >= self.calibration.sure else RiskLevel.CONCERN
        return replace(alone, score=score, level=level, ordinary=alone.ordinary and behind.ordinary)

    def _readings(self, plain: PlainWords, before: Sequence[PlainWords]) -> tuple[_Reading, ...]:
        wanted = self.calibration
        whole = _cut(plain, wanted.size, wanted.stride)
        if not whole:
            return ()
        if len(plain.words) <= wanted.brief_words:
            alone = _Reading(whole, brief=True, shift=wanted.brief_offset, whole=True)
            told = _last_words(before)
            if not told:
                return (alone,)
            text = " ".join([*told, whole[0].text])
            return alone, replace(alone, windows=[Window(text, whole[0].first, whole[0].last)])
        stretches = _cut(plain, wanted.stretch, wanted.stretch_stride)
        return _Reading(whole, brief=False), _Reading(stretches, brief=True, shift=wanted.stretch_offset)

    def _meaning(self, reading: _Reading, following: Iterator[MeaningScore]) -> Meaning:
        scores = [next(following) for _ in reading.windows]
        loudest = max(range(len(scores)), key=lambda i: scores[i].signal)
        score, window = scores[loudest], reading.windows[loudest]
        near = tuple(self._exemplars[name] for name in score.nearest if name in self._exemplars)
        category = self._category(score.group, near)
        fitting = [exemplar for exemplar in near if exemplar.category == category]
        pooled = _rounded(_pooled([score.signal for score in scores]) - reading.shift, self.calibration.step)
        return Meaning(
            score=pooled,
            category=category,
            level=_level(near) if pooled >= self.calibration.sure else RiskLevel.CONCERN,
            voice=_VOICES.get(score.voice, Voice.VICTIM),
            first=window.first,
            last=window.last,
            nearest=tuple(fitting[:2] or near[:2]),
            brief=reading.whole,
            ordinary=reading.whole and pooled <= self.calibration.ordinary,
        )

    def _category(self, group: str, near: Sequence[Exemplar]) -> str:
        """The commonest category among the nearest exemplars that belongs to the group; else the group's usual one."""
        allowed = self.calibration.groups[group]
        votes = Counter(exemplar.category for exemplar in near if exemplar.category in allowed)
        return votes.most_common(1)[0][0] if votes else allowed[0]


_VOICES = {voice.value: voice for voice in Voice}


def _cut(plain: PlainWords, size: int, stride: int) -> list[Window]:
    """The different windows of a text; a very long one is cut without overlap, and of the longest the middle is left to the rules."""
    found = windows(plain, size, stride if len(plain.words) <= _MOST_WINDOWS * stride else size)
    distinct = list({window.text: window for window in reversed(found)}.values())[::-1]
    return distinct if len(distinct) <= _MOST_WINDOWS else distinct[: _MOST_WINDOWS // 2] + distinct[-_MOST_WINDOWS // 2 :]


def _last_words(before: Sequence[PlainWords]) -> list[str]:
    """What was told last, in order; no more of a long conversation is looked at than is read."""
    found: list[str] = []
    for plain in reversed(before):
        found = [*plain.words[-BEFORE_WORDS:], *found]
        if len(found) >= BEFORE_WORDS:
            break
    return found[-BEFORE_WORDS:]


def _pooled(signals: Sequence[float]) -> float:
    highest = max(signals)
    return highest + log(sum(exp(signal - highest) for signal in signals)) - 0.5 * log(len(signals))


def _rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 6)


def _level(near: Sequence[Exemplar]) -> RiskLevel:
    """The level that most of the nearest exemplars have, of whatever category: these few are too few to ask only some. A tie goes up."""
    votes = Counter(exemplar.level for exemplar in near)
    return max(votes, key=lambda level: (votes[level], level), default=RiskLevel.CONCERN)
