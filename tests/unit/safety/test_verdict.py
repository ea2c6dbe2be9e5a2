from pathlib import Path

import pytest

from service.domain.safety import CheckIn, RiskLevel, Role
from service.domain.text import Span
from service.safety.verdict import failed_verdict
from tests.builders import coach, user
from tests.unit.safety.rulebooks import classifier, negation, rule

HIT = rule("hit", "{partner} ~2 {act: hit|hits} me", contexts=["negation", "past", "resolved"])
CONTROL = rule("control", "checks my phone", level="concern", category="MONITOR")
SHOUTS = rule("shouts", "he shouts", level="cue", category="DEGRADE")
SULKS = rule("sulks", "he sulks", level="cue", category="ISOLATE")
DIE = rule("die", "want to die", category="SUICIDE")
I_HIT = rule("i-hit", "i hit (him|her)", voice="perpetrator", category="PERPETRATOR")
HER_DAD = rule("her-dad", "hits her", voice="third_party")
NOW = rule("now", "he has a knife", level="emergency", category="DANGER_NOW")


def test_an_ordinary_row_is_none(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, HIT).classify([user("We argued about the dishes again.")])

    assert (verdict.level, verdict.hits, verdict.categories, verdict.routed) == (RiskLevel.NONE, (), (), False)


def test_a_hit_names_its_message_and_place(tmp_path: Path) -> None:
    (hit,) = classifier(tmp_path, HIT).classify([user("hello"), coach("hello"), user("ok, he hit me")]).hits

    assert (hit.rule, hit.message, hit.span) == ("hit", 2, Span(4, 13))


def test_what_the_coach_says_is_no_signal(tmp_path: Path) -> None:
    assert classifier(tmp_path, HIT).classify([coach("Did you mean: he hit me?"), user("no")]).level is RiskLevel.NONE


def test_a_signal_stays_in_force_for_the_whole_conversation(tmp_path: Path) -> None:
    later = [user("fine"), user("thank you"), user("how do I say sorry to my sister")]

    assert classifier(tmp_path, HIT).classify([user("he hit me"), *later]).level is RiskLevel.ACUTE


def test_taking_it_back_does_not_lower_the_level(tmp_path: Path) -> None:
    parts = classifier(tmp_path, HIT, contexts=[negation()])

    assert parts.classify([user("he hit me"), user("just joking, he never hit me")]).level is RiskLevel.ACUTE


def test_a_sentence_split_over_turns_is_read_as_one(tmp_path: Path) -> None:
    (hit,) = classifier(tmp_path, HIT).classify([user("so yesterday he"), coach("Go on."), user("hit me")]).hits

    assert (hit.message, hit.span) == (0, Span(13, 15))


def test_a_negation_in_the_turn_before_counts_for_the_joined_sentence(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, HIT, contexts=[negation()]).classify([user("he never"), user("hit me")])

    assert verdict.level is RiskLevel.NONE


def test_long_turns_are_not_joined(tmp_path: Path) -> None:
    long = "it was a very long day with the children and the shopping and then in the end he"

    assert classifier(tmp_path, HIT).classify([user(long), user("hit me")]).level is RiskLevel.NONE


def test_turns_far_apart_are_not_joined(tmp_path: Path) -> None:
    between = [user("hm.")] * 6

    assert classifier(tmp_path, HIT).classify([user("he"), *between, user("hit me")]).level is RiskLevel.NONE


def test_a_cue_alone_is_none_and_not_shown(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, SHOUTS).classify([user("he shouts"), user("he shouts a lot")])

    assert (verdict.level, verdict.hits) == (RiskLevel.NONE, ())


def test_two_different_cues_together_are_a_concern(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, SHOUTS, SULKS).classify([user("he shouts"), user("he sulks")])

    assert (verdict.level, [hit.rule for hit in verdict.hits]) == (RiskLevel.CONCERN, ["cues.together"])


def test_categories_come_most_serious_first_and_once(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, CONTROL, HIT).classify([user("he checks my phone"), user("he hit me"), user("she hit me")])

    assert verdict.categories == ("PHYSICAL", "MONITOR")


def test_yes_to_the_question_is_acute_and_says_why(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, CONTROL).classify([user("he checks my phone")], CheckIn.YES)

    assert verdict.level is RiskLevel.ACUTE
    assert [(hit.rule, hit.category) for hit in verdict.hits] == [("check_in.yes", "MONITOR"), ("control", "MONITOR")]


def test_yes_without_any_signal_is_acute_too(tmp_path: Path) -> None:
    assert classifier(tmp_path, CONTROL).classify([user("hello")], CheckIn.YES).level is RiskLevel.ACUTE


def test_yes_does_not_lower_an_emergency(tmp_path: Path) -> None:
    assert classifier(tmp_path, NOW).classify([user("he has a knife")], CheckIn.YES).level is RiskLevel.EMERGENCY


@pytest.mark.parametrize("said", ["he checks my phone", "hello"])
def test_not_sure_is_a_concern(tmp_path: Path, said: str) -> None:
    assert classifier(tmp_path, CONTROL).classify([user(said)], CheckIn.NOT_SURE).level is RiskLevel.CONCERN


def test_no_lifts_a_concern_and_leaves_its_hits_to_see(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, CONTROL).classify([user("he checks my phone")], CheckIn.NO)

    assert (verdict.level, verdict.lifted, verdict.routed) == (RiskLevel.NONE, True, False)
    assert [hit.rule for hit in verdict.hits] == ["control"]


@pytest.mark.parametrize(("said", "level"), [("he hit me", RiskLevel.ACUTE), ("he has a knife", RiskLevel.EMERGENCY)])
@pytest.mark.parametrize("answer", [CheckIn.NO, CheckIn.NOT_SURE])
def test_no_answer_lifts_what_is_acute_or_worse(tmp_path: Path, said: str, level: RiskLevel, answer: CheckIn) -> None:
    verdict = classifier(tmp_path, CONTROL, HIT, NOW).classify([user(f"he checks my phone. {said}")], answer)

    assert (verdict.level, verdict.lifted) == (level, False)


def test_no_where_nothing_was_asked_changes_nothing(tmp_path: Path) -> None:
    assert not classifier(tmp_path, CONTROL).classify([user("hello")], CheckIn.NO).lifted


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("he hit me", Role.VICTIM),
        ("i want to die", Role.SUICIDAL),
        ("i want to die and he hit me", Role.SUICIDAL),
        ("i hit her", Role.PERSON_USING_HARM),
        ("i hit her and i want to die", Role.SUICIDAL),
        ("her dad hits her", Role.THIRD_PARTY),
        ("her dad hits her and he hit me", Role.VICTIM),
        ("he hit me. i am fifteen", Role.MINOR),
        ("he checks my phone. i hit her", Role.PERSON_USING_HARM),
    ],
)
def test_the_role_is_that_of_the_most_serious_signals(tmp_path: Path, said: str, role: Role) -> None:
    marker = {"id": "minor.age", "role": "minor", "patterns": ["i am fifteen"]}

    assert classifier(tmp_path, HIT, CONTROL, DIE, I_HIT, HER_DAD, markers=[marker]).classify([user(said)]).role is role


def test_what_was_set_aside_is_told_with_its_message(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, HIT, contexts=[negation()]).classify([user("hello"), user("he never hit me")])

    assert [(a.rule, a.message, a.context, a.why) for a in verdict.set_aside] == [("hit", 1, "negation.not", "It did not happen.")]


def test_past_abuse_that_is_over_is_none_with_support(tmp_path: Path) -> None:
    past = negation(id="past.over", kind="resolved", direction="message", cues=["that is over"])
    verdict = classifier(tmp_path, HIT, contexts=[past]).classify([user("My ex, he hit me, that is over.")])

    assert (verdict.level, verdict.survivor) == (RiskLevel.NONE, True)


def test_a_verdict_names_the_rules_it_came_from(tmp_path: Path) -> None:
    parts = classifier(tmp_path, HIT)

    assert parts.classify([user("hello")]).classifier == parts.version
    assert parts.version.startswith("rules-test+")


def test_the_same_conversation_gives_the_same_verdict(tmp_path: Path) -> None:
    conversation = [user("he shouts"), coach("Go on."), user("he hit me"), user("he sulks and checks my phone")]
    rules = (HIT, CONTROL, SHOUTS, SULKS)

    assert classifier(tmp_path / "a", *rules).classify(conversation) == classifier(tmp_path / "b", *rules).classify(conversation)


def test_no_message_at_all_is_none(tmp_path: Path) -> None:
    assert classifier(tmp_path, HIT).classify([]).level is RiskLevel.NONE


def test_the_failed_verdict_routes_and_says_that_it_failed() -> None:
    verdict = failed_verdict("rules-1")

    assert (verdict.level, verdict.routed, verdict.failed, verdict.classifier) == (RiskLevel.CONCERN, True, True, "rules-1")


def test_a_split_disclosure_stays_in_force_however_much_follows(tmp_path: Path) -> None:
    rules = classifier(tmp_path, rule("throat", "hand* round my neck"))
    later = [user("ok"), user("thanks"), user("what is for tea"), user("right"), user("fine"), user("hm"), user("good night")]

    assert rules.classify([user("he put"), user("his hands"), user("round my neck"), *later]).level is RiskLevel.ACUTE


def test_a_pause_in_the_typing_hides_nothing(tmp_path: Path) -> None:
    verdicts = [classifier(tmp_path, HIT).classify([user(text)]) for text in ("he... hit me", "he: hit me")]

    assert [verdict.level for verdict in verdicts] == [RiskLevel.ACUTE, RiskLevel.ACUTE]
