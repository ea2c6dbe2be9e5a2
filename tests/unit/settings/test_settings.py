from pathlib import Path

import pytest

from service.domain.errors import ConfigurationError
from service.settings import load_settings


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEND_CACHE_DIR", raising=False)
    settings = load_settings()

    assert (settings.host, settings.embedder, settings.qdrant_url, settings.country) == ("127.0.0.1", "minilm", None, None)
    assert settings.cache_dir.is_absolute()


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("MEND_PORT", "eighty", "MEND_PORT is 'eighty': Input should be a valid integer"),
        ("MEND_PORT", "0", "MEND_PORT is '0': Input should be greater than or equal to 1"),
        ("MEND_PORT", "70000", "MEND_PORT is '70000': Input should be less than or equal to 65535"),
        ("MEND_EMBEDDER", "gpt", "MEND_EMBEDDER is 'gpt': Input should be 'minilm' or 'words'"),
        ("MEND_LOG_LEVEL", "loud", "MEND_LOG_LEVEL is 'loud': Input should be 'debug', 'info', 'warning' or 'error'"),
        ("MEND_COUNTRY", "Britain", "MEND_COUNTRY is 'Britain': Value error, must be a two-letter country code such as GB"),
        ("MEND_COUNTRY", "ÄÖ", "MEND_COUNTRY is 'ÄÖ': Value error, must be a two-letter country code such as GB"),
        ("MEND_QDRANT_URL", "somewhere", "MEND_QDRANT_URL is 'somewhere': Input should be a valid URL"),
        ("MEND_MAX_BODY_BYTES", "1", "MEND_MAX_BODY_BYTES is '1': Input should be greater than or equal to 1024"),
        ("MEND_MAX_MESSAGES", "many", "MEND_MAX_MESSAGES is 'many': Input should be a valid integer"),
        ("MEND_LLM_BASE_URL", "nowhere", "MEND_LLM_BASE_URL is 'nowhere': Input should be a valid URL"),
        ("MEND_LLM_BASE_URL", "ftp://x/v1", "MEND_LLM_BASE_URL is 'ftp://x/v1': URL scheme should be 'http' or 'https'"),
        ("MEND_LLM_BASE_URL", "http://x/v1?k=v", "MEND_LLM_BASE_URL is 'http://x/v1?k=v': Value error, must be an address"),
        ("MEND_LLM_BASE_URL", "http://127.0.0.1:1/v1", "MEND_LLM_MODEL is None: Value error, must name the model"),
        ("MEND_LLM_TIMEOUT", "0", "MEND_LLM_TIMEOUT is '0': Input should be greater than 0"),
        ("MEND_LLM_SILENCE_TIMEOUT", "soon", "MEND_LLM_SILENCE_TIMEOUT is 'soon': Input should be a valid number"),
        ("MEND_LLM_CONNECT_TIMEOUT", "61", "MEND_LLM_CONNECT_TIMEOUT is '61': Input should be less than or equal to 60"),
        ("MEND_LLM_QUEUE", "-1", "MEND_LLM_QUEUE is '-1': Input should be greater than or equal to 0"),
        ("MEND_LLM_PARALLEL", "0", "MEND_LLM_PARALLEL is '0': Input should be greater than or equal to 1"),
        ("MEND_ENCODER_THREADS", "-1", "MEND_ENCODER_THREADS is '-1': Input should be greater than or equal to 1"),
        ("MEND_ALLOWED_ORIGINS", "https://a.example/b", "MEND_ALLOWED_ORIGINS is 'https://a.example/b': Value error, must be origins"),
        ("MEND_ALLOWED_ORIGINS", "*.a.example", "MEND_ALLOWED_ORIGINS is '*.a.example': Value error, must be origins"),
    ],
)
def test_a_wrong_value_names_the_variable_what_was_found_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(ConfigurationError) as refused:
        load_settings()
    assert str(refused.value).startswith(reason)


def test_values_are_read_and_tidied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {"COUNTRY": "gb", "ALLOWED_ORIGINS": " https://a.example , https://b.example,", "CACHE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(f"MEND_{name}", value)
    settings = load_settings()

    assert (settings.country, settings.cache_dir) == ("GB", tmp_path)
    assert settings.allowed_origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize("variable", ["MEND_COUNTRY", "MEND_PORT", "MEND_QDRANT_URL", "MEND_ALLOWED_ORIGINS"])
def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "")
    settings = load_settings()

    assert (settings.country, settings.port, settings.qdrant_url, settings.allowed_origins) == (None, 8000, None, ())


@pytest.mark.parametrize("variable", ["MEND_QDRANT_API_KEY", "MEND_LLM_API_KEY"])
def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "very-secret")

    assert "very-secret" not in repr(load_settings())


@pytest.mark.parametrize(
    ("variable", "value"), [("MEND_LLM_API_KEY", "very-secret\nkey"), ("MEND_LLM_BASE_URL", "http://me:very-secret@127.0.0.1/v1")]
)
def test_a_secret_is_not_shown_where_it_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(ConfigurationError) as refused:
        load_settings()
    assert str(refused.value).startswith(f"{variable} is (hidden): Value error, must be")
    assert "very-secret" not in str(refused.value)
