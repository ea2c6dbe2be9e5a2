"""Turns what people type into plain tokens, with a map back to the original text.

The normal form is lower-case words separated by single spaces, contractions written out, with ` . ` for the end of a
sentence and ` , ` for a smaller break. Disguises (look-alike letters, digits for letters, spaced or starred words) are
undone only where the result is a watched word, so that ordinary text stays as it is. Normalising twice changes nothing.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.text import Span
from service.language.spelling import Speller, Spelling

# A word may hold the signs people use to disguise letters; sentence marks and breaks come out as tokens of their own.
_PIECE = re.compile(
    r"(?P<word>\w(?:[\w'*@$+|]|!(?=\w))*|[@$*][\w*@$']+)"
    r"|(?P<pause>\.{2,}(?![!?])|…|[,;:()\[\]{}/\\–—]|\s-+\s|\n(?!\s*\n))|(?P<stop>[.!?]+|\n\s*\n)|(?P<sign>[^\w\s])"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′＇", "'"))
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffd]"
)
_SHORTEST_SPACED_WORD = 3
_SHORTEST_SPLIT_WORD = 5
_MOST_PIECES = 3
# So many single letters in a row spell words, whatever stands between them.
_MANY_LETTERS = 8
_LONGEST_SPELT_WORD = 14
_COST_OF_A_LETTER = 1.5
_MARKS = frozenset({".", ","})


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in normal form: ` token token . token `, and where each token stood.

    `data` is the form as UTF-8, `starts` the byte offsets of the tokens in it, `origins` their spans in the original.
    """

    data: bytes
    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    origins: tuple[Span, ...]

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of tokens that begin inside a range of `data`."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def origin(self, first: int, last: int) -> Span:
        """The original characters of tokens `first` up to, not including, `last`."""
        return Span(self.origins[first].start, max(span.end for span in self.origins[first:last]))


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    span: Span
    letter: str = ""
    """The single character that was typed for it, if it was one: `u` for `you`."""


class Normaliser:
    """Applies one `Spelling` to texts; pure and linear in the length of the text."""

    def __init__(self, spelling: Spelling) -> None:
        self._speller = Speller(spelling)
        self._beginnings = frozenset(word[:end] for word in spelling.watched for end in range(1, len(word) + 1))

    def __call__(self, text: str) -> NormalText:
        """The normal form of `text`; never raises, whatever the characters."""
        tokens = list(self._join_split_words([*self._join_spaced_words(self._tokens(text))]))
        if tokens and tokens[-1].text == ",":
            tokens.pop()
        plain = tuple(token.text for token in tokens)
        data, starts = bytearray(b" "), []
        for word in plain:
            starts.append(len(data))
            data += word.encode("utf-8", "replace") + b" "
        return NormalText(
            data=bytes(data),
            tokens=plain,
            starts=tuple(starts),
            origins=tuple(token.span for token in tokens),
        )

    def _tokens(self, text: str) -> Iterator[_Token]:
        plain, places = _plain_characters(text)
        previous = ""
        for match in _PIECE.finditer(plain):
            start, end = match.span()
            span = Span(places[start], places[end - 1] + 1) if places else Span(start, end)
            words = tuple(self._words(match))
            letter = _letter(match.group(), words) if match.lastgroup == "word" else ""
            for word in words:
                if word in (".", ",") and previous in ("", ".", word):
                    continue
                previous = word
                yield _Token(word, span, letter)

    def _words(self, match: re.Match[str]) -> Iterable[str]:
        kind = match.lastgroup
        if kind == "stop":
            return (".",)
        if kind == "pause":
            return (",",)
        if kind == "sign":
            return self._speller.sign(match.group())
        return self._speller.words(match.group())

    def _join_spaced_words(self, tokens: Iterator[_Token]) -> Iterator[_Token]:
        letters: list[_Token] = []
        for token in tokens:
            if token.letter or (letters and token.text in _MARKS):
                # `k.i.l.l` and `k - i - l - l` are spaced words too; the mark comes back if no word is found.
                letters.append(token)
                continue
            yield from self._joined(letters)
            letters = []
            yield token
        yield from self._joined(letters)

    def _joined(self, letters: list[_Token]) -> Iterator[_Token]:
        """Words instead of the letters that spell them; all else as it was.

        Among a few letters only watched words are looked for, since people do write single letters; many spell something.
        """
        if sum(bool(token.letter) for token in letters) >= _MANY_LETTERS:
            yield from self._spelt(letters)
            return
        start = 0
        while start < len(letters):
            word, end = self._spaced(letters, start) or (letters[start].text, start + 1)
            yield letters[start] if end == start + 1 else _Token(word, _over(letters[start:end]))
            start = end

    def _spelt(self, letters: Sequence[_Token]) -> Iterator[_Token]:
        """The fewest known words that the letters spell; the cheapest way to each place, then the words along it."""
        spelt = [token for token in letters if token.letter]
        best: list[tuple[float, int, str]] = [(0.0, 0, "")]
        for end in range(1, len(spelt) + 1):
            ways = [(best[end - 1][0] + _COST_OF_A_LETTER, end - 1, spelt[end - 1].text)]
            for start in range(max(0, end - _LONGEST_SPELT_WORD), end - 1):
                typed = "".join(token.letter for token in spelt[start:end])
                word = next((reading for reading in self._speller.readings(typed) if self._speller.spells(reading)), None)
                if word:
                    ways.append((best[start][0] + 1, start, word))
            best.append(min(ways))
        found: list[_Token] = []
        end = len(spelt)
        while end:
            _, start, word = best[end]
            found.append(spelt[start] if end == start + 1 else _Token(word, _over(spelt[start:end])))
            end = start
        yield from reversed(found)

    def _spaced(self, letters: Sequence[_Token], start: int) -> tuple[str, int] | None:
        """The longest watched word that is spelt from `start` on, and where it ends."""
        found: list[tuple[str, int]] = []
        readings = [""]
        for place in range(start, len(letters)):
            readings = [
                reading + letter
                for reading in readings
                for letter in self._speller.readings(letters[place].letter)
                if reading + letter in self._beginnings
            ]
            if not readings:
                break
            words = [word for word in readings if len(word) >= _SHORTEST_SPACED_WORD and self._speller.watches(word)]
            if words and letters[place].letter:
                found.append((words[0], place + 1))
        return max(found, key=lambda one: one[1], default=None)

    def _join_split_words(self, tokens: list[_Token]) -> Iterator[_Token]:
        """Watched words instead of pieces such as `sui cide` or `stran-gled`, where a piece is no word of its own."""
        strange = [i for i, token in enumerate(tokens) if token.text not in _MARKS and not self._speller.knows(token.text)]
        done = 0
        for place in strange:
            if place < done:
                continue
            for start, end in _around(tokens, place, done):
                word = "".join(token.text for token in tokens[start:end] if token.text not in _MARKS)
                if len(word) >= _SHORTEST_SPLIT_WORD and self._speller.watches(word):
                    yield from tokens[done:start]
                    yield _Token(word, _over(tokens[start:end]))
                    done = end
                    break
        yield from tokens[done:]


def _around(tokens: Sequence[_Token], place: int, least: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of a few tokens that hold the one at `place`, begin at `least` or later, and have no mark at either end."""
    for size in range(2, 2 * _MOST_PIECES):
        for start in range(max(least, place - size + 1), min(place, len(tokens) - size) + 1):
            if tokens[start].text not in _MARKS and tokens[start + size - 1].text not in _MARKS:
                yield start, start + size


def _letter(typed: str, words: Sequence[str]) -> str:
    """The single character that was typed, or that is left of what was typed, for one word."""
    if len(words) != 1:
        return ""
    return typed if len(typed) == 1 else words[0] if len(words[0]) == 1 else ""


def _over(tokens: Sequence[_Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _plain_characters(text: str) -> tuple[str, list[int]]:
    """Fold case, width and accents, drop invisible characters, and tell where each character came from.

    The list is empty when nothing moved, which is so for plain ASCII.
    """
    if text.isascii():
        return text.lower(), []
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if _HIDDEN.match(character):
            continue
        folded = unicodedata.normalize("NFKD", character.translate(_APOSTROPHES)).casefold()
        for piece in folded:
            if not unicodedata.combining(piece):
                characters.append(piece.translate(_APOSTROPHES))
                places.append(place)
    return "".join(characters), places
