"""Files of matters: read as cards, and named with file and place where they are broken."""

from pathlib import Path

import pytest

from service.adapters.matter_files import load_matters
from service.domain.corpus import Relation, Saying, Side
from service.domain.errors import CorpusError

CARD = """
"sorry":
  about: "sorry does not land"
  relation: partner
  side: responsible
  turn: first
  asks: ["I said sorry ten times"]
  open: ["Saying it again is tiring."]
  near: ["A sorry can be hard to hear."]
  first:
    - text: "Name the one thing."
      cites: ["guide#1"]
    - say: "I forgot the day."
      cites: ["guide#1"]
  then:
    - text: "Let it show."
      cites: ["guide#2"]
  next: "Write it down."
  question: "What was it?"
"""


def load(folder: Path, text: str) -> dict[str, object]:
    file = folder / "cards.yaml"
    file.write_text(text, encoding="utf-8")
    return dict(load_matters([file], {"guide#1", "guide#2"}))


def test_a_card_is_read_with_its_sides_and_its_words_to_say(tmp_path: Path) -> None:
    file = tmp_path / "cards.yaml"
    file.write_text(CARD, encoding="utf-8")
    card = load_matters([file], {"guide#1", "guide#2"})["sorry"]
    assert (card.relation, card.side, card.later) == (Relation.PARTNER, Side.RESPONSIBLE, False)
    assert card.first[1] == Saying("I forgot the day.", ("guide#1",), aloud=True)
    assert card.sections == ("guide#1", "guide#2")


@pytest.mark.parametrize(
    ("found", "instead", "reason"),
    [
        ('cites: ["guide#2"]', 'cites: ["guide#9"]', "there is no section guide#9"),
        ("relation: partner", "relation: boss", "relation"),
        ('next: "Write it down."', "", "next"),
        ('- say: "I forgot the day."', "- shout: now", "first.1"),
    ],
)
def test_a_broken_card_is_named(tmp_path: Path, found: str, instead: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=f"cards.yaml: sorry: .*{reason}"):
        load(tmp_path, CARD.replace(found, instead))


def test_a_card_may_come_once(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(CARD, encoding="utf-8")
    file = tmp_path / "cards.yaml"
    file.write_text(CARD, encoding="utf-8")
    with pytest.raises(CorpusError, match="sorry comes twice"):
        load_matters([file, other], {"guide#1", "guide#2"})
