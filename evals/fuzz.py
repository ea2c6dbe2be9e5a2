"""Throws made-up texts at the normaliser and the safety rules: `python -m evals.fuzz --minutes 10`.

Texts are put together at random from words of the rules, disguises, marks, emoji and any other characters, and some are
repeated until they are long. What must hold: nothing raises; normalising twice changes nothing; spans lie inside the text;
the same text gives the same verdict; and a text twice as long takes no more than about twice as long. The first text that
breaks one of these is printed and ends the run with 1.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from service.adapters.data_files import rules_folder
from service.domain.text import Message, Speaker
from service.safety.engine import RuleEngine
from service.safety.loader import load_language, load_rulebook
from service.safety.proving import prove
from service.safety.verdict import Classifier

_SIGNS = "*'’@$!|.,;:-_/\\…\n\t ()[]{}0123456789éßİﬁа\u0301½🔪👩‍👧\ud800\0\u200b\ufe0f\u202e"
_LONGEST = 20_000
_LONG_ENOUGH = 0.02
_TIMES_LONGER = 4.0
"""How much longer a text of twice the length may take: twice, and as much again for a busy machine."""


class FuzzError(Exception):
    """A text for which something does not hold."""


class Checks:
    """What must hold for any text."""

    def __init__(self) -> None:
        language = load_language(rules_folder())
        book = load_rulebook(rules_folder(), language)
        self._normalise = language.normalise
        self._engine = RuleEngine(book)
        self._engine.compile()
        self._classifier = Classifier(self._engine)
        self.phrases = [example.text for example in prove(book)]

    def __call__(self, text: str) -> None:
        """Raise `FuzzError` where something does not hold."""
        once = self._normalise(text)
        if self._normalise(once.data.decode("utf-8")).tokens != once.tokens:
            raise FuzzError("normalising twice changes something")
        if not all(0 <= span.start < span.end <= len(text) for span in once.origins):
            raise FuzzError("a span lies outside the text")
        messages = [Message(Speaker.USER, text)]
        verdict = self._classifier.classify(messages)
        if verdict != self._classifier.classify(messages):
            raise FuzzError("two verdicts on one text")
        if not all(0 <= hit.span.start <= hit.span.end <= len(text) for hit in verdict.hits):
            raise FuzzError("a hit lies outside the text")

    def growth(self, text: str) -> None:
        """Raise `FuzzError` where a text twice as long takes much longer; the best of three, since machines are busy."""
        half = text[: len(text) // 2]
        short, whole = (min(_taken(lambda t=t: self._engine.analyse(t)) for _ in range(3)) for t in (half, text))  # type: ignore[misc]
        if whole > _LONG_ENOUGH and whole > _TIMES_LONGER * short:
            raise FuzzError(f"{len(text)} characters take {whole:.3f} s, half of them {short:.3f} s")


def made_up(chance: random.Random, phrases: list[str]) -> str:
    """A text of known phrases and anything else, sometimes repeated until it is long."""
    pieces = []
    for _ in range(chance.randint(1, 12)):
        kind = chance.random()
        if kind < 0.4:
            pieces.append(chance.choice(phrases))
        elif kind < 0.6:
            phrase = [*chance.choice(phrases)]
            for _ in range(chance.randint(1, 6)):
                phrase.insert(chance.randrange(len(phrase) + 1), chance.choice(_SIGNS))
            pieces.append("".join(phrase))
        elif kind < 0.8:
            pieces.append("".join(chance.choice(_SIGNS) for _ in range(chance.randint(1, 20))))
        else:
            pieces.append("".join(chr(chance.randrange(0x11_0000)) for _ in range(chance.randint(1, 20))))
    text = chance.choice(("", " ")).join(pieces)
    return (text * (_LONGEST // len(text)))[:_LONGEST] if chance.random() < 0.1 else text


def main() -> int:
    """Run for the minutes asked for; progress goes to stderr."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to go on (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other texts (default: 1)")
    wanted = parser.parse_args()
    checks, chance = Checks(), random.Random(wanted.seed)  # noqa: S311  nothing secret
    end, tried, characters = time.monotonic() + 60 * wanted.minutes, 0, 0
    while time.monotonic() < end:
        text = made_up(chance, checks.phrases)
        try:
            checks(text)
            if len(text) >= _LONGEST:
                checks.growth(text)
        except Exception as error:  # noqa: BLE001  whatever it is, the text that did it is wanted
            Path("fuzz-failure.txt").write_text(repr(text), "utf-8")
            print(f"text {tried} of seed {wanted.seed}: {type(error).__name__}: {error}; it is in fuzz-failure.txt")
            return 1
        tried, characters = tried + 1, characters + len(text)
        if tried % 500 == 0:
            print(f"\r{tried} texts, {characters} characters", end="", file=sys.stderr, flush=True)
    print(f"\n{tried} texts, {characters} characters, seed {wanted.seed}: everything held")
    return 0


def _taken(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
