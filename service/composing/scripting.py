"""Turns what a person wants to tell somebody into the sentence that they could say: "how do I tell him I miss him"."""

from collections.abc import Sequence

_TELLING = frozenset({"tell", "show", "let"})
_OBJECTS = frozenset({"him", "her", "them"})
_PRONOUNS = {
    "husband": frozenset({"him"}), "boyfriend": frozenset({"him"}), "wife": frozenset({"her"}), "girlfriend": frozenset({"her"}),
    "partner": _OBJECTS, "fiance": _OBJECTS, "fiancee": _OBJECTS, "spouse": _OBJECTS,
}  # fmt: skip
_BETWEEN = frozenset({"know", "that"})
# A wish or a feeling of one's own; what was done or decided needs more than one sentence.
_OPENINGS = (
    ("miss",), ("need",), ("want",), ("feel",), ("felt",), ("wish",), ("love",), ("care",), ("would", "like"), ("would", "rather"),
    ("do", "not", "want"), ("do", "not", "feel"), ("am", "lonely"), ("am", "sad"), ("am", "hurt"), ("am", "unhappy"), ("am", "worried"),
    ("am", "scared"), ("am", "afraid"), ("am", "tired"), ("am", "not", "happy"), ("am", "not", "ready"), ("still", "love"),
    ("still", "want"),
)  # fmt: skip
_ENDS = frozenset({"without", "and", "but", "so", "when", "while", "if", "because", ",", "."})
_NOT_SAID = frozenset({"he", "she", "they", "his", "their", "out", "divorce", "over", "leave", "break", "end", "kill", "die", "hurt"})
_FEWEST, _MOST = 3, 14
# After "her" one of these, or nothing, shows that it is not "her mother".
_AFTER_OBJECT = frozenset({"to", "with", "more", "so", "for", "at", "in", "about", "when", "too", "again", "here", "back"})
_SHORT = {"do not": "don't", "I am": "I'm"}


def direct_speech(tokens: Sequence[str]) -> str | None:
    """The sentence without a mark at its end, or None where nothing of the kind is asked or it would not be safe to say."""
    tokens = list(tokens)
    for place, token in enumerate(tokens):
        if token in _TELLING and "how" in tokens[:place] and (start := _clause(tokens, place + 1)) is not None:
            told = tokens[place + 2] if tokens[place + 1] == "my" else tokens[place + 1]
            return _turned(tokens[start : _end(tokens, start)], _PRONOUNS.get(told, frozenset({told})))
    return None


def _clause(tokens: Sequence[str], place: int) -> int | None:
    """Where the wish begins after "tell him" or "let my wife know that"."""
    if tokens[place : place + 1] == ["my"]:
        place += 1
    if not tokens[place : place + 1] or tokens[place] not in _OBJECTS | _PRONOUNS.keys():
        return None
    place += 1
    while place < len(tokens) and tokens[place] in _BETWEEN:
        place += 1
    if tokens[place : place + 1] != ["i"]:
        return None
    follows = tuple(tokens[place + 1 : place + 4])
    return place if any(follows[: len(opening)] == opening for opening in _OPENINGS) else None


def _end(tokens: Sequence[str], start: int) -> int:
    return next((n for n in range(start, len(tokens)) if tokens[n] in _ENDS), len(tokens))


def _turned(words: Sequence[str], person: frozenset[str]) -> str | None:
    """The words as they would be said; `person` are the pronouns of the one told, and any other means somebody else."""
    if not _FEWEST <= len(words) <= _MOST or _NOT_SAID & set(words) - ({"hurt"} if words[1:3] == ["am", "hurt"] else set()):
        return None
    if any(w == "her" and words[n + 1 : n + 2] and words[n + 1] not in _AFTER_OBJECT for n, w in enumerate(words)):
        return None
    meant = _OBJECTS & set(words)
    if len(meant) > 1 or not meant <= person:
        return None
    sentence = " ".join("you" if word in meant else "I" if word == "i" else word for word in words)
    for long, short in _SHORT.items():
        sentence = sentence.replace(long, short)
    return sentence
