from pathlib import Path

import pytest

from service.adapters.corpus_files import load_corpus
from service.domain.corpus import ClaimStatus, Phase, Side
from service.domain.errors import CorpusError

FRONT = f"""---
guide: sorry
title: Saying sorry
origin: own words
source_sha256: {"a" * 64}
edition: 1
reviewed_on: 2026-11-21
audience: everybody
---
"""
SECTION = """
## Name the thing {#1}

```yaml
kind: principle
topics: [apology]
phase: repair
presupposes_safety: false
claims: [N1]
steps:
  - do: "Say what you did."
    say: "I read your letters."
    side: responsible
next: "Write it down."
question: "What was it?"
asks: ["how do I say sorry"]
```

Say it plainly.
"""
CLAIMS = "claims: [{id: N1, status: caveat, claim: a figure, reason: no source}]\n"
TENSIONS = "tensions: [{id: T1, title: two ways, sides: [{sections: ['sorry#1'], says: so}], rule: choose}]\n"
OUTSIDE = "topics: [{id: pets, near: false, pointer: Ask a vet., asks: [my dog]}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "guides").mkdir()
    for name, text in {
        "guides/sorry.md": FRONT + SECTION,
        "claims.yaml": CLAIMS,
        "tensions.yaml": TENSIONS,
        "outside.yaml": OUTSIDE,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def guide(folder: Path, text: str) -> Path:
    file = folder / "guides" / "sorry.md"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path) -> str:
    with pytest.raises(CorpusError) as refused:
        load_corpus(folder)
    return str(refused.value)


def test_a_guide_is_read_whole(folder: Path) -> None:
    corpus = load_corpus(folder)
    section = corpus.sections["sorry#1"]

    assert (section.heading, section.text, section.phase, section.claims) == ("Name the thing", "Say it plainly.", Phase.REPAIR, ("N1",))
    assert (section.steps[0].say, section.steps[0].side) == ("I read your letters.", Side.RESPONSIBLE)
    assert (corpus.claims[0].status, corpus.outside[0].id) == (ClaimStatus.CAVEAT, "pets")


@pytest.mark.parametrize(
    ("wrong", "right", "line", "reason"),
    [
        ("kind: tale", "kind: principle", 14, "kind: String should match pattern"),
        ("topics: []", "topics: [apology]", 14, "topics: Value should have at least 1 item"),
        ("phase: now", "phase: repair", 14, "phase: Input should be"),
        ("presuppose_safety: false", "presupposes_safety: false", 14, "presupposes_safety: Field required"),
        ("side: both", "side: responsible", 14, "steps.0.side: Input should be"),
        ('next: ""', 'next: "Write it down."', 14, "next: String should have at least 1 character"),
        ("stepz:", "steps:", 14, "steps: Field required"),
        ("asks: [", 'asks: ["how do I say sorry"]', 26, "not YAML"),
        ("## Name the thing {#0}", "## Name the thing {#1}", 11, "section #0 stands after #0"),
    ],
)
def test_a_broken_section_is_refused_with_file_line_and_reason(folder: Path, wrong: str, right: str, line: int, reason: str) -> None:
    assert right in SECTION
    file = guide(folder, FRONT + SECTION.replace(right, wrong))

    assert refusal(folder).startswith(f"{file}:{line}: {reason}")


def test_a_section_without_its_yaml_block_is_refused(folder: Path) -> None:
    file = guide(folder, f"{FRONT}\n## Name the thing {{#1}}\n\nSay it.\n")

    assert refusal(folder) == f"{file}:11: the yaml block below the heading is missing"


def test_a_section_number_that_stands_twice_is_refused(folder: Path) -> None:
    file = guide(folder, FRONT + SECTION + SECTION)

    assert refusal(folder) == f"{file}:30: section #1 stands after #1"


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("", ":1: front matter between --- lines is missing"),
        (FRONT.replace("edition: 1", "edition: first"), ":2: edition: Input should be a valid integer"),
        (FRONT.replace("a" * 64, "none"), ":2: source_sha256: String should match pattern"),
        (FRONT.replace("audience", "audiense"), ":2: audience: Field required"),
        (FRONT.replace("edition: 1", "\tedition: 1"), ":6: not YAML"),
    ],
)
def test_broken_front_matter_is_refused(folder: Path, front: str, reason: str) -> None:
    file = guide(folder, front + SECTION)

    assert refusal(folder).startswith(f"{file}{reason}")


def test_a_section_that_names_an_unknown_claim_is_refused(folder: Path) -> None:
    guide(folder, FRONT + SECTION.replace("[N1]", "[N1, N9]"))

    assert refusal(folder) == f"{folder}: section sorry#1 names unknown ledger entries: N9"


def test_a_tension_that_names_an_unknown_section_is_refused(folder: Path) -> None:
    (folder / "tensions.yaml").write_text(TENSIONS.replace("sorry#1", "sorry#7"), encoding="utf-8")

    assert refusal(folder) == f"{folder}: tension T1 names unknown sections: sorry#7"


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("claims.yaml", "claims: none\n", ":1: claims must be a list"),
        ("claims.yaml", CLAIMS.replace("caveat", "maybe"), ":1: status: Input should be"),
        ("claims.yaml", CLAIMS.replace("reason", "raison"), ":1: reason: Field required"),
        ("outside.yaml", "topics: [{id: pets}]\n", ":1: near: Field required"),
        ("tensions.yaml", "tensions: [\n", ":2: not YAML"),
        ("tensions.yaml", "- a\n", ":1: must hold a mapping"),
    ],
)
def test_a_broken_ledger_is_refused_with_its_name(folder: Path, file: str, text: str, reason: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")

    assert refusal(folder).startswith(f"{folder / file}{reason}")


@pytest.mark.parametrize("name", ["claims.yaml", "tensions.yaml", "outside.yaml"])
def test_a_missing_ledger_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert refusal(folder) == f"{folder / name}: cannot be read: No such file or directory"


def test_a_guide_that_is_not_utf8_is_named(folder: Path) -> None:
    file = folder / "guides" / "sorry.md"
    file.write_bytes((FRONT + SECTION).replace("plainly", "plainlé").encode("latin-1"))

    assert refusal(folder).startswith(f"{file}: cannot be read")


def test_without_guides_nothing_starts(folder: Path) -> None:
    (folder / "guides" / "sorry.md").unlink()

    assert refusal(folder) == f"{folder / 'guides'}: no guides found"


def test_two_guides_with_one_id_are_refused(folder: Path) -> None:
    (folder / "guides" / "twin.md").write_text(FRONT + SECTION, encoding="utf-8")

    assert refusal(folder) == f"{folder / 'guides'}: two guides have the id sorry"


def test_a_section_without_text_is_refused(folder: Path) -> None:
    file = guide(folder, FRONT + SECTION.replace("Say it plainly.", ""))

    assert refusal(folder) == f"{file}:11: section #1 has no text"


def test_a_pattern_of_a_claim_that_is_none_is_refused(folder: Path) -> None:
    (folder / "claims.yaml").write_text(CLAIMS.replace("reason:", "blocked_patterns: ['(cure'], reason:"), encoding="utf-8")

    assert refusal(folder).startswith(f"{folder / 'claims.yaml'}:1: N1: '(cure' is no RE2 pattern")


def test_the_version_changes_with_the_text(folder: Path) -> None:
    before = load_corpus(folder).version
    guide(folder, FRONT + SECTION.replace("plainly", "openly"))

    assert load_corpus(folder).version != before


def test_related_sections_are_read_where_a_corpus_names_them(folder: Path) -> None:
    assert load_corpus(folder).related == {}
    guide(folder, FRONT + SECTION + SECTION.replace("{#1}", "{#2}"))
    (folder / "related.yaml").write_text("sections: {'sorry#1': ['sorry#2']}\n", encoding="utf-8")

    assert load_corpus(folder).related == {"sorry#1": ("sorry#2",)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sections: {'sorry#1': ['sorry#7']}\n", "there is no section sorry#7"),
        ("sections: {'sorry#7': []}\n", "there is no section sorry#7"),
        ("sections: {'sorry#1': ['sorry#1']}\n", "sorry#1 must hold a list of other sections, each once"),
        ("sections: {'sorry#1': sorry#1}\n", "sorry#1 must hold a list of other sections, each once"),
        ("sections: []\n", "sections must map each section"),
    ],
)
def test_a_broken_list_of_related_sections_is_named(folder: Path, text: str, reason: str) -> None:
    (folder / "related.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CorpusError, match=r"related\.yaml.*" + reason):
        load_corpus(folder)
