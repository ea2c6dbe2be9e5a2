"""What words and phrases add to the score of an encoder."""

from pathlib import Path

import numpy as np
import pytest

from service.adapters.word_weights import WordWeights, places

SIZE = 1 << 12


def weights_of(tmp_path: Path, *grams: str, share: float = 0.5) -> WordWeights:
    weights = np.zeros(SIZE, np.int8)
    for gram in grams:
        weights[places(gram, SIZE)[-1] if " " not in gram else _place(gram)] = 100
    np.savez(tmp_path / "words.npz", weights=weights, scale=0.1, bias=-1.0, share=share)
    return WordWeights(tmp_path / "words.npz")


def _place(gram: str) -> int:
    (place,) = set(places(gram, SIZE)) - {at for word in gram.split() for at in places(word, SIZE)}
    return place


def test_a_known_phrase_adds_and_the_same_words_in_another_order_do_not(tmp_path: Path) -> None:
    words = weights_of(tmp_path, "my card")

    assert words("keeps my card") > words("card my keeps") == pytest.approx(-0.5)


def test_a_longer_text_dilutes_what_one_phrase_says(tmp_path: Path) -> None:
    words = weights_of(tmp_path, "scared")

    assert words("scared") > words("scared of a spider in the bath") > -0.5


def test_no_words_leave_only_the_share_of_the_constant(tmp_path: Path) -> None:
    assert weights_of(tmp_path, "scared", share=0.3)("") == pytest.approx(-0.3)
