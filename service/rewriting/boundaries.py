"""Where one clause ends and the next begins, in typing with few marks."""

from service.ports import Grammar
from service.rewriting.clause_words import ADVERBS, BE, COORDINATORS, DO, HAVE, MODALS, SUBJECTS, SUBORDINATORS
from service.rewriting.noun_phrases import noun_phrase_end
from service.rewriting.records import Lists

_JOINING = COORDINATORS | SUBORDINATORS | {"that"}
_TIMES = frozenset({"week", "day", "night", "morning", "moment", "minute", "time", "year", "weekend", "evening"})
_MOST_JOINING = 4
_THEN = frozenset({"now", "still", "also", "then"})
_PARTICLES = frozenset({"down", "up", "off", "out", "away", "back"})
_STATES = frozenset({"open", "shut", "wet", "dirty", "empty", "on", "off", "unlocked", "broken", "ruined", "wide open", "closed"})
_ASKING = frozenset({"what", "which", "whose", "how"})
"""Behind one of these and a thing no clause begins: "what colour our kitchen is"."""
_TELLERS = frozenset({"i", "we", "you", "he", "she", "they"})
_LENGTHS = frozenset({"hours", "minutes", "mins", "days", "weeks", "months", "years", "hour", "minute", "day", "week", "month", "year"})
_POINTERS = frozenset({"the", "my", "our", "your", "his", "her", "their", "this", "that"})


class Boundaries:
    """Finds clauses by tags and short closed word lists."""

    def __init__(self, grammar: Grammar, lists: Lists) -> None:
        self._grammar = grammar
        self._lists = lists

    def _cuts(self, words: list[str], tags: list[str]) -> list[tuple[int, int, str]]:
        cuts: list[tuple[int, str]] = [(0, "")]
        place = 0
        if words[0] in SUBORDINATORS:
            cuts = [(1, words[0])]
            place = 1
        seen_verb = False
        place += 1
        while place < len(words):
            word = words[place]
            seen_verb = seen_verb or tags[place - 1].startswith("V") or self._grammar.lemma(words[place - 1], "VERB") is not None
            if seen_verb and (found := self._boundary(words, tags, place, cuts[-1][0])):
                skip, link = found
                cuts.append((place + skip, link))
                place += skip
                seen_verb = False
            place += 1
            if word == "":
                break
        ends = [start for start, _ in cuts[1:]] + [len(words)]
        out = []
        for number, ((start, link), end) in enumerate(zip(cuts, ends, strict=True)):
            stop = end
            if number + 1 < len(cuts):
                while stop > start and (words[stop - 1] in COORDINATORS or words[stop - 1] in SUBORDINATORS):
                    stop -= 1
                if words[stop - 2 : stop - 1] and words[stop - 2] in COORDINATORS and words[stop - 1] in _THEN:
                    stop -= 2
            out.append((start, stop, link))
        return out

    def _boundary(self, words: list[str], tags: list[str], place: int, start: int) -> tuple[int, str] | None:
        """How many joining words stand here before a new clause, and which joined it; None where none begins."""
        at, link = _joining_words(words, place)
        asked = words[place] in ("when", "if") and self._grammar.lemma(words[place - 1], "VERB") in ("ask", "wonder", "say")
        degree = words[place] == "so" and words[place - 1] in BE
        if at >= len(words) or link == "that" or asked or degree:
            return None
        joined = at > place
        if self._starts_clause(words, tags, at):
            if self._complement(words, place, start) and link in ("", "that"):
                return None
            if joined:
                return at - place, link or "and"
            if opened := self._opens_unjoined(words, tags, place):
                return opened
        if joined and link in ("and", "but", "or", "then", "so", "yet") and self._shared_verb(words, tags, at):
            return at - place, link
        return None

    def _opens_unjoined(self, words: list[str], tags: list[str], at: int) -> tuple[int, str] | None:
        """As `_boundary`, for a clause that begins without a joining word."""
        if words[at - 1] in ("when", "that", "what", "where", "how", "who", "which", "if", "why") or self._relative(words, tags, at):
            return None
        if at + 1 >= len(words) or words[at - 2] in _ASKING:
            return None
        there = words[at] == "there" and words[at + 1] in ("is", "are", "was", "were", "has", "have")
        itself = words[at] == "it" and words[at + 1] in ("is", "has", "was")
        if there or (itself and not self._object_here(words, tags, at)) or self._runs_on(words, tags, at):
            return 0, "and"
        if words[at] in SUBJECTS - {"it", "that", "this", "there"} and not self._object_here(words, tags, at):
            return 0, "and"
        return None

    def _runs_on(self, words: list[str], tags: list[str], at: int) -> bool:
        """Whether a noun phrase with "is" or "has" behind it opens a clause without any mark, as in "turn it down the bill was"."""
        if words[at] not in _POINTERS or (tags[at - 1].startswith("PR") and words[at - 1] not in _PARTICLES):
            return False
        if words[at - 1] in _TIMES:
            return False
        if (tags[at - 1].startswith(("V", "AT", "DPS")) and words[at - 1] not in _STATES) or words[at - 1] in ("like", "than", "as", "of"):
            return False
        end = noun_phrase_end(words, tags, at)
        return at < end < len(words) and (words[end] in BE or words[end] in HAVE or words[end] in MODALS)

    def _relative(self, words: list[str], tags: list[str], at: int) -> bool:
        """Whether `I was saving` belongs to the noun before it, as in "the cake I was saving"."""
        plural = tags[at - 1] == "VVZ" and tags[at - 2 : at - 1] and tags[at - 2][:2] in ("NN", "AJ")
        thing = tags[at - 1].startswith(("NN", "CRD")) or plural or words[at - 1] in ("anything", "everything", "something", "quid", "one")
        if words[at] not in _TELLERS or not thing:
            return False
        near = words[max(0, at - 4) : at]
        counted = tags[at - 2 : at - 1] == ["CRD"] and words[at - 1] not in _LENGTHS
        if not set(near) & {"the", "a", "an", "anything", "everything", "something", "all", "every"} and not counted:
            return False
        nxt = at + 1
        while nxt < len(words) and (
            words[nxt] in ADVERBS or words[nxt] in BE or words[nxt] in HAVE or words[nxt] in DO or words[nxt] in MODALS
        ):
            nxt += 1
        if nxt < len(words) and words[nxt - 1] in HAVE and words[nxt] in ("to", "for", "with", "in", "on"):
            return True  # "the one evening I had to myself"
        return nxt + 1 >= len(words) or tags[nxt + 1][:2] not in ("AT", "DP", "NN", "PN", "DT") or words[nxt + 1] == "you"

    def _complement(self, words: list[str], place: int, start: int) -> bool:
        """Whether the clause that would begin here is what somebody says or thinks."""
        before = [w for w in words[max(start, place - 3) : place] if w not in ("that", ",")]
        if not before:
            return False
        last = before[-1]
        if last in ("me", "you", "him", "her", "us", "them", "mum", "mom", "everyone", "people", "out") and len(before) > 1:
            last = before[-2]
        if last in (
            "like",
            "than",
            "how",
            "what",
            "where",
            "way",
            "time",
            "whatever",
            "thing",
            "things",
            "minute",
            "moment",
            "day",
            "much",
            "many",
            "second",
        ):
            return True
        told = [w for w in words[max(start, place - 7) : place - 1] if w not in ("that", ",")]
        if any(self._grammar.lemma(word, "VERB") in ("promise", "tell", "swear") for word in told):
            return True
        lemma = self._grammar.lemma(last, "VERB") or last
        return lemma in self._lists.complement_verbs

    def _starts_clause(self, words: list[str], tags: list[str], at: int) -> bool:
        if words[at] in SUBJECTS:
            nxt = at + 1
        else:
            nxt = noun_phrase_end(words, tags, at)
            if nxt == at:
                return False
        while nxt < len(words) and (words[nxt] in ADVERBS or words[nxt] in self._lists.globalisers):
            nxt += 1
        return nxt < len(words) and self._finite(words, tags, nxt)

    def _finite(self, words: list[str], tags: list[str], at: int) -> bool:
        word, tag = words[at], tags[at]
        if word in BE or word in DO or word in HAVE or word in MODALS:
            return True
        if tag in ("VVB", "VVD", "VVZ"):
            return True
        if words[at - 1] == "you" and at > 1 and tags[at - 2].startswith("VV") and tag[:2] in ("OR", "AJ", "AV", "NN", "CR", "AT"):
            return False
        return (
            words[at - 1] in ("you", "i", "we", "they", "he", "she")
            and tag not in ("VVG", "PRP", "PRF")
            and self._grammar.lemma(word, "VERB") is not None
        )

    def _object_here(self, words: list[str], tags: list[str], at: int) -> bool:
        """Whether a pronoun that might open a clause is the object of what stands before it."""
        if words[at] not in ("you", "it"):
            return False
        before, tag = words[at - 1], tags[at - 1]
        return (tag.startswith("PR") and before not in ("on", "off", "up", "out", "over", "in", "down")) or (
            tag.startswith("VV")
            and self._grammar.lemma(before, "VERB")
            in ("ask", "tell", "love", "give", "show", "need", "want", "hate", "see", "call", "help", "let", "make")
        )

    def _shared_verb(self, words: list[str], tags: list[str], at: int) -> bool:
        while at < len(words) and (words[at] in ADVERBS or words[at] in self._lists.globalisers) and words[at] != "not":
            at += 1
        if at >= len(words):
            return False
        if words[at] in DO and at + 1 < len(words) and (words[at + 1] == "not" or tags[at + 1] == "VVI"):
            return True
        if words[at] in BE or words[at] in HAVE or words[at] in MODALS:
            return at + 1 < len(words)
        return tags[at] in ("VVD", "VVB", "VVI", "VVZ", "VVG", "VVN") and self._grammar.lemma(words[at], "VERB") is not None


def _joining_words(words: list[str], place: int) -> tuple[int, str]:
    """One past the joining words that begin here, and which of them joins."""
    at, link = place, ""
    while at < len(words) and at - place < _MOST_JOINING and (words[at] in _JOINING or (at > place and words[at] in _THEN)):
        if words[at] in SUBORDINATORS and words[at] != "as":
            link = words[at]
        elif not link:
            link = "and" if words[at] == "," else words[at]
        at += 1
    return at, link
