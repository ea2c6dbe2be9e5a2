from service.composing.reflection import Reflector
from service.composing.texts import Situation, Slot
from service.domain.corpus import Side
from tests.builders import coaching_texts, language

WORDS = language()
FALLBACK, FOLLOW_UP = "One piece at a time.", "Let us go on."


def situation(pattern: str, slot: Slot, line: str, side: Side | None = None) -> Situation:
    return Situation(line, slot, frozenset({pattern}), (WORDS.compiler.compile(pattern),), (line,), (), (), side)


def reflector(*situations: Situation) -> Reflector:
    return Reflector(coaching_texts(*situations), WORDS)


AFFAIR = situation("affair", Slot.SITUATION, "There was an affair.", Side.HURT)
ROW = situation("row", Slot.SITUATION, "You had a row.")
ASKING = situation("what should i do", Slot.DOING, "You ask what to do.")
SAD = situation("sad", Slot.FEELING, "You are sad.")


def test_a_line_is_said_only_where_its_pattern_matches() -> None:
    assert reflector(AFFAIR, SAD).reflect("I am sad", "", later_turn=False).lines == ("You are sad.",)


def test_what_is_set_aside_is_not_said_back() -> None:
    assert reflector(situation("i am angry", Slot.FEELING, "You are angry.")).lines("it is not that I am angry", "") == ()


def test_of_one_slot_the_first_situation_speaks() -> None:
    assert reflector(AFFAIR, ROW).reflect("a row about the affair", "", later_turn=False).lines == ("There was an affair.",)


def test_at_most_two_lines_in_the_order_of_the_slots() -> None:
    told = reflector(SAD, ASKING, ROW).reflect("sad. a row. what should i do", "", later_turn=False)

    assert told.lines == ("You had a row.", "You ask what to do.")


def test_the_topics_are_those_of_every_situation() -> None:
    assert reflector(AFFAIR, ROW, SAD).reflect("sad about the row", "", later_turn=False).topics == {"row", "sad"}


def test_the_side_is_known_only_where_it_was_said() -> None:
    assert reflector(AFFAIR, ROW).side(["the affair", "the row"]) is Side.HURT
    assert reflector(AFFAIR, ROW).side(["the row"]) is None


def test_of_two_sides_the_one_told_last_holds() -> None:
    lied = situation("lied", Slot.SITUATION, "You lied.", Side.RESPONSIBLE)

    assert reflector(AFFAIR, lied).side(["the affair", "and I lied"]) is Side.RESPONSIBLE


def test_where_nothing_matches_a_neutral_line_opens() -> None:
    assert reflector(ROW).reflect("hm", "", later_turn=False).lines == (FALLBACK,)
    assert reflector(ROW).reflect("hm", "", later_turn=True).lines == (FOLLOW_UP,)


def test_a_line_that_was_said_is_not_said_again() -> None:
    assert reflector(ROW).reflect("that row", "You had a row.", later_turn=True).lines == (FOLLOW_UP,)
