"""Finds headings, lists, tables and diagrams in plain text, where nothing marks them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from service.domain.importing import Block, BlockKind

_BULLET = re.compile(r"^\s*[-*•‣◦▪●·–]\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*(?P<number>\d{1,2})[.)]\s+(?P<text>\S.*)$")
_HASHES = re.compile(r"^(?P<depth>#{1,6})\s+(?P<text>.+?)\s*#*$")
_DIAGRAM = re.compile(
    r"^\s*(?:```\s*mermaid|(?:graph|flowchart)\s+(?:TD|TB|BT|LR|RL)\b|mindmap\b|sequenceDiagram\b|classDiagram\b|stateDiagram|erDiagram\b|"
    r"gantt\b|pie\s+title\b|gitGraph\b|@startuml|digraph\s+\w*\s*\{)"
)
_GOES_ON = re.compile(r"-->|---|-\.->|==>|->|^\s*(?:style|classDef|subgraph|end|linkStyle)\b|^\s{2,}\S|^\s*```|^\s*}")
_RULE = re.compile(r"^\s*(?:[-=_*~]\s*){3,}$")
_OPEN_ENDS = (".", ",", ";", ":", "!", "…")
_MOST_CHARS = 110
_QUESTION_WORDS = 16
_TITLE_WORDS = 14
_PLAIN_WORDS = 7
_FIRST_LINE_WORDS = 18
_CROWDED_WORDS = 6
_CAPITALS = 0.6
_LONG = 12
_TABLE_ROWS = 3
_LOOSE_LINES = 2


def structured(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Bare lines as headings, texts, items, rows and code; pieces whose part is known already stay as they are."""
    if not any(block.kind is BlockKind.LINE for block in blocks):
        return tuple(blocks)
    lines = _Lines(blocks)
    return tuple(_unwrapped(lines.blocks()) if lines.hard_wrapped else lines.blocks())


def _unwrapped(blocks: Iterable[Block]) -> Iterator[Block]:
    """Lines that were broken for their length alone, joined into the paragraphs they were."""
    before: Block | None = None
    last_line = 0
    for block in blocks:
        runs_on = before is not None and before.kind in (BlockKind.TEXT, BlockKind.ITEM) and block.kind is BlockKind.TEXT
        if before is not None and runs_on and block.line == last_line + 1:
            before = replace(before, text=f"{before.text} {block.text}")
        else:
            if before is not None:
                yield before
            before = block
        last_line = block.line
    if before is not None:
        yield before


class _Lines:
    """The lines of a text, each judged with its neighbours in view."""

    def __init__(self, lines: Sequence[Block]) -> None:
        self._lines = lines
        self._rows = self._tables()
        self.hard_wrapped = _hard_wrapped([line.text for line in lines])

    def blocks(self) -> Iterator[Block]:
        """The pieces in reading order."""
        diagram: list[str] = []
        start = 0
        for index, line in enumerate(self._lines):
            text = line.text.strip()
            if diagram and (_GOES_ON.search(line.text) and text):
                diagram.append(line.text)
                continue
            if diagram:
                yield Block(BlockKind.CODE, "\n".join(diagram), start)
                diagram = []
            if _DIAGRAM.match(line.text):
                diagram, start = [line.text], line.line
            elif text and not _RULE.match(text):
                yield self._block(index, line)
        if diagram:
            yield Block(BlockKind.CODE, "\n".join(diagram), start)

    def _block(self, index: int, line: Block) -> Block:
        text = line.text.strip()
        plain = replace(line, kind=BlockKind.TEXT, text=text, loose=self._blank_before(index) >= _LOOSE_LINES)
        if hashes := _HASHES.match(text):
            return replace(plain, kind=BlockKind.HEADING, text=hashes["text"], level=len(hashes["depth"]))
        if index in self._rows:
            return replace(plain, kind=BlockKind.ROW)
        if bullet := _BULLET.match(line.text):
            return replace(plain, kind=BlockKind.ITEM, text=line.text[bullet.end() :].strip())
        if numbered := _NUMBERED.match(line.text):
            heads = _may_be_heading(numbered["text"]) and not self._in_list(index)
            kind, words = (BlockKind.HEADING, text) if heads else (BlockKind.ITEM, numbered["text"].strip())
            return replace(plain, kind=kind, text=words, number=numbered["number"])
        return replace(plain, kind=BlockKind.HEADING) if self._is_heading(index, text) else plain

    def _is_heading(self, index: int, text: str) -> bool:
        before, after = self._text(index - 1), self._text(index + 1)
        if self.hard_wrapped and (before or after):
            return False
        if not any(line.text.strip() for line in self._lines[:index]) and len(text.split()) <= _FIRST_LINE_WORDS:
            return not text.endswith(_OPEN_ENDS) and not text.endswith("?")
        if not _may_be_heading(text) or index + 1 >= len(self._lines):
            return False
        if not before:
            return True
        crowded = len(text.split()) <= _CROWDED_WORDS and _capitals(text) >= _CAPITALS
        return crowded and len(after.split()) >= _LONG and not _BULLET.match(self._lines[index - 1].text)

    def _in_list(self, index: int) -> bool:
        """Whether the line next to a short numbered one is numbered too, so that both are items and not headings."""
        beside = (self._text(index - 1), self._text(index + 1))
        return any(_NUMBERED.match(text) for text in beside)

    def _tables(self) -> frozenset[int]:
        """Lines of flattened tables: runs of lines with neither bullets nor ends of sentences, below a heading."""
        rows: set[int] = set()
        run: list[int] = []
        for index, line in enumerate([*self._lines, Block(BlockKind.LINE, "", 0)]):
            text = line.text.strip()
            plain = text and not text.endswith((".", "!", "?", ":", ",")) and not _BULLET.match(text) and not _NUMBERED.match(text)
            if plain and not _DIAGRAM.match(text):
                run.append(index)
                continue
            if len(run) > _TABLE_ROWS and not text and _tabular([self._text(i) for i in run[1:]]):
                rows.update(run[1:])
            run = []
        return frozenset(rows)

    def _text(self, index: int) -> str:
        return self._lines[index].text.strip() if 0 <= index < len(self._lines) else ""

    def _blank_before(self, index: int) -> int:
        count = 0
        while count < index and not self._lines[index - 1 - count].text.strip():
            count += 1
        return count


def _tabular(lines: Sequence[str]) -> bool:
    """Whether lines look like rows of cells: most hold several words and start with a capital."""
    return sum(len(line.split()) >= 3 and line[:1].isupper() for line in lines) >= len(lines) - 1


def _may_be_heading(text: str) -> bool:
    """Whether a line by itself could be a heading: short, not the end of a sentence, and headed by a capital."""
    words = text.split()
    if len(text) > _MOST_CHARS or text.endswith(_OPEN_ENDS) or not (text[:1].isupper() or text[:1].isdigit() or text[:1] in "“‘\"'"):
        return False
    if text.endswith("?"):
        return len(words) <= _QUESTION_WORDS
    return len(words) <= (_TITLE_WORDS if _capitals(text) >= _CAPITALS else _PLAIN_WORDS)


def _capitals(text: str) -> float:
    """The share of longer words that begin with a capital."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", text) if len(word) > 3]
    return sum(word[0].isupper() for word in words) / len(words) if words else 1.0


def _hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether sentences run on over lines of much the same length, so that a short line in a paragraph means nothing."""
    pairs = [(a.strip(), b.strip()) for a, b in pairwise(lines) if a.strip() and b.strip()]
    running = sum(not a.endswith((".", "!", "?", ":", "”", '"')) and b[:1].islower() for a, b in pairs)
    return bool(pairs) and running > len(pairs) * 0.4
