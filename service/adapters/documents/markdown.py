"""Reads Markdown with markdown-it-py, which follows CommonMark and knows the line of every piece."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from service.domain.importing import Block, BlockKind


def markdown_blocks(text: str) -> Iterator[Block]:
    """The pieces of a Markdown text, without front matter and HTML."""
    from markdown_it import MarkdownIt

    skipped, text = _without_front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    reader = _Reader(skipped)
    for before, token in pairwise([None, *tokens]):
        yield from reader.blocks(token, before)


class _Reader:
    """What the tokens so far say of the next one: its line, and the list item or table row that it stands in."""

    def __init__(self, skipped: int) -> None:
        self._skipped = skipped
        self._line = 1
        self._item: str | None = None
        self._in_item = False
        self._cells: list[str] = []

    def blocks(self, token: Any, before: Any) -> Iterator[Block]:
        """The piece that a token completes, if it does."""
        if token.map:
            self._line = token.map[0] + 1 + self._skipped
        if token.type == "list_item_open":
            self._in_item, self._item = True, token.info or None
        elif token.type == "tr_open":
            self._cells = []
        elif token.type == "tr_close":
            yield Block(BlockKind.ROW, " | ".join(self._cells), self._line)
        elif token.type in ("fence", "code_block"):
            yield Block(BlockKind.CODE, token.content.strip(), self._line)
        elif token.type == "inline":
            yield from self._inline(_plain(token.children or []), before)

    def _inline(self, text: str, before: Any) -> Iterator[Block]:
        if before.type == "heading_open":
            yield Block(BlockKind.HEADING, text, self._line, level=int(before.tag[1]))
        elif before.type in ("th_open", "td_open"):
            self._cells.append(text)
        elif self._in_item:
            self._in_item = False
            yield Block(BlockKind.ITEM, text, self._line, number=self._item)
        else:
            yield Block(BlockKind.TEXT, text, self._line)


def _plain(children: Sequence[Any]) -> str:
    """The words of inline tokens; pictures and raw HTML are left out, a link leaves its words."""
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


def _without_front_matter(text: str) -> tuple[int, str]:
    """How many lines stood before the text proper, and the text."""
    lines = text.splitlines(keepends=True)
    if lines and lines[0].strip() == "---":
        for number, line in enumerate(lines[1:], start=2):
            if line.strip() in ("---", "..."):
                return number, "".join(lines[number:])
    return 0, text
