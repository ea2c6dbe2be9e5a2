"""The shelf for guides that an operator brings: written whole or not at all, never over the shipped ones, and undone at will."""

from dataclasses import replace
from pathlib import Path

import pytest

from service.adapters.corpus_files import load_corpus, load_guide
from service.adapters.data_files import data_folder
from service.adapters.edition_files import EditionFiles, edition_text
from service.domain.corpus import Guide, Step
from service.domain.errors import ConfigurationError, CorpusError, InvalidInputError, NotFoundError
from service.domain.importing import ImportReport
from tests.builders import guide, section

NEW = replace(guide("brought", section("brought#1")), reviewed_on=None)


@pytest.fixture
def shelf(tmp_path: Path) -> EditionFiles:
    files = EditionFiles(tmp_path / "mine")
    files.prepare()
    return files


def write(shelf: EditionFiles, new: Guide) -> None:
    shelf.write(new, ImportReport(new.id, new.title, "a.txt", "text", "0" * 64, "line", (), ()), imported_on="2026-11-21")


def test_an_empty_folder_is_filled_with_the_shipped_corpus(tmp_path: Path) -> None:
    files = EditionFiles(tmp_path / "mine")

    assert (files.prepare(), files.prepare()) == (True, False)
    assert load_corpus(files.folder) == load_corpus(data_folder("corpus"))


@pytest.mark.parametrize("folder", [None, data_folder("corpus"), data_folder("corpus") / "guides"])
def test_the_shipped_corpus_is_never_written(folder: Path | None) -> None:
    with pytest.raises(ConfigurationError, match="MEND_CORPUS_DIR"):
        EditionFiles(folder).prepare()


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")

    with pytest.raises(ConfigurationError, match="other files"):
        EditionFiles(tmp_path).prepare()
    assert [file.name for file in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_written_guide_reads_back_and_is_listed(shelf: EditionFiles) -> None:
    write(shelf, NEW)

    assert shelf.corpus().guide("brought") == NEW
    assert [(row.id, row.source, row.imported_on) for row in shelf.listed() if row.imported_on] == [("brought", "a.txt", "2026-11-21")]


def test_removing_brings_back_the_folder_as_it_was(shelf: EditionFiles) -> None:
    before = load_corpus(shelf.folder)
    write(shelf, NEW)

    assert shelf.remove("brought") is None
    assert load_corpus(shelf.folder) == before


def test_removing_a_replacement_brings_back_the_edition_before_it(shelf: EditionFiles) -> None:
    write(shelf, NEW)
    write(shelf, replace(NEW, edition=2, title="Another"))

    assert shelf.remove("brought") == 1
    assert shelf.corpus().guide("brought") == NEW
    assert shelf.remove("brought") is None


def test_only_imported_guides_are_removed(shelf: EditionFiles) -> None:
    with pytest.raises(InvalidInputError, match="was not brought in by import"):
        shelf.remove("relationship-healing")
    with pytest.raises(NotFoundError, match="no imported guide nothing"):
        shelf.remove("nothing")
    with pytest.raises(InvalidInputError, match="no id"):
        shelf.remove("../claims")


def test_a_guide_that_breaks_the_corpus_is_not_written(shelf: EditionFiles) -> None:
    write(shelf, NEW)
    with pytest.raises(CorpusError, match="unknown ledger entries"):
        write(shelf, replace(NEW, edition=2, sections=(section("brought#1", claims=("N999",)),)))

    assert shelf.corpus().guide("brought") == NEW


def test_the_shipped_guides_survive_being_written_again(tmp_path: Path) -> None:
    for number, shipped in enumerate(load_corpus(data_folder("corpus")).guides):
        file = tmp_path / f"{number}.md"
        file.write_text(edition_text(shipped), encoding="utf-8")
        # How a section is worded for replies stands beside the edition and not in it.
        edition = replace(shipped, sections=tuple(replace(row, counsel=None) for row in shipped.sections))

        assert load_guide(file) == edition


def test_a_guide_may_be_unreviewed_and_a_step_may_have_words_to_say(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    spoken = replace(NEW, sections=(section("brought#1", Step("Say it: now.", "I'm “here” # really.")),))
    file.write_text(edition_text(spoken), encoding="utf-8")

    assert load_guide(file) == spoken
