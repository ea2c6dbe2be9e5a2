"""A specialist who is no programmer can try rules and add one."""

import shutil
from pathlib import Path

import pytest

from service.adapters.data_files import rules_folder
from tests.integration.processes import mend


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def test_the_shipped_rules_pass_their_own_examples() -> None:
    done = mend("rules", "lint")

    assert done.returncode == 0
    assert " 0 failed" in done.stdout


def test_a_new_rule_is_begun_tried_and_shows_what_it_changes(folder: Path) -> None:
    begun = mend("rules", "new", "monitor.opens-letters", "--category", "MONITOR", "--level", "concern", "--rules", str(folder))
    tried = mend("rules", "test", "monitor.opens-letters", "--rules", str(folder), "--changes")

    assert (begun.returncode, tried.returncode) == (0, 0)
    assert "2 examples, 0 failed" in tried.stdout


def test_a_rule_that_fails_its_example_ends_with_1_and_its_place(folder: Path) -> None:
    mend("rules", "new", "monitor.opens-letters", "--category", "MONITOR", "--rules", str(folder))
    file = folder / "signals" / "monitor_opens_letters.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("he opens all my letters", "he burns all my letters"), encoding="utf-8")
    done = mend("rules", "test", "monitor.opens-letters", "--rules", str(folder))

    assert done.returncode == 1
    assert "FAIL fires  monitor.opens-letters" in done.stdout
    assert "monitor_opens_letters.yaml:" in done.stdout


@pytest.mark.parametrize("wrong", [("--level", "dire"), ("--voice", "cat")])
def test_a_wrong_choice_is_usage(wrong: tuple[str, str]) -> None:
    done = mend("rules", "new", "a.b", "--category", "FEAR", *wrong)

    assert done.returncode == 2
    assert wrong[0] in done.stderr
