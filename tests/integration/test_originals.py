"""The five original guides, where they are at hand: every section that counts is found, page furniture is not.

The originals are not part of the project. What stands here are numbers of lines alone: for each section of the map, the
line of its heading (0 where it has none of its own) and the lines of its text.
"""

import json
import os
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import re2

from service.adapters.corpus_files import load_corpus
from service.adapters.data_files import data_folder
from service.domain.corpus import ClaimStatus
from service.domain.importing import NoteKind
from service.guarding.guard import whole_text
from service.importing.engine import Prepared
from service.settings import Settings
from service.usecases.bring_guide import Wish
from service.wiring import build_importer
from tests.documents import whole

SHARED = Path(os.environ.get("MEND_TEST_ORIGINALS", "no-originals"))
MAP = SHARED / "corpus" / "sections.json"
pytestmark = pytest.mark.skipif(not MAP.exists(), reason="MEND_TEST_ORIGINALS names no folder with the original guides")

Place = tuple[int, range]


def _pairs(*headings: int) -> list[Place]:
    """Two sections a heading: one on each of the two lines below it."""
    return [(line, range(line + beside, line + beside + 1)) for line in headings for beside in (1, 2)]


def _one(line: int) -> Place:
    return line, range(line, line + 1)


PLACES: dict[str, dict[int, Place]] = {
    "saving-from-breakup": dict(enumerate([(0, range(1, 3)), *_pairs(3, 6, 9, 12, 15, 18, 21, 24, 27), (30, range(31, 33))], start=1)),
    "fixing-broken-relationship": dict(
        enumerate(
            [
                (0, range(2, 4)),
                *_pairs(5),
                (8, range(9, 10)),
                (8, range(10, 15)),
                (15, range(16, 21)),
                (15, range(21, 24)),
                (24, range(25, 30)),
                (24, range(30, 31)),
                (31, range(32, 33)),
                (31, range(33, 38)),
                (38, range(39, 44)),
                (45, range(46, 47)),
                (47, range(48, 50)),
                (50, range(51, 52)),
            ],
            start=1,
        )
    ),
    "transforming-heartbreak": dict(
        enumerate([(0, range(3, 4)), *((n, range(n + 1, n + 2)) for n in (4, 6, 8, 10, 13, 15, 17, 19)), (0, range(21, 22))], start=1)
    ),
    "reconnecting-after-break": {
        1: (0, range(3, 4)),
        2: (5, range(8, 11)),
        3: (12, range(14, 17)),
        4: (12, range(16, 17)),
        5: (18, range(21, 24)),
        6: (25, range(27, 30)),
        7: (31, range(34, 37)),
        8: (38, range(40, 41)),
        9: (38, range(42, 43)),
        10: (44, range(46, 49)),
        11: (50, range(53, 54)),
        12: (55, range(57, 58)),
        13: (59, range(62, 63)),
        14: (64, range(66, 67)),
        15: (0, range(69, 70)),
        16: (71, range(71, 74)),
        17: (75, range(75, 76)),
    },
    "relationship-healing": {
        1: (0, range(5, 6)),
        2: (0, range(7, 10)),
        3: (11, range(13, 14)),
        4: _one(15),
        5: (11, range(17, 18)),
        6: (11, range(19, 20)),
        7: (21, range(23, 24)),
        8: (21, range(25, 28)),
        9: (29, range(31, 32)),
        10: (29, range(33, 34)),
        11: (29, range(35, 36)),
        12: (37, range(39, 40)),
        13: (37, range(41, 42)),
        14: (43, range(45, 46)),
        15: (43, range(47, 50)),
        **{number: (line, range(line + 2, line + 3)) for number, line in zip(range(16, 20), range(53, 66, 4), strict=True)},
        **{number: (69, range(number + 51, number + 52)) for number in range(20, 24)},
        24: (76, range(76, 79)),
        25: _one(80),
        26: (81, range(81, 82)),
        27: _one(83),
        28: (84, range(84, 85)),
        29: (86, range(86, 87)),
        30: (88, range(88, 89)),
        31: (93, range(95, 96)),
        32: (97, range(99, 100)),
        33: (101, range(103, 104)),
        **{number: (line, range(line + 2, line + 10)) for number, line in zip(range(34, 38), (107, 118, 129, 140), strict=True)},
        38: (151, range(153, 154)),
        39: (151, range(155, 156)),
        40: (151, range(157, 158)),
        41: (159, range(161, 162)),
        42: (159, range(163, 166)),
        43: (167, range(169, 170)),
        44: (171, range(175, 178)),
        45: (171, range(179, 180)),
        46: (183, range(185, 186)),
        47: (187, range(189, 190)),
        48: (191, range(193, 194)),
        49: (191, range(195, 198)),
        50: (199, range(201, 202)),
        51: (199, range(203, 204)),
        52: (199, range(205, 208)),
        53: (209, range(209, 212)),
        **{number: (line, range(line + 2, line + 3)) for number, line in zip(range(54, 59), range(215, 232, 4), strict=True)},
        59: (235, range(235, 241)),
        60: (242, range(242, 251)),
    },
}
CASES = [(guide, number) for guide, places in PLACES.items() for number in places]


@cache
def sections() -> dict[str, dict[str, object]]:
    guides = json.loads(MAP.read_text(encoding="utf-8"))
    return {section["id"]: section | {"file": guide["source_file"]} for guide in guides for section in guide["sections"]}


@cache
def brought(guide: str) -> tuple[Prepared, list[str]]:
    """A guide as it is imported, and the lines of its source with the damage undone."""
    file = SHARED / "guides" / str(sections()[f"{guide}#1"]["file"])
    importer, _ = build_importer(Settings(corpus_dir=None))
    one = importer.prepare([file], Wish())[0]
    text = file.read_text(encoding="utf-8").replace("\N{THAI CHARACTER SARA O}", "—")
    return Prepared(one.guide.title, one.guide.sections, one.report), ["", *text.split("\n")]


def blocked() -> list[str]:
    claims = load_corpus(data_folder("corpus")).claims
    return [pattern for claim in claims if claim.status is ClaimStatus.BLOCKED for pattern in claim.blocked_patterns]


def in_words(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())


def test_every_section_of_the_map_has_its_place_here() -> None:
    assert {f"{guide}#{number}" for guide, number in CASES} == sections().keys()


@pytest.mark.parametrize(("guide", "number"), CASES)
def test_a_section_is_found_where_it_counts_and_dropped_where_not(guide: str, number: int) -> None:
    (result, lines), (heading, text) = brought(guide), PLACES[guide][number]
    wanted = {line for line in text if lines[line].strip()}
    dropped = {note.line for note in result.report.of(NoteKind.DROPPED)}

    if not sections()[f"{guide}#{number}"]["keep"]:
        assert wanted <= dropped
        return
    heads = (in_words(re.sub(r"^\s*\d+\.\s+(?=Step)", "", lines[heading]))[:30],) if heading else ("introduction", "conclusion", "closing")
    under = {line for kept in result.report.kept if any(head in in_words(kept.heading) for head in heads) for line in kept.lines}
    assert wanted <= under


@pytest.mark.parametrize("guide", PLACES)
def test_no_broken_character_is_left(guide: str) -> None:
    result, _ = brought(guide)
    odd = {char for char in whole(result) if unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs", "So", "Lo") and char != "\n"}

    assert odd == set()


@pytest.mark.parametrize("guide", PLACES)
def test_nothing_of_the_page_and_no_blocked_claim_is_left(guide: str) -> None:
    result, _ = brought(guide)
    text = whole(result).lower()
    assert [
        sign for sign in ("-->", "fill:#", "graph td", "click to", "read more", "our app", "assessment to", "→", "×") if sign in text
    ] == []
    found = " \n".join(whole_text(section) for section in result.sections)
    assert [pattern for pattern in blocked() if re2.search(f"(?i){pattern}", found)] == []


def test_the_lost_signs_of_the_second_guide_come_back_as_its_inventory_counts_them() -> None:
    told = " ".join(note.reason for note in brought("fixing-broken-relationship")[0].report.of(NoteKind.REPAIRED))
    counts = {sign: sum(int(n) for n in re.findall(rf"(\d+) × {sign}", told)) for sign in "’“”—"}

    assert counts == {"’": 30, "“": 7, "”": 7, "—": 16}
