from pathlib import Path

from service.alarm import Alarm
from service.domain.safety import RiskLevel, Verdict
from service.safety.verdict import Classifier
from service.usecases.check import SafeClassifier
from tests.builders import user
from tests.unit.safety.rulebooks import classifier, engine, rule

HIT = rule("hit", "he hit me")


class BrokenClassifier(Classifier):
    """A classifier that fails on every text."""

    def classify(self, *_: object) -> Verdict:
        raise ZeroDivisionError("he said that")


def test_a_working_classifier_is_passed_through(tmp_path: Path) -> None:
    plain = classifier(tmp_path, HIT)
    alarm = Alarm()

    assert SafeClassifier(plain, alarm).classify([user("he hit me")]) == plain.classify([user("he hit me")])
    assert alarm.counts == {}


def test_a_broken_classifier_gives_the_concern_that_shows_help(tmp_path: Path) -> None:
    verdict = SafeClassifier(BrokenClassifier(engine(tmp_path, HIT)), Alarm()).classify([user("hello")])

    assert (verdict.level, verdict.failed, verdict.routed) == (RiskLevel.CONCERN, True, True)


def test_every_failure_is_counted_by_its_class_and_nothing_of_the_text_is_kept(tmp_path: Path) -> None:
    alarm = Alarm()
    broken = SafeClassifier(BrokenClassifier(engine(tmp_path, HIT)), alarm)
    broken.classify([user("hello")])
    broken.classify([user("hello")])

    assert alarm.counts == {"ZeroDivisionError": 2}
