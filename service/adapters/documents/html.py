"""Reads HTML with Beautiful Soup, which forgives broken pages and knows the line of every element."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.domain.importing import Block, BlockKind, Note, NoteKind

if TYPE_CHECKING:
    from bs4 import Tag

_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "canvas", "select"))
_FURNITURE = frozenset(("nav", "aside", "footer", "form", "button", "dialog", "menu"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"))
# Words in class and id by which sites name what is not the text.
_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|consent|banner|promo\w*|adverts?|ads?|advertisement|"
    r"sponsor\w*|newsletter|subscribe|subscription|share|sharing|social|related|recommended|sidebar|widget|comments?|popup|modal|author-?(?:bio|box)|"
    r"bio|tags?|pagination|skip-link|toc|signup|cta)(?:$|[-_ ])",
    re.IGNORECASE,
)
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_TEXTS = frozenset(("p", "blockquote", "dd", "dt", "figcaption", "address", "summary"))
_CODE = frozenset(("pre", "code"))
_PARTS = frozenset((*_HEADINGS, *_TEXTS, "ul", "ol", "li", "table", "pre", "div", "section", "article", "main", "figure", "dl"))
_SHORT = 60


def html_blocks(text: str) -> tuple[str | None, list[Block], list[Note]]:
    """The page's title, the pieces of its text, and a note for each element that was left out."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(text, "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else None
    notes: list[Note] = []
    root = _main(soup)
    blocks = list(_walk(root, notes, number=None))
    heading = next((block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1), None)
    return heading or title, blocks, notes


def _main(soup: "Tag") -> "Tag":
    """The one `main` or `article`, where there is just one; else the whole body."""
    from bs4 import Tag

    for name in ("main", "article"):
        found = soup.find_all(name)
        if len(found) == 1 and isinstance(found[0], Tag):
            return found[0]
    body = soup.find("body")
    return body if isinstance(body, Tag) else soup


def _walk(element: "Tag", notes: list[Note], *, number: str | None) -> Iterator[Block]:
    from bs4 import Comment, Tag
    from bs4.element import NavigableString

    loose: list[str] = []
    for child in element.children:
        if isinstance(child, Tag) and (child.name in _PARTS or _dropped(child) or child.find(_is_part)):
            yield from _flushed(loose, element)
            yield from _part(child, notes, number=number)
        elif isinstance(child, Tag):
            loose.append(child.get_text(" ", strip=False))
        elif isinstance(child, NavigableString) and not isinstance(child, Comment):
            loose.append(str(child))
    yield from _flushed(loose, element)


def _is_part(tag: "Tag") -> bool:
    return tag.name in _PARTS


def _part(tag: "Tag", notes: list[Note], *, number: str | None) -> Iterator[Block]:
    line = tag.sourceline or 1
    if reason := _dropped(tag):
        words = _words(tag)
        if words and tag.name not in _UNSEEN:
            notes.append(Note(NoteKind.DROPPED, line, reason, words[:_SHORT]))
    elif tag.name in _HEADINGS:
        yield Block(BlockKind.HEADING, _words(tag), line, level=_HEADINGS[tag.name])
    elif tag.name in _CODE:
        yield Block(BlockKind.CODE, tag.get_text().strip(), line)
    elif tag.name == "table":
        for row in tag.find_all("tr"):
            cells = [_words(cell) for cell in row.find_all(["th", "td"])]
            yield Block(BlockKind.ROW, " | ".join(cell for cell in cells if cell), row.sourceline or line)
    elif tag.name in ("ul", "ol"):
        for count, item in enumerate(tag.find_all("li", recursive=False), start=1):
            yield from _item(item, notes, number=str(count) if tag.name == "ol" else None)
    elif tag.name in _TEXTS and not tag.find(_is_part):
        yield Block(BlockKind.TEXT, _words(tag), line)
    else:
        yield from _walk(tag, notes, number=number)


def _item(tag: "Tag", notes: list[Note], *, number: str | None) -> Iterator[Block]:
    if tag.find(_is_part):
        for position, block in enumerate(_walk(tag, notes, number=number)):
            first = position == 0 and block.kind is BlockKind.TEXT
            yield Block(BlockKind.ITEM, block.text, block.line, number=number) if first else block
    else:
        yield Block(BlockKind.ITEM, _words(tag), tag.sourceline or 1, number=number)


def _flushed(loose: list[str], element: "Tag") -> Iterator[Block]:
    text = " ".join("".join(loose).split())
    loose.clear()
    if text:
        yield Block(BlockKind.TEXT, text, element.sourceline or 1)


def _dropped(tag: "Tag") -> str | None:
    """Why an element is not part of the text, or None."""
    if tag.name in _UNSEEN or tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return "not shown on the page"
    if tag.name in _FURNITURE or tag.get("role") in _ROLES:
        return f"page furniture: <{tag.name}>"
    if tag.name == "header" and not tag.find("h1"):
        return "page furniture: <header>"
    names = tag.get("class")
    named = " ".join([*(names if isinstance(names, list) else [str(names or "")]), str(tag.get("id") or "")])
    if found := _NAMES.search(named):
        return f"page furniture: named {found.group(0).strip('-_ ')}"
    return None


def _words(tag: "Tag") -> str:
    for unseen in tag.find_all(list(_UNSEEN)):
        unseen.extract()
    for line_break in tag.find_all("br"):
        line_break.replace_with(" ")
    return " ".join(tag.get_text().split())
