from service.domain.corpus import Corpus, OutsideTopic, PassageKind
from service.retrieval.passages import passages_of
from tests.builders import guide, section, step

CORPUS = Corpus(
    version="1",
    guides=(guide("guide", section("guide#1", step("Breathe."), step("Wait."), asks=("what now", "and then"))),),
    claims=(),
    tensions=(),
    outside=(OutsideTopic("pets", near=False, pointer="Ask a vet.", asks=("my dog is ill",)),),
)


def test_a_section_gives_its_text_its_steps_and_the_questions_it_answers() -> None:
    passages = passages_of(CORPUS)

    assert [(p.section, p.kind, p.text) for p in passages] == [
        ("guide#1", PassageKind.TEXT, "A heading. Some text of the guide."),
        ("guide#1", PassageKind.STEP, "Breathe."),
        ("guide#1", PassageKind.STEP, "Wait."),
        ("guide#1", PassageKind.ASK, "what now"),
        ("guide#1", PassageKind.ASK, "and then"),
        ("outside:pets", PassageKind.ASK, "my dog is ill"),
    ]


def test_no_two_passages_share_an_id() -> None:
    ids = [passage.id for passage in passages_of(CORPUS)]

    assert len(ids) == len(set(ids))
