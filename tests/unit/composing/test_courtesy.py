import pytest

from service.composing.courtesy import Courtesies
from service.composing.texts import Courtesy
from tests.builders import language

WORDS = language()


def courtesy(name: str, *patterns: str, whole: bool = True) -> Courtesy:
    compiled = tuple(WORDS.compiler.compile(pattern) for pattern in patterns)
    return Courtesy(name, compiled, whole, 4, (f"{name} one", f"{name} two"), (), ())


COURTESIES = Courtesies(
    [
        courtesy("greeting", "hello"),
        courtesy("thanks", "thank you"),
        courtesy("human", "are you human", whole=False),
        courtesy("wordless", "zzz"),
    ],
    WORDS,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello!", "greeting"),
        ("well, thank you so", "thanks"),
        ("hello, thank you", "greeting"),
        ("tell me honestly and in one plain word: are you human?", "human"),
        ("?!", "wordless"),
        ("🙂", "wordless"),
        ("", "wordless"),
        ("123", "wordless"),
    ],
)
def test_a_courtesy_is_known(text: str, expected: str) -> None:
    courtesy = COURTESIES.find(text)

    assert courtesy is not None
    assert courtesy.id == expected


@pytest.mark.parametrize("text", ["hello, my husband has left me", "we argued", "Привет"])
def test_a_message_that_says_more_is_no_courtesy(text: str) -> None:
    assert COURTESIES.find(text) is None


def test_a_reply_is_not_given_twice() -> None:
    greeting = COURTESIES.find("hello")

    assert greeting is not None
    assert COURTESIES.reply(greeting, "hello", "greeting one") == "greeting two"
