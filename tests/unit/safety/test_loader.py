from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.domain.errors import RuleError
from service.domain.safety import RiskLevel, Voice
from service.safety.loader import load_rulebook
from tests.unit.safety.rulebooks import aggravator, negation, rule, write_folder

HIT = rule("hit", "he hit me")


def without(record: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}


def refusal(folder: Path) -> str:
    with pytest.raises(RuleError) as refused:
        load_rulebook(folder)
    return str(refused.value)


def test_a_rule_takes_category_source_and_contexts_from_the_head_of_its_file(tmp_path: Path) -> None:
    file = write_folder(tmp_path, contexts=[negation()]) / "signals" / "some.yaml"
    file.write_text(
        "category: MONEY\nsource: a book\ncontexts: [negation]\n"
        "rules:\n  - {id: money, level: concern, reason: It was said., patterns: [my wages], fires: [my wages]}\n",
        encoding="utf-8",
    )
    (money,) = load_rulebook(tmp_path).rules

    assert (money.category, money.source, money.contexts) == ("MONEY", "a book", frozenset({"negation"}))
    assert (money.level, money.voice, money.place) == (RiskLevel.CONCERN, Voice.VICTIM, "some.yaml:5")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (without(HIT, "id"), "id must be a text, found None"),
        (without(HIT, "reason"), "reason must be a text, found None"),
        (without(HIT, "level"), "level is None; allowed are cue, concern, acute, emergency"),
        (without(HIT, "patterns"), "patterns must hold at least one pattern"),
        (without(HIT, "fires"), "rule hit has no example that must fire"),
        (HIT | {"fires": []}, "rule hit has no example that must fire"),
        (HIT | {"level": "severe"}, "level is 'severe'; allowed are cue, concern, acute, emergency"),
        (HIT | {"level": ["acute"]}, "level is ['acute']; allowed are cue, concern, acute, emergency"),
        (HIT | {"voice": "witness"}, "voice is 'witness'; allowed are victim, perpetrator, third_party"),
        (HIT | {"pattern": ["x"]}, "unknown key pattern"),
        (HIT | {"silnet": ["x"], "aside": 1}, "unknown key aside, silnet"),
        (HIT | {True: "x"}, "unknown key True"),
        (HIT | {"patterns": "he hit me"}, "patterns must be a list of texts"),
        (HIT | {"patterns": ["{stranger} hit me"]}, "unknown lexicon 'stranger'"),
        (HIT | {"patterns": ["(he hit me"]}, "pattern '(he hit me': ')' is missing"),
        (HIT | {"fires": [1]}, "fires must be a list of texts"),
        (HIT | {"reason": "  "}, "reason must be a text, found '  '"),
    ],
)
def test_a_broken_rule_is_refused_with_file_line_and_reason(tmp_path: Path, broken: dict[str, Any], reason: str) -> None:
    folder = write_folder(tmp_path, HIT | {"id": "first", "patterns": ["first"], "fires": ["x"]}, broken)

    file = folder / "signals" / "some.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    second = [number for number, line in enumerate(lines, start=1) if line.startswith("- ")][1]
    assert refusal(folder) == f"{file}:{second}: {reason}"


def test_two_rules_with_one_id_are_refused_with_both_places(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, HIT, rule("other", "he left"), rule("hit", "she hit me"))

    assert refusal(folder) == "some.yaml:18: rule hit stands already at some.yaml:4"


def test_a_rule_that_names_an_unknown_context_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, HIT | {"contexts": ["negation", "sport"]}, contexts=[negation()])

    assert refusal(folder) == "some.yaml:4: rule hit names unknown context kinds: sport"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"direction": "left"}, "direction is 'left'; allowed are before, after, around, sentence, message, whole"),
        ({"reach": 99}, "reach must be a number of words from 0 to 60, found 99"),
        ({"reach": "far"}, "reach must be a number of words from 0 to 60, found 'far'"),
        ({"lowers_to": "low"}, "lowers_to is 'low'; allowed are cue, concern, acute, emergency"),
        ({"cues": []}, "cues must hold at least one pattern"),
        ({"unles": ["x"]}, "unknown key unles"),
    ],
)
def test_a_broken_context_is_refused(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    folder = write_folder(tmp_path, HIT, contexts=[negation(**changes)])

    assert refusal(folder) == f"{folder / 'contexts.yaml'}:2: {reason}"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"raises": {}}, "raises must map levels to levels, such as {cue: concern, concern: acute}"),
        ({"raises": {"low": "acute"}}, "raises must map levels to levels, such as {cue: concern, concern: acute}"),
        ({"raises": {"cue": "severe"}}, "raises must map levels to levels, such as {cue: concern, concern: acute}"),
        ({"within": "before"}, "within is 'before'; allowed are sentence, message"),
    ],
)
def test_a_broken_aggravator_is_refused(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    folder = write_folder(tmp_path, HIT, aggravators=[aggravator("afraid", "scared", **changes)])

    assert refusal(folder) == f"{folder / 'aggravators.yaml'}:2: {reason}"


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, HIT, markers=[{"id": "x", "role": "friend", "patterns": ["x"]}])

    assert "roles.yaml:2: role is 'friend'; allowed are victim, person_using_harm" in refusal(folder)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("category: X\nrules: [\n", "not YAML"),
        ("category: X\n\trules: []\n", ":2: not YAML"),
        ("- a\n- b\n", ":1: must hold a mapping"),
        ("category: X\nsource: s\nrules: none\n", ":1: rules must be a list of records"),
        ("category: X\nsource: s\nrules: [a]\n", ":1: rules must be a list of records"),
        ("source: s\nrules: []\n", ":1: category must be a text, found None"),
        ("category: X\nsource: s\nrules: []\nrule: []\n", ":1: unknown key rule"),
    ],
)
def test_a_broken_file_is_refused_with_its_name(tmp_path: Path, text: str, reason: str) -> None:
    file = write_folder(tmp_path) / "signals" / "some.yaml"
    file.write_text(text, encoding="utf-8")

    told = refusal(tmp_path)
    assert told.startswith(f"{file}:")
    assert reason in told


def test_a_file_that_is_not_utf8_is_refused_with_its_name(tmp_path: Path) -> None:
    file = write_folder(tmp_path, HIT) / "contexts.yaml"
    file.write_bytes("contexts: []  # café".encode("latin-1"))

    assert refusal(tmp_path).startswith(f"{file}: cannot be read")


@pytest.mark.parametrize("name", ["spelling.yaml", "vocabulary.txt", "contexts.yaml", "aggravators.yaml", "roles.yaml", "version"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (write_folder(tmp_path, HIT) / name).unlink()

    assert refusal(tmp_path) == f"{tmp_path / name}: cannot be read: No such file or directory"


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    assert refusal(write_folder(tmp_path)) == f"{tmp_path / 'signals'}: no rule files found"


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("lexicons/zoo.yaml", "partner: [x]\n", "lexicon partner is defined twice"),
        ("lexicons/more.yaml", "empty: []\n", "lexicon empty is empty"),
        ("lexicons/more.yaml", "one: two\n", "one must be a list of texts"),
        ("spelling.yaml", "rewrites: {a: b c, b: d}\n", "rewrite 'a' gives 'b', which is rewritten again"),
        ("spelling.yaml", "rewrites: [a]\n", "rewrites must map texts to texts"),
        ("spelling.yaml", "rewrite: {a: b}\n", "unknown key rewrite"),
    ],
)
def test_broken_word_lists_are_refused(tmp_path: Path, file: str, text: str, reason: str) -> None:
    (write_folder(tmp_path, HIT) / file).write_text(text, encoding="utf-8")

    assert refusal(tmp_path) == f"{tmp_path / file}:1: {reason}"


CHANGES: list[Callable[[Path], object]] = [
    lambda folder: (folder / "signals" / "more.yaml").write_text("category: X\nsource: s\nrules: []\n"),
    lambda folder: (folder / "lexicons" / "more.yaml").write_text("more: [x]\n"),
    lambda folder: (folder / "version").write_text("next\n"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_version_changes_with_any_file(tmp_path: Path, change: Callable[[Path], object]) -> None:
    before = load_rulebook(write_folder(tmp_path, HIT)).version
    change(tmp_path)

    assert load_rulebook(tmp_path).version != before


def test_the_version_does_not_depend_on_where_the_folder_lies(tmp_path: Path) -> None:
    assert load_rulebook(write_folder(tmp_path / "a", HIT)).version == load_rulebook(write_folder(tmp_path / "b", HIT)).version
