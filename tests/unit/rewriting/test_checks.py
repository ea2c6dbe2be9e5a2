"""The rubric: good wordings pass, and each fault is found by its own check."""

import pytest

from service.rewriting.checks import Rubric
from service.rewriting.records import RewritingData

STATEMENT = "You spent £400 on trainers with Dave again"
GOOD = "I felt worried when £400 was spent on trainers with Dave, because I need some security. Could we look at the budget on Sunday?"


@pytest.fixture(scope="module")
def rubric(data: RewritingData) -> Rubric:
    return Rubric(data)


def test_a_good_wording_passes_every_check(rubric: Rubric) -> None:
    assert rubric.check(STATEMENT, GOOD) == ()


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (GOOD.replace("again", "").replace("when", "when, you idiot,"), "H1"),
        (GOOD + " You should know that.", "H2"),
        (GOOD.replace("I felt worried when", "I feel that"), "H3"),
        (GOOD.replace("worried", "betrayed"), "H4"),
        (GOOD.replace("£400", "£400 and £20"), "H5"),
        (GOOD.replace("£400", "money"), "H6"),
        (GOOD.replace("Dave", "him"), "H6"),
        (GOOD + " word" * 70, "H8"),
    ],
)
def test_a_fault_is_found(rubric: Rubric, text: str, check: str) -> None:
    assert check in {finding.id for finding in rubric.check(STATEMENT, text) if finding.hard}


def test_a_missing_request_is_a_soft_finding(rubric: Rubric) -> None:
    found = rubric.check(STATEMENT, GOOD.split(" Could", maxsplit=1)[0])

    assert [(finding.id, finding.hard) for finding in found] == [("S3", False)]
