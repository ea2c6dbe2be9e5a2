from pathlib import Path
from typing import Any

import pytest
import yaml

from service.adapters.data_files import data_folder
from service.adapters.prompt_files import PromptFiles, load_needs
from service.domain.errors import CorpusError, PromptError
from tests.builders import language

WORDS = language({"partner": ["he", "she"], "mood": ["sad"]})
COURTESY = {"id": "thanks", "patterns": ["thank you"], "replies": ["You are welcome."], "fires": ["thank you"]}
NEVER = {"id": "n", "applies_to": ["coaching"], "pattern": "x", "reason": "r", "source": "s", "must_catch": ["x"], "must_pass": ["y"]}
TURN = {"id": "retraction", "patterns": ["just joking"], "fires": ["just joking"]}


def write(folder: Path, name: str, data: object) -> Path:
    file = folder / name
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    return file


def shipped(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((data_folder("prompts") / name).read_text(encoding="utf-8"))
    return data


def test_the_highest_number_of_a_use_is_read(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        write(tmp_path, f"courtesies.v{number}.yaml", {"courtesies": [COURTESY | {"replies": [f"version {number}"]}]})

    assert PromptFiles(tmp_path, WORDS).courtesies()[0].replies == ("version 10",)


@pytest.mark.parametrize("use", ["coaching", "courtesies", "help", "never_say"])
def test_a_missing_file_is_named(tmp_path: Path, use: str) -> None:
    with pytest.raises(PromptError, match=r"no file [a-z_]+\.v<N>\.yaml found"):
        getattr(PromptFiles(tmp_path, WORDS), use)()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"replies": []}, "thanks replies: Value should have at least 1 item"),
        ({"reply": "x"}, "thanks reply: Extra inputs are not permitted"),
        ({"max_words": 0}, "thanks max_words: Input should be greater than or equal to 1"),
        ({"patterns": ["(thank"]}, "thanks: pattern '(thank': ')' is missing"),
        ({"patterns": ["{friend}"]}, "thanks: unknown lexicon 'friend'"),
    ],
)
def test_a_broken_courtesy_is_refused_with_file_and_reason(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    file = write(tmp_path, "courtesies.v1.yaml", {"courtesies": [COURTESY | changes]})

    with pytest.raises(PromptError) as refused:
        PromptFiles(tmp_path, WORDS).courtesies()
    assert str(refused.value).startswith(f"{file}: {reason}")


def test_a_file_without_its_list_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "courtesies.v1.yaml", {"courtesies": []})

    with pytest.raises(PromptError, match="courtesies must be a list of records"):
        PromptFiles(tmp_path, WORDS).courtesies()


def test_a_pattern_that_is_none_is_refused_with_its_record(tmp_path: Path) -> None:
    write(tmp_path, "never_say.v1.yaml", {"records": [NEVER | {"pattern": "(x"}]})

    with pytest.raises(PromptError, match=r"never_say\.v1\.yaml: n: '\(x' is no RE2 pattern"):
        PromptFiles(tmp_path, WORDS).never_say()


@pytest.mark.parametrize("key", ["assembly", "check_in_question", "check_in_options", "unsupported_language", "classifier_failed"])
def test_help_texts_without_something_needed_are_refused_at_the_start(tmp_path: Path, key: str) -> None:
    write(tmp_path, "turns.v1.yaml", {"turns": [TURN]})
    write(tmp_path, "safety_replies.v1.yaml", {name: value for name, value in shipped("safety_replies.v1.yaml").items() if name != key})

    with pytest.raises(PromptError, match=f"{key} missing"):
        PromptFiles(tmp_path, WORDS).help()


def test_help_texts_without_a_reply_for_a_level_are_refused(tmp_path: Path) -> None:
    data = shipped("safety_replies.v1.yaml")
    del data["assembly"]["acute"]
    write(tmp_path, "safety_replies.v1.yaml", data)

    with pytest.raises(PromptError, match="assembly lacks acute"):
        PromptFiles(tmp_path, WORDS).help()


def test_an_assembly_that_names_an_unknown_part_is_refused(tmp_path: Path) -> None:
    data = shipped("safety_replies.v1.yaml")
    data["assembly"]["acute"].append("sermon")
    write(tmp_path, "safety_replies.v1.yaml", data)

    with pytest.raises(PromptError, match="assembly acute names unknown parts: sermon"):
        PromptFiles(tmp_path, WORDS).help()


def test_the_needs_name_their_file_when_broken(tmp_path: Path) -> None:
    file = write(tmp_path, "needs.yaml", {"version": 1, "reviewed_on": "x", "by_role": {}, "by_category": {}, "otherwise": []})

    with pytest.raises(CorpusError) as refused:
        load_needs(file)
    assert "needs.yaml:  otherwise: Value should have at least 1 item" in str(refused.value)
