from pathlib import Path

import pytest

from service.domain.importing import NoteKind
from tests.documents import HEAR, TALK, THANK, imported, notes, text_file, whole

QUOTED = f"It’s late — “{TALK}”, she said. {HEAR} {THANK}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_file_is_found(tmp_path: Path, encoding: str) -> None:
    assert QUOTED in whole(imported(text_file(tmp_path, QUOTED, encoding=encoding)))


def test_an_encoding_that_was_guessed_is_told(tmp_path: Path) -> None:
    repaired = notes(imported(text_file(tmp_path, f"Title\n\n{QUOTED}", encoding="cp1252")), NoteKind.REPAIRED)

    assert [(note.line, note.reason) for note in repaired] == [(3, "read as cp1252, because it is not UTF-8")]


@pytest.mark.parametrize("page", ["cp1252", "latin-1"])
def test_text_that_was_decoded_wrongly_is_put_right(tmp_path: Path, page: str) -> None:
    garbled = QUOTED.encode("utf-8").decode(page, errors="ignore") if page == "latin-1" else _as_western(QUOTED)

    assert QUOTED in whole(imported(text_file(tmp_path, garbled)))


def test_characters_that_nobody_sees_are_taken_out(tmp_path: Path) -> None:
    prepared = imported(text_file(tmp_path, f"\ufeffA sim\u00adple ti\u200btle\n\n{TALK}\x07 {HEAR} {THANK}\r\n"))

    assert (prepared.title, whole(prepared)) == ("A simple title", f"Introduction\n{TALK} {HEAR} {THANK}")


def _as_western(text: str) -> str:
    """UTF-8 read as cp1252, with the bytes that cp1252 does not know as the controls that programs put there."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode("utf-8"))
