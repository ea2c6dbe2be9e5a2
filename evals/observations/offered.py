"""Which needs and requests of the material may be offered to others, and the things that each of them names."""

import re
from collections.abc import Iterable, Sequence

from evals.observations.asks import KINDS
from evals.observations.material import Row
from service.adapters.data_files import rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.rewriting_files import load_rewriting
from service.rewriting.checks import Rubric

_SHAPES = (
    (range(3, 15), "I feel sad when you left early, because {}. Could we talk about it tonight?"),
    (range(4, 21), "I feel sad when you left early, because our time matters to me. {}"),
)
"""How many words a need and a request may have, and a wording in which each has to pass."""
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_NAMED = re.compile(r"(?<!^)(?<![.?] )\b(?!I\b|I')[A-Z]|\d")
_LEANING = re.compile(r"\b(?:instead of|properly|actually|for once|at last|finally|stop|without being)\b")
_WATCHING = re.compile(
    r"\b(?:passwords?|passcode|location|track(?:ing|er)?|where you (?:are|go|were|went|have been)|with whom|who (?:you were|was|is) with|"
    r"show me (?:your|the|his|her) (?:second |other )?(?:phone|messages?|chats?|texts?)|as we agreed|permission)\b"
)
"""What asks the other to be watched or to ask leave: no coach suggests that."""
_OTHERS = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b")
"""Somebody whom the message need not know of."""
_SPOKEN_ONLY = re.compile(
    r"\b(?:doon|oot|aboot|ower|ma|wee|weans?|ye|yer|tha|thi|yuh|nae|cannae|dinnae|dem|fi|inna|lah|leh|innit|aint|wi|whit|nowt|owt)\b"
)
"""Dialect, which is put into nobody else's mouth."""
_CLITICS = re.compile(r"n't\b|'(?:ll|re|ve|d|m|s)\b")
_SHORTEST, _OWNER_WITHIN = 3, 1
_ANYBODYS = frozenset(
    (  # noqa: SIM905
        "time week day thing evening home word night job hour truth news weekend company plan place way message hand morning "
        "care minute other side help say date answer talk while life matter part moment month voice kind list story end turn "
        "rest lot thanks quarrel sign year change bit look one mine warmth trust respect ease interest openness welcome effort "
        "love faith honesty joy past thought tone mark note reason feeling worry fun heart space distance line step limit idea "
        "advice closeness kindness comfort attention mind break chat start treat contact hug share order peace trouble "
        "decision doubt need backing encouragement privacy worth room table door cup tea front people person work public "
        "middle argument"
    ).split()
)
Lines = list[tuple[str, tuple[str, ...]]]


def kept(rows: Sequence[Row]) -> tuple[Lines, Lines]:
    """Needs and requests of rows that pass the rubric, each once, with the things it names."""
    data = load_rewriting(rewriting_folder(), rules_folder() / "spelling.yaml")
    rubric, grammar, beings = Rubric(data), HanoverGrammar(), data.asks.beings
    needs, requests = (_distinct(row.asks[kind] for row in rows if _offers(row.asks[kind], kind, rubric)) for kind in range(len(KINDS)))
    return [(text, _things(text, grammar, beings)) for text in needs], [(text, _things(text, grammar, beings)) for text in requests]


def _offers(text: str, kind: int, rubric: Rubric) -> bool:
    """Whether a need or request has a usual length, names nobody, and passes the rubric."""
    lengths, frame = _SHAPES[kind]
    return len(text.split()) in lengths and _plain(text) and not any(rubric.check("You left early.", frame.format(text)))


def _plain(text: str) -> bool:
    lower = text.lower()
    return not (_NAMED.search(text) or any(pattern.search(lower) for pattern in (_LEANING, _WATCHING, _OTHERS, _SPOKEN_ONLY)))


def _distinct(texts: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(" ".join(_WORD.findall(text.lower())), text)
    return sorted(found.values())


def _things(text: str, grammar: HanoverGrammar, beings: frozenset[str]) -> tuple[str, ...]:
    """The nouns that not every message knows of, as their base forms; a being with its owner: "your+mother"."""
    words = _WORD.findall(_CLITICS.sub("", text.lower()))
    tags = grammar.tag(words)
    found = []
    for place, (word, tag) in enumerate(zip(words, tags, strict=True)):
        noun = grammar.lemma(word, "NOUN") or word
        if not tag.startswith("NN") or noun in _ANYBODYS or len(noun) < _SHORTEST:
            continue
        owner = next((word for word in words[max(0, place - _OWNER_WITHIN) : place] if word in ("my", "your")), "")
        found.append(f"{owner}+{noun}" if owner and noun in beings else noun)
    return tuple(dict.fromkeys(found))
