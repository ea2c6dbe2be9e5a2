import pytest
from hypothesis import given, strategies

from service.generating.sentences import LONGEST_SENTENCE, SentenceStream, Written


def read(*pieces: str) -> list[Written]:
    stream = SentenceStream()
    found = [written for piece in pieces for written in stream.feed(piece)]
    return [*found, *stream.finish()]


def cut(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(written.text, written.cited) for written in read(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Take a pause. [1] Then talk. [2]", [("Take a pause.", (1,)), ("Then talk.", (2,))]),
        ("Take a pause [1]. Then talk [2].", [("Take a pause.", (1,)), ("Then talk.", (2,))]),
        ("Take a pause.[1][3] Then talk. [2, 4]", [("Take a pause.", (1, 3)), ("Then talk.", (2, 4))]),
        ("Say “I need a pause.” [2] Then wait.", [("Say “I need a pause.”", (2,)), ("Then wait.", ())]),
        ("That is hard. What would help?", [("That is hard.", ()), ("What would help?", ())]),
        ("Ask “How are you?” and listen. [1]", [("Ask “How are you?” and listen.", (1,))]),
        ("Start small, e.g. with tea, for 1.5 hours. [1]", [("Start small, e.g. with tea, for 1.5 hours.", (1,))]),
        ("Mr. Fox waits. Dr. Hare too.", [("Mr. Fox waits.", ()), ("Dr. Hare too.", ())]),
        ("Tea, talks, etc. [1] Then rest. [2]", [("Tea, talks, etc.", (1,)), ("Then rest.", (2,))]),
        ("Plan A. Then plan b. Then rest.", [("Plan A. Then plan b.", ()), ("Then rest.", ())]),
        ("It is you and I. We try.", [("It is you and I.", ()), ("We try.", ())]),
        ("- Take a pause. [1]\n- Then talk. [1]", [("Take a pause.", (1,)), ("Then talk.", (1,))]),
        ("1. Take a pause. [1]\n2) Then talk. [1]", [("Take a pause.", (1,)), ("Then talk.", (1,))]),
        ("Well... perhaps. [1]", [("Well... perhaps.", (1,))]),
        ("Talk [1] and listen [2].", [("Talk and listen.", (1, 2))]),
        ("<think>They want. [9] Hm.</think>Take a pause. [1]", [("Take a pause.", (1,))]),
        ("你好。谢谢。", [("你好。", ()), ("谢谢。", ())]),
        ("", []),
        (" \n\n ", []),
        ("[1] [2]", []),
    ],
)
def test_a_text_is_cut_into_sentences_with_their_numbers(text: str, wanted: list[tuple[str, tuple[int, ...]]]) -> None:
    assert cut(text) == wanted


@pytest.mark.parametrize("text", ["Take a pause. [1]", "Take a pause [1].", "Take a pause.\n", "你好。"])
def test_a_sentence_leaves_with_its_last_character(text: str) -> None:
    stream = SentenceStream()
    before = [written for character in text[:-1] for written in stream.feed(character)]

    assert before == []
    assert len(list(stream.feed(text[-1]))) == 1


def test_a_sentence_without_a_number_waits_for_what_follows() -> None:
    stream = SentenceStream()

    assert [list(stream.feed(piece)) for piece in ("Take a pause.", " ", "[")] == [[], [], []]
    assert [written.cited for written in stream.feed("1]")] == [(1,)]


def test_paragraphs_are_told() -> None:
    assert [written.new_paragraph for written in read("One is here. Two is here.\n\nThree is here.\nFour is here.")] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(("text", "ended"), [("Take a", False), ("Take a pause.", True), ("Take a pause. [1]", True), ("Really?", True)])
def test_what_just_stops_is_told(text: str, ended: bool) -> None:
    assert [written.ended for written in read(text)] == [ended]


def test_a_number_that_comes_too_late_is_dropped() -> None:
    assert [w.cited for w in read("Take a pause. [1]", "[2]", " Then talk. [3]")] == [(1,), (3,)]


@pytest.mark.parametrize("thought", ["<think>", "<think>one. two. [1]", "  <think>one.</thin"])
def test_thoughts_without_an_end_are_nothing(thought: str) -> None:
    assert read(*thought) == []


def test_text_without_an_end_is_cut_and_its_tail_is_not_taken_for_a_sentence() -> None:
    found = read("z" * (3 * LONGEST_SENTENCE), " and a tail. [1] Then talk. [1]")

    assert all(len(w.text) > LONGEST_SENTENCE or not w.ended for w in found[:-1])
    assert (found[-1].text, found[-1].ended) == ("Then talk.", True)


PARTS = ["Take a pause. [1] ", "Why now? ", "Say “no.” [2]\n", "Talk [3]. ", "So it is.\n\n"]


@given(
    strategies.lists(
        strategies.sampled_from(["Take a pause. [1] ", "Why now? ", "Say “no.” [2]\n", "Talk [3]. ", "So it is.\n\n"]), max_size=6
    ),
    strategies.lists(strategies.integers(1, 9), max_size=60),
)
def test_the_sentences_are_the_same_however_the_stream_is_cut(parts: list[str], sizes: list[int]) -> None:
    text, pieces = "".join(parts), []
    rest = text
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]

    assert read(*pieces, rest) == read(text)


@given(strategies.text())
def test_any_text_can_be_read(text: str) -> None:
    for written in read(*text):
        assert written.text == " ".join(written.text.split())
        assert written.text
