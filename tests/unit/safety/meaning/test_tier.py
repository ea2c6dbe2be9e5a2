"""The second tier speaks where rules are silent, and takes nothing away but what a frame alone found."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from service.adapters.memory import WordMeaning
from service.domain.safety import CheckIn, RiskLevel, Role, Voice
from service.language.matching import PatternIndex
from service.ports import MeaningScore
from service.safety.engine import RuleEngine
from service.safety.loader import load_rulebook
from service.safety.meaning.exemplars import Exemplar
from service.safety.meaning.plain_form import PlainForm
from service.safety.meaning.tier import Calibration, MeaningTier, Readers
from service.safety.verdict import Classifier
from tests.builders import coach, user
from tests.unit.safety.rulebooks import rule, write_folder

CALIBRATION = Calibration(
    size=6,
    stride=4,
    step=0.05,
    alone=1.0,
    beside_cue=0.0,
    sure=2.0,
    brief_words=5,
    brief_offset=0.0,
    behind_offset=0.0,
    stretch=4,
    stretch_stride=2,
    stretch_offset=2.0,
    ordinary=-2.0,
    groups={"control": ("ISOLATE", "MONEY"), "self_harm": ("SUICIDE",)},
)
EXEMPLARS = (
    Exemplar("own:1", "MONEY", RiskLevel.ACUTE, Voice.VICTIM, "chat", "he keeps my card", "he keeps his card"),
    Exemplar("own:2", "SUICIDE", RiskLevel.EMERGENCY, Voice.VICTIM, "chat", "goodbye all", "goodbye for today"),
)


class WholeMeaning(WordMeaning):
    """Scores whole windows instead of their words."""

    def score(self, windows: Sequence[str]) -> list[MeaningScore]:
        return [MeaningScore(self._scores.get(window, self.otherwise), "control", "victim", ()) for window in windows]


def build(folder: Path, posts: WordMeaning, brief: WordMeaning | None = None, *, frames: bool = False) -> Classifier:
    rules = [rule("hit", "hit me"), rule("watches", "watches me", level="concern"), rule("sulks", "he sulks", level="cue")]
    tier = MeaningTier(PlainForm({}, {}, PatternIndex([])), Readers(posts, brief or posts), EXEMPLARS, CALIBRATION)
    return Classifier(RuleEngine(load_rulebook(write_folder(folder, *rules, frames=frames))), tier)


def test_a_high_score_is_a_finding_with_the_nearest_exemplar_as_reason(tmp_path: Path) -> None:
    verdict = build(tmp_path, WordMeaning({"allowance": 2.5}, nearest=["own:1"])).classify([user("my allowance is gone")])

    assert (verdict.level, verdict.categories) == (RiskLevel.ACUTE, ("MONEY",))
    assert verdict.hits[0].rule == "meaning.own:1"
    assert "he keeps my card" in verdict.hits[0].reason
    assert verdict.hits[0].span == (0, 20)


def test_a_score_that_is_enough_but_not_sure_is_a_concern_that_a_no_lifts(tmp_path: Path) -> None:
    classifier = build(tmp_path, WordMeaning({"allowance": 1.2}, nearest=["own:1"]))

    assert classifier.classify([user("my allowance is gone")]).level is RiskLevel.CONCERN
    assert not classifier.classify([user("my allowance is gone")], CheckIn.NO).routed


@pytest.mark.parametrize(("text", "routed"), [("the keys", False), ("he sulks about the keys", True)])
def test_less_is_needed_beside_a_cue_of_a_rule(tmp_path: Path, text: str, routed: bool) -> None:
    assert build(tmp_path, WordMeaning({"keys": 0.95})).classify([user(text)]).routed is routed


def test_it_is_not_asked_where_a_rule_is_firm(tmp_path: Path) -> None:
    encoder = WordMeaning({})
    verdict = build(tmp_path, encoder).classify([user("he hit me"), user("hello")])

    assert verdict.level is RiskLevel.ACUTE
    assert not encoder.calls
    assert not verdict.scores


def test_one_window_of_a_long_message_is_enough_and_is_the_place(tmp_path: Path) -> None:
    text = "one two three four five six seven eight nine allowance eleven twelve thirteen"
    verdict = build(tmp_path, WordMeaning({"allowance": 3.0})).classify([user(text)])

    assert verdict.routed
    start, end = verdict.hits[0].span
    assert "allowance" in text[start:end]


@pytest.mark.parametrize(("said", "routed"), [(3.5, True), (2.5, False)])
def test_a_clear_sentence_of_a_long_message_is_heard_by_the_reader_of_brief_ones(tmp_path: Path, said: float, routed: bool) -> None:
    text = "one two three four five six seven eight nine allowance eleven twelve"
    verdict = build(tmp_path, WordMeaning({}), WordMeaning({"allowance": said})).classify([user(text)])

    assert verdict.routed is routed


def test_all_user_messages_are_read_in_one_call_and_those_of_the_coach_are_not(tmp_path: Path) -> None:
    encoder = WordMeaning({"allowance": 3.0})
    verdict = build(tmp_path, encoder).classify([user("my allowance"), coach("the coach speaks"), user("never mind")])

    assert verdict.routed
    assert len(encoder.calls) == 1
    assert not any("coach" in window for window in encoder.calls[0])


def test_thoughts_of_suicide_get_the_reply_for_them(tmp_path: Path) -> None:
    encoder = WordMeaning({"sorted": 4.0}, group="self_harm", nearest=["own:2"])
    verdict = build(tmp_path, encoder).classify([user("everything is sorted")])

    assert (verdict.level, verdict.role) == (RiskLevel.EMERGENCY, Role.SUICIDAL)


def test_scores_are_steps_so_that_machines_agree(tmp_path: Path) -> None:
    one = build(tmp_path / "a", WordMeaning({"keys": 0.310})).classify([user("keys")])
    other = build(tmp_path / "b", WordMeaning({"keys": 0.309})).classify([user("keys")])

    assert one.scores == other.scores
    assert one.scores[0].score == 0.3


def test_a_message_without_words_is_nothing(tmp_path: Path) -> None:
    assert not build(tmp_path, WordMeaning({})).classify([user("..."), user("")]).routed


def test_a_very_long_message_costs_a_bounded_number_of_windows_and_its_end_is_read(tmp_path: Path) -> None:
    encoder = WordMeaning({"allowance": 3.0})
    text = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}" for i in range(2000)) + " my allowance"
    verdict = build(tmp_path, encoder).classify([user(text)])

    assert len(encoder.calls[0]) == 48
    assert verdict.routed


def test_what_repeats_is_read_once(tmp_path: Path) -> None:
    encoder = WordMeaning({})
    build(tmp_path, encoder).classify([user("la la la la " * 500)])

    assert encoder.calls[0] == ("la la la la la la", "la la")


@pytest.mark.parametrize(
    ("circumstance", "needed"),
    [
        ({}, 1.0),
        ({"brief": True}, 1.2),
        ({"explained": True}, 2.0),
        ({"resolved": True, "brief": True}, 3.4),
        ({"beside_cue": True}, 0.0),
        ({"beside_cue": True, "brief": True}, 0.9),
        ({"again": True}, 1.4),
    ],
)
def test_what_is_needed_depends_on_what_stands_around(circumstance: dict[str, bool], needed: float) -> None:
    tier = MeaningTier(PlainForm({}, {}, PatternIndex([])), Readers(WordMeaning({}), WordMeaning({})), EXEMPLARS, CALIBRATION)

    assert tier.needed(**{"beside_cue": False} | circumstance) == pytest.approx(needed)


def test_a_brief_message_is_read_by_the_reader_for_brief_ones_and_a_longer_one_by_the_other(tmp_path: Path) -> None:
    posts, brief = WordMeaning({"allowance": -2.0}), WordMeaning({"allowance": 2.5})
    classifier = build(tmp_path, posts, brief)

    assert classifier.classify([user("my allowance is gone")]).routed
    assert not classifier.classify([user("my allowance is gone and so is my bus pass")]).routed


@pytest.mark.parametrize(("behind", "routed"), [(1.5, True), (0.5, False)])
def test_a_brief_later_message_counts_with_what_was_told_before_it(tmp_path: Path, behind: float, routed: bool) -> None:
    told, said = "we had a long talk about her", "he says its fine"
    brief = WholeMeaning({said: 1.3, f"{told} {said}": behind})
    messages = [user(told), coach("And then?"), user(said)]
    assert build(tmp_path, WordMeaning({}), brief).classify(messages).routed is routed
    assert build(tmp_path, WordMeaning({}), brief).classify(messages[2:]).routed


def test_what_is_sure_by_itself_is_not_talked_away(tmp_path: Path) -> None:
    said = "he keeps my card"
    messages = [user("we had a long talk about her"), user(said)]
    assert build(tmp_path, WordMeaning({}), WholeMeaning({said: 2.0})).classify(messages).routed
    assert not build(tmp_path, WordMeaning({}), WholeMeaning({said: 1.9})).classify(messages).routed


@pytest.mark.parametrize(
    ("text", "routed"), [("he watches me", False), ("he watches me hard", True), ("in play he watches me once more", True)]
)
def test_a_concern_of_a_frame_counts_in_a_brief_message_unless_that_is_clearly_ordinary(tmp_path: Path, text: str, routed: bool) -> None:
    verdict = build(tmp_path, WordMeaning({"hard": -1.0}), frames=True).classify([user(text)])

    assert verdict.routed is routed
    assert bool(verdict.set_aside) is not routed


@pytest.mark.parametrize("frames", [False, True])
def test_what_is_acute_or_firm_is_never_doubted(tmp_path: Path, frames: bool) -> None:
    assert build(tmp_path, WordMeaning({}), frames=frames).classify([user("he hit me")]).routed
    assert build(tmp_path, WordMeaning({})).classify([user("he watches me")]).routed
