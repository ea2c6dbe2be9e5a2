"""The few fixtures that all tests share: the whole service, once with its encoder and once without."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from service.settings import Settings
from service.wiring import Services, build

# What a test run may take from its surroundings: where vectors are kept, and a Qdrant server to try.
_KEPT = ("MEND_CACHE_DIR", "MEND_TEST_QDRANT_URL")

# Property tests try the same cases in every run, however slow the machine.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, max_examples=150)
hypothesis_settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """A run does not depend on the settings of whoever starts it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("MEND_") and name not in _KEPT]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def cache_dir() -> Path:
    """The folder for vectors, the same in every run, so that the corpus is embedded once and not once a run."""
    return Settings().cache_dir


@pytest.fixture(scope="session")
def services(cache_dir: Path) -> Iterator[Services]:
    """The whole service with the real encoder and the shipped data, ready to answer."""
    built = build(Settings(cache_dir=cache_dir))
    built.warm_up()
    yield built
    built.close()


@pytest.fixture(scope="session")
def quick_services(cache_dir: Path) -> Iterator[Services]:
    """The whole service with hashed words instead of the encoder, for tests that need no meaning.

    Whether a question is in scope, and which section comes first, means nothing here.
    """
    built = build(Settings(cache_dir=cache_dir, embedder="words"))
    built.warm_up()
    yield built
    built.close()
