"""`mend corpus` as an operator meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.documents import HEAR, TALK, THANK, pdf_file, text_file
from tests.integration.processes import mend

GUIDE = f"Talking Again After a Row\n\n{THANK}\n\n1. Wait for Calm\n{TALK}\n\n2. Hear Each Other\n{HEAR}\n\nSubscribe to our newsletter!\n"


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    return {"MEND_EMBEDDER": "words", "MEND_CORPUS_DIR": str(tmp_path / "corpus"), "MEND_CACHE_DIR": str(tmp_path / "cache")}


def said(result: Any) -> Any:
    assert (result.returncode, "Traceback" in result.stderr) == (0, False), result.stderr
    return json.loads(result.stdout)


def test_a_guide_is_brought_in_found_and_taken_away(tmp_path: Path, surroundings: dict[str, str]) -> None:
    file = text_file(tmp_path, GUIDE)
    brought = said(mend("corpus", "import", str(file), "--json", **surroundings))

    assert [kept["heading"] for kept in brought["guides"][0]["kept"]] == ["Introduction", "1. Wait for Calm", "2. Hear Each Other"]
    assert brought["guides"][0]["dropped"] == [
        {"line": 11, "reason": "call to subscribe, share or follow", "text": "Subscribe to our newsletter!"}
    ]
    found = said(mend("search", TALK, "-k", "1", "--json", **surroundings))
    assert found["results"][0]["section"] == "talking-again-after-a-row#2"
    assert said(mend("corpus", "remove", "talking-again-after-a-row", "--json", **surroundings))["edition_brought_back"] is None
    assert said(mend("search", TALK, "-k", "1", "--json", **surroundings))["results"][0]["section"] != "talking-again-after-a-row#2"


def test_only_what_is_new_is_embedded(tmp_path: Path, surroundings: dict[str, str]) -> None:
    mend("index", **surroundings | {"MEND_CORPUS_DIR": ""})
    result = mend("corpus", "import", str(text_file(tmp_path, GUIDE)), **surroundings)

    done = [line.split()[2] for line in result.stderr.splitlines() if "passages embedded" in line]
    assert 3 <= int(done[-1]) <= 20


def test_a_dry_run_shows_all_and_writes_nothing(tmp_path: Path, surroundings: dict[str, str]) -> None:
    result = mend("corpus", "import", "--dry-run", str(text_file(tmp_path, GUIDE)), **surroundings)

    assert result.returncode == 0
    assert "kept 3 sections" in result.stdout
    assert "line 11: call to subscribe" in result.stdout
    assert "Nothing was written." in result.stdout
    assert not Path(surroundings["MEND_CORPUS_DIR"]).exists()


def test_one_bad_file_stops_all(tmp_path: Path, surroundings: dict[str, str]) -> None:
    good, scan = text_file(tmp_path, GUIDE), pdf_file(tmp_path, [[]])
    result = mend("corpus", "import", str(good), str(scan), **surroundings)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == ("mend: guide.pdf: it holds no text, perhaps only pictures of pages; run it through text recognition first\n")
    assert not Path(surroundings["MEND_CORPUS_DIR"]).exists()


def test_without_a_folder_of_ones_own_nothing_is_imported(tmp_path: Path, surroundings: dict[str, str]) -> None:
    result = mend("corpus", "import", str(text_file(tmp_path, GUIDE)), **surroundings | {"MEND_CORPUS_DIR": ""})

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("mend: MEND_CORPUS_DIR is not set")


def test_the_same_file_is_taken_once_and_replaced_when_asked(tmp_path: Path, surroundings: dict[str, str]) -> None:
    file = str(text_file(tmp_path, GUIDE))
    said(mend("corpus", "import", file, "--id", "rows", "--title", "Rows", "--json", **surroundings))
    again = mend("corpus", "import", file, **surroundings)
    replaced = said(mend("corpus", "import", file, "--id", "rows", "--replace", "--json", **surroundings))

    assert (again.returncode, again.stderr) == (
        2,
        "mend: guide.txt: this file is in the corpus already, as rows; --id rows --replace imports it anew\n",
    )
    assert replaced["guides"][0]["edition"] == 2
    assert said(mend("corpus", "remove", "rows", "--json", **surroundings))["edition_brought_back"] == 1


def test_a_guide_can_be_listed_and_looked_at(tmp_path: Path, surroundings: dict[str, str]) -> None:
    said(mend("corpus", "import", str(text_file(tmp_path, GUIDE)), "--id", "rows", "--json", **surroundings))

    listed = {row["id"]: row for row in said(mend("corpus", "list", "--json", **surroundings))["guides"]}
    assert (len(listed), listed["rows"]["source"], listed["relationship-healing"]["source"]) == (6, "guide.txt", None)
    place = mend("corpus", "show", "rows#2", **surroundings).stdout
    assert [part in place for part in ("not reviewed", TALK, "before: Introduction", "after: 2. Hear Each Other")] == [True] * 4
    assert "line 11: call to subscribe" in mend("corpus", "show", "rows", "--report", **surroundings).stdout
    assert mend("corpus", "show", "rows#9", **surroundings).returncode == 2


def test_the_whole_service_passes_its_checks_with_an_imported_guide(tmp_path: Path, surroundings: dict[str, str]) -> None:
    mend("corpus", "import", str(text_file(tmp_path, GUIDE)), **surroundings)
    findings = {finding["what"]: finding for finding in said(mend("doctor", "--json", **surroundings))["findings"]}

    assert findings["guides"]["detail"].endswith("and 1 of your own")
    assert [finding["what"] for finding in findings.values() if finding["status"] == "broken"] == []
