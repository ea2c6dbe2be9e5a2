"""The small pattern language in which rules are written, compiled to RE2.

A pattern is a sequence of elements over normalised tokens, separated by spaces:

    word            exactly this word
    word*           any word that begins so
    (a|b c)         one of several sequences
    [a b]           the sequence, or nothing
    {name}          any entry of the lexicon `name`
    {act: a|b c}    a choice captured as the frame slot `act` (also `agent`, `target`, `time`); `{act: {name}}` for a lexicon
    ~3              up to three words, not past the end of a sentence
    _               exactly one word
    .               the end of a sentence, or of the message
    ^               the beginning of a sentence or of the message; only as the first element

Matching is linear in the text, as RE2 does not backtrack.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import re2

from service.domain.errors import PatternError

SLOTS = frozenset({"agent", "act", "target", "time"})
_ELEMENT = re.compile(r"~\d|[()\[\]{}|:.^]|_(?!\w)|[^\s()\[\]{}|:.~^]+")
_NO_ELEMENT = re.compile(r"~(?!\d)")
_SLOT = re.compile(r"\(\?P<(\w+)>")
_WORD = r"[^ .,]+ "
_BEGINNING = r"(?:\A |\. )"
_END = ""
_GAP = r"(?:, )?(?:[^ .,]+ (?:, )?){{0,{}}}"

# Words so frequent that their absence tells little; they only order what a pattern needs.
COMMON = frozenset(
    ", i a an the to of and or in on at it is was are were be been am do did does not no my me mine you your he she they "  # noqa: SIM905
    "him her them his hers their we us our that this what who when if so but for with as has have had will would can could "
    "just all up out about from by get got go going like than then there here one im now how why because too very really more".split()
)


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled element: its RE2 source, and what must be in any text that it matches: a word of each of `needs`."""

    source: str
    needs: tuple[frozenset[str], ...] = ()


@dataclass(slots=True, eq=False)
class Pattern:
    """One pattern of a rule, compiled on first use.

    A text that it matches holds a word of each of `needs` (`word*` stands for any word that begins so). `act` is the
    number of the captured act, 0 for none.
    """

    text: str
    source: str
    needs: tuple[frozenset[str], ...]
    act: int = 0
    _compiled: Any = field(default=None, repr=False)

    @property
    def regexp(self) -> Any:
        """The RE2 program over UTF-8 bytes; it is compiled when its words are first seen, to keep the start fast."""
        if self._compiled is None:
            try:
                self._compiled = re2.compile(self.source.encode())
            except re2.error as error:
                raise PatternError(f"pattern {self.text!r} cannot be compiled: {error}") from error
        return self._compiled


class PatternCompiler:
    """Compiles pattern texts against a set of lexicons (name to entries, themselves patterns).

    `rewrites` are those of the spelling: a word of a pattern that typed text never keeps stands for what it becomes.
    """

    def __init__(self, lexicons: Mapping[str, Sequence[str]], rewrites: Mapping[str, Sequence[str]] | None = None) -> None:
        self._lexicons = lexicons
        self._rewrites = rewrites or {}
        self._nodes: dict[str, Node] = {}
        self._words: dict[str, Node] = {}
        self._open: list[str] = []

    def compile(self, text: str) -> Pattern:
        """Compile one pattern.

        Raises:
            PatternError: the text is not a pattern, names an unknown lexicon, or has no word to look for.
        """
        node = self._parsed(text)
        if not node.needs:
            raise PatternError(f"pattern {text!r} has no word to look for: it would match anything")
        slots = _SLOT.findall(node.source)
        if len(slots) != len(set(slots)):
            raise PatternError(f"pattern {text!r} uses a slot twice")
        act = slots.index("act") + 1 if "act" in slots else 0
        start = "" if node.source.startswith(_BEGINNING) else r"\b"
        return Pattern(text=text, source=start + node.source, needs=node.needs, act=act)

    def lexicon(self, name: str) -> Node:
        """The choice between all entries of a lexicon.

        Raises:
            PatternError: there is no such lexicon, or it contains itself.
        """
        if name in self._open:
            raise PatternError(f"lexicon {name!r} contains itself")
        if name not in self._lexicons:
            raise PatternError(f"unknown lexicon {name!r}")
        if name not in self._nodes:
            self._open.append(name)
            self._nodes[name] = _choice([self._parsed(entry) for entry in self._lexicons[name]])
            self._open.pop()
        return self._nodes[name]

    def word(self, word: str) -> Node:
        """A word, or with `*` at its end the beginning of one; most stand in many patterns."""
        if word not in self._words:
            self._words[word] = _word(word, self._rewrites.get(word, (word,)))
        return self._words[word]

    def _parsed(self, text: str) -> Node:
        return _Parser(text, self.lexicon, self.word).parse()


class _Parser:
    """Recursive descent over one pattern text."""

    def __init__(self, text: str, lexicon: Callable[[str], Node], word: Callable[[str], Node]) -> None:
        self._text = text
        self._lexicon = lexicon
        self._word = word
        self._tokens = [*_scan(text), _END]
        self._next = 0

    def parse(self) -> Node:
        node = self._alternatives(_END)
        if (token := self._tokens[self._next]) != _END:
            raise self._error(f"unexpected {token!r}")
        return node

    def _alternatives(self, end: str) -> Node:
        choices = [self._sequence(end)]
        while self._tokens[self._next] == "|":
            self._next += 1
            choices.append(self._sequence(end))
        if end != _END:
            self._expect(end)
        return _choice(choices)

    def _sequence(self, end: str) -> Node:
        nodes: list[Node] = []
        stops = ("|", end, _END)
        while self._tokens[self._next] not in stops:
            nodes.append(self._element())
        if not nodes:
            raise self._error("an empty choice")
        if len(nodes) == 1:
            return nodes[0]
        return Node("".join(n.source for n in nodes), _distinct(need for n in nodes for need in n.needs))

    def _element(self) -> Node:  # noqa: PLR0911  one return a kind of element
        token = self._take()
        match token:
            case "(":
                return self._alternatives(")")
            case "[":
                return Node(f"(?:{self._alternatives(']').source})?")
            case "{":
                return self._reference()
            case "_":
                return Node(_WORD)
            case ".":
                return Node(r"(?:\. |$)")
            case "^" if self._next == 1:
                return Node(_BEGINNING)
            case _ if token.startswith("~"):
                return Node(_GAP.format(token[1:]))
            case ")" | "]" | "}" | ":" | "^":
                raise self._error(f"unexpected {token!r}")
        return self._word(token)

    def _reference(self) -> Node:
        name = self._take()
        if self._tokens[self._next] != ":":
            self._expect("}")
            return self._lexicon(name)
        self._next += 1
        if name not in SLOTS:
            raise self._error(f"unknown slot {name!r}; there are {', '.join(sorted(SLOTS))}")
        body = self._alternatives("}")
        return Node(f"(?P<{name}>{body.source})", body.needs)

    def _take(self) -> str:
        token = self._tokens[self._next]
        if token == _END:
            raise self._error("it ends too early")
        self._next += 1
        return token

    def _expect(self, token: str) -> None:
        if self._tokens[self._next] != token:
            raise self._error(f"{token!r} is missing")
        self._next += 1

    def _error(self, what: str) -> PatternError:
        return PatternError(f"pattern {self._text!r}: {what}")


def _scan(text: str) -> list[str]:
    if unreadable := _NO_ELEMENT.search(text):
        raise PatternError(f"pattern {text!r}: cannot read {text[unreadable.start() :]!r}")
    return _ELEMENT.findall(text)


def _word(word: str, becomes: Sequence[str]) -> Node:
    if word.endswith("*"):
        return Node(re.escape(word[:-1]) + "[^ .,]* ", (frozenset({word}),))
    return Node("".join(re.escape(part) + " " for part in becomes), _distinct(frozenset({part}) for part in becomes))


def _choice(nodes: Sequence[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    source = f"(?:{'|'.join(n.source for n in nodes)})"
    if not all(node.needs for node in nodes):
        return Node(source)
    # Each branch is kept out by its rarest words, so the choice is kept out by all of those together.
    return Node(source, (frozenset().union(*(node.needs[0] for node in nodes)),))


def _distinct(needs: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Each need once, the rarest first."""
    return tuple(sorted(dict.fromkeys(needs), key=_rank))


@lru_cache(maxsize=1 << 14)
def _rank(words: frozenset[str]) -> tuple[int, int, tuple[str, ...]]:
    """How common the words of a need are: how many of them are, how many there are, and the words for a steady order."""
    return sum(1 for word in words if word in COMMON), len(words), tuple(sorted(words))
