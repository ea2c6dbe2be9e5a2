"""What the entailment model learns from: the hand-written lines and what is made of them by machine."""

import random

import pytest

from evals.entailment.perturbing import turned_round, worded_anew, wrapped
from evals.entailment.readings import FREE_LINES, LINES, MORE_LINES, lines, without_section
from evals.entailment.scenes import Scenes
from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder

LINE = "# a#1\n{Trust~Faith} comes back {slowly~bit by bit|at once|overnight}.\n"


@pytest.fixture
def chance() -> random.Random:
    return random.Random(3)


def test_a_line_gives_wordings_of_one_truth(tmp_path, chance) -> None:
    (tmp_path / "lines.txt").write_text(LINE)
    (line,) = lines(tmp_path / "lines.txt")

    assert line.plain == "Trust comes back slowly."
    assert {line.reading(chance) for _ in range(40)} == {
        f"{who} comes back {how}." for who in ("Trust", "Faith") for how in ("slowly", "bit by bit")
    }


def test_one_place_makes_it_false(tmp_path, chance) -> None:
    (tmp_path / "lines.txt").write_text(LINE)
    (line,) = lines(tmp_path / "lines.txt")

    assert [line.reading(chance, turn).split("back ")[1] for turn in line.turns] == ["at once.", "overnight."]


def test_a_line_without_a_section_is_refused(tmp_path) -> None:
    (tmp_path / "lines.txt").write_text("Trust comes back.\n")

    with pytest.raises(ValueError, match=r"lines.txt:1: no section"):
        lines(tmp_path / "lines.txt")


def test_the_shipped_lines_speak_of_sections_that_there_are() -> None:
    known = set(load_corpus(data_folder("corpus")).sections)
    found = lines(LINES)

    assert len(found) > 600
    assert {line.section for line in found} <= known
    assert not any(mark in line.plain for line in found for mark in "{}|~")


def test_what_is_turned_round_is_not_what_it_was(chance) -> None:
    for line in lines(LINES):
        assert turned_round(line.plain, chance) != line.plain


def test_gentle_words_around_an_advice_keep_it(chance) -> None:
    found = {wrapped("Ask them what they need.", chance) for _ in range(60)}

    assert "You could ask them what they need." in found
    assert not any(heavy in text for text in found for heavy in ("must", "never", "have to"))


def test_other_words_are_taken_from_the_list(chance) -> None:
    assert worded_anew("Talk about the quarrel.", chance, share=1.0) != "Talk about the quarrel."


def test_the_lines_beside_them_have_the_same_form() -> None:
    known = set(load_corpus(data_folder("corpus")).sections)

    assert {line.section for line in lines(MORE_LINES)} <= known
    assert all(len(line.slots) == 1 and len(line.slots[0].true) > 1 and line.slots[0].false for line in without_section(FREE_LINES))


def test_a_scene_gives_what_follows_and_what_does_not(chance) -> None:
    scenes = Scenes(chance)
    for scene in (scenes.scene() for _ in range(300)):
        assert scene.true
        assert scene.false
        assert not set(scene.false) & {scene.given, *scene.true}
        assert not any(mark in text for text in (scene.given, *scene.true, *scene.false) for mark in "{}=/")
