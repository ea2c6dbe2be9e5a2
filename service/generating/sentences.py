"""Cuts a stream of pieces into sentences, each with the numbers that stand after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_SENTENCE = 600
_MARK = r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]"
_MARKS = re.compile(rf"\s*(?:{_MARK})")
_LEADING_MARKS = re.compile(rf"^(?:\s*{_MARK})+")
_CLOSERS = r"[\"'”’)*_]*"
# An end of sentence: closing quotes, then numbers, then whatever follows. A number makes the end certain at once; without
# one it takes the next character, as a number may yet come and "..." or "e.g." may go on.
_END = re.compile(rf"(?P<stop>[.!?…]+{_CLOSERS})(?P<marks>(?:\s*{_MARK})*)(?P<space>\s*)(?P<next>\S?)")
_MARK_THEN_STOP = re.compile(rf"{_MARK}(?P<stop>[.!?…]{_CLOSERS})")
_OTHER_STOPS = re.compile(r"[。！？]")
_OPEN_MARK = re.compile(r"\s*\[[\s\d,;]*$")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+)")
_ABBREVIATION = re.compile(r"^\s*\d{1,2}\.$|(?:^|[\s(\"“])(?:(?i:e\.g|i\.e|etc|mr|mrs|ms|dr|prof|st|vs|cf|approx)|[A-HJ-Z])\.$")
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?…])")
_NUMBER = re.compile(r"\d+")
_THINKING = "<think>"
_THOUGHT = "</think>"


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as a model wrote it, in one line and without its numbers; `ended` is false where it just stops."""

    text: str
    cited: tuple[int, ...]
    new_paragraph: bool
    ended: bool = True


class SentenceStream:
    """Collects pieces and gives back sentences as soon as each is certainly complete.

    A number that comes in a later piece than the one that completed its sentence is dropped, as that sentence has left.
    """

    def __init__(self) -> None:
        self._buffer = ""
        self._started = False
        self._new_paragraph = False
        self._overlong = False

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that this piece completes."""
        self._buffer += piece
        if not self._started and not self._begin():
            return
        while (end := self._next_end()) is not None:
            yield from self._cut(end, ended=True)

    def finish(self) -> Iterator[Written]:
        """What is left when the model has stopped."""
        if not self._buffer.lstrip().startswith(_THINKING):
            yield from self._cut(len(self._buffer), ended=_whole(self._buffer))
        self._buffer = ""

    def _begin(self) -> bool:
        """Skip what a model thinks aloud first; False while it still may be thinking."""
        text = self._buffer.lstrip()
        if text.startswith(_THINKING):
            _, ended, rest = text.partition(_THOUGHT)
            if not ended:
                self._buffer = text[: len(_THINKING)] + text[len(_THINKING) :][-len(_THOUGHT) :]  # no need to keep thoughts
                return False
            self._buffer = rest
        elif _THINKING.startswith(text):
            return False
        self._started = True
        return True

    def _next_end(self) -> int | None:
        near = self._buffer[: 2 * LONGEST_SENTENCE]
        line, newline, _ = near.partition("\n")
        end = _end_in(line, at_line_end=bool(newline))
        if end is None and newline:
            end = len(line) + 1
        if end is None and len(near) > LONGEST_SENTENCE:
            end = len(near)
        return end

    def _cut(self, end: int, *, ended: bool) -> Iterator[Written]:
        part, self._buffer = self._buffer[:end], self._buffer[end:]
        overlong, self._overlong = self._overlong, len(part) > LONGEST_SENTENCE and not _whole(part)
        part = _LEADING_MARKS.sub("", part)
        numbers = tuple(dict.fromkeys(int(n) for mark in re.findall(_MARK, part) for n in _NUMBER.findall(mark)))
        text = _SPACE_BEFORE_STOP.sub(r"\1", " ".join(re.sub(_MARK, " ", _BULLET.sub("", part)).split()))
        if any(character.isalnum() for character in text):
            yield Written(text, numbers, self._new_paragraph, ended and not overlong)
            self._new_paragraph = False
        if part.endswith("\n"):
            self._new_paragraph = True


def _end_in(line: str, *, at_line_end: bool) -> int | None:
    """Where the first sentence of a line ends, or None where that is not certain yet."""
    ends = [end for end in (_after_mark(line), _before_space(line, at_line_end=at_line_end), _other_script(line)) if end is not None]
    return min(ends, default=None)


def _after_mark(line: str) -> int | None:
    """`Some advice [1].` is complete with its stop."""
    found = _MARK_THEN_STOP.search(line)
    return found.end() if found and not line[found.end() :].startswith((".", "…")) else None


def _before_space(line: str, *, at_line_end: bool) -> int | None:
    for found in _END.finditer(line):
        if found["marks"]:
            return _more_marks(line, found.end("marks"))
        if _ABBREVIATION.search(line[: found.end("stop")]):
            continue
        if not found["next"]:
            return len(line) if at_line_end else None
        if found["next"] == "[" and _OPEN_MARK.fullmatch(line[found.start("space") :]):
            return None  # a number is on its way
        if found["space"] and not found["next"].islower():
            return found.end("stop")
    return None


def _more_marks(line: str, end: int) -> int:
    """The end of all numbers that stand in a row."""
    while found := _MARKS.match(line, end):
        end = found.end()
    return end


def _other_script(line: str) -> int | None:
    found = _OTHER_STOPS.search(line)
    return found.end() if found else None


def _whole(text: str) -> bool:
    """Whether the last words of a reply end like a sentence."""
    return bool(re.search(rf"(?:[.!?…。！？]{_CLOSERS}|{_MARK})\s*$", text))
