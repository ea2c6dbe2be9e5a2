"""The app on a real socket, in a thread of the test, so that a test can see both ends of a stream."""

from threading import Thread
from types import TracebackType
from typing import Self

import uvicorn

from service.web.app import create_app
from service.wiring import Services
from tests.integration.processes import free_port


class LiveApp:
    """A service behind uvicorn on a free port."""

    def __init__(self, services: Services) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        app = create_app(services.settings, services)
        self._server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_config=None))
        self._thread = Thread(target=self._server.run)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join()
