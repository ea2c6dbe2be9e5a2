"""What a complaint is about: counts the cues of each topic."""

from collections.abc import Iterable, Sequence

from service.ports import Grammar
from service.rewriting.records import Topic

CERTAIN = 99.0
"""What speaks for a topic that is not only guessed from cues."""
_LEAST = 0.9
_WORTH_VAGUE = 0.4


class TopicFinder:
    """Ranks topics for a statement; `vague` cues say little by themselves."""

    def __init__(self, topics: Sequence[Topic], vague: frozenset[str], grammar: Grammar) -> None:
        self.topics = {topic.id: topic for topic in topics}
        self._grammar, self._vague = grammar, vague
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        for topic in topics:
            for cue in topic.cues:
                verbal = cue[0].startswith("verb:")
                words = (cue[0].removeprefix("verb:"), *cue[1:])
                self._by_first.setdefault(words[0], []).append((words, topic.id, verbal))

    def ranked(self, sentences: Iterable[Sequence[str]], verbs: frozenset[str], weighty: frozenset[str]) -> list[tuple[Topic, float]]:
        """Topics with a cue in the text, best first; words of `weighty`, those of the events told, count double."""
        scores: dict[str, float] = {}
        for sentence in sentences:
            lemmas = [self._lemma(word) for word in sentence]
            for place, word in enumerate(sentence):
                for first in {word, lemmas[place], word[:1] if word[:1] in "£$€₹" else word}:
                    for cue, topic, verbal in self._by_first.get(first, ()):
                        if verbal and first not in verbs:
                            continue
                        if all(
                            cue[i] in (sentence[place + i], lemmas[place + i]) for i in range(1, len(cue)) if place + i < len(sentence)
                        ) and place + len(cue) <= len(sentence):
                            worth = 1.0 + 1.5 * (len(cue) - 1)
                            if " ".join(cue) in self._vague:
                                worth = _WORTH_VAGUE
                            scores[topic] = scores.get(topic, 0.0) + worth * (2.2 if word in weighty else 1.0)
        order = {topic: place for place, topic in enumerate(self.topics)}
        sure = {topic: score for topic, score in scores.items() if score >= _LEAST}
        best = sorted(sure.items(), key=lambda pair: (-pair[1], order[pair[0]]))
        return [(self.topics[topic], score) for topic, score in best]

    def _lemma(self, word: str) -> str:
        return self._grammar.lemma(word, "NOUN") or self._grammar.lemma(word, "VERB") or word
