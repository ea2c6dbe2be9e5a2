"""Numbers the sections a draft rests on and finds a short quote in each."""

import re
from collections.abc import Mapping, Sequence

from service.domain.answers import Citation, Draft
from service.domain.corpus import Found, Guide, Section

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_WORD = re.compile(r"[a-z']{4,}")
_QUOTE_WORDS = 32


def cite(draft: Draft, rows: Sequence[Found], sections: Mapping[str, Section], guides: Mapping[str, Guide]) -> tuple[Citation, ...]:
    """One citation a section, numbered in the order in which the draft uses them."""
    scores = {row.section.id: row.score for row in rows}
    texts: dict[str, str] = {}
    for sentence in draft.sentences:
        for section in sentence.sections:
            texts[section] = f"{texts.get(section, '')} {sentence.text}"
    return tuple(
        _citation(number, sections[section_id], guides, text, scores.get(section_id, 0.0))
        for number, (section_id, text) in enumerate(texts.items(), start=1)
    )


def cite_as_given(rows: Sequence[Found], guides: Mapping[str, Guide], about: Mapping[str, str]) -> tuple[Citation, ...]:
    """One citation a row, numbered as a model was given them; `about` holds, by section, what the quote should be near to."""
    return tuple(
        _citation(number, row.section, guides, about.get(row.section.id, ""), row.score) for number, row in enumerate(rows, start=1)
    )


def _citation(number: int, section: Section, guides: Mapping[str, Guide], text: str, score: float) -> Citation:
    return Citation(
        n=number,
        section=section.id,
        guide=section.guide,
        title=guides[section.guide].title,
        heading=section.heading,
        quote=quote(section.text, text),
        score=round(score, 4),
    )


def quote(passage: str, about: str) -> str:
    """The sentence of a passage that shares most words with a text, cut at a word where it is long."""
    wanted = set(_WORD.findall(about.lower()))
    sentences = [s.strip(" -\n") for s in _SENTENCE.findall(passage) if s.strip(" -\n")]
    best = max(sentences, key=lambda s: (len(wanted & set(_WORD.findall(s.lower()))), -len(s)))
    words = best.split()
    return best if len(words) <= _QUOTE_WORDS else " ".join(words[:_QUOTE_WORDS]) + " …"
