"""Reads the labels out of the source of a diagram; what stood between them, the arrows, is not kept."""

import re

_FLOW = re.compile(r"^\s*(?:graph|flowchart)\b")
_LABEL = re.compile(r"""\b\w+\s*(?:\(\[|\[\[|\[\(|\(\(|\{\{|[\[({])\s*"?(?P<label>[^\]\)}"|]+(?:"[^\]\)}]*)?)"?\s*[\])}]""")
_MIND_MAP = re.compile(r"^\s*mindmap\s+(?:root)?\(*[^)\n]*\)*")
_JOINING = frozenset(("of", "and", "the", "or", "in", "for", "to"))
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MOST = 24


def labels(source: str) -> list[str]:
    """What the boxes of a flow chart or mind map say, each once, in order; nothing for other diagrams."""
    if root := _MIND_MAP.match(source):
        rest = source[root.end() :]
        found = (line.strip(" ()[]{}") for line in rest.splitlines()) if "\n" in rest.strip() else iter(_flat(rest.split()))
    elif _FLOW.match(source):
        found = (" ".join(_BREAK.sub(" ", match["label"]).split()).strip("\"' ") for match in _LABEL.finditer(source))
    else:
        return []
    return list(dict.fromkeys(label for label in found if len(label) > 1))[:_MOST]


def _flat(words: list[str]) -> list[str]:
    """The labels of a mind map whose lines were run together: each begins with a capital, and titles have several."""
    found: list[list[str]] = []
    for word in words:
        begins = word[:1].isupper()
        titled = bool(found) and (found[-1][-1] in _JOINING or (len(found[-1]) == 1 and "/" not in found[-1][0]))
        if (begins and not titled) or not found:
            found.append([word])
        else:
            found[-1].append(word)
    return [" ".join(label) for label in found]
