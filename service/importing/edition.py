"""From the parts of a text to a guide in the form of the corpus, with steps and topics chosen by plain rules."""

import re
from collections.abc import Callable, Iterable, Sequence

from service.domain.corpus import Phase, Section, Step
from service.domain.importing import Block, BlockKind, EditionWords
from service.importing.furniture import DIAGRAM_NAMES, sentences_of
from service.importing.outline import Part

_STEP_WORDS = range(3, 33)
_MOST_STEPS = 4
_MOST_TOPICS = 4
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|step \d+:)\s*", re.IGNORECASE)
_GENERAL = frozenset(("introduction", "conclusion", "closing", "final thought", "final thoughts", "summary"))
_SLUG_CHARS = 48


def slug(title: str) -> str:
    """An id made of the words of a title: small letters, digits and hyphens; empty where the title has none."""
    words = re.findall(r"[a-z0-9]+", title.lower().replace("’", "").replace("'", ""))
    text = ""
    for word in words:
        if len(text) + len(word) >= _SLUG_CHARS:
            break
        text = f"{text}-{word}" if text else word
    return text


class SectionMaker:
    """Turns parts into sections; `may_be_said` tells whether a sentence may be a step of a reply."""

    def __init__(self, words: EditionWords, topics: Iterable[str], may_be_said: Callable[[str], bool]) -> None:
        self._words = words
        self._topics = sorted(set(topics))
        self._may_be_said = may_be_said

    def section(self, part: Part, guide: str, number: int, title: str) -> Section:
        """One section; nobody has reviewed it, so it counts as advice that presupposes safety."""
        plain = _NUMBER.sub("", part.heading).strip()
        return Section(
            id=f"{guide}#{number}",
            guide=guide,
            heading=_one_line(part.heading),
            kind=_kind(part),
            text=_text(part.blocks),
            topics=self._topics_of(f"{part.heading} {part.heading} {' '.join(block.text for block in part.blocks)}"),
            phase=Phase.ANY,
            presupposes_safety=True,
            claims=(),
            tensions=(),
            steps=self._steps(part),
            next_action=self._words.next_action,
            question=self._words.question,
            asks=_asks(plain, part.group, title),
        )

    def _topics_of(self, text: str) -> tuple[str, ...]:
        """The topics of the corpus whose words stand in the text, the commonest first."""
        lower = text.lower()
        counts = {topic: len(re.findall(rf"\b{re.escape(topic.replace('-', ' '))}", lower)) for topic in self._topics}
        found = sorted((topic for topic in self._topics if counts[topic]), key=lambda topic: (-counts[topic], topic))
        return tuple(found[:_MOST_TOPICS]) or ("general",)

    def _steps(self, part: Part) -> tuple[Step, ...]:
        chosen = [text for text in self._candidates(part) if _whole(text) and self._may_be_said(text)]
        chosen = list(dict.fromkeys(chosen))[:_MOST_STEPS]
        return tuple(Step(text, None) for text in chosen or [self._words.fallback_step])

    def _candidates(self, part: Part) -> list[str]:
        """Sentences that give advice; list items that do, or whose lead-in does; else the first whole sentence."""
        advice: list[str] = []
        lead = ""
        for block in part.blocks:
            sentences = sentences_of(block.text)
            if block.kind is BlockKind.ITEM and lead:
                advice.append(_ended(f"{lead} {block.text}"))
            elif block.kind in (BlockKind.TEXT, BlockKind.ITEM):
                advice += [_ended(sentence) for sentence in sentences if self._advises(sentence) and not sentence.endswith((":", "?"))]
            if block.kind is BlockKind.TEXT:
                last = sentences[-1] if sentences else ""
                lead = last if last.endswith(":") and self._advises(last) else ""
        if advice:
            return advice
        whole = [s for block in part.blocks if block.kind is BlockKind.TEXT for s in sentences_of(block.text) if s.endswith((".", "”"))]
        return whole[:1]

    def _advises(self, sentence: str) -> bool:
        first = re.match(r"[“\"'‘]?([\w’']+)", sentence)
        return first is not None and first.group(1).lower() in self._words.advice_starts


def _whole(text: str) -> bool:
    """Whether a text can stand alone: of a fair length, every quotation closed, and none of the importer's own words."""
    quotes = text.count("“") == text.count("”") and text.count('"') % 2 == 0
    single = len(re.findall(r"(?<!\w)['‘](?=\w)", text)) == len(re.findall(r"(?<=[\w.,!?…])['’](?!\w)", text))
    return quotes and single and len(text.split()) in _STEP_WORDS and not text.startswith(DIAGRAM_NAMES)


def _asks(heading: str, group: str, title: str) -> tuple[str, ...]:
    """What somebody who wants this section may type: its heading, with the one above it where it is short."""
    if heading.lower() in _GENERAL:
        return (_one_line(title),)
    asks = [heading] if not group or heading.startswith(group) else [heading, f"{group}: {heading}"]
    return tuple(dict.fromkeys(_one_line(ask) for ask in asks))


def _kind(part: Part) -> str:
    kinds = [block.kind for block in part.blocks]
    if part.is_example:
        return "example"
    if part.heading.endswith("?"):
        return "faq"
    if kinds.count(BlockKind.ROW) >= 2:
        return "table"
    if kinds.count(BlockKind.ITEM) >= 2 or part.heading.startswith("Step "):
        return "procedure"
    return "principle"


def _text(blocks: Sequence[Block]) -> str:
    """The text of a section: paragraphs apart, items and rows on lines of their own."""
    text, before = "", None
    for block in blocks:
        listed = block.kind in (BlockKind.ITEM, BlockKind.ROW)
        line = _one_line(block.text)
        mark = f"{block.number}. " if listed and block.number and block.number.isdigit() else "- " if listed else ""
        gap = "\n" if listed and before in (BlockKind.ITEM, BlockKind.ROW) else "\n\n"
        text += (gap if text else "") + mark + line
        before = block.kind
    return text.strip()


def _one_line(text: str) -> str:
    """The text on one line, without marks that would begin a heading or a block of code in the edition."""
    line = " ".join(text.replace("```", "").split())
    return re.sub(r"\s*\{#\d+\}", "", line.lstrip("#").strip()) or "-"


def _ended(text: str) -> str:
    text = " ".join(text.split()).rstrip(";,")
    return text if text.endswith((".", "!", "?", "”", '"', "’", "'")) else f"{text}."
