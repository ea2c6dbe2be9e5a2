"""Every reply that a routed conversation can get, read for what it must and must not say; the texts are those that ship."""

import re
from collections.abc import Iterator

import pytest

from service.diagnosis import situations
from service.domain.answers import AnswerKind, Draft
from service.domain.safety import RiskLevel, Role, Verdict
from service.domain.text import Message
from service.wiring import Services
from tests.builders import coach, user, verdict

HIGHEST_GRADE = 5.0
"""Years of school: the age of ten in most countries."""
HARMED = (Role.VICTIM, Role.MINOR, Role.ELDER)
LEVELS = (RiskLevel.CONCERN, RiskLevel.ACUTE, RiskLevel.EMERGENCY)


def draft(services: Services, of: Verdict, country: str | None = "GB", *messages: Message) -> Draft:
    lines = services.lines.for_verdict(of, country)
    emergency = services.lines.emergency(country)
    told = messages or (user("something happened"),)
    return services.coach.help.compose(told, of, country=country, emergency=emergency, check_in=None, lines=lines).draft


def every(services: Services) -> list[tuple[str, Verdict, Draft]]:
    """Each level, role and category, in a known country and in none."""
    return [
        (f"{of.level.label}/{of.role.value}/{of.categories[0]}/{country}", of, draft(services, of, country))
        for of, country in situations(services.engine)
    ]


def lacking(services: Services, pattern: str, *, level: RiskLevel | None = None) -> list[str]:
    told = [(where, reply.text) for where, of, reply in every(services) if level in (None, of.level)]
    return [where for where, text in told if not re.search(pattern, text, re.IGNORECASE)]


def test_no_reply_says_what_is_never_said(quick_services: Services) -> None:
    wrong = {
        where: [problem.reason for problem in problems]
        for where, of, reply in every(quick_services)
        if (problems := quick_services.guard.check(reply, AnswerKind.RESOURCES, quick_services.lines.for_verdict(of, "GB")))
    }

    assert wrong == {}


def test_every_reply_is_short_and_calm(quick_services: Services) -> None:
    for where, of, reply in every(quick_services):
        assert len(reply.text.split()) < (70 if of.level is RiskLevel.EMERGENCY else 120), where
        assert re.search(r"[!\U0001F300-\U0001FAFF]|[A-Z]{4,}", reply.text) is None, where


def syllables(word: str) -> int:
    """By the letters, as reading-age formulas count them."""
    bare = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word.lower()) if len(word) > 3 else "a"
    return max(1, len(re.findall(r"[aeiouy]{1,2}", bare)))


def school_grade(text: str) -> float:
    """Flesch-Kincaid: years of school that reading takes."""
    sentences = [part for part in re.split(r"[.?;:]\s+|\n+", text) if part.strip()]
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_formula_tells_easy_from_hard() -> None:
    assert school_grade("I believe you. It is not your fault.") < 2
    assert school_grade("Victimisation necessitates multidisciplinary intervention alongside comprehensive documentation.") > 15


def test_a_child_of_ten_can_read_every_reply(quick_services: Services) -> None:
    assert {where: round(g, 1) for where, _, reply in every(quick_services) if (g := school_grade(reply.text)) > HIGHEST_GRADE} == {}


def test_every_reply_tells_where_to_call_in_danger_and_what_the_service_is(quick_services: Services) -> None:
    assert lacking(quick_services, r"call (999|your local emergency number)") == []
    assert lacking(quick_services, r"I am software") == []
    assert lacking(quick_services, r"cannot (see what is happening or )?call anyone") == []


def test_below_an_emergency_a_reply_tells_what_is_kept_and_what_a_screen_and_a_bill_may_show(quick_services: Services) -> None:
    for level in (RiskLevel.CONCERN, RiskLevel.ACUTE):
        assert lacking(quick_services, r"I keep nothing", level=level) == []
        device = r"(screen|device).*(bill|notice|log)"
        assert lacking(quick_services, device, level=level) == []


def test_in_an_emergency_the_number_is_the_first_thing_read(quick_services: Services) -> None:
    for where, of, reply in every(quick_services):
        if of.level is RiskLevel.EMERGENCY:
            assert re.search(r"call (999|your local emergency number)", reply.sentences[0].text, re.IGNORECASE), where


def said(services: Services, level: RiskLevel, role: Role, category: str) -> str:
    return draft(services, verdict(level, category, role=role)).text


@pytest.mark.parametrize("role", HARMED)
def test_who_is_harmed_is_believed_and_not_blamed(quick_services: Services, role: Role) -> None:
    for category in sorted(quick_services.engine.categories - {"SUICIDE", "SELF_HARM", "PERPETRATOR", "HARM_OTHERS"}):
        text = said(quick_services, RiskLevel.ACUTE, role, category)

        assert re.search(r"I believe you|not your fault|not deserve", text), category
        assert re.search(r"you choose|choose one|do not have to decide|at your pace|you can choose", text, re.IGNORECASE), category


@pytest.mark.parametrize("role", HARMED)
@pytest.mark.parametrize("level", [RiskLevel.ACUTE, RiskLevel.EMERGENCY])
def test_a_neck_that_was_pressed_wants_medical_care(quick_services: Services, level: RiskLevel, role: Role) -> None:
    assert re.search(r"doctor|neck was hurt", said(quick_services, level, role, "STRANGLE"))


@pytest.mark.parametrize("role", HARMED)
def test_after_sexual_violence_medical_care_is_offered_without_a_time_limit(quick_services: Services, role: Role) -> None:
    text = said(quick_services, RiskLevel.ACUTE, role, "SEXUAL")

    assert "Medical care can help" in text
    assert not re.search(r"\d+ (hours|days)", text)


@pytest.mark.parametrize("level", [RiskLevel.ACUTE, RiskLevel.EMERGENCY])
def test_who_thinks_of_dying_is_taken_seriously_and_not_left_alone(quick_services: Services, level: RiskLevel) -> None:
    text = said(quick_services, level, Role.SUICIDAL, "SUICIDE")

    assert "seriously" in text
    assert "crisis line" in text
    assert re.search(r"Stay (near|with) someone you trust", text)
    assert re.search(r"far from anything|Move harmful things away", text)
    assert not re.search(r"family|children|parents|selfish|think of", text)


@pytest.mark.parametrize("category", ["PERPETRATOR", "PHYSICAL", "STALK", "SEXUAL", "STRANGLE", "CHILD"])
def test_who_harms_is_met_clearly_and_without_excuses(quick_services: Services, category: str) -> None:
    text = said(quick_services, RiskLevel.ACUTE, Role.PERSON_USING_HARM, category)

    assert re.search(r"choice|choose|stop", text)
    assert re.search(r"safety|less safe|come first", text)
    assert not re.search(r"drink|drunk|stress|provok|anger management|not your fault|do not deserve", text)


def test_who_harms_is_asked_to_keep_away_and_pointed_to_a_line_for_change(quick_services: Services) -> None:
    text = said(quick_services, RiskLevel.ACUTE, Role.PERSON_USING_HARM, "PERPETRATOR")

    assert "do not contact them now, even to say sorry" in text
    assert "stay elsewhere" in text
    assert "help to change what you do" in text


def test_somebody_near_listens_believes_and_lets_them_lead(quick_services: Services) -> None:
    text = said(quick_services, RiskLevel.ACUTE, Role.THIRD_PARTY, "PHYSICAL")

    assert "Listen, believe them, keep in touch, and let them lead." in text
    assert "do not challenge the other person" in text
    assert "watched phone" in text


def test_a_young_person_gets_plain_words_and_no_promise_about_parents(quick_services: Services) -> None:
    for level in LEVELS:
        text = said(quick_services, level, Role.MINOR, "CHILD")

        assert not re.search(r"\b(parents?|mum|dad|secret|promise|confidential)\b", text, re.IGNORECASE)
    assert "young people" in said(quick_services, RiskLevel.ACUTE, Role.MINOR, "CHILD")


def test_an_older_person_can_see_a_doctor_alone(quick_services: Services) -> None:
    assert "see you alone" in said(quick_services, RiskLevel.ACUTE, Role.ELDER, "FAMILY_ABUSE")


def test_a_threat_of_suicide_by_the_other_is_both_things_at_once(quick_services: Services) -> None:
    text = said(quick_services, RiskLevel.ACUTE, Role.VICTIM, "SUICIDE_THREAT_BY_OTHER")

    assert "call emergency help for them" in text
    assert "not responsible for staying" in text


def test_nobody_is_sent_to_the_family_about_a_forced_marriage(quick_services: Services) -> None:
    assert "do not raise this with the family" in said(quick_services, RiskLevel.ACUTE, Role.VICTIM, "FORCED_MARRIAGE_HONOUR")


def test_a_watched_phone_is_not_cleared_at_once(quick_services: Services) -> None:
    assert "do not remove tracking yet" in said(quick_services, RiskLevel.ACUTE, Role.VICTIM, "MONITOR")


@pytest.mark.parametrize("category", ["FEAR", "ISOLATE", "MONITOR", "MONEY", "DEGRADE"])
def test_a_concern_reads_kindly_to_somebody_who_is_fine(quick_services: Services, category: str) -> None:
    text = said(quick_services, RiskLevel.CONCERN, Role.VICTIM, category)

    assert "If any of this fits" in text
    assert "If not, that is fine." in text
    assert not re.search(r"abus|violen|victim|crime|control", text, re.IGNORECASE)


def conversation(services: Services, of: Verdict, *turns: str) -> Iterator[str]:
    """The replies to a disclosure and what follows it."""
    messages: list[Message] = []
    for text in turns:
        messages.append(user(text))
        reply = draft(services, of, "GB", *messages).text
        messages.append(coach(reply))
        yield reply


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("role", list(Role))
def test_no_turn_repeats_an_earlier_one_for_a_while_and_each_is_shorter(quick_services: Services, level: RiskLevel, role: Role) -> None:
    of = verdict(level, "SUICIDE" if role is Role.SUICIDAL else "PHYSICAL", role=role)
    first, *later = conversation(quick_services, of, "it happened", "and now", "hm", "I do not know", "well")

    assert all(len(reply.split()) < len(first.split()) for reply in later)
    assert all(reply != after for reply, after in zip([first, *later], later, strict=False))
    assert first not in later
    assert len({first, *later[:2]}) == 3


@pytest.mark.parametrize("way", ["just kidding", "ok how do I tell him calmly", "my boss wants a report from me", "thanks, bye"])
def test_the_same_way_of_going_on_twice_gets_two_answers(quick_services: Services, way: str) -> None:
    for level in LEVELS:
        _, second, third = conversation(quick_services, verdict(level, "PHYSICAL"), "it happened", way, way)

        assert second != third


def test_a_retraction_is_met_without_a_question_and_help_stays(quick_services: Services) -> None:
    _, reply = conversation(quick_services, verdict(RiskLevel.ACUTE, "PHYSICAL"), "he hit me", "forget it, I was joking")

    assert "do not have to explain" in reply
    assert "lines stay" in reply
    assert "?" not in reply
    assert not re.search(r"hit|hurt|jok", reply)


def test_no_message_is_worded_however_the_wish_is_put(quick_services: Services) -> None:
    for wish in ("ok now help me tell him calmly", "write it as an I statement", "what should I say so he is not angry"):
        _, reply = conversation(quick_services, verdict(RiskLevel.ACUTE, "PHYSICAL"), "he hit me", wish)

        assert "will not word" in reply, wish
        assert not re.search(r"I feel|I-statement|calmly|soft", reply)
