"""Lost bytes: one letter stands for every quote, dash and apostrophe, and the neighbours tell which it was."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.importing import Block, BlockKind, NoteKind
from service.importing.repair import restored, stand_ins, unreadable
from tests.documents import HEAR, TALK, THANK, imported, notes, text_file, whole

THAI = "\N{THAI CHARACTER SARA O}"


def lines(*texts: str) -> list[Block]:
    return [Block(BlockKind.LINE, text, number) for number, text in enumerate(texts, start=1)]


def mended(*texts: str) -> list[str]:
    return [block.text for block in restored(lines(*texts))[0]]


def lost(text: str, stand_in: str = THAI) -> str:
    """The text with every sign of three bytes lost but for its first byte."""
    return "".join(stand_in if char in "’“”—…•" else char for char in text)


@pytest.mark.parametrize(
    "text",
    [
        "It’s late, they’re tired and we’ve said what we’d say; I’m done, you’ll see, don’t ask.",
        "Say “I felt alone” and not “you never care,” even if it’s hard.",
        "“I’m here,” said one.",
        "Rest—then talk—and don’t rush.",
        "The partners’ evening isn’t lost.",
        "It’s a pause — not an end.",
        "I don’t know… perhaps.",
        "• It’s a list item",
    ],
)
def test_signs_of_which_one_byte_is_left_come_back(text: str) -> None:
    evidence = "It’s here and it’s there, don’t worry."

    assert mended(lost(text), lost(evidence)) == [text, evidence]


@pytest.mark.parametrize("letter", sorted(stand_ins() - {"\N{REPLACEMENT CHARACTER}", "\ue0e2"}))
def test_it_is_the_same_for_every_code_page(letter: str) -> None:
    text = "It’s late and they’re tired—but don’t leave; say “I’m sad” instead."

    assert mended(lost(text, letter)) == [text]


def test_three_unreadable_marks_are_one_sign() -> None:
    text = "It’s late—and they’re tired, “so tired” that it’s hard."

    assert mended(lost(text, "\N{REPLACEMENT CHARACTER}" * 3)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "La vie de château, une âme tâche d'être là, c'est la fête du pâté.",
        "โรงเรียน and โลก are words of Thai, and โทร is too.",
        "Он говорит: в доме, в саду, в поле.",
        "Ordinary words - and nothing else.",
    ],
)
def test_letters_that_belong_to_a_text_are_left_alone(text: str) -> None:
    assert mended(text) == [text]


def test_a_lost_letter_inside_a_word_is_not_guessed() -> None:
    blocks, _ = restored(lines("A na\ufffdve hope and a caf\ufffd, but it\ufffds fine."))

    assert blocks[0].text == "A na\ufffdve hope and a caf\ufffd, but it’s fine."
    assert unreadable(blocks) == list(blocks)


def test_a_sentence_that_cannot_be_read_is_dropped_and_told(tmp_path: Path) -> None:
    prepared = imported(text_file(tmp_path, f"A title\n\n{TALK} A na\ufffdve hope. {HEAR}\n\n{THANK}\n\n{THANK}\n"))

    assert "ve hope" not in whole(prepared)
    assert [(n.line, n.reason) for n in notes(prepared, NoteKind.DROPPED)] == [(3, "a sentence with unreadable characters")]


def test_each_repair_is_told_with_its_line() -> None:
    _, told = restored(lines("Nothing here.", lost("It’s “so” late—don’t go.")))

    assert [(note.line, note.reason) for note in told] == [(2, "lost punctuation put back: 1 × —, 2 × ’, 1 × “, 1 × ”")]


@given(st.lists(st.text(alphabet="abc st’“”—….,!?\n" + THAI), max_size=6))
def test_what_is_repaired_stays_as_it_is(texts: list[str]) -> None:
    once, _ = restored(lines(*texts))

    assert restored(once)[0] == once
