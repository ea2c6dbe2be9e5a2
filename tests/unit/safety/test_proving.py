"""Rules prove themselves by their examples, and a change says what it flips."""

from pathlib import Path

from service.adapters.data_files import rules_folder
from service.domain.safety import RiskLevel
from service.safety.loader import load_rulebook
from service.safety.proving import advice, flips, prove, template
from tests.unit.safety.rulebooks import rule, write_folder


def test_a_rule_that_does_not_do_what_its_example_says_is_found(tmp_path: Path) -> None:
    book = load_rulebook(write_folder(tmp_path, rule("hit", "hit me", fires=["he hit me", "he struck me"], silent=["hit the road"])))

    assert [(example.text, example.right) for example in prove(book)] == [
        ("he hit me", True),
        ("he struck me", False),
        ("hit the road", True),
    ]


def test_a_change_names_the_texts_whose_level_it_changes(tmp_path: Path) -> None:
    before = load_rulebook(write_folder(tmp_path / "a", rule("hit", "hit me")))
    after = load_rulebook(write_folder(tmp_path / "b", rule("hit", "hit me", level="concern"), rule("slap", "slapped me")))
    found = list(flips(before, after, [("1", "he hit me"), ("2", "he slapped me"), ("3", "he left me")]))

    assert [(flip.id, flip.before, flip.after) for flip in found] == [
        ("1", RiskLevel.ACUTE, RiskLevel.CONCERN),
        ("2", RiskLevel.NONE, RiskLevel.ACUTE),
    ]


def test_a_rule_without_a_near_miss_is_named(tmp_path: Path) -> None:
    book = load_rulebook(write_folder(tmp_path, rule("hit", "hit me")))

    assert any("no near miss" in note for note in advice(book))


def test_a_new_rule_begins_in_a_form_that_loads_and_holds(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, rule("hit", "hit me"))
    text = template("monitor.reads-post", "MONITOR", "cue", "victim")
    known = text.replace("hypothetical, fiction, quotation, curiosity, past, joke", "fiction, past")
    (folder / "signals" / "new.yaml").write_text(known)
    (folder / "lexicons" / "more.yaml").write_text("they_pronoun: [he, she, they]")
    book = load_rulebook(folder)

    assert all(example.right for example in prove(book, [r for r in book.rules if r.id == "monitor.reads-post"]))


def test_every_shipped_rule_does_what_its_examples_say() -> None:
    failed = [example for example in prove(load_rulebook(rules_folder())) if not example.right]

    assert not failed
