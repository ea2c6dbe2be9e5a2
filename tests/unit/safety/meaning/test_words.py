"""The words of a brief message speak beside the encoder."""

from pathlib import Path

import pytest

from service.domain.errors import RuleError
from service.safety.meaning.words import WordReader, load_words

READER = WordReader(-1.0, {"ask": 0.5, "ask you for": 3.0, "bus": 0.4}, "abcd")


def test_known_runs_of_words_count_and_unknown_ones_do_not() -> None:
    assert READER.score("ask you for bus fare") == pytest.approx(-1.0 + 3.9 / 3**0.5)
    assert READER.score("nothing known here") == -1.0


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.json").write_text("{}", encoding="utf-8")

    with pytest.raises(RuleError, match=r"words\.json"):
        load_words(tmp_path)
