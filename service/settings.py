"""All settings, from environment variables with the prefix `MEND_`; every one has a safe default."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.domain.errors import ConfigurationError
from service.domain.resources import country_code

_PREFIX, _FOR_TESTS = "MEND_", "MEND_TEST_"
_NO_MODEL = "must name the model that answers at MEND_LLM_BASE_URL"
# Scheme, host and port as a browser names an origin; no path, no wildcard inside.
_ORIGIN = re.compile(r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?")


def _default_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("mend", appauthor=False)


class Settings(BaseSettings):
    """What an operator can choose. Nothing needs to be set: no key, no network and no server is needed."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore", frozen=True, env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="Address that the service listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that the service listens on.")
    workers: int = Field(1, ge=1, le=64, description="Server processes; each holds its own encoder.")
    country: str | None = Field(None, description="Two-letter country whose help lines are shown when a request names none.")
    qdrant_url: AnyHttpUrl | None = Field(None, description="A Qdrant server; without it the store is embedded.")
    qdrant_api_key: SecretStr | None = Field(None, description="Key for the Qdrant server.")
    embedder: Literal["minilm", "words"] = Field(
        "minilm", description="minilm: the packaged all-MiniLM-L6-v2. words: no model, only for tests and a first look."
    )
    llm_base_url: AnyHttpUrl | None = Field(
        None, description="An OpenAI-compatible address, such as http://127.0.0.1:8080/v1; without it no model words replies."
    )
    llm_api_key: SecretStr | None = Field(None, description="Key for the language model.")
    llm_model: str | None = Field(None, min_length=1, max_length=200, description="Name of the model; needed with an address.")
    llm_connect_timeout: float = Field(3.0, gt=0, le=60, description="Seconds to wait for a connection to the model.")
    llm_silence_timeout: float = Field(8.0, gt=0, le=300, description="Seconds to wait for the model's next words.")
    llm_timeout: float = Field(20.0, gt=0, le=600, description="Seconds for the model's whole reply, queue and tries included.")
    llm_parallel: int = Field(4, ge=1, le=256, description="Replies the model may write at once.")
    llm_queue: int = Field(8, ge=0, le=1_000, description="Requests that may wait for it; more get the composed reply at once.")
    encoder_threads: int | None = Field(None, ge=1, le=256, description="Cores one encoding may use; default: all.")
    cache_dir: Path = Field(default_factory=_default_cache, description="Folder for the index; it can be rebuilt.")
    corpus_dir: Path | None = Field(None, description="Folder of the guides; default: the shipped ones.")
    prompts_dir: Path | None = Field(None, description="Folder of the reply templates; default: the shipped ones.")
    rules_dir: Path | None = Field(None, description="Folder of the safety rules; default: the shipped ones.")
    max_body_bytes: int = Field(262_144, ge=1_024, le=16_777_216, description="Largest request body.")
    max_messages: int = Field(100, ge=1, le=1_000, description="Most messages in one request.")
    max_message_chars: int = Field(20_000, ge=100, le=200_000, description="Longest single message.")
    metrics: bool = Field(default=True, description="Whether /metrics gives counters; keep it away from the public (docs/metrics.md).")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least serious log line shown.")
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Comma-separated web origins, such as https://a.example, that may call the service and frame /embed; * for any."
    )

    @field_validator("country")
    @classmethod
    def _two_letters(cls, value: str | None) -> str | None:
        if value is not None and not (len(value) == 2 and value.isascii() and value.isalpha()):
            raise ValueError("must be a two-letter country code such as GB")
        return country_code(value) if value else None

    @field_validator("llm_base_url")
    @classmethod
    def _plain_address(cls, value: AnyHttpUrl | None) -> AnyHttpUrl | None:
        if value is not None and (value.username or value.password or value.query or value.fragment):
            raise ValueError("must be an address without a user, a query or a fragment; a key goes into MEND_LLM_API_KEY")
        return value

    @field_validator("llm_api_key")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not (value.get_secret_value().isascii() and value.get_secret_value().isprintable()):
            raise ValueError("must be printable ASCII in one line")
        return value

    @model_validator(mode="after")
    def _model_is_named(self) -> Self:
        if self.llm_base_url is not None and self.llm_model is None:
            # As an error of that field, so that the message names the variable.
            raise ValidationError.from_exception_data(
                "Settings",
                [{"type": "value_error", "loc": ("llm_model",), "input": None, "ctx": {"error": ValueError(_NO_MODEL)}}],
            )
        return self

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        origins = tuple(part.lower().rstrip("/") for part in value)
        if not all(part == "*" or _ORIGIN.fullmatch(part) for part in origins):
            raise ValueError("must be origins such as https://example.org or http://localhost:8080, or *")
        return origins


def load_settings() -> Settings:
    """The settings of this process's environment.

    Raises:
        ConfigurationError: a value is not allowed; the message names the variable, what was found and what is allowed.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        variable = "MEND_" + "_".join(str(part) for part in first["loc"][:1]).upper()
        found = first.get("input")
        # An address may hold a password.
        shown = "(hidden)" if "key" in variable.lower() or "@" in str(found) else repr(found)
        raise ConfigurationError(f"{variable} is {shown}: {first['msg']}") from error


def unknown_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that look like settings and are none, each with the setting that may be meant, or an empty text."""
    known = [name.upper() for name in Settings.model_fields]
    found: dict[str, str] = {}
    for variable in sorted(environment):
        name = variable.upper().removeprefix(_PREFIX)
        if variable.upper().startswith(_PREFIX) and name not in known and not variable.startswith(_FOR_TESTS):
            found[variable] = "".join(_PREFIX + close for close in get_close_matches(name, known, n=1, cutoff=0.75))
    return found
