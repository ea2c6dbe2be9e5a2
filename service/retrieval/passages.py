"""What of the corpus is embedded: texts, steps, questions people ask, and questions from outside the guides."""

from collections.abc import Iterator

from service.domain.corpus import Corpus, Passage, PassageKind

OUTSIDE = "outside:"
"""Prefix of the section of passages that stand for what the guides do not cover."""


def passages_of(corpus: Corpus) -> tuple[Passage, ...]:
    """Every passage, in the order of the guides."""
    return tuple(_passages(corpus))


def _passages(corpus: Corpus) -> Iterator[Passage]:
    for section in corpus.sections.values():
        yield Passage(f"{section.id}/text", section.id, PassageKind.TEXT, f"{section.heading}. {section.text}")
        for number, step in enumerate(section.steps):
            yield Passage(f"{section.id}/step/{number}", section.id, PassageKind.STEP, step.do)
        for number, ask in enumerate(section.asks):
            yield Passage(f"{section.id}/ask/{number}", section.id, PassageKind.ASK, ask)
    for topic in corpus.outside:
        for number, ask in enumerate(topic.asks):
            yield Passage(f"{OUTSIDE}{topic.id}/{number}", f"{OUTSIDE}{topic.id}", PassageKind.ASK, ask)
