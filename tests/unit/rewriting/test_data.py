"""The reviewed data keeps its own promises: every record does what its examples say."""

import pytest
import yaml

from service.adapters.data_files import rewriting_folder
from service.language.matching import Language, PatternIndex
from service.rewriting.records import BlameForm, Decline, RewritingData, Sign
from service.rewriting.wrappers import Peeler


def _records(data: RewritingData) -> tuple[BlameForm | Decline | Sign, ...]:
    return (*data.forms, *data.declines, *data.caution.signs)


@pytest.mark.parametrize("kind", ["forms", "declines", "signs"])
def test_every_record_fires_on_its_examples_and_is_silent_on_the_others(data: RewritingData, language: Language, kind: str) -> None:
    records: tuple[BlameForm | Decline | Sign, ...] = data.caution.signs if kind == "signs" else getattr(data, kind)
    index: PatternIndex[BlameForm | Decline | Sign] = PatternIndex((record, record.patterns) for record in records)

    def found(text: str) -> set[str]:
        return {record.id for record, _ in index.matches(language.normalise(text))}

    wrong = [(r.id, text) for r in records for text in r.fires if r.id not in found(text)]
    wrong += [(r.id, text) for r in records for text in r.silent if r.id in found(text)]
    assert wrong == []


def test_every_record_has_examples_of_both_kinds(data: RewritingData) -> None:
    assert [r.id for r in _records(data) if not r.fires or not r.silent] == []


def test_every_topic_offers_genuine_feelings_needs_of_ones_own_and_questions(data: RewritingData) -> None:
    for topic in data.topics:
        assert set(topic.feelings) <= data.feelings.genuine, topic.id
        assert all("you " not in need for need in topic.needs), topic.id
        assert all(request.endswith("?") for request in topic.requests), topic.id
        assert min(len(topic.feelings), len(topic.needs), len(topic.requests)) >= 3, topic.id


def test_every_frame_offers_genuine_feelings_needs_of_ones_own_and_questions(data: RewritingData) -> None:
    for frame in data.frames:
        assert set(frame.feelings) <= data.feelings.genuine, frame.id
        assert all("you " not in need for need in frame.needs), frame.id
        assert all(request.endswith("?") for request in frame.requests), frame.id
        assert frame.deeds, frame.id
        assert min(len(frame.needs), len(frame.requests)) >= 2, frame.id


def test_a_deed_fits_a_frame_only_with_what_must_stand_near_it(data: RewritingData) -> None:
    told = next(cue for frame in data.frames if frame.id == "told_others" for cue in frame.deeds if cue.verb == "tell")

    assert told.fits(("you", "tell", "kev", "i", "cried"))
    assert not told.fits(("you", "tell", "me", "a", "joke"))
    assert not told.fits(("not", "tell", "kev"))


def test_what_stands_for_a_judgement_is_a_genuine_feeling(data: RewritingData) -> None:
    topics = {topic.id for topic in data.topics}

    assert [
        word for word, (feeling, topic) in data.feelings.not_feelings.items() if feeling not in data.feelings.genuine or topic not in topics
    ] == []


def test_wrappers_leave_what_their_examples_say(data: RewritingData) -> None:
    examples = yaml.safe_load((rewriting_folder() / "wrappers.yaml").read_text(encoding="utf-8"))["examples"]
    peeler = Peeler(data.wrappers)

    for sentence, left in examples:
        marks, plain = peeler.peel(sentence)
        assert (set(marks), plain.split()) == ({w for w in left.split() if w[0] == "<"}, [w for w in left.split() if w[0] != "<"])
