"""What is searched in: vectors from the cache or the encoder, then the store, the ranker and the known lines."""

from threading import Event, Lock

from service.adapters.vector_cache import Progress, VectorCache
from service.domain.corpus import Passage
from service.domain.errors import NotReadyError
from service.ports import Embedder, PassageStore, Vectors
from service.retrieval.acts import Acts
from service.retrieval.ranking import Ranker


class Index:
    """Gets the passage store and the ranker ready: vectors from the cache or the encoder, then into both."""

    def __init__(  # noqa: PLR0913  parts, by name
        self,
        passages: tuple[Passage, ...],
        *,
        embedder: Embedder,
        store: PassageStore,
        cache: VectorCache,
        ranker: Ranker,
        version: str,
        acts: Acts | None = None,
    ) -> None:
        self._passages, self._embedder, self._store, self._cache = passages, embedder, store, cache
        self._ranker, self._version, self._acts = ranker, version, acts or Acts(())
        self._texts = [*(passage.text for passage in passages), *(line.text for line in self._acts.lines)]
        self._lock = Lock()
        self._done = Event()
        self.failure: str | None = None

    @property
    def ready(self) -> bool:
        """Whether questions can be answered."""
        return self._done.is_set()

    @property
    def fresh(self) -> bool:
        """Whether the vectors of every passage of this corpus, by this encoder, are on disk already."""
        return self._cache.has(self._texts, self._embedder.name, self._version)

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return len(self._passages)

    def embed(self, progress: Progress | None = None) -> Vectors:
        """The vectors of all passages and lines; what is missing is embedded and kept on disk.

        Raises:
            DataError: the encoder's weights are missing or wrong.
        """
        return self._cache.vectors(self._texts, self._embedder, version=self._version, progress=progress)

    def prepare(self, progress: Progress | None = None) -> None:
        """Embed what is missing, fill the store, let the ranker learn and load the encoder; twice does nothing more.

        Raises:
            DataError: the encoder's weights are missing or wrong.
            StoreUnavailableError: the store does not answer.
        """
        with self._lock:
            if self._done.is_set():
                return
            known = self.embed(progress)
            vectors, lines = known[: self.size], known[self.size :]
            self._store.fill(self._passages, vectors, version=f"{self._version}-{self._embedder.name}")
            self._ranker.learn(self._passages, vectors)
            self._acts.learn(lines, self._passages, vectors)
            self._embedder.embed(["ready"])
            self._done.set()

    def need(self) -> None:
        """Refuse work that needs the index before it is there.

        Raises:
            NotReadyError: it still loads, or could not be loaded.
        """
        if not self._done.is_set():
            raise NotReadyError(self.failure or "the encoder and the index are still loading; try again in some seconds")
