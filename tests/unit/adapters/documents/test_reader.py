"""Files of every format become the same kind of guide; broken ones are refused with a reason."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from service.adapters.documents.reader import FileReader
from service.domain.errors import DocumentError, InvalidInputError
from service.domain.importing import NoteKind
from tests.documents import HEAR, TALK, THANK, headings, imported, notes, pdf_file, text_file, whole

HTML = f"""<html><head><title>Site</title><script>var a = 1;</script></head><body>
<nav><a href="/">Home</a></nav>
<main><h1>After a row</h1>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<p>{THANK}</p>
<h2>Cool down</h2><p>{TALK}<br>Then <em>go</em> on.</p>
<aside>Subscribe to our newsletter!</aside>
<h2>Hear each other</h2><ul><li>{HEAR}</li><li>Stay with one event</li></ul>
<table><tr><th>Habit</th><th>Try</th></tr><tr><td>Silence</td><td>A note</td></tr></table>
</main><footer>All rights reserved</footer></body></html>"""


def test_a_page_gives_its_text_and_not_its_furniture(tmp_path: Path) -> None:
    prepared = imported(text_file(tmp_path, HTML, "page.html"))

    assert (prepared.title, headings(prepared)) == ("After a row", ["Introduction", "Cool down", "Hear each other"])
    assert f"{TALK} Then go on." in prepared.sections[1].text
    assert prepared.sections[2].text == f"- {HEAR}\n- Stay with one event\n- Habit | Try\n- Silence | A note"
    assert not any(word in whole(prepared) for word in ("Home", "cookies", "Accept", "newsletter", "rights", "var a"))


def test_what_a_page_loses_is_told_with_its_line(tmp_path: Path) -> None:
    dropped = notes(imported(text_file(tmp_path, HTML, "page.html")), NoteKind.DROPPED)

    assert [(note.line, note.reason) for note in dropped] == [(4, "page furniture: named cookie"), (7, "page furniture: <aside>")]


def test_markdown_keeps_its_headings_lists_and_tables(tmp_path: Path) -> None:
    text = (
        f"---\nlayout: post\n---\n# After a row\n\n{THANK}\n\n## Cool *down*\n\n[{TALK}](https://example.org)\n\n- one event\n- one day\n"
    )
    prepared = imported(text_file(tmp_path, f"{text}\n| Habit | Try |\n|---|---|\n| Silence | A note |\n", "guide.md"))

    assert (prepared.title, headings(prepared)) == ("After a row", ["Introduction", "Cool down"])
    assert prepared.sections[1].text == f"{TALK}\n\n- one event\n- one day\n- Habit | Try\n- Silence | A note"
    assert [kept.first_line for kept in prepared.report.kept] == [6, 8]


def test_a_pdf_is_read_by_the_size_of_its_type(tmp_path: Path) -> None:
    first = [("After a row", 24), ("", 12), (THANK[:45], 11), (THANK[45:].strip(), 11), ("", 12), ("Cool down", 16), ("", 8), (TALK, 11)]
    prepared = imported(pdf_file(tmp_path, [first, [("Hear each other", 16), ("", 8), (HEAR, 11)]]))

    assert (prepared.title, headings(prepared)) == ("After a row", ["Introduction", "Cool down", "Hear each other"])
    assert prepared.sections[0].text == THANK
    assert [kept.first_line for kept in prepared.report.kept] == [1, 1, 2]


def test_heads_and_feet_of_pages_are_left_out(tmp_path: Path) -> None:
    pages = [[("Kind Corner", 9), ("", 30), (f"Part {word}", 16), ("", 8), (text, 11)] for word, text in (("one", TALK), ("two", HEAR))]
    prepared = imported(pdf_file(tmp_path, [*pages, [("Kind Corner", 9), ("", 30), (THANK, 11)]]))

    assert headings(prepared) == ["Part one", "Part two"]
    assert "Kind Corner" not in whole(prepared)
    assert [(note.reason, note.text) for note in notes(prepared, NoteKind.DROPPED)] == [("head or foot of the pages", "Kind Corner")]


def test_a_document_is_read_by_its_styles(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("After a row", 0)
    document.add_paragraph(THANK)
    document.add_heading("Cool down", 1)
    document.add_paragraph(TALK)
    document.add_paragraph(HEAR, style="List Bullet")
    document.add_table(1, 2).rows[0].cells[0].text = "Silence"
    document.save(str(tmp_path / "guide.docx"))
    prepared = imported(tmp_path / "guide.docx")

    assert (prepared.title, headings(prepared)) == ("After a row", ["Introduction", "Cool down"])
    assert prepared.sections[1].text == f"{TALK}\n\n- {HEAR}\n- Silence"
    assert prepared.report.unit == "paragraph"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x89PNG\0\0\xff", "not text"),
        ("a.pdf", b"no pdf at all", "no PDF"),
        ("a.docx", b"no zip at all", "no DOCX"),
        ("a.txt", b"Too short.", "too little"),
        ("a.txt", ("\ufffdine words w\ufffdth l\ufffdst lett\ufffdrs.\n" * 20).encode(), "save the file as UTF-8"),
    ],
)
def test_a_file_that_holds_no_guide_is_refused_with_the_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(DocumentError, match=f"^{name}: .*{reason}"):
        imported(tmp_path / name)


@pytest.mark.parametrize("name", ["a.exe", "missing.txt"])
def test_a_wrong_name_is_a_mistake_of_use(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInputError, match=name):
        FileReader().read(tmp_path / name)


def test_a_pdf_of_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="text recognition"):
        imported(pdf_file(tmp_path, [[]]))


def test_a_zip_that_is_no_document_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("hello.txt", "hello")

    with pytest.raises(DocumentError, match="no DOCX"):
        FileReader().read(tmp_path / "a.docx")
