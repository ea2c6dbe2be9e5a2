import pytest

from service.adapters.language_detector import LanguageDetector


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mein Mann spricht seit Wochen nicht mehr mit mir und ich weiß nicht weiter", "de"),
        ("Mi esposo ya no me habla y no sé qué hacer con nuestra relación", "es"),
        ("Мой муж больше не разговаривает со мной", "ru"),
        ("丈夫不和我说话了", "zh"),
        ("привет", "ru"),
        ("hola", "es"),
        ("estoy triste", "es"),
        ("je suis triste", "fr"),
        ("on se dispute beaucoup", "fr"),
        ("Hilfe", "de"),
        ("brigamos muito", "pt"),
        ("mio marito non mi parla", "it"),
        ("ik ben verdrietig", "nl"),
        ("I love him pero no me habla nunca y ya no sé qué hacer", "es"),
    ],
)
def test_another_language_is_told(detector: LanguageDetector, text: str, code: str) -> None:
    assert detector.foreign(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "My husband does not talk to me any more",
        "he said non",
        "idk what 2 do tbh",
        "",
        "🙂🙂🙂",
        "12345 !!!",
        "café",
        "Señor Pérez and I argued about the piñata again and he left",
        "\ud800\ud800",
        "ok",
        "ngl im sad",
        "u ok hun",
        "smh fr fr no cap bruh",
        "she finna leave me",
        "my OH fell out with me, proper gutted",
        "que sera sera",
        "we had a faux pas, c'est la vie",
        "he no talk me since three day",
        "I said hola to her and she laughed at me",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_not_foreign(detector: LanguageDetector, text: str) -> None:
    assert detector.foreign(text) is None


def test_a_language_that_the_caller_names_decides_where_the_text_tells_too_little(detector: LanguageDetector) -> None:
    assert detector.foreign("litighiamo", "it") == "it"
    assert detector.foreign("litighiamo") is None


@pytest.mark.parametrize("text", ["I love my husband but we argue", "ok", "help"])
def test_english_stays_english_whatever_the_caller_names(detector: LanguageDetector, text: str) -> None:
    assert detector.foreign(text, "es") is None


@pytest.mark.parametrize(("text", "enough"), [("ok", False), ("y ahora", False), ("y ahora qué", True), ("да", True), ("...", False)])
def test_some_texts_are_too_short_to_tell_by(detector: LanguageDetector, text: str, enough: bool) -> None:
    assert detector.telling(text) is enough
