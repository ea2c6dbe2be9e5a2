import hashlib
from pathlib import Path

import pytest

from service.adapters.data_files import data_folder
from service.adapters.prompt_templates import load_template, read_template
from service.domain.errors import PromptError

# A released number is never edited: a change gets the next number, and its fingerprint is added here.
RELEASED = {
    "coach.v1.md": "016202756255c43996906b5a86e46681d444539af1f399456c025ecd4e570440",
    "wording.v1.md": "f79e679a12192fb4819a2396329aa9b867c514f73438ecc51171db476c6d53ce",
}
NAMES = frozenset({"passages"})
HEAD = "---\nuse: coach\nversion: 1\nreviewed_on: 2026-11-21\nvariables: [passages]\n---\n"
BODY = "# system\nBe brief.\n# user\n{{passages}}\n"


def test_no_released_prompt_was_edited() -> None:
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in data_folder("prompts").glob("*.md")}

    assert found == RELEASED


def test_the_highest_number_is_used(tmp_path: Path) -> None:
    for number in (2, 10, 9):
        text = HEAD.replace("version: 1", f"version: {number}") + BODY
        (tmp_path / f"coach.v{number}.md").write_text(text, encoding="utf-8")

    assert load_template(tmp_path, "coach", NAMES).version == "coach.v10"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BODY, "must be a head"),
        (HEAD + "# system\nBe brief.\n", "must be a head"),
        (HEAD + BODY + "{{name}}\n", "uses ['name', 'passages'] and is filled with ['passages']"),
        (HEAD + BODY.replace("{{passages}}", "none"), "uses [] and is filled with ['passages']"),
        (HEAD.replace("[passages]", "[passages, name]") + BODY, "declares ['name', 'passages'] and is filled with"),
        (HEAD.replace("version: 1", "version: 2") + BODY, "says that it is coach.v2"),
        (HEAD.replace("version: 1", "version: one") + BODY, "version: Input should be a valid integer"),
        (HEAD.replace("use: coach", "use: [") + BODY, "not YAML"),
    ],
)
def test_a_broken_prompt_stops_the_start_with_file_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "coach.v1.md"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(PromptError) as refused:
        read_template(file, NAMES)
    assert str(refused.value).startswith(str(file))
    assert reason in str(refused.value)


def test_a_missing_prompt_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"no file coach\.v<N>\.md found"):
        load_template(tmp_path, "coach", NAMES)
