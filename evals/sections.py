"""Writes what every section of the guides says today, for the suite `sections` to hold later editions to.

python -m evals.sections    # after an edition was changed on purpose and read; look at the difference before it is kept

For each section: three things that people type for it, the eight words that set it apart from the others, and how long
its text and its wording for replies are.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from evals.datasets import FOLDER
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder
from service.domain.corpus import Section

NAME = "sections.v1"
_IN_PLACE = 9
_KEY_WORDS = 8
_WORD = r"[a-z]{4,}"


def main() -> int:
    """Write the file."""
    sections = list(load_corpus(data_folder("corpus")).sections.values())
    words = key_words(sections)
    lines = [json.dumps(_case(section, words[section.id]), ensure_ascii=False) for section in sections]
    (FOLDER / f"{NAME}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} sections")
    return 0


def key_words(sections: Sequence[Section]) -> Mapping[str, list[str]]:
    """The words that weigh most in each section beside the others, as they stand there."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigher = TfidfVectorizer(token_pattern=_WORD, stop_words="english")
    weights = weigher.fit_transform([section.text for section in sections]).toarray()
    names = weigher.get_feature_names_out()
    return {s.id: sorted(names[row.argsort()[::-1][:_KEY_WORDS]].tolist()) for s, row in zip(sections, weights, strict=True)}


def worded(section: Section) -> int:
    """How many words a section has for replies."""
    if section.counsel is None:
        return 0
    told = [advice.text for advice in (*section.counsel.first, *section.counsel.then)]
    return sum(len(text.split()) for text in [*told, section.counsel.next_action, section.counsel.question])


def _case(section: Section, words: Sequence[str]) -> dict[str, Any]:
    asks = section.asks[:_IN_PLACE]
    return {
        "id": section.id.replace("#", "-"),
        "split": "dev",
        "section": section.id,
        "probes": [asks[0], asks[len(asks) // 2], asks[-1]],
        "key_words": list(words),
        "words": len(section.text.split()),
        "worded": worded(section),
    }


if __name__ == "__main__":
    raise SystemExit(main())
