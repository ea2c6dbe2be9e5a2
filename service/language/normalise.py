"""Turns what people type into plain tokens, with a map back to the original text.

The normal form is lower-case words separated by single spaces, contractions written out, with ` . ` for the end of a
sentence and ` , ` for a smaller break. Disguises (look-alike letters, digits for letters, spaced or starred words) are
undone only where the result is a watched word, so that ordinary text stays as it is. Normalising twice changes nothing.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from service.domain.text import Span

# A word may hold the signs people use to disguise letters; sentence marks and breaks come out as tokens of their own.
_PIECE = re.compile(
    r"(?P<word>\w(?:[\w'*@$+|]|!(?=\w))*|[@$*][\w*@$']+)"
    r"|(?P<pause>\.{2,}(?![!?])|…|[,;:()\[\]{}/\\–—]|\s-+\s|\n(?!\s*\n))|(?P<stop>[.!?]+|\n\s*\n)|(?P<sign>[^\w\s])"
)
_LEET = tuple(
    str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "+": "t", **ones})
    for ones in ({"1": "i", "!": "i", "|": "i"}, {"1": "l", "!": "l", "|": "l"})
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′＇", "'"))
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffd]"
)
_RUN = re.compile(r"(.)\1{2,}")
_SHORTEST_SPACED_WORD = 3
_FEWEST_LETTERS = 2
_MARKS = frozenset({".", ","})


@dataclass(frozen=True, slots=True)
class Spelling:
    """The reviewed word lists behind normalising, from `rules/spelling.yaml`.

    `rewrites` maps a typed word to the words it stands for, `watched` holds the words whose disguises are undone,
    `signs` maps emoji to words and `lookalikes` maps letters of other scripts to Latin ones.
    """

    rewrites: dict[str, tuple[str, ...]] = field(default_factory=dict)
    watched: frozenset[str] = frozenset()
    signs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lookalikes: dict[int, str] = field(default_factory=dict)


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
        self._spelling = spelling
        self._beginnings = frozenset(word[:end] for word in spelling.watched for end in range(1, len(word) + 1))

    def __call__(self, text: str) -> NormalText:
        """The normal form of `text`; never raises, whatever the characters."""
        tokens = list(self._join_spaced_words(self._tokens(text)))
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
            return self._spelling.signs.get(match.group(), ())
        return self._spell(match.group())

    def _spell(self, typed: str) -> Sequence[str]:
        word = _unmarked(typed)
        if word.isdigit():
            return (word,)
        if not word.isascii():
            word = self._latin(word)
        if rewritten := self._spelling.rewrites.get(word):
            return rewritten
        if word in self._spelling.watched:
            return (word,)
        if not word.isalpha():
            word = self._undisguised(word)
        if _RUN.search(word):
            word = self._shortened(word)
        if word and word != typed:
            return self._spell(word)
        return (word,) if word else ()

    def _latin(self, word: str) -> str:
        swapped = word.translate(self._spelling.lookalikes)
        return swapped if swapped.isascii() else word

    def _undisguised(self, word: str) -> str:
        if "*" in word and (meant := self._starred(word)):
            return meant
        return self._watched(word) or _letters(word)

    def _starred(self, word: str) -> str | None:
        """The watched word that this is with stars for letters; fewer than two letters tell nothing."""
        if sum(character.isalpha() for character in word) < _FEWEST_LETTERS:
            return None
        mask = word.replace("*", "?")
        return min((watched for watched in self._spelling.watched if fnmatchcase(watched, mask)), default=None)

    def _watched(self, word: str) -> str | None:
        """The watched word that this is with digits and signs for letters, if it is one."""
        return next((candidate for table in _LEET if (candidate := word.translate(table)) in self._spelling.watched), None)

    def _shortened(self, word: str) -> str:
        twice, once = _RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word)
        known = self._spelling.watched | self._spelling.rewrites.keys()
        return once if once in known and twice not in known else twice

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
        """Watched words instead of the letters that spell them; all else as it was."""
        start = 0
        while start < len(letters):
            word, end = self._spaced(letters, start) or (letters[start].text, start + 1)
            yield letters[start] if end == start + 1 else _Token(word, Span(letters[start].span.start, letters[end - 1].span.end))
            start = end

    def _spaced(self, letters: Sequence[_Token], start: int) -> tuple[str, int] | None:
        """The longest watched word that is spelt from `start` on, and where it ends."""
        found: list[tuple[str, int]] = []
        for table in _LEET:
            word = ""
            for place in range(start, len(letters)):
                word += letters[place].letter.translate(table)
                if word not in self._beginnings:
                    break
                if letters[place].letter and len(word) >= _SHORTEST_SPACED_WORD and word in self._spelling.watched:
                    found.append((word, place + 1))
        return max(found, key=lambda one: one[1], default=None)


def _letter(typed: str, words: Sequence[str]) -> str:
    """The single character that was typed, or that is left of what was typed, for one word."""
    if len(words) != 1:
        return ""
    return typed if len(typed) == 1 else words[0] if len(words[0]) == 1 else ""


def _unmarked(word: str) -> str:
    """The word without quotes or the stars of *emphasis* around it; a star inside a word stays."""
    if word.startswith("*") and word.endswith("*") and (inner := word.strip("*")) and "*" not in inner:
        word = inner
    return word.strip("'") if "'" in word else word


def _letters(word: str) -> str:
    """The word without the signs around and inside it: `$100*` is `100`."""
    return re.sub(r"[^\w']|_", "", word).strip("'")


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
