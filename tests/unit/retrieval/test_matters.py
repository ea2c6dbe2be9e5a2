"""Which matter a message brings: cards by their share, for the right people, at the right turn."""

from dataclasses import replace

from service.domain.corpus import Matter, Relation, Side
from service.ports import MatterReading
from service.retrieval.matters import Heard, Matters
from tests.builders import matter

SORRY = matter("sorry", relation=Relation.PARTNER, side=Side.RESPONSIBLE)
APART = matter("apart", relation=Relation.EX)


class Reader:
    """Finds the same in every message, and remembers what it was given."""

    version = "1"

    def __init__(self, **shares: float) -> None:
        classes = tuple((f"card:{name.replace('_', '-')}", share) for name, share in shares.items())
        self.reading = MatterReading(classes, (("partner", 0.9), ("ex", 0.1)), (("responsible", 0.8), ("hurt", 0.2)))
        self.given: list[tuple[str, str]] = []

    def load(self) -> None:
        """Nothing to load."""

    def read(self, text: str, before: str = "") -> MatterReading:
        self.given.append((text, before))
        return self.reading


def known(reader: Reader) -> Matters:
    return Matters({one.id: one for one in (SORRY, APART)}, reader)


def brought(reader: Reader, *texts: str) -> list[str]:
    return [one.matter.id for one in known(reader).heard(texts).brought]


def test_a_card_for_other_people_falls_behind() -> None:
    assert brought(Reader(apart=0.5, sorry=0.4), "I forgot her birthday") == ["sorry", "apart"]


def test_what_does_not_fit_the_conversation_is_not_brought() -> None:
    def nothing(_: Matter) -> bool:
        return False

    assert known(Reader(sorry=0.9)).heard(["I forgot her birthday"], nothing).brought == ()


def test_a_message_is_read_with_all_that_was_told_before_it() -> None:
    reader = Reader(sorry=0.9)
    known(reader).heard(["I forgot my wife's birthday on Friday", "ok thanks", "I did say sorry to her", "how long do I wait?"])
    assert reader.given == [("how long do I wait?", "I forgot my wife's birthday on Friday\nI did say sorry to her")]


def test_classes_that_are_no_known_card_bring_nothing() -> None:
    reader = Reader(gone=0.9)
    reader.reading = replace(reader.reading, classes=(("section:guide#1", 0.7), *reader.reading.classes))
    assert brought(reader, "anything at all") == []


def test_what_is_surely_for_somebody_else_brings_no_matter() -> None:
    reader = Reader(sorry=0.2)
    reader.reading = replace(reader.reading, classes=(("outside:cooking", 0.7), *reader.reading.classes))
    assert known(reader).heard(["a recipe for her birthday cake"]) == Heard((), Relation.PARTNER, "cooking", elsewhere=True)


def test_several_subjects_that_are_for_somebody_else_name_none() -> None:
    reader = Reader(sorry=0.2)
    reader.reading = replace(reader.reading, classes=(("outside:cooking", 0.28), ("outside:cars", 0.25), *reader.reading.classes))
    assert known(reader).heard(["a cake in the shape of a car"]) == Heard((), Relation.PARTNER, elsewhere=True)


def test_many_matters_that_are_each_unlikely_are_for_the_coach_together() -> None:
    assert known(Reader(sorry=0.3, apart=0.3)).heard(["we had words and she has not rung"]).inside


def test_where_a_subject_from_outside_is_near_nothing_is_sure() -> None:
    reader = Reader(sorry=0.3, apart=0.3)
    reader.reading = replace(reader.reading, classes=(*reader.reading.classes, ("outside:cooking", 0.1)))
    assert not known(reader).heard(["we had words over the cake"]).inside


def test_a_card_behind_a_subject_from_outside_is_not_brought() -> None:
    reader = Reader(sorry=0.3)
    reader.reading = replace(reader.reading, classes=(("outside:cooking", 0.4), *reader.reading.classes))
    assert known(reader).heard(["a cake to say sorry"]).brought == ()


def test_without_cards_nothing_is_read() -> None:
    reader = Reader(sorry=0.9)
    assert Matters({}, reader).heard(["I forgot her birthday"]) == Heard()
    assert reader.given == []
