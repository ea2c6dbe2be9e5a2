"""Builds the service for a run: encoders that remember, thresholds that may be moved, and a model that says what it is told."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evals.frame.system import LocalSystem
from evals.remembered import RememberingEmbedder, RememberingMeaning
from service.adapters.memory import HashEmbedder
from service.adapters.sentence_embedder import SentenceEmbedder
from service.adapters.vector_cache import Progress
from service.domain.generation import Prompt
from service.safety.meaning.tier import Readers
from service.settings import Settings
from service.wiring import build, meaning_readers

_VECTORS = "eval-vectors.npz"
_MEANINGS, _BRIEF = "eval-meanings.json", "eval-meanings-brief.json"


class ScriptedWriter:
    """A language model in a bottle: it says what its script holds, whatever it is asked."""

    def __init__(self) -> None:
        self.script = ""

    @property
    def name(self) -> str:
        """Shown in the record of an answer."""
        return "scripted"

    async def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:  # noqa: ARG002  a liar does not listen
        """The script, in pieces."""
        for at in range(0, len(self.script), 40):
            yield self.script[at : at + 40]

    async def close(self) -> None:
        """Nothing is held open."""


@contextmanager
def local_system(
    settings: Settings,
    *,
    keep: bool = True,
    searches: bool = True,
    thresholds: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> Iterator[LocalSystem]:
    """The service of these settings, ready to answer.

    With `keep`, what the encoders computed is kept on disk for the next run, under hashes and never as text; a run on
    somebody's own file keeps nothing. A model that the settings name is not asked: replies are the composed ones.

    Raises:
        MendError: something that is needed is missing, or a threshold is not known.
    """
    folder = settings.cache_dir if keep else None
    encoder = HashEmbedder() if settings.embedder == "words" else SentenceEmbedder(threads=settings.encoder_threads)
    embedder = RememberingEmbedder(encoder, _file(folder, _VECTORS))
    shipped = meaning_readers()
    posts, brief = RememberingMeaning(shipped.posts, _file(folder, _MEANINGS)), RememberingMeaning(shipped.brief, _file(folder, _BRIEF))
    writer = ScriptedWriter()
    services = build(settings, embedder=embedder, meaning=Readers(posts, brief), writer=writer, thresholds=thresholds)
    try:
        if searches:
            services.index.prepare(progress)
        yield LocalSystem(services, embedder, writer, (embedder, posts, brief))
    finally:
        embedder.save()
        posts.save()
        brief.save()
        services.close()


def _file(folder: Path | None, name: str) -> Path | None:
    return folder / name if folder else None
