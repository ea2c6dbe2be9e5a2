"""Tells that the classifier failed, as every failure needs a person's eyes."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog


@dataclass(slots=True)
class Alarm:
    """Counts failures of the classifier by error class, and says so in the log: every one needs a person's eyes."""

    counts: dict[str, int] = field(default_factory=dict)
    listeners: list[Callable[[str], None]] = field(default_factory=list)

    def __call__(self, error: str) -> None:
        """Count one."""
        self.counts[error] = self.counts.get(error, 0) + 1
        for listener in self.listeners:
            listener(error)
        structlog.get_logger("mend").critical("classifier failed", error=error, count=self.counts[error])
