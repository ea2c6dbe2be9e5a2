"""The parts that settings choose; heavy libraries are imported only by the one that is chosen."""

from service.adapters.memory import HashEmbedder
from service.adapters.sentence_embedder import SentenceEmbedder
from service.ports import Embedder, PassageStore, Writer
from service.settings import Settings


def chosen_embedder(settings: Settings) -> Embedder:
    """The encoder of passages and questions."""
    if settings.embedder == "words":
        return HashEmbedder()
    return SentenceEmbedder(threads=settings.encoder_threads)


def chosen_store(settings: Settings) -> PassageStore:
    """The passage store: embedded, or a Qdrant server where one is named."""
    from service.adapters.qdrant_store import QdrantStore

    key = settings.qdrant_api_key.get_secret_value() if settings.qdrant_api_key else None
    return QdrantStore(str(settings.qdrant_url) if settings.qdrant_url else None, api_key=key)


def language_model(settings: Settings) -> Writer | None:
    """The language model that settings name; None is the default."""
    if settings.llm_base_url is None or settings.llm_model is None:
        return None
    from service.adapters.gate import Breaker, Gate
    from service.adapters.openai_writer import Limits, OpenAIWriter

    return OpenAIWriter(
        base_url=str(settings.llm_base_url),
        model=settings.llm_model,
        api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else None,
        gate=Gate(places=settings.llm_parallel, queue=settings.llm_queue, breaker=Breaker()),
        limits=Limits(connect=settings.llm_connect_timeout, silence=settings.llm_silence_timeout, total=settings.llm_timeout),
    )
