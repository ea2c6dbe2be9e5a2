"""Small files in the formats that can be brought in, made in a test, and the importer that takes them."""

from collections.abc import Sequence
from pathlib import Path

from service.adapters.documents.reader import FileReader
from service.adapters.import_rules import load_edition_words, load_furniture
from service.domain.importing import Note, NoteKind
from service.importing.engine import ImportEngine, Prepared
from service.importing.furniture import Furniture
from service.importing.screen import Screen

TALK = "Wait until both of you can speak in an ordinary voice, and set a time to meet again."
HEAR = "Listen until the other has finished, and say back what you heard before you answer."
THANK = "Thank the other for coming back to the table, because that makes the next time easier."


def text_file(folder: Path, text: str, name: str = "guide.txt", encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def imported(file: Path) -> Prepared:
    """What the importer makes of a file, with the shipped rules and no ledger of claims."""
    words = load_edition_words()
    engine = ImportEngine(Furniture(load_furniture()), Screen([], [], words.withheld), words, ["trust", "listening", "pause"])
    return engine.prepare(FileReader().read(file))


def headings(prepared: Prepared) -> list[str]:
    return [section.heading for section in prepared.sections]


def whole(prepared: Prepared) -> str:
    return "\n".join(f"{section.heading}\n{section.text}" for section in prepared.sections)


def notes(prepared: Prepared, kind: NoteKind) -> list[Note]:
    return list(prepared.report.of(kind))


def pdf_file(folder: Path, pages: Sequence[Sequence[tuple[str, int]]], name: str = "guide.pdf") -> Path:
    """A PDF of plain lines; each line is its text and the size of its type, and an empty text is a gap."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        drawn, height = [], 760
        for text, size in page:
            if text:
                escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
                drawn.append(f"BT /F1 {size} Tf 60 {height} Td ({escaped}) Tj ET")
            height -= round(size * (1.3 if text else 1.0))
        stream = "\n".join(drawn)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} /Contents {len(objects)} 0 R >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    file = folder / name
    file.write_bytes(f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode("latin-1"))
    return file
