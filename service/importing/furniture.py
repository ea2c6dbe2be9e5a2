"""Takes out what belongs to a page and not to a guide: adverts, buttons, navigation, biographies, diagram source."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import re2

from service.domain.importing import Block, BlockKind, FurnitureRule, Note, NoteKind
from service.importing.diagram import labels

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[”’\"')\]]*(?=\s|$)|$)", re.DOTALL)
_SHORT = 60
DIAGRAM_NAMES = "A diagram in the source names:"
_MOSTLY = 0.5
_SHORT_PARAGRAPH = 45
_LAST_THIRD = 2 / 3
_TAG_WORDS = range(2, 9)


class Furniture:
    """The rules, ready to be used on any number of documents."""

    def __init__(self, rules: Iterable[FurnitureRule]) -> None:
        compiled = [(rule, [_compiled(rule, pattern) for pattern in rule.patterns]) for rule in rules]
        self._of = {scope: [entry for entry in compiled if entry[0].scope == scope] for scope in ("line", "sentence", "section", "tail")}

    def matching(self, scope: str, text: str) -> FurnitureRule | None:
        """The first rule of a scope that matches a text."""
        return next((rule for rule, patterns in self._of[scope] if any(pattern.search(text) for pattern in patterns)), None)

    def without_lines(self, blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
        """The pieces without page furniture that shows in a line by itself; bare lines become blank, so that gaps stay."""
        kept: list[Block] = []
        notes: list[Note] = []
        for block in blocks:
            rule = self.matching("line", block.text.strip()) if block.text.strip() and block.kind is not BlockKind.CODE else None
            if rule is None:
                kept.append(block)
                continue
            notes.append(_dropped(block, rule.reason))
            if block.kind is BlockKind.LINE:
                kept.append(replace(block, text=""))
        return tuple(kept), tuple(notes)

    def cleaned(self, blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
        """The pieces of structured text without furniture of any kind; the words in a diagram stay, its source goes."""
        notes: list[Note] = []
        kept = list(self._without_sections(blocks, notes))
        kept = [clean for block in kept for clean in self._without_sentences(block, notes)]
        kept = list(_without_diagrams(kept, notes))
        kept = list(_without_tag_lines(kept, notes))
        return tuple(kept), tuple(notes)

    def _without_sections(self, blocks: Sequence[Block], notes: list[Note]) -> Iterator[Block]:
        dropping: FurnitureRule | None = None
        depth, to_the_end = 0, False
        for index, block in enumerate(blocks):
            if block.kind is BlockKind.HEADING and not to_the_end and not (dropping and depth and block.level > depth):
                heading = block.text.strip().rstrip(":")
                tail = self.matching("tail", heading)
                to_the_end = tail is not None and index >= len(blocks) * _LAST_THIRD
                dropping, depth = tail or self.matching("section", heading), block.level
            if dropping is None:
                yield block
            else:
                notes.append(_dropped(block, dropping.reason))

    def _without_sentences(self, block: Block, notes: list[Note]) -> Iterator[Block]:
        """The piece without the sentences that advertise; a short paragraph of little else goes whole."""
        if block.kind is BlockKind.CODE:
            yield block
            return
        sentences = sentences_of(block.text)
        found = [self.matching("sentence", sentence) for sentence in sentences]
        reasons = [rule.reason for rule in found if rule]
        if not reasons:
            yield block
            return
        left = [sentence for sentence, rule in zip(sentences, found, strict=True) if rule is None]
        mostly = len(reasons) >= len(sentences) * _MOSTLY and len(block.text.split()) <= _SHORT_PARAGRAPH
        if not left or mostly:
            notes.append(_dropped(block, reasons[0]))
            return
        for sentence, rule in zip(sentences, found, strict=True):
            if rule:
                notes.append(_dropped(replace(block, text=sentence), f"{rule.reason}, inside a paragraph"))
        yield replace(block, text=" ".join(left))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, without splitting after "e.g." and the like."""
    joined = re.sub(r"\b(e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|St|No)\.", lambda match: match.group(0).replace(".", "\0"), text)
    return [found.group(0).replace("\0", ".").strip() for found in _SENTENCE.finditer(joined) if found.group(0).strip()]


def _without_diagrams(blocks: Sequence[Block], notes: list[Note]) -> Iterator[Block]:
    for block in blocks:
        if block.kind is not BlockKind.CODE:
            yield block
            continue
        named = labels(block.text)
        notes.append(_dropped(block, "source of a diagram; its labels are kept" if named else "source of a diagram or program"))
        if named:
            yield Block(BlockKind.TEXT, f"{DIAGRAM_NAMES} " + "; ".join(named) + ".", block.line)


def _without_tag_lines(blocks: Sequence[Block], notes: list[Note]) -> Iterator[Block]:
    """Without lines of lower-case words and no stop, which sites put below a text as tags; never right after a lead-in."""
    for index, block in enumerate(blocks):
        words = block.text.split()
        bare = block.kind is BlockKind.TEXT and len(words) in _TAG_WORDS and re.fullmatch(r"[a-z][a-z&#, -]+", block.text.strip())
        if bare and not (index and blocks[index - 1].text.rstrip().endswith(":")):
            notes.append(_dropped(block, "tags of the page"))
        else:
            yield block


def _dropped(block: Block, reason: str) -> Note:
    return Note(NoteKind.DROPPED, block.line, reason, " ".join(block.text.split())[:_SHORT])


def _compiled(rule: FurnitureRule, pattern: str) -> Any:
    """Lines and headings are matched as a whole, sentences anywhere."""
    whole = rule.scope in ("line", "section", "tail")
    return re2.compile(rf"(?i)^(?:{pattern})$" if whole else f"(?i){pattern}")
