"""Searches the corpus: embed once, fetch the nearest passages, rank sections, decide on scope."""

from collections.abc import Callable, Sequence

from service.domain.corpus import SearchResult
from service.ports import Embedder, PassageStore, Vectors
from service.retrieval.ranking import Question, Ranker

# The rest counts as just as near as the last of them. With 400 of 4,000 and with all the figures are the same (0040), and a
# server does not have to send more however large the corpus grows.
_NEAR = 400
# A short message leans on the one before it: "and how long does that take?"
_SHORT_QUESTION_WORDS = 9
# But not one that is long enough to tell what it wants and points at nobody: "which savings account gives the best rate?"
_TELLS_ENOUGH = 5
_ASKING = frozenset({"which", "where", "who", "how", "when", "is", "are", "does", "do", "can"})
_POINTING = frozenset(
    "i me my mine myself we us our ours he him his she her hers they them their you your it its that this these those one ones "  # noqa: SIM905
    "i'm i've i'd he's she's it's that's we're they're".split()
)


class Retriever:
    """Finds sections for a question; `gate` raises while the store is not filled yet."""

    def __init__(self, embedder: Embedder, store: PassageStore, ranker: Ranker, gate: Callable[[], None]) -> None:
        self._gate = gate
        self._embedder = embedder
        self._store = store
        self._ranker = ranker

    def encoded(self, texts: Sequence[str]) -> Vectors:
        """The vectors of some texts, in order; a text that comes twice is encoded once.

        Raises:
            NotReadyError: the index is still loading.
        """
        self._gate()
        distinct = list(dict.fromkeys(texts))
        vectors = self._embedder.embed(distinct)
        return vectors[[distinct.index(text) for text in texts]]

    def search(self, query: str, *, limit: int, vector: Vectors | None = None) -> SearchResult:
        """Sections for a query, best first; `vector` is that of the query where it is known.

        Raises:
            StoreUnavailableError: the store does not answer.
            NotReadyError: the index is still loading.
        """
        self._gate()
        if vector is None:
            vector = self._embedder.embed([query])[0]
        near = self._store.nearest(vector, limit=_NEAR)
        return self._ranker.rank(near, limit=limit, question=Question(query, vector))


def question_of(texts: Sequence[str]) -> str:
    """What to search for, given everything the person said: the last message, with the one before where it is short."""
    last = texts[-1]
    if len(texts) > 1 and len(last.split()) < _SHORT_QUESTION_WORDS and not _stands_alone(last):
        return f"{last} {texts[-2]}"  # the encoder reads only so far, and the question must be in it
    return last


def _stands_alone(text: str) -> bool:
    """Whether a short message asks for something and points at nobody and nothing before it."""
    words = text.lower().replace("?", " ").replace(",", " ").split()
    return len(words) >= _TELLS_ENOUGH and words[0] in _ASKING and not _POINTING & set(words)
