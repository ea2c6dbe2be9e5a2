"""The built widget and chat page that are committed are those of the sources that are committed."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "widget"
BUILT = ROOT / "service/web/static"


def source_hash() -> str:
    digest = hashlib.sha256()
    for name in sorted(str(file.relative_to(SOURCES).as_posix()) for file in (SOURCES / "src").rglob("*") if file.is_file()):
        digest.update(name.encode() + b"\0" + (SOURCES / name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@pytest.mark.parametrize("name", ["widget/i-statement.js", "widget/embed.js", "widget/playground.js", "chat/chat.js", "chat/chat.css"])
def test_the_built_file_is_of_these_sources(name: str) -> None:
    first_line = (BUILT / name).read_text(encoding="utf-8").split("\n", 1)[0]

    assert f"sources {source_hash()} " in first_line, "run `make widget`"


@pytest.mark.parametrize(
    ("source", "built"), [("types/i-statement.d.ts", "widget/i-statement.d.ts"), ("custom-elements.json", "widget/custom-elements.json")]
)
def test_types_and_manifest_are_the_written_ones(source: str, built: str) -> None:
    assert (BUILT / built).read_bytes() == (SOURCES / source).read_bytes()


def test_the_script_is_under_25_kilobytes_compressed() -> None:
    assert len(gzip.compress((BUILT / "widget/i-statement.js").read_bytes(), 9)) < 25_000


@pytest.mark.parametrize("name", ["widget/i-statement.js", "chat/chat.js"])
def test_a_script_parses_no_markup_and_keeps_nothing(name: str) -> None:
    script = (BUILT / name).read_text(encoding="utf-8")

    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|localStorage|sessionStorage|document\.cookie", script
    )


@pytest.mark.parametrize("folder", ["shared/messages", "messages", "chat/messages"])
def test_every_language_has_the_same_words_with_the_same_blanks(folder: str) -> None:
    books = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((SOURCES / "src" / folder).glob("*.json"))]
    shapes = [{key: sorted(set(re.findall(r"\{\w+\}", json.dumps(words)))) for key, words in book.items()} for book in books]

    assert len(books) == 2
    assert shapes[0] == shapes[1]


def test_no_word_of_the_shared_ones_is_said_anew() -> None:
    folders = [SOURCES / "src" / folder for folder in ("shared/messages", "messages", "chat/messages")]
    shared, widget, chat = (json.loads((folder / "en.json").read_text(encoding="utf-8")) for folder in folders)

    assert not shared.keys() & (widget.keys() | chat.keys())
    assert not widget.keys() & chat.keys()
