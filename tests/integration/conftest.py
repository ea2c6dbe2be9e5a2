"""The service as its callers meet it: in process, and as a live server."""

from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from service.web.app import create_app
from service.wiring import Services
from tests.integration.processes import READY, RUNNING, Server
from tests.integration.stub_model import StubModel, good
from tests.integration.talk import Client


@pytest.fixture(scope="session")
def client(services: Services) -> Iterator[Client]:
    """The app in process, with the real encoder."""
    with TestClient(create_app(services.settings, services)) as client:
        yield client


@pytest.fixture(scope="session")
def quick_client(quick_services: Services) -> Iterator[Client]:
    """The app in process without the encoder; what is in scope means nothing here."""
    with TestClient(create_app(quick_services.settings, quick_services)) as client:
        yield client


@pytest.fixture(scope="module")
def stub() -> Iterator[StubModel]:
    """A model server of the tests' own that answers well until a test has it do otherwise; one a module."""
    with StubModel(good) as stub:
        yield stub


@pytest.fixture(scope="session")
def server(services: Services) -> Iterator[Server]:
    """A live server with the real encoder that logs all it ever logs; its index was built for the app in process."""
    with Server(MEND_CACHE_DIR=str(services.settings.cache_dir), MEND_LOG_LEVEL="debug") as server:
        server.wait_for(RUNNING)
        server.wait_for(READY)
        yield server
