"""All settings, from environment variables with the prefix `MEND_`; every one has a safe default."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from service.domain.errors import ConfigurationError

# Scheme, host and port as a browser names an origin; no path, no wildcard inside.
_ORIGIN = re.compile(r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?")


def _default_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("mend", appauthor=False)


class Settings(BaseSettings):
    """What an operator can choose. Nothing needs to be set: no key, no network and no server is needed."""

    model_config = SettingsConfigDict(env_prefix="MEND_", extra="ignore", frozen=True, env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="Address that the service listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that the service listens on.")
    workers: int = Field(1, ge=1, le=64, description="Server processes; each holds its own encoder.")
    country: str | None = Field(None, description="Two-letter country whose help lines are shown when a request names none.")
    qdrant_url: AnyHttpUrl | None = Field(None, description="A Qdrant server; without it the store is embedded.")
    qdrant_api_key: SecretStr | None = Field(None, description="Key for the Qdrant server.")
    embedder: Literal["minilm", "words"] = Field(
        "minilm", description="minilm: the packaged all-MiniLM-L6-v2. words: no model, only for tests and a first look."
    )
    encoder_threads: int | None = Field(None, ge=1, le=256, description="Cores one encoding may use; default: all.")
    cache_dir: Path = Field(default_factory=_default_cache, description="Folder for the index; it can be rebuilt.")
    corpus_dir: Path | None = Field(None, description="Folder of the guides; default: the shipped ones.")
    prompts_dir: Path | None = Field(None, description="Folder of the reply templates; default: the shipped ones.")
    rules_dir: Path | None = Field(None, description="Folder of the safety rules; default: the shipped ones.")
    max_body_bytes: int = Field(262_144, ge=1_024, le=16_777_216, description="Largest request body.")
    max_messages: int = Field(100, ge=1, le=1_000, description="Most messages in one request.")
    max_message_chars: int = Field(20_000, ge=100, le=200_000, description="Longest single message.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least serious log line shown.")
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Comma-separated web origins, such as https://a.example, that may call the service and frame /embed; * for any."
    )

    @field_validator("country")
    @classmethod
    def _two_letters(cls, value: str | None) -> str | None:
        if value is not None and not (len(value) == 2 and value.isascii() and value.isalpha()):
            raise ValueError("must be a two-letter country code such as GB")
        return value.upper() if value else None

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
        shown = "(hidden)" if "key" in variable.lower() else repr(found)
        raise ConfigurationError(f"{variable} is {shown}: {first['msg']}") from error
