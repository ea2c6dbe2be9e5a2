"""What must hold for any sentence, tried on a small rulebook with every kind of record."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.safety import CheckIn, RiskLevel
from service.domain.text import Message, Speaker
from service.safety.verdict import Classifier
from tests.builders import user
from tests.unit.safety.rulebooks import aggravator, classifier, negation, rule

PRONOUNS = ("he", "she", "they")
MINIMISERS = ("only", "just", "sometimes", "a bit", "honestly", "maybe", "though", "lol")
PHRASES = st.sampled_from(
    [
        *("{who} hit me", "{who} checks my phone", "{who} shouts at me", "{who} sulks", "{who} said", "i want to die", "i am scared"),
        *("never", "but", "yesterday", "it was in a film", "my sister", "we are fine", "."),
    ]
)
SENTENCES = st.lists(PHRASES, min_size=1, max_size=6).map(" ".join)
pytestmark = pytest.mark.parametrize("who", PRONOUNS)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    return classifier(
        tmp_path_factory.mktemp("rules"),
        rule("hit", "{partner} ~3 {act: hit|hits} me", contexts=["negation", "fiction"]),
        rule("control", "{partner} ~3 checks my phone", level="concern", category="MONITOR", contexts=["negation"]),
        rule("shouts", "{partner} ~3 shouts", level="cue", category="DEGRADE"),
        rule("sulks", "{partner} ~3 sulks", level="cue", category="ISOLATE"),
        rule("die", "want ~2 to die", category="SUICIDE"),
        contexts=[negation(reach=0), negation(id="fiction.film", kind="fiction", direction="message", cues=["in a film"])],
        aggravators=[aggravator("afraid", "i am ~2 scared")],
    )


def level(small: Classifier, text: str, check_in: CheckIn | None = None) -> RiskLevel:
    return small.classify([user(text)], check_in).level


@given(sentence=SENTENCES, minimiser=st.sampled_from(MINIMISERS), place=st.integers(0, 1))
def test_a_minimising_word_before_or_after_never_lowers_the_level(
    small: Classifier, who: str, sentence: str, minimiser: str, place: int
) -> None:
    said = sentence.format(who=who)
    minimised = f"{minimiser} {said}" if place == 0 else f"{said} {minimiser}"

    assert level(small, minimised) >= level(small, said)


@given(sentence=SENTENCES, minimiser=st.sampled_from(MINIMISERS))
def test_a_minimising_word_between_person_and_act_never_lowers_the_level(
    small: Classifier, who: str, sentence: str, minimiser: str
) -> None:
    assert level(small, sentence.replace("{who}", f"{who} {minimiser}")) >= level(small, sentence.replace("{who}", who))


@given(sentence=SENTENCES)
def test_it_does_not_matter_who_it_is(small: Classifier, who: str, sentence: str) -> None:
    assert level(small, sentence.format(who=who)) is level(small, sentence.format(who="my partner"))


@given(sentence=SENTENCES)
def test_case_does_not_matter(small: Classifier, who: str, sentence: str) -> None:
    said = sentence.format(who=who)

    assert level(small, said.upper()) is level(small, said) is level(small, said.title())


@given(sentence=SENTENCES, more=SENTENCES)
def test_a_further_message_never_lowers_the_level(small: Classifier, who: str, sentence: str, more: str) -> None:
    first, second = user(sentence.format(who=who)), user(more.format(who=who))

    assert small.classify([first, second]).level >= small.classify([first]).level


@given(sentence=SENTENCES, answer=st.sampled_from(CheckIn))
def test_no_answer_to_the_question_lowers_what_is_acute(small: Classifier, who: str, sentence: str, answer: CheckIn) -> None:
    before = level(small, sentence.format(who=who))

    assert level(small, sentence.format(who=who), answer) >= before or before is RiskLevel.CONCERN


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_any_text_gets_a_verdict_whose_places_lie_inside_its_messages(small: Classifier, who: str, texts: list[str]) -> None:
    messages = [Message(Speaker.USER, f"{text} {who} hit me") for text in texts]
    hits = small.classify(messages).hits

    assert all(0 <= hit.span.start < hit.span.end <= len(messages[hit.message].content) for hit in hits)
