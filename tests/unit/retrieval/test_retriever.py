import pytest

from service.adapters.memory import HashEmbedder, MemoryPassageStore
from service.domain.corpus import Corpus
from service.domain.errors import NotReadyError
from service.retrieval.passages import passages_of
from service.retrieval.ranking import Ranker
from service.retrieval.retriever import Retriever, question_of
from service.retrieval.scope import ScopeModel
from tests.builders import guide, section, step

SLEEP = section("guide#1", step("Sleep apart for a night."), asks=("we cannot sleep",), text="Sleep helps.")
MONEY = section("guide#2", step("Write down what you both earn."), asks=("we argue about money",), text="Money talks.")
CORPUS = Corpus("1", (guide("guide", SLEEP, MONEY),), (), ())


def ready() -> None:
    """The store is filled."""


def loading() -> None:
    raise NotReadyError("still loading")


def retriever(embedder: HashEmbedder, gate: object = ready) -> Retriever:
    store = MemoryPassageStore()
    passages = passages_of(CORPUS)
    store.fill(passages, embedder.embed([passage.text for passage in passages]), version="1")
    return Retriever(embedder, store, Ranker(CORPUS.sections, ScopeModel(0.0, 0.0, 5.0, 0.5)), gate)  # type: ignore[arg-type]


def test_a_question_finds_the_section_that_answers_it() -> None:
    assert [row.section for row in retriever(HashEmbedder()).search("money, money", limit=2).rows] == [MONEY, SLEEP]


def test_a_question_is_embedded_once() -> None:
    embedder = HashEmbedder()
    search = retriever(embedder)
    before = embedder.calls
    search.search("we argue about money", limit=2)

    assert embedder.calls == before + 1


def test_while_the_index_loads_nothing_is_embedded() -> None:
    embedder = HashEmbedder()
    search = retriever(embedder, loading)
    before = embedder.calls

    with pytest.raises(NotReadyError):
        search.search("money", limit=2)
    assert embedder.calls == before


@pytest.mark.parametrize(
    ("said", "question"),
    [
        (["how do I say sorry"], "how do I say sorry"),
        (["we argued about money", "and how long does that take?"], "and how long does that take? we argued about money"),
        (["one", "two", "three"], "three two"),
        (["we argued about money", "which savings account pays the most"], "which savings account pays the most"),
        (
            ["we argued about money", "now he wants to know why I never told him about it"],
            "now he wants to know why I never told him about it",
        ),
    ],
)
def test_a_short_question_leans_on_the_message_before_it(said: list[str], question: str) -> None:
    assert question_of(said) == question
