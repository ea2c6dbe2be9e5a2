"""Runs the classifier so that a failure of it still shows help: it fails closed, and an alarm counts it."""

from collections.abc import Callable, Sequence

from service.domain.safety import CheckIn, Verdict
from service.domain.text import Message
from service.safety.verdict import Classifier, failed_verdict


class SafeClassifier:
    """The classifier as everybody else sees it: it always gives a verdict.

    `alarm` hears the class name of an unexpected error, never its text, which might hold a person's words.
    """

    def __init__(self, classifier: Classifier, alarm: Callable[[str], None]) -> None:
        self._classifier = classifier
        self._alarm = alarm
        self.version = classifier.version

    def classify(self, messages: Sequence[Message], check_in: CheckIn | None = None) -> Verdict:
        """The verdict; concern where the classifier breaks."""
        try:
            return self._classifier.classify(messages, check_in)
        except Exception as error:  # noqa: BLE001  whatever breaks, a person must see help
            self._alarm(type(error).__name__)
            return failed_verdict(self.version, check_in)
