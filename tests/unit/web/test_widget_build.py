"""The built widget that is committed is the one of the sources that are committed."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "widget"
BUILT = ROOT / "service/web/static/widget"


def source_hash() -> str:
    digest = hashlib.sha256()
    for name in sorted(str(file.relative_to(SOURCES).as_posix()) for file in (SOURCES / "src").rglob("*") if file.is_file()):
        digest.update(name.encode() + b"\0" + (SOURCES / name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@pytest.mark.parametrize("name", ["i-statement.js", "embed.js", "playground.js"])
def test_the_built_file_is_of_these_sources(name: str) -> None:
    first_line = (BUILT / name).read_text(encoding="utf-8").split("\n", 1)[0]

    assert f"sources {source_hash()} " in first_line, "run `make widget`"


@pytest.mark.parametrize(
    ("source", "built"), [("types/i-statement.d.ts", "i-statement.d.ts"), ("custom-elements.json", "custom-elements.json")]
)
def test_types_and_manifest_are_the_written_ones(source: str, built: str) -> None:
    assert (BUILT / built).read_bytes() == (SOURCES / source).read_bytes()


def test_the_script_is_under_25_kilobytes_compressed() -> None:
    assert len(gzip.compress((BUILT / "i-statement.js").read_bytes(), 9)) < 25_000


def test_the_script_parses_no_markup_and_sets_no_inline_style() -> None:
    script = (BUILT / "i-statement.js").read_text(encoding="utf-8")

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|localStorage|sessionStorage|document\.cookie", script
    )


def test_every_language_has_the_same_words_with_the_same_blanks() -> None:
    books = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((SOURCES / "src/messages").glob("*.json"))]
    shapes = [{key: sorted(set(re.findall(r"\{\w+\}", json.dumps(words)))) for key, words in book.items()} for book in books]

    assert len(books) == 2
    assert shapes[0] == shapes[1]
