"""Words spoken to the one they are about, read as told of somebody: "you took my keys" as "he took my keys".

The rules are written for people who tell. This makes them serve what is written to the other person as well, in the chat and
where a statement is to be worded anew. Places are kept, so that a finding still points at what was typed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.domain.text import Span
from service.language.normalise import NormalText

_ENDS = frozenset({".", ","})


@dataclass(frozen=True, slots=True)
class ToldWords:
    """The reviewed words of `told.yaml`; sets of single words in normal form."""

    subject: str
    object: str
    spoken: frozenset[str]
    words: Mapping[str, str]
    object_after: frozenset[str]
    asks: frozenset[str]
    forms: Mapping[str, str]
    verbs: frozenset[str]
    between: frozenset[str]
    clipped: frozenset[str]
    openings: frozenset[str]
    stops: frozenset[str]
    goes_on: str


def told(normal: NormalText, words: ToldWords) -> NormalText | None:
    """`normal` as told of somebody, with the same places; None where it is spoken to nobody."""
    changed = list(_changed(normal, words))
    if len(changed) == len(normal.tokens) and all(new == old for (new, _), old in zip(changed, normal.tokens, strict=True)):
        return None
    data, starts = bytearray(b" "), []
    for word, _ in changed:
        starts.append(len(data))
        data += word.encode("utf-8", "replace") + b" "
    return NormalText(bytes(data), tuple(word for word, _ in changed), tuple(starts), tuple(span for _, span in changed))


def _changed(normal: NormalText, words: ToldWords) -> Iterator[tuple[str, Span]]:
    """Each word of the told form, with where it was typed."""
    agreeing = False
    for place, (word, span) in enumerate(zip(normal.tokens, normal.origins, strict=True)):
        before = normal.tokens[place - 1] if place else "."
        after = normal.tokens[place + 1] if place + 1 < len(normal.tokens) else "."
        if word in words.spoken:
            acts = before not in words.object_after and after not in _ENDS
            agreeing = acts and before not in words.asks
            yield (words.subject if acts else words.object), span
        elif word in words.stops and before == "." and after.endswith("ing"):
            yield words.subject, span
            yield words.goes_on, span
        elif word == "your" and after in words.clipped:
            yield words.subject, span
            yield "is", span
        elif agreeing and word in words.between:
            yield word, span
        elif agreeing:
            agreeing = False
            yield words.forms.get(word, f"{word}s" if word in words.verbs else word), span
        elif before in words.openings and word in words.forms and after in words.spoken:
            yield words.forms[word], span
        else:
            yield words.words.get(word, word), span
