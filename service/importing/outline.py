"""From pieces to parts: the title, and each heading with what stands under it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from service.domain.importing import Block, BlockKind, EditionWords, Note, NoteKind
from service.importing.furniture import sentences_of

_SHORT = 60
_STEP = re.compile(r"^(?:step|tip|rule|phase|part|day|week)\s+(?P<number>\d{1,2})\s*[:.)–—-]\s*(?P<text>.+)$", re.IGNORECASE | re.DOTALL)
_ITEM_WORDS = 14
_HEADING_WORDS = 16
_SHORT_HEADING_WORDS = 3
_PART_WORDS = 150
_FEWEST_WORDS = 25
_ECHO = re.compile(r"^(?P<label>[^:]{3,40}:)\s+(?:(?P=label)\s+)+")


@dataclass(slots=True)
class Part:
    """A heading and the pieces under it; `is_example` marks one that tells of a case.

    `group` is the heading above a short one, where it is known.
    """

    heading: str
    line: int
    blocks: list[Block] = field(default_factory=list)
    level: int = 0
    is_example: bool = False
    group: str = ""

    @property
    def words(self) -> int:
        """How many words stand under the heading."""
        return sum(len(block.text.split()) for block in self.blocks)


def outlined(blocks: Sequence[Block], title: str | None, words: EditionWords) -> tuple[str | None, list[Part], list[Note]]:
    """The title where one was found, the parts that hold text, and notes on what was left out."""
    notes: list[Note] = []
    body = [_without_echo(block, notes) for block in blocks]
    title, body = _title(body, title, notes)
    body = list(_without_copies(body, title, notes))
    parts = [piece for part in _grouped(list(_parts(body, words))) for piece in _split_steps(part)]
    parts = [piece for part in parts for piece in _split_long(part, words)]
    kept = []
    for part in parts:
        if part.words:
            kept.append(part)
        elif part.line:
            notes.append(Note(NoteKind.DROPPED, part.line, "a heading with no text of its own", part.heading[:_SHORT]))
    return title, kept, notes


def _without_echo(block: Block, notes: list[Note]) -> Block:
    """The piece with a label that stands twice at its start standing once."""
    text = _ECHO.sub(lambda match: f"{match['label']} ", block.text)
    if text == block.text:
        return block
    notes.append(Note(NoteKind.REPAIRED, block.line, "a label that stood twice", text[:_SHORT]))
    return replace(block, text=text)


def _title(blocks: list[Block], known: str | None, notes: list[Note]) -> tuple[str | None, list[Block]]:
    """The title, and the pieces after it; a category above it and a second copy of it are left out."""
    top: list[Block] = []
    while len(top) < len(blocks) and blocks[len(top)].kind is BlockKind.HEADING and not blocks[len(top)].number:
        top.append(blocks[len(top)])
    if known:
        marked = next((i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING and _same(block.text, known)), None)
        return known, blocks if marked is None else [*_early(blocks[:marked], notes), *blocks[marked + 1 :]]
    marked_alike = bool(top) and top[0].level > 0 and sum(block.level == top[0].level for block in blocks) > 1
    if not top or top[0].level > 1 or marked_alike:
        return None, blocks
    distinct = list(dict.fromkeys(_key(block.text) for block in top))
    title_key = distinct[1] if len(distinct) > 1 and top[0].level == 0 else distinct[0]
    rest = blocks[:]
    title = None
    while rest and rest[0].kind is BlockKind.HEADING and _key(rest[0].text) in distinct[: distinct.index(title_key) + 1]:
        block = rest.pop(0)
        if _key(block.text) == title_key and title is None:
            title = block.text
        else:
            reason = "the title once more" if _key(block.text) == title_key else "a category above the title"
            notes.append(Note(NoteKind.DROPPED, block.line, reason, block.text[:_SHORT]))
    return title, rest


def _without_copies(blocks: Sequence[Block], title: str | None, notes: list[Note]) -> Iterator[Block]:
    """The pieces without further copies of the title."""
    for block in blocks:
        if title and block.kind in (BlockKind.HEADING, BlockKind.TEXT) and _same(block.text, title):
            notes.append(Note(NoteKind.DROPPED, block.line, "the title once more", block.text[:_SHORT]))
        else:
            yield block


def _early(blocks: Sequence[Block], notes: list[Note]) -> list[Block]:
    """What stands above the title of a marked document: long texts stay, short ones are furniture."""
    kept = [block for block in blocks if len(block.text.split()) > _ITEM_WORDS]
    notes += [Note(NoteKind.DROPPED, block.line, "above the title", block.text[:_SHORT]) for block in blocks if block not in kept]
    return kept


def _parts(blocks: Sequence[Block], words: EditionWords) -> Iterator[Part]:
    part = Part("Introduction", 0)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            yield part
            part = Part(block.text.strip().rstrip(":"), block.line, level=block.level)
        elif part.blocks and _closes(blocks, index, part, words):
            yield part
            part = Part("Conclusion" if _starts(block.text, words.closing_starts) else "Closing", block.line, [block])
        else:
            part.blocks.append(block)
    yield part


def _grouped(parts: list[Part]) -> list[Part]:
    """The parts, each short heading with the one above it: by depth where depths are known, else by the run it begins."""
    above: list[Part] = []
    group = ""
    for part in parts:
        if part.level:
            above = [other for other in above if other.level < part.level]
            part.group = above[-1].heading if above else ""
            above.append(part)
        elif part.line and not part.words:
            group = part.heading
        else:
            group = group if len(part.heading.split()) <= _SHORT_HEADING_WORDS else ""
            part.group = group
    for part in parts:
        if part.group and part.words and len(part.heading.split()) <= _SHORT_HEADING_WORDS:
            part.heading = f"{part.group}: {part.heading}"
    return parts


def _closes(blocks: Sequence[Block], index: int, part: Part, words: EditionWords) -> bool:
    """Whether a text near the end closes the whole guide and not the part it stands under."""
    block = blocks[index]
    last = not any(later.kind is BlockKind.HEADING for later in blocks[index:])
    if not last or block.kind is not BlockKind.TEXT or part.heading in ("Conclusion", "Closing"):
        return False
    return block.loose or _starts(block.text, words.closing_starts)


def _split_steps(part: Part) -> Iterator[Part]:
    """Long numbered items as parts of their own, headed by their first sentence."""
    steps = [block for block in part.blocks if _is_step(block)]
    if len(steps) < 2:
        yield part
        return
    current = replace(part, blocks=[])
    for block in part.blocks:
        if _is_step(block):
            yield current
            heading, text = _step_heading(block)
            current = Part(heading, block.line, [replace(block, kind=BlockKind.TEXT, text=text)], group=part.heading)
        else:
            current.blocks.append(block)
    yield current


def _is_step(block: Block) -> bool:
    if block.kind not in (BlockKind.ITEM, BlockKind.TEXT):
        return False
    return (bool(_STEP.match(block.text)) or block.number is not None) and len(block.text.split()) >= _ITEM_WORDS


def _step_heading(block: Block) -> tuple[str, str]:
    """A heading for a step and the text under it: the first sentence where it is short, else only the number."""
    marked = _STEP.match(block.text)
    number, text = (marked["number"], marked["text"]) if marked else (block.number or "", block.text)
    label = f"Step {number}" if number.isdigit() else "Step"
    first, *rest = sentences_of(text)
    if len(first.split()) <= _HEADING_WORDS and rest:
        return f"{label}: {first.rstrip('.')}", text
    return f"{label}: {' '.join(first.split()[:8]).rstrip(',;:')} …", text


def _split_long(part: Part, words: EditionWords) -> Iterator[Part]:
    """A long part at its paragraphs, so that the encoder can read each whole; an example stands by itself."""
    if part.words <= _PART_WORDS:
        yield part
        return
    current, count = replace(part, blocks=[]), 0
    for block in part.blocks:
        example = block.kind is BlockKind.TEXT and _starts(block.text, words.example_starts)
        full = current.words + len(block.text.split()) > _PART_WORDS and current.words >= _FEWEST_WORDS
        leads_in = bool(current.blocks) and current.blocks[-1].text.rstrip().endswith(":")
        if block.kind is BlockKind.TEXT and current.blocks and not leads_in and (example or full):
            yield current
            count += 1
            suffix = "an example" if example else f"part {count + 1}"
            current = Part(f"{part.heading} ({suffix})", block.line, is_example=example, group=part.group)
        current.blocks.append(block)
    yield current


def _starts(text: str, starts: Sequence[str]) -> bool:
    return text.lower().lstrip("“\"'‘").startswith(tuple(starts))


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _same(text: str, title: str) -> bool:
    return _key(text) == _key(title)
