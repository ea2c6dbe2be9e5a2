"""Words that are surely spelt right, so that a person's slip of the pen is never given back to them."""

import re
from collections import Counter
from collections.abc import Iterable

from service.composing.texts import CoachingTexts
from service.domain.corpus import Corpus

_WORD = re.compile(r"[a-z]+")
# What so many askers write the same way is no slip.
_ASKERS = 4


def vocabulary(corpus: Corpus, texts: CoachingTexts) -> frozenset[str]:
    """The words of the editions and of the coach, and those that several askers share."""
    written = [text for s in corpus.sections.values() for text in (s.heading, s.text, s.next_action, s.question)]
    written += [text for s in corpus.sections.values() for step in s.steps for text in (step.do, step.say or "")]
    written += [line for situation in texts.situations for line in (*situation.lines, *situation.fires, *situation.silent)]
    asked = Counter(word for s in corpus.sections.values() for ask in s.asks for word in set(_words([ask])))
    return frozenset(_words(written)) | frozenset(word for word, count in asked.items() if count >= _ASKERS)


def _words(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from _WORD.findall(text.lower())
