"""Which feeling to own: the writer's own word, then what fits the topic; strong feeling stays strong."""

from collections.abc import Sequence

from service.rewriting.records import Feelings, Frame, Topic

_OPENERS = frozenset(
    {
        "feel",
        "felt",
        "feeling",
        "am",
        "was",
        "get",
        "got",
        "so",
        "really",
        "me",
        "been",
        "very",
        "feels",
        "being",
        "bit",
        "pretty",
        "and",
        "absolutely",
        "totally",
        "completely",
        "left",
        "too",
    }
)
_STRONG = frozenset(
    {
        "furious",
        "livid",
        "exhausted",
        "heartbroken",
        "devastated",
        "terrified",
        "crushed",
        "raging",
        "fuming",
        "overwhelmed",
        "shocked",
        "disgusted",
        "gutted",
        "shattered",
        "knackered",
        "miserable",
        "wrecked",
    }
)
_MILD_TO_STRONG = {"irritated": "angry", "annoyed": "angry", "uneasy": "worried", "restless": "frustrated"}


class FeelingFinder:
    """Finds the feelings that a writer names."""

    def __init__(self, feelings: Feelings) -> None:
        self._feelings = feelings
        self._named: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, meant in sorted(feelings.named.items(), key=lambda pair: -len(pair[0])):
            words = tuple(phrase.split())
            self._named.setdefault(words[0], []).append((words, meant))

    def named(self, sentences: Sequence[Sequence[str]]) -> list[str]:
        """Genuine feelings that the writer says are theirs, in order."""
        found: list[str] = []
        for sentence in sentences:
            for place, word in enumerate(sentence):
                if word in ("down", "low") and sentence[place - 1 : place] and sentence[place - 1] not in _OPENERS:
                    continue
                if word in ("down", "low") and sentence[place - 1] == "left":
                    continue
                if word == "mad" and set(sentence[max(0, place - 3) : place]) & {"drive", "drives", "drove", "driving"}:
                    continue
                weary = sentence[place + 1 : place + 2] == ["of"] and f"{word} of" in self._feelings.named
                if word in self._feelings.genuine and self._owned(sentence, place) and not weary:
                    found.append(word)
                if f"{word} {' '.join(sentence[place + 1 : place + 2])}" in self._feelings.genuine and self._owned(sentence, place):
                    found.append(f"{word} {sentence[place + 1]}")
                for phrase, meant in self._named.get(word, ()):
                    if (
                        sentence[place + len(phrase) : place + len(phrase) + 1]
                        and sentence[place + len(phrase)] == "you"
                        and meant == "hurt"
                    ):
                        continue
                    if tuple(sentence[place : place + len(phrase)]) == phrase and self._mine(sentence, place):
                        found.append(meant)
                        break
        pleasant = set(self._feelings.families.get("pleasant", ()))
        calm = ["angry" if word == "mad" else word for word in found if word not in pleasant]
        return list(dict.fromkeys(calm))

    def posing(self, sentences: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
        """Words that pass for feelings: the word, a genuine feeling, and a topic."""
        found = []
        for sentence in sentences:
            text = " " + " ".join(sentence) + " "
            for word, (feeling, topic) in self._feelings.not_feelings.items():
                at = text.find(f" {word} ")
                if (
                    at > 0
                    and set(text[:at].split()[-4:]) & {"feel", "felt", "feeling", "feels", "am", "was", "being"}
                    and "you" not in text[:at].split()[-2:]
                ):
                    found.append((word, feeling, topic))
        return sorted(found, key=lambda entry: -len(entry[0]))

    def _owned(self, sentence: Sequence[str], place: int) -> bool:
        before = sentence[max(0, place - 4) : place]
        if "not" in before or not self._mine(sentence, place):
            return False
        if "you" in before and "me" not in before and "i" not in before:
            return False
        return (
            bool(before)
            and bool(set(before) & {"i", "me", "feel", "feeling", "felt"} or (before[-1] == "and" and "i" in sentence[:place]))
            and bool(set(before[-2:]) & _OPENERS)
        )

    def _mine(self, sentence: Sequence[str], place: int) -> bool:
        last = next(
            (w for w in reversed(sentence[:place]) if w in ("i", "me", "you", "he", "she", "they", "we", "it", "that", "this")), "i"
        )
        return last not in ("you", "he", "she", "they")


def fitting(named: Sequence[str], likely: Sequence[str], topics: Sequence[Topic | Frame], *, heat: int, seed: int) -> list[str]:
    """Feelings that fit, best first: named ones, likely ones, those of the topics; a heated statement gets no mild word."""
    topics = [topic for topic in topics if topic.feelings]
    from_topic = (
        list(topics[0].feelings)
        if topics
        else [["hurt", "upset", "sad"], ["upset", "frustrated", "hurt"], ["frustrated", "hurt", "disappointed"]][seed % 3]
    )
    if topics and seed % 3 == 1 and len(from_topic) > 1:
        from_topic[0], from_topic[1] = from_topic[1], from_topic[0]
    others = [feeling for topic in topics[1:2] for feeling in topic.feelings]
    if heat >= 3:
        likely = [_MILD_TO_STRONG.get(word, word) for word in likely]
        from_topic = [_MILD_TO_STRONG.get(word, word) for word in from_topic] + ["angry"]
    return list(dict.fromkeys([*named, *likely, *from_topic, *others]))


def strengthened(feeling: str, *, heat: int, named: bool) -> str:
    """The feeling with as much strength as the statement has."""
    if feeling.rsplit(maxsplit=1)[-1] in _STRONG or feeling.startswith(("very", "really")):
        return feeling
    if heat >= 3 or (named and heat >= 2):
        return f"really {feeling}"
    return feeling
