"""Gathers the texts of the labelled posts from copies of their public sources; the texts never enter the repository.

    git clone https://github.com/nbertagnolli/counsel-chat SOURCES/counsel-chat
    git clone https://github.com/umbrae/reddit-top-2.5-million SOURCES/reddit-top-2.5-million
    python -m evals.meaning.gather --sources SOURCES --out posts.jsonl

Every text is checked against its SHA-256 in `safety_train.labels.csv`; rows that are missing or differ are counted and left out.
"""

import argparse
import csv
import hashlib
import html
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

LABELS = Path(__file__).parent / "safety_train.labels.csv"
# Key, title and body columns of the two sources; in one source a question has several answers and so several rows.
_COLUMNS = {"counsel-chat": ("questionID", "questionTitle", "questionText"), "reddit-top-2.5-million": ("id", "title", "selftext")}


def text_of(title: str, body: str) -> str:
    """Title, line break, body; HTML entities undone, runs of blanks folded."""
    folded = [re.sub(r"[ \t\r\f\v]+", " ", html.unescape(part)).strip() for part in (title, body)]
    return "\n".join(part for part in folded if part)


def gathered(labels: Path, sources: Path) -> Iterator[dict[str, str]]:
    """Each labelled row whose text was found and has the expected hash, with its text."""
    wanted: dict[tuple[str, str], list[dict[str, str]]] = {}
    with labels.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            wanted.setdefault((row["source_repo"], row["path"]), []).append(row)
    for (repository, path), rows in sorted(wanted.items()):
        source = sources / repository.split("/")[-1] / path
        texts = _texts(source, _COLUMNS[repository.split("/")[-1]]) if source.is_file() else {}
        for row in rows:
            text = texts.get(row["row_key"])
            if text is not None and hashlib.sha256(text.encode()).hexdigest() == row["text_sha256"]:
                yield _post(row, text)


def _post(row: Mapping[str, str], text: str) -> dict[str, str]:
    return {"id": f"{row['path']}:{row['row_key']}", "text": text} | {key: row[key] for key in ("label", "severity", "category", "voice")}


def _texts(source: Path, columns: tuple[str, str, str]) -> dict[str, str]:
    key, title, body = columns
    csv.field_size_limit(sys.maxsize)
    with source.open(newline="", encoding="utf-8") as file:
        return {row[key]: text_of(row[title] or "", row[body] or "") for row in csv.DictReader(file)}


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True, help="folder with copies of the source repositories")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--out", type=Path, required=True, help="JSON lines file to write")
    wanted = parser.parse_args()
    with wanted.labels.open(encoding="utf-8") as file:
        total = sum(1 for _ in csv.DictReader(file))
    found = list(gathered(wanted.labels, wanted.sources))
    wanted.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), "utf-8")
    print(f"{len(found)} of {total} labelled posts gathered in {wanted.out}", file=sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
