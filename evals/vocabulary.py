"""Writes the list of ordinary English words that the safety check knows: `service/safety/rules/vocabulary.txt`.

python -m evals.vocabulary

A disguised word is undone only where the result is a known word, and only a word that is not known is taken for a slip of
the keyboard. The list holds the dictionary words of the project's own English texts with their inflections, the words
those texts use often, given names, every word of the files with patterns for other languages and other uses, and every
dictionary word that is one slip away from a watched word.
"""

import gzip
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import lemminflect

from service.adapters.data_files import data_folder, meaning_folder, rewriting_folder, rules_folder
from service.language.slips import Slips
from service.safety.loader import VOCABULARY, load_spelling

_WORD = re.compile(r"[a-z]{2,}")
_SLIPS_ABOVE = 4
_OFTEN = 4
_ALL_WORDS = [
    *(rules_folder() / "signals").glob("other_languages_*.yaml"),
    *(rules_folder() / "lexicons").glob("*.yaml"),
    *data_folder("prompts").glob("*.yaml"),
    *rewriting_folder().rglob("*.yaml"),
]


def main() -> int:
    """Write the list and say how long it is."""
    spelling = load_spelling(rules_folder())
    counted = Counter(chain.from_iterable(map(_words, _texts())))
    words = {word for word, times in counted.items() if times >= _OFTEN or lemminflect.getAllLemmas(word)}
    words |= {form for word in words for form in _inflected(word)}
    words |= set((meaning_folder() / "names.txt").read_text("utf-8").split())
    words |= {word for file in _ALL_WORDS for word in _words(file)}
    slips = Slips(spelling.watched)
    words |= {word for word in _dictionary() if len(word) > _SLIPS_ABOVE and slips.meant(word)}
    listed = sorted(word for word in words - spelling.rewrites.keys() - spelling.watched if _WORD.fullmatch(word))
    (rules_folder() / VOCABULARY).write_text("\n".join(listed) + "\n", "utf-8")
    print(f"{VOCABULARY}: {len(listed)} words")
    return 0


def _texts() -> Iterator[Path]:
    """The project's own texts in English."""
    yield from {*(rules_folder() / "signals").glob("*.yaml")} - {*_ALL_WORDS}
    yield from (meaning_folder() / "exemplars").glob("*.jsonl")
    yield from chain((data_folder("corpus") / "asks").glob("*.yaml"), (data_folder("corpus") / "guides").rglob("*.md"))


def _words(file: Path) -> list[str]:
    """The words of a file without their accents, as the normal form has them."""
    letters = unicodedata.normalize("NFKD", file.read_text("utf-8").casefold())
    return _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _inflected(word: str) -> Iterator[str]:
    for lemma in chain.from_iterable(lemminflect.getAllLemmas(word).values()):
        yield from chain.from_iterable(lemminflect.getAllInflections(lemma).values())


def _dictionary() -> Iterator[str]:
    """Every word of the dictionary that comes with lemminflect, inflected forms included."""
    folder = Path(lemminflect.__file__).parent / "resources"
    with gzip.open(folder / "infl_lu.csv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from _WORD.findall(line.lower())


if __name__ == "__main__":
    raise SystemExit(main())
