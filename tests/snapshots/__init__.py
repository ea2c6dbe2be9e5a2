"""Texts that a person should read when they change: `<name>.txt` beside this file."""

from pathlib import Path


def same_as_snapshot(name: str, text: str) -> None:
    """Compare with the reviewed text; what differs is written beside it as `<name>.new`, to be read and renamed."""
    file = Path(__file__).parent / f"{name}.txt"
    reviewed = file.read_text(encoding="utf-8") if file.exists() else None
    if reviewed != text + "\n":
        file.with_suffix(".new").write_text(text + "\n", encoding="utf-8")
    assert reviewed == text + "\n", f"{name} differs from its reviewed text; read {file.with_suffix('.new').name} and rename it"
