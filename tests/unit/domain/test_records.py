import pytest

from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Corpus
from service.domain.resources import Evidence
from service.domain.safety import RiskLevel
from tests.builders import guide, resource, section


@pytest.mark.parametrize(
    ("level", "label", "routed"),
    [
        (RiskLevel.NONE, "none", False),
        (RiskLevel.CONCERN, "concern", True),
        (RiskLevel.ACUTE, "acute", True),
        (RiskLevel.EMERGENCY, "emergency", True),
    ],
)
def test_a_level_has_a_public_name_and_routes_from_concern_up(level: RiskLevel, label: str, routed: bool) -> None:
    assert (level.label, level.routed) == (label, routed)


def test_levels_are_ordered_by_severity() -> None:
    assert sorted([RiskLevel.ACUTE, RiskLevel.NONE, RiskLevel.EMERGENCY, RiskLevel.CONCERN]) == [
        RiskLevel.NONE,
        RiskLevel.CONCERN,
        RiskLevel.ACUTE,
        RiskLevel.EMERGENCY,
    ]


@pytest.mark.parametrize(
    ("confirmed", "evidence", "trusted"),
    [
        (1, Evidence.DIRECTORIES, False),
        (1, Evidence.THIRD_PARTY_RECORD, False),
        (1, Evidence.OPERATOR_PAGE, True),
        (2, Evidence.DIRECTORIES, True),
    ],
)
def test_a_record_is_trusted_by_two_sources_or_the_operators_own_page(confirmed: int, evidence: Evidence, trusted: bool) -> None:
    assert resource(confirmed=confirmed, evidence=evidence).trusted is trusted


def test_a_draft_reads_as_paragraphs() -> None:
    one, two, three = (Sentence(text, Purpose.PLAIN) for text in ("One.", "Two.", "Three."))
    draft = Draft(((one, two), (three,)))

    assert draft.text == "One. Two.\n\nThree."
    assert draft.sentences == (one, two, three)


def test_a_corpus_knows_its_sections_and_guides_by_id() -> None:
    first = guide("a", section("a#1"), section("a#2"))
    corpus = Corpus("1", (first, guide("b", section("b#1"))), (), ())

    assert list(corpus.sections) == ["a#1", "a#2", "b#1"]
    assert corpus.guide("a") is first
    assert corpus.guide("c") is None
