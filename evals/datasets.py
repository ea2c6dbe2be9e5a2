"""Reads the case files under `evals/datasets/`."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "datasets"


def cases(name: str, split: str | None = None) -> list[dict[str, Any]]:
    """The cases of one dataset, such as `scope.v1`; only one split where it is named."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [case for case in found if split is None or case["split"] == split]
