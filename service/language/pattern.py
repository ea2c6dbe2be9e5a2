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
from typing import Any

import re2

from service.domain.errors import PatternError

SLOTS = frozenset({"agent", "act", "target", "time"})
_ELEMENT = re.compile(r"\s*(?:(?P<gap>~\d)|(?P<sign>[()\[\]{}|:.^]|_(?!\w))|(?P<word>[^\s()\[\]{}|:.~^]+))")
_WORD = r"[^ .,]+ "
_BEGINNING = r"(?:\A |\. )"
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
        self._open: list[str] = []

    def compile(self, text: str) -> Pattern:
        """Compile one pattern.

        Raises:
            PatternError: the text is not a pattern, names an unknown lexicon, or has no word to look for.
        """
        node = self._parsed(text)
        if not node.needs:
            raise PatternError(f"pattern {text!r} has no word to look for: it would match anything")
        slots = re.findall(r"\(\?P<(\w+)>", node.source)
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

    def _parsed(self, text: str) -> Node:
        return _Parser(text, self.lexicon, self._rewrites).parse()


class _Parser:
    """Recursive descent over one pattern text."""

    def __init__(self, text: str, lexicon: Callable[[str], Node], rewrites: Mapping[str, Sequence[str]]) -> None:
        self._text = text
        self._rewrites = rewrites
        self._lexicon = lexicon
        self._tokens = list(_scan(text))
        self._next = 0

    def parse(self) -> Node:
        node = self._alternatives(end=None)
        if self._next < len(self._tokens):
            raise self._error(f"unexpected {self._tokens[self._next]!r}")
        return node

    def _alternatives(self, end: str | None) -> Node:
        choices = [self._sequence(end)]
        while self._peek() == "|":
            self._next += 1
            choices.append(self._sequence(end))
        if end is not None:
            self._expect(end)
        return _choice(choices)

    def _sequence(self, end: str | None) -> Node:
        nodes: list[Node] = []
        while (token := self._peek()) is not None and token not in ("|", end):
            nodes.append(self._element())
        if not nodes:
            raise self._error("an empty choice")
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
        if token.endswith("*"):
            return Node(re.escape(token[:-1]) + "[^ .,]* ", (frozenset({token}),))
        words = self._rewrites.get(token, (token,))
        return Node("".join(re.escape(word) + " " for word in words), _distinct(frozenset({word}) for word in words))

    def _reference(self) -> Node:
        name = self._take()
        if self._peek() != ":":
            self._expect("}")
            return self._lexicon(name)
        self._next += 1
        if name not in SLOTS:
            raise self._error(f"unknown slot {name!r}; there are {', '.join(sorted(SLOTS))}")
        body = self._alternatives("}")
        return Node(f"(?P<{name}>{body.source})", body.needs)

    def _peek(self) -> str | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> str:
        token = self._peek()
        if token is None:
            raise self._error("it ends too early")
        self._next += 1
        return token

    def _expect(self, token: str) -> None:
        if self._peek() != token:
            raise self._error(f"{token!r} is missing")
        self._next += 1

    def _error(self, what: str) -> PatternError:
        return PatternError(f"pattern {self._text!r}: {what}")


def _scan(text: str) -> list[str]:
    tokens, place, stripped = [], 0, text.rstrip()
    while place < len(stripped):
        match = _ELEMENT.match(stripped, place)
        if match is None:
            raise PatternError(f"pattern {text!r}: cannot read {stripped[place:]!r}")
        tokens.append(match.group(match.lastgroup or 0))
        place = match.end()
    return tokens


def _choice(nodes: Sequence[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    source = f"(?:{'|'.join(n.source for n in nodes)})"
    if not all(node.needs for node in nodes):
        return Node(source)
    # Each branch is kept out by its rarest words, so the choice is kept out by all of those together.
    return Node(source, (frozenset().union(*(min(node.needs, key=_frequency) for node in nodes)),))


def _distinct(needs: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Each need once, the rarest first."""
    return tuple(sorted(dict.fromkeys(needs), key=lambda need: (_frequency(need), sorted(need))))


def _frequency(words: frozenset[str]) -> tuple[int, int]:
    return sum(1 for word in words if word in COMMON), len(words)
