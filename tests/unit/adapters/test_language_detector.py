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
    ],
)
def test_english_and_what_is_too_short_to_tell_is_not_foreign(detector: LanguageDetector, text: str) -> None:
    assert detector.foreign(text) is None
