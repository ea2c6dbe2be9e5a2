"""The exemplars of the second tier: sentences of our own that show what a disclosure can sound like, each with a harmless twin."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.domain.errors import RuleError
from service.domain.safety import RiskLevel, Voice

_NONE = "NONE"
_LEVELS = {level.label: level for level in RiskLevel}


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One line of an exemplar file; `id` is file and line. `category` is a code of the taxonomy, NONE for a harmless text."""

    id: str
    category: str
    level: RiskLevel
    voice: Voice
    style: str
    text: str
    twin: str | None

    @property
    def harmless(self) -> bool:
        """Whether the text itself is ordinary."""
        return self.category == _NONE


def load_exemplars(folder: Path) -> tuple[Exemplar, ...]:
    """Every line of `*.jsonl` in a folder, by file and line.

    Raises:
        RuleError: a line is broken; the message names file and line.
    """
    return tuple(exemplar for file in sorted(folder.glob("*.jsonl")) for exemplar in _of(file))


def _of(file: Path) -> Iterator[Exemplar]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            yield Exemplar(
                id=f"{file.stem}:{number}",
                category=row["code"],
                level=_LEVELS[row["level"]],
                voice=Voice(row["voice"]),
                style=row["style"],
                text=row["text"],
                twin=row.get("twin"),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise RuleError(f"{file}:{number}: {error!r}") from error
