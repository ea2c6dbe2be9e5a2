"""The application factory: `create_app(settings, services=None)`."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

import structlog
from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig

from service import __version__
from service.domain.errors import MendError
from service.settings import Settings, load_settings, unknown_variables
from service.web.docs_page import PlainDocs
from service.web.errors import problem_details_plugin
from service.web.logs import RequestLine, configure_logging, where
from service.web.methods import allowed_methods
from service.web.metrics import Metrics, metrics_page
from service.web.routes import ROUTES
from service.wiring import Services, build

_log = structlog.get_logger("mend")
_DESCRIPTION = "A relationship-repair coach: safety first, then advice grounded in five guides. You talk to software; it is no therapy."


def create_app(settings: Settings | None = None, services: Services | None = None) -> Litestar:
    """The web application.

    Without `services` they are built from the settings; the encoder then loads in the background while the process
    already answers `/health/live` and everything that needs no encoder.

    Raises:
        MendError: a setting or file is broken; the start stops.
    """
    settings = settings or load_settings()
    configure_logging(settings.log_level)
    for name, hint in unknown_variables(os.environ).items():
        _log.warning("unknown setting", variable=name, hint=hint)
    built = services or build(settings)
    metrics = Metrics(corpus=built.corpus.version, classifier=built.classifier.version)
    built.alarm.listeners.append(metrics.classifier_failed)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        if not built.index.ready:
            Thread(target=_warm_up, args=(built,), name="warm-up", daemon=True).start()
        try:
            yield
        finally:
            built.alarm.listeners.remove(metrics.classifier_failed)
            await built.disconnect()
            if services is None:
                built.close()

    app = Litestar(
        route_handlers=[*ROUTES, metrics_page] if settings.metrics else ROUTES,
        dependencies={
            "services": Provide(lambda: built, sync_to_thread=False),
            "metrics": Provide(lambda: metrics, sync_to_thread=False),
        },
        lifespan=[lifespan],
        plugins=[problem_details_plugin()],
        request_max_body_size=settings.max_body_bytes,
        cors_config=_cors(settings.allowed_origins),
        openapi_config=OpenAPIConfig(
            title="Mend", version=__version__, description=_DESCRIPTION, path="/docs", render_plugins=[PlainDocs(path="/")]
        ),
        logging_config=None,
    )
    # Outside the framework's own handling, so that unknown addresses and methods get their id, headers and line too.
    app.asgi_handler = RequestLine(app.asgi_handler, metrics.request_ended, allowed_methods(app.routes))
    return app


def _cors(origins: tuple[str, ...]) -> CORSConfig | None:
    """Pages of these origins may call the service, without cookies; without origins no page of another site may."""
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Accept", "Authorization", "Content-Type", "X-Request-Id"],
        expose_headers=["Retry-After", "X-Request-Id"],
    )


def _warm_up(services: Services) -> None:
    """Load the encoder and fill the index; what goes wrong shows in the log and in `/health/ready`."""
    try:
        services.warm_up()
        _log.info("ready", passages=services.index.size, corpus=services.corpus.version, classifier=services.classifier.version)
    except MendError as error:
        services.index.failure = str(error)
        _log.critical("not ready", error=type(error).__name__, reason=str(error))
    except Exception as error:  # noqa: BLE001  a thread must not die silently
        services.index.failure = type(error).__name__
        _log.critical("not ready", error=type(error).__name__, where=where(error))
