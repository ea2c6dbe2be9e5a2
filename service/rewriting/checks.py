"""The rubric of a good wording as code: used by the engine, by anything that polishes, and by the evals alike.

Hard checks (`H…`) fail a wording. Soft ones (`S…`) tell what could be better. The safety verdict on input and output,
the seventh hard check, belongs to whoever holds a classifier.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

from service.rewriting.records import RewritingData
from service.rewriting.words import Reader, Reading

MOST_WORDS = 70
_YOU_FAULT = re.compile(
    r"\byou(?:'re| are| were)? (?:\w+ ){0,2}?(?:always|never|should|ought|constantly)\b|\b(?:always|never|should|"
    r"constantly) (?:\w+ ){0,2}?you\b",
    re.IGNORECASE,
)
_THAT = re.compile(r"\bI (?:feel|felt|am feeling) (?:that|like|as if|as though|you|he|she|they|we|it)\b", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"\b(?:always|never|constantly|every single time|should|ought to|why (?:do|don't|can't|are|would)|how hard is|on purpose|your fault|"
    r"what is wrong with|or else|but)\b",
    re.IGNORECASE,
)
_OWNED = r"\bI(?:'m| am| was| feel| felt| get| got)(?: (?:really|very|so|still|a bit))* "
_NEED = re.compile(
    r"\bI(?:'d like| need| miss| want)\b|\bmatters?\b|\bmeans? a lot\b|\bI (?:like|rest|relax|sleep|look forward|"
    r"enjoy|function|put|was counting)\b|\bhelps?\b|\bimportant to me\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"\b(?:would|could|can|shall|will) (?:you|we|each of you)\b[^?]*\?", re.IGNORECASE)
_NEGATIVE_REQUEST = re.compile(r"\b(?:would|could|can) (?:you|we)\b[^?]*\b(?:not|stop|don't|quit|avoid)\b[^?]*\?", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,:]*")
_EVENT = re.compile(r"\b(?:when|that|about|with|after|while|since|if)\b|\.\s+\S+ \S+ \S+", re.IGNORECASE)
_SAID_TO_BE = re.compile(r"\b(?:you|he|she|they|i) (?:are|is|am|were|was) (?:(?:not|like|just|basically|a|an|the|some) )*((?:\w+ ?){1,2})$")
_BLANK = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a statement has to stand in a wording to the letter."""

    numbers: frozenset[str]
    names: frozenset[str]
    spare: frozenset[str] = frozenset()
    """Numbers that may stand in a wording and need not."""

    def without(self, untold: Container[str]) -> "Facts":
        """The facts of which those that are untold need not stand."""
        spare = frozenset(number for number in self.numbers if number in untold)
        return Facts(self.numbers - spare, frozenset(name for name in self.names if name.lower() not in untold), spare)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that did not pass; `hard` ones fail the wording."""

    id: str
    hard: bool
    reason: str


class Rubric:
    """Checks a wording against the statement that it came from."""

    def __init__(self, data: RewritingData) -> None:
        self._data = data
        self._reader = Reader(data.lists)
        genuine = "|".join(sorted(map(re.escape, data.feelings.genuine), key=len, reverse=True))
        posing = "|".join(sorted(map(re.escape, data.feelings.not_feelings), key=len, reverse=True))
        self._feeling = re.compile(_OWNED + rf"(?:{genuine})\b", re.IGNORECASE)
        self._posing = re.compile(rf"\bI(?:'m| am| was)? ?(?:feel|felt|feeling) (?:\w+ )?(?:{posing})\b", re.IGNORECASE)
        scorn = data.lists.insults - data.lists.also_things - {"embarrassment", "disgrace"}
        self._scorn = re.compile(
            rf"\b(?:{'|'.join(sorted(map(re.escape, scorn), key=len, reverse=True))}|fuck\w*|shit\w*|bloody|bullshit|crap)\b", re.IGNORECASE
        )

    def check(self, statement: str, text: str) -> tuple[Finding, ...]:
        """What does not pass, hard findings first."""
        return self._found(statement, self.facts(statement), text)

    def passes(self, statement: str, text: str) -> bool:
        """Whether no hard check fails."""
        return self.passing(statement)(text)

    def passing(self, statement: str, untold: Container[str] = ()) -> Callable[[str], bool]:
        """A check of many wordings against one statement, which is read once; names and numbers that are `untold` may be lost."""
        facts = self.facts(statement).without(untold)
        return lambda text: not any(finding.hard for finding in self._found(statement, facts, text))

    def facts(self, statement: str) -> Facts:
        """The numbers and names of a statement; "4" in "4 me" is no number."""
        reading = self._reader.read(statement)
        numbers = _numbers(" ".join(word for sentence in reading.raw for word in sentence))
        return Facts(numbers, self._names(reading))

    def _found(self, statement: str, facts: Facts, text: str) -> tuple[Finding, ...]:
        plain = _BLANK.sub("it", text)
        found = [*self._hard(facts, plain), *self._soft(statement, plain)]
        return tuple(sorted(found, key=lambda finding: (not finding.hard, finding.id)))

    def _hard(self, facts: Facts, text: str) -> list[Finding]:
        found: list[Finding] = []
        if match := _FORBIDDEN.search(text) or self._scorn.search(text) or self._posing.search(text):
            found.append(Finding("H1", hard=True, reason=f"it carries blame: {match.group()}"))
        if match := _YOU_FAULT.search(text):
            found.append(Finding("H2", hard=True, reason=f"it charges the other: {match.group()}"))
        if match := _THAT.search(text):
            found.append(Finding("H3", hard=True, reason=f"no feeling follows: {match.group()}"))
        if not self._feeling.search(text):
            found.append(Finding("H4", hard=True, reason="no genuine feeling is owned"))
        given, shown = facts.numbers, _numbers(text)
        if new := shown - given - facts.spare:
            found.append(Finding("H5", hard=True, reason=f"it holds a number that was not given: {', '.join(sorted(new))}"))
        missing = (given - shown) | {name for name in facts.names if name.lower() not in text.lower()}
        if missing:
            found.append(Finding("H6", hard=True, reason=f"a fact was lost: {', '.join(sorted(missing))}"))
        if len(text.split()) > MOST_WORDS:
            found.append(Finding("H8", hard=True, reason=f"it has more than {MOST_WORDS} words"))
        return found

    def _soft(self, statement: str, text: str) -> list[Finding]:
        found = []
        rules = (
            ("S1", bool(_EVENT.search(text)), "no event is named"),
            ("S2", bool(_NEED.search(text)), "no need is named"),
            ("S3", len(_REQUEST.findall(text)) == 1 and text.count("?") == 1, "there is not exactly one request"),
            ("S4", not _NEGATIVE_REQUEST.search(text), "the request asks for something not to be done"),
            ("S5", 10 <= len(text.split()) <= 55, "it is very short or long"),
            ("S8", text.strip().lower() != statement.strip().lower(), "nothing was changed"),
        )
        for name, passed, reason in rules:
            if not passed:
                found.append(Finding(name, hard=False, reason=reason))
        return found

    def names(self, statement: str) -> frozenset[str]:
        """Names in a statement: words with a capital inside a sentence that is not shouted."""
        return self._names(self._reader.read(statement))

    def _names(self, reading: Reading) -> frozenset[str]:
        words = {word for sentence in reading.sentences for word in sentence}
        skip = self._data.lists.heat | self._data.lists.scorn | self._data.lists.globalisers | self._data.lists.insults
        words -= self._measures(reading)
        return frozenset(
            shown
            for word, shown in reading.written.items()
            if word in words and shown[:1].isupper() and word not in skip and word not in ("i", "himself", "herself")
        )

    def _measures(self, reading: Reading) -> set[str]:
        """Words by which somebody is only measured: "why can't you be more like Danny" says nothing of what Danny did."""
        sentences = [" ".join(sentence) for sentence in reading.sentences]
        compared = {word for text in sentences for word in self._data.judging.compared_in(text).split()}
        parts = [part for text in sentences for part in re.split(r" (?:,|and|but) ", text)]
        compared |= {word for part in parts if self._data.story.charges(part) for word in part.split()}
        parts = [part for part in parts if not self._data.story.charges(part)]
        compared |= {word for part in parts for found in _SAID_TO_BE.finditer(part) for word in found[1].split()}
        told = {word for part in parts for word in _SAID_TO_BE.sub(" ", self._data.judging.without_compared(part)).split()}
        return compared - told


def _numbers(text: str) -> frozenset[str]:
    return frozenset(match.strip(".,:") for match in _NUMBER.findall(text))
