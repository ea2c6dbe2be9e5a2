from pathlib import Path

import pytest

from service.domain.safety import RiskLevel, Role
from service.domain.text import Span
from tests.unit.safety.rulebooks import aggravator, engine, negation, rule

HIT = rule("hit", "{partner} ~2 {act: hit|hits} me", contexts=["negation", "fiction", "past"])


def test_a_signal_tells_rule_level_reason_and_place(tmp_path: Path) -> None:
    (signal,) = engine(tmp_path, HIT).analyse("Last night he hit me.").signals

    assert (signal.rule, signal.category, signal.level, signal.reason) == ("hit", "PHYSICAL", RiskLevel.ACUTE, "It was said.")
    assert signal.span == Span(11, 20)


def test_the_place_counts_characters_of_the_original_text(tmp_path: Path) -> None:
    text = "👩‍👧 Так … SHE h\u200bit mé!"
    (signal,) = engine(tmp_path, HIT).analyse(text).signals

    assert text[signal.span.start : signal.span.end] == "SHE h\u200bit mé"


def test_a_negated_act_is_set_aside_with_the_reason(tmp_path: Path) -> None:
    analysis = engine(tmp_path, HIT, contexts=[negation()]).analyse("He never hit me.")

    assert not analysis.signals
    assert [(d.rule, d.context, d.why) for d in analysis.disarmed] == [("hit", "negation.not", "It did not happen.")]


def test_a_negation_before_the_subject_reaches_the_act_within_its_words(tmp_path: Path) -> None:
    reaching = engine(tmp_path, HIT, contexts=[negation(reach=1)])

    assert not reaching.analyse("not he hit me").signals
    assert reaching.analyse("not that he ever hit me").signals


def test_a_negation_after_the_act_does_not_count(tmp_path: Path) -> None:
    assert engine(tmp_path, HIT, contexts=[negation()]).analyse("he hit me, I did not cry").signals


def test_a_negation_of_the_sentence_before_does_not_count(tmp_path: Path) -> None:
    assert engine(tmp_path, HIT, contexts=[negation(reach=9)]).analyse("I could not. He hit me.").signals


def test_a_comma_does_not_use_up_the_reach(tmp_path: Path) -> None:
    assert not engine(tmp_path, HIT, contexts=[negation(reach=1)]).analyse("never, he hit me").signals


def test_a_stop_word_ends_the_reach(tmp_path: Path) -> None:
    stopped = engine(tmp_path, HIT, contexts=[negation(reach=5, stops=["but"])])

    assert stopped.analyse("he did not but then he hit me").signals
    assert not stopped.analyse("never once he hit me").signals


def test_a_lookalike_of_a_cue_does_not_count(tmp_path: Path) -> None:
    careful = engine(tmp_path, HIT, contexts=[negation(reach=3, unless=["not only"])])

    assert careful.analyse("not only he hit me").signals
    assert not careful.analyse("not once he hit me").signals


def test_a_lookalike_of_one_context_says_nothing_of_another(tmp_path: Path) -> None:
    other = negation(id="negation.other", cues=["only"], reach=3)
    both = engine(tmp_path, HIT, contexts=[negation(unless=["not only"]), other])

    assert [d.context for d in both.analyse("not only he hit me").disarmed] == ["negation.other"]


def test_a_context_disarms_only_rules_that_name_its_kind(tmp_path: Path) -> None:
    deaf = rule("deaf", "hit me", contexts=[])

    assert [s.rule for s in engine(tmp_path, HIT, deaf, contexts=[negation()]).analyse("he never hit me").signals] == ["deaf"]


def test_fiction_anywhere_in_the_message_sets_aside(tmp_path: Path) -> None:
    fiction = negation(id="fiction.story", kind="fiction", direction="message", cues=["in my novel"])

    assert not engine(tmp_path, HIT, contexts=[fiction]).analyse("He hit me. She wept. That is in my novel.").signals


def test_a_context_of_the_sentence_stays_in_its_sentence(tmp_path: Path) -> None:
    fiction = negation(id="fiction.film", kind="fiction", direction="sentence", cues=["in the film"])
    engine_ = engine(tmp_path, HIT, contexts=[fiction])

    assert not engine_.analyse("he hit me, in the film").signals
    assert engine_.analyse("We sat in the film. He hit me.").signals


def test_a_context_after_the_match_counts_within_its_reach(tmp_path: Path) -> None:
    after = negation(id="fiction.game", kind="fiction", direction="after", reach=1, cues=["at chess"])
    engine_ = engine(tmp_path, HIT, contexts=[after])

    assert not engine_.analyse("he hit me at chess").signals
    assert engine_.analyse("he hit me and then won at chess").signals


def test_a_context_around_counts_on_both_sides(tmp_path: Path) -> None:
    around = negation(id="fiction.dream", kind="fiction", direction="around", reach=2, cues=["dream"])
    engine_ = engine(tmp_path, HIT, contexts=[around])

    assert not engine_.analyse("a dream he hit me").signals
    assert not engine_.analyse("he hit me in dream").signals


def test_a_context_that_yields_does_not_disarm_beside_an_aggravator(tmp_path: Path) -> None:
    joke = negation(id="fiction.joke", kind="fiction", direction="message", cues=["joking"], yields=True)
    engine_ = engine(tmp_path, HIT, contexts=[joke], aggravators=[aggravator("afraid", "scared")])

    assert not engine_.analyse("he hit me, only joking").signals
    assert engine_.analyse("he hit me, only joking, but I'm scared").signals


def test_a_context_yields_only_to_an_aggravator_that_is_about_the_match(tmp_path: Path) -> None:
    joke = negation(id="fiction.joke", kind="fiction", direction="message", cues=["joking"], yields=True)
    gentle = aggravator("uneasy", "uneasy", raises={"cue": "concern"})
    of_money = aggravator("broke", "no money", categories=["MONEY"])
    engine_ = engine(tmp_path, HIT, contexts=[joke], aggravators=[gentle, of_money])

    assert not engine_.analyse("He hit me, joking. I felt uneasy. There is no money.").signals
    assert engine_.analyse("He hit me, joking, I felt uneasy.").signals


def test_a_context_that_lowers_keeps_the_signal_at_that_level(tmp_path: Path) -> None:
    past = negation(id="past.over", kind="past", direction="message", cues=["years ago"], lowers_to="concern")
    analysis = engine(tmp_path, HIT, contexts=[past]).analyse("he hit me years ago")

    assert [signal.level for signal in analysis.signals] == [RiskLevel.CONCERN]
    assert not analysis.disarmed


def test_a_context_never_lifts_a_lower_level(tmp_path: Path) -> None:
    cue = rule("cue", "he shouts", level="cue", contexts=["past"])
    past = negation(id="past.over", kind="past", direction="message", cues=["years ago"], lowers_to="concern")

    (signal,) = engine(tmp_path, cue, contexts=[past]).analyse("he shouts since years ago").signals
    assert signal.level is RiskLevel.NONE


def test_setting_aside_wins_over_lowering(tmp_path: Path) -> None:
    past = negation(id="past.over", kind="past", direction="message", cues=["years ago"], lowers_to="concern")

    assert not engine(tmp_path, HIT, contexts=[past, negation()]).analyse("he never hit me years ago").signals


def test_what_is_said_once_more_without_the_negation_counts(tmp_path: Path) -> None:
    analysis = engine(tmp_path, HIT, contexts=[negation()]).analyse("He never hit me. Then he hit me.")

    assert [signal.span.start for signal in analysis.signals] == [22]
    assert len(analysis.disarmed) == 1


CONTROL = rule("control", "checks my phone", level="concern", category="MONITOR")
SHOUTS = rule("shouts", "he shouts", level="cue", category="DEGRADE")


def test_an_aggravator_raises_the_level_and_is_named(tmp_path: Path) -> None:
    analysis = engine(tmp_path, CONTROL, aggravators=[aggravator("afraid", "i am scared")]).analyse("He checks my phone and I'm scared.")

    assert [(s.level, s.raised_by) for s in analysis.signals] == [(RiskLevel.ACUTE, ("afraid",))]
    assert analysis.aggravators == ("afraid",)


def test_a_lone_cue_raised_by_an_aggravator_is_a_concern(tmp_path: Path) -> None:
    (signal,) = engine(tmp_path, SHOUTS, aggravators=[aggravator("afraid", "i am scared")]).analyse("he shouts, I'm scared").signals

    assert signal.level is RiskLevel.CONCERN


def test_two_aggravators_do_not_climb_on_each_other(tmp_path: Path) -> None:
    worse = [aggravator("afraid", "i am scared"), aggravator("again", "every night")]
    (signal,) = engine(tmp_path, SHOUTS, aggravators=worse).analyse("every night he shouts, I'm scared").signals

    assert (signal.level, signal.raised_by) == (RiskLevel.CONCERN, ("afraid", "again"))


def test_an_aggravator_of_some_categories_leaves_the_others(tmp_path: Path) -> None:
    worse = aggravator("afraid", "scared", categories=["DEGRADE"])
    analysis = engine(tmp_path, CONTROL, SHOUTS, aggravators=[worse]).analyse("he shouts, checks my phone, scared")

    assert {signal.rule: signal.level for signal in analysis.signals} == {"control": RiskLevel.CONCERN, "shouts": RiskLevel.CONCERN}


def test_an_aggravator_of_the_sentence_does_not_raise_the_next_one(tmp_path: Path) -> None:
    near = engine(tmp_path, CONTROL, aggravators=[aggravator("afraid", "scared", within="sentence")])

    assert near.analyse("Scared. He checks my phone.").signals[0].raised_by == ()
    assert near.analyse("Scared he checks my phone.").signals[0].raised_by == ("afraid",)


def test_an_aggravator_alone_is_no_signal(tmp_path: Path) -> None:
    analysis = engine(tmp_path, CONTROL, aggravators=[aggravator("afraid", "scared")]).analyse("I am scared of spiders")

    assert not analysis.signals


def test_of_two_overlapping_matches_of_a_rule_the_outer_one_is_told(tmp_path: Path) -> None:
    nested = rule("hit", "he hit me", "then he hit me hard")

    assert [s.span for s in engine(tmp_path, nested).analyse("then he hit me hard").signals] == [Span(0, 19)]


def test_the_most_serious_signal_comes_first(tmp_path: Path) -> None:
    assert [s.rule for s in engine(tmp_path, CONTROL, HIT).analyse("he checks my phone. he hit me").signals] == ["hit", "control"]


def test_a_marker_tells_whom_the_reply_is_for_but_is_no_signal(tmp_path: Path) -> None:
    marker = {"id": "minor.age", "role": "minor", "patterns": ["i am fifteen"]}
    analysis = engine(tmp_path, HIT, markers=[marker]).analyse("I am fifteen")

    assert analysis.roles == {Role.MINOR}
    assert not analysis.signals


def test_a_marker_of_some_categories_waits_for_one_of_them(tmp_path: Path) -> None:
    marker = {"id": "elder.care", "role": "elder", "patterns": ["my carer"], "categories": ["PHYSICAL"]}
    engine_ = engine(tmp_path, HIT, CONTROL, markers=[marker])

    assert engine_.analyse("my carer checks my phone").roles == frozenset()
    assert engine_.analyse("my carer was there, he hit me").roles == {Role.ELDER}


@pytest.mark.parametrize("text", ["", " ", "...", "🙂", "\ud800", "\0", "a" * 20_000, "he hit " * 5_000])
def test_nothing_is_found_in_odd_texts_and_none_breaks_it(tmp_path: Path, text: str) -> None:
    assert not engine(tmp_path, HIT, contexts=[negation()]).analyse(text).signals


def test_the_same_text_gives_the_same_analysis_in_a_fresh_engine(tmp_path: Path) -> None:
    rules = (HIT, CONTROL, SHOUTS)
    parts = {"contexts": [negation()], "aggravators": [aggravator("afraid", "scared")]}
    text = "he shouts. he never hit me. he hit me, checks my phone, scared"

    assert engine(tmp_path / "a", *rules, **parts).analyse(text) == engine(tmp_path / "b", *rules, **parts).analyse(text)


def test_a_small_fact_counts_for_more_where_it_is_all_that_was_told(tmp_path: Path) -> None:
    small = engine(tmp_path, rule("small.fact", "keeps my card", level="cue", brief="concern"))

    assert [s.level for s in small.analyse("he keeps my card").signals] == [RiskLevel.CONCERN]
    assert [s.level for s in small.analyse("he keeps my card. " + "we went out and it rained. " * 12).signals] == [RiskLevel.NONE]
