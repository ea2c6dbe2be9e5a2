"""Builds the service for a run: encoders that remember, thresholds that may be moved, and a model that says what it is told."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evals.frame.system import LocalSystem
from evals.remembered import RememberingEmbedder, RememberingMeaning
from service.adapters.data_files import meaning_folder
from service.adapters.memory import HashEmbedder
from service.adapters.onnx_meaning import OnnxMeaningEncoder
from service.adapters.sentence_embedder import SentenceEmbedder
from service.adapters.vector_cache import Progress
from service.domain.generation import Prompt
from service.settings import Settings
from service.wiring import build

_VECTORS = "eval-vectors.npz"
_MEANINGS = "eval-meanings.json"


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
    meaning = RememberingMeaning(OnnxMeaningEncoder(meaning_folder() / "weights"), _file(folder, _MEANINGS))
    writer = ScriptedWriter()
    services = build(settings, embedder=embedder, meaning=meaning, writer=writer, thresholds=thresholds)
    try:
        if searches:
            services.index.prepare(progress)
        yield LocalSystem(services, embedder, writer, (embedder, meaning))
    finally:
        embedder.save()
        meaning.save()
        services.close()


def _file(folder: Path | None, name: str) -> Path | None:
    return folder / name if folder else None
