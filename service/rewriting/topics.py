"""What a complaint is about: counts the cues of each topic."""

from collections.abc import Iterable, Sequence

from service.ports import Grammar
from service.rewriting.records import Topic

_VAGUE = frozenset(
    {
        "spend",
        "spent",
        "bank",
        "pay",
        "paid",
        "keep",
        "hide",
        "say no",
        "tell",
        "arrive",
        "secret",
        "bin",
        "bins",
        "clean",
        "walk",
        "online",
        "order",
        "series",
        "show",
        "read",
        "christmas",
        "family",
        "time",
        "right",
        "half",
        "together",
        "night",
        "card",
        "stuff",
        "match",
        "rule",
        "rules",
        "team",
        "win",
        "everything",
        "cold",
        "lead",
        "water",
        "comment",
        "share",
        "love",
        "help",
        "plan",
        "wrong",
        "second",
        "move",
        "work",
        "tired",
        "story",
        "deep",
        "soft",
        "run",
        "running",
        "class",
        "problem",
        "matter",
        "care",
        "try",
        "hour",
        "early",
        "message",
        "wait",
        "friend",
        "friends",
        "man",
        "dad",
        "mum",
        "weekend",
        "sleep",
        "bed",
        "food",
        "kitchen",
        "house",
        "car",
        "park",
        "parking",
        "boys",
        "sofa",
        "asleep",
        "dinner",
        "lunch",
        "breakfast",
        "promotion",
        "job",
        "office",
        "shift",
        "boss",
        "exam",
        "meeting",
        "bath",
        "drive",
        "driving",
        "keys",
        "school",
        "kids",
        "kid",
        "twins",
        "daughter",
        "son",
        "mates",
        "pub",
        "gym",
        "doctor",
        "hospital",
        "appointment",
        "trip",
        "book",
        "train",
        "flight",
        "laugh",
        "post",
        "van",
        "road",
        "flat",
        "city",
        "neighbour",
        "date",
        "hotel",
        "bag",
        "test",
        "bike",
        "heating",
        "move in",
        "front door",
        "drill",
        "stood up",
        "mouth",
        "wear",
        "door",
        "cat",
        "dog",
        "lost my",
        "lose my",
        "bus",
        "buy",
        "bought",
        "dress",
        "wine",
        "beer",
        "pint",
        "pints",
        "drinks",
        "cooking",
        "music",
    }
)


_LEAST = 0.9


class TopicFinder:
    """Ranks topics for a statement."""

    def __init__(self, topics: Sequence[Topic], grammar: Grammar) -> None:
        self.topics = {topic.id: topic for topic in topics}
        self._grammar = grammar
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
                            if " ".join(cue) in _VAGUE:
                                worth = 0.4
                            scores[topic] = scores.get(topic, 0.0) + worth * (2.2 if word in weighty else 1.0)
        order = {topic: place for place, topic in enumerate(self.topics)}
        sure = {topic: score for topic, score in scores.items() if score >= _LEAST}
        scores = sure
        best = sorted(scores.items(), key=lambda pair: (-pair[1], order[pair[0]]))
        return [(self.topics[topic], score) for topic, score in best]

    def _lemma(self, word: str) -> str:
        return self._grammar.lemma(word, "NOUN") or self._grammar.lemma(word, "VERB") or word
