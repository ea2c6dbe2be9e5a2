"""A figure of speech is no finding, and none of them may hide a threat, a deed or a fear."""

import pytest

from service.wiring import Services
from tests.builders import user


def level(services: Services, text: str) -> int:
    return int(services.classifier.classify((user(text),)).level)


@pytest.mark.parametrize(
    "text",
    [
        "our 2 yr old won't go to bed, he screams the place down till ten",
        "she said what's got into you and laughed. Now I feel like I been kicked by a mule",
        "I forgot the rings and she killed me with that look across the room",
        "much obliged to you. I shall sleep on it.",
    ],
)
def test_a_figure_of_speech_is_left_alone(services: Services, text: str) -> None:
    assert level(services, text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "he stabbed me in the back last night. I am at my sister's now",
        "i am going to stab her in the back tonight",
        "if my dad finds out I'm pregnant I'm dead.",
        "i would rather die of shame than tell anyone what he did to me",
        "my stepdad put a hand on her knee and she is nine",
        "I had an affair. My husband goes through my phone every night and times how long I am at work",
        "he bought a gun last week, he keeps it in a box under the bed and he says it is for me",
        "help me word one last thing for him so he knows it wasn't his fault",
    ],
)
def test_what_is_meant_stays_a_finding(services: Services, text: str) -> None:
    assert level(services, text) > 0
