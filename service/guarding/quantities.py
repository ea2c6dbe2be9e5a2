"""Numbers and durations in a text, spelt or in digits, so that those of a sentence can be looked for in its passage."""

import re
from collections.abc import Iterable, Iterator

Quantity = tuple[float, str]
"""A value with its unit in the singular; the unit is empty for a plain count, `percent` for shares."""

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS: dict[str, float] = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_VALUES: dict[str, float] = {word: float(number) for number, word in enumerate(_ONES.split())} | _TENS
_VALUES |= {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "half": 0.5, "third": 1 / 3, "quarter": 0.25}
_VALUES |= {"thirds": 2 / 3, "quarters": 0.75, "couple": 2, "twice": 2, "thrice": 3}
_UNIT = (
    r"seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|quarters?|years?"
    r"|decades?|%|per\s?cent|percent|times|pounds|dollars|euros|am|pm"
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?|" + "|".join(sorted(_VALUES, key=len, reverse=True))
_FOUND = re.compile(
    rf"(?<![\w.])(?P<value>{_NUMBER})(?:-(?P<ones>one|two|three|four|five|six|seven|eight|nine)\b)?"
    rf"(?:(?:\s*(?:-|–|to|or|and|in|out\s+of|of)\s*)(?P<upper>{_NUMBER})(?![\w]))?(?:\s+(?:more|full|whole|long|good|'s)\b)?[\s-]*(?P<unit>{_UNIT})?(?!\w)"
)
_LONE_UNIT = re.compile(r"\b(?P<unit>fortnights?|decades?)\b")
# A length of time without a number: "in hours", "within days". Its source has to speak of the same unit.
_LOOSE = re.compile(
    r"\b(?:in|within|over|after|takes?)\s+(?:(?:a\s+few|several|some|just)\s+)?(?P<unit>minutes|hours|days|weeks|months|years)\b"
)
_ANY_UNIT = re.compile(r"\b(?P<unit>minutes?|hours?|days?|weeks?|months?|years?)\b")
# The number of a step in a heading counts nothing.
_STEP = re.compile(r"\bsteps?\s+\d+(?:\s+(?:and|to)\s+\d+)?", re.IGNORECASE)
# Where the source counts the same things, the count has to be the same, however small.
_COUNTED = re.compile(
    rf"\b(?P<value>{_NUMBER})\s+(?:\w+\s+)?(?P<noun>things|questions|halves|choices|kinds|rules|ways|parts|signs|tasks|sides|steps|needs)\b"
)
_CANONICAL = {"min": "minute", "hr": "hour", "%": "percent", "per cent": "percent", "percent": "percent", "night": "day"}
# The same length of time in other words.
_SAME = {("hour", 24.0): (1.0, "day"), ("day", 7.0): (1.0, "week"), ("fortnight", 1.0): (2.0, "week"), ("month", 12.0): (1.0, "year")}
# Counts up to two carry no fact: "one small thing", "the two of you".
_SMALL = 2.0


def quantities(text: str) -> frozenset[Quantity]:
    """Every number and duration of a text."""
    return frozenset(_quantities(text.lower()))


def unsupported(text: str, sources: Iterable[str]) -> bool:
    """Whether a text gives a number, duration or share that stands in none of its sources."""
    source = _STEP.sub(" ", "\n".join(sources)).lower()
    known = quantities(source)
    values = {value for value, _ in known}
    if any(not _stands(quantity, known, values) for quantity in quantities(text)):
        return True
    units = {_unit(match["unit"]) for match in _ANY_UNIT.finditer(source)}
    return any(_unit(match["unit"]) not in units for match in _LOOSE.finditer(text.lower())) or _counts_otherwise(text.lower(), source)


def _counts_otherwise(text: str, source: str) -> bool:
    there: dict[str, set[float]] = {}
    for match in _COUNTED.finditer(source):
        there.setdefault(match["noun"], set()).add(_value(match["value"]))
    return any(_value(m["value"]) not in there.get(m["noun"], {_value(m["value"])}) for m in _COUNTED.finditer(text))


def _stands(quantity: Quantity, known: frozenset[Quantity], values: set[float]) -> bool:
    value, unit = quantity
    if unit and unit != "percent" and value == 1:
        return True
    if unit:
        return quantity in known
    return (value <= _SMALL and value == int(value)) or value in values


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _FOUND.finditer(text):
        unit = _unit(match["unit"])
        for word in (match["value"], match["upper"]):
            if word:
                value = _value(word) + (_VALUES[match["ones"]] if match["ones"] and word == match["value"] else 0)
                yield _same(value, unit)
    for match in _LONE_UNIT.finditer(text):
        yield _same(1.0, _unit(match["unit"]))


def _unit(text: str | None) -> str:
    if not text:
        return ""
    text = re.sub(r"\s", " ", text)
    return _CANONICAL.get(text.rstrip("s"), text.rstrip("s"))


def _same(value: float, unit: str) -> Quantity:
    return _SAME.get((unit, value), (value, unit))


def _value(word: str) -> float:
    return _VALUES[word] if word in _VALUES else float(word.replace(",", ""))
