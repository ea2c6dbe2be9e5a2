"""Whether a message tells of the person and somebody close to them, without asking for anything."""

from service.language.normalise import NormalText

_SELF = frozenset({"i", "me", "my", "mine", "we", "us", "our"})
_CLOSE = frozenset(
    "he she him her husband wife partner boyfriend girlfriend fiance fiancee spouse gf bf hubby missus wifey".split()  # noqa: SIM905
)
_JOINTS = frozenset({".", ",", "and", "but", "so", "or"})
# A part of a message that begins with one of these asks or orders.
_ASKING = frozenset(
    "how what why when where who whom whose which should can could is are am do does did will would may must shall "  # noqa: SIM905
    "write draft give tell make explain list recommend suggest find show name compose translate help please need".split()
)


_OTHERS = frozenset({"he", "she", "they", "husband", "wife", "partner", "boyfriend", "girlfriend"})
_SAYS = frozenset({"says", "said", "say", "reckons", "thinks", "goes", "replies", "answers", "answered", "replied", "keeps", "told"})
_BEFORE = frozenset({"and", "but", "so", "then", "now", "well", "yes", "my", "yeah", ","})


def reports(normal: NormalText, text: str) -> bool:
    """Whether a message only tells what somebody close says: "she says family is family"."""
    words = list(normal.tokens)
    while words and words[0] in _BEFORE:
        words = words[1:]
    return "?" not in text and len(words) > 1 and words[0] in _OTHERS and words[1] in {*_SAYS, "just", "always"}


def tells_of_two(normal: NormalText, text: str) -> bool:
    """Whether a message is about the person and one other, and no part of it asks or orders."""
    tokens = normal.tokens
    words = set(tokens)
    begins = {token for place, token in enumerate(tokens) if place == 0 or tokens[place - 1] in _JOINTS}
    return "?" not in text and bool(words & _SELF) and bool(words & _CLOSE) and not begins & _ASKING
