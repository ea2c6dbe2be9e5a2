"""The command `mend` as a user of a shell meets it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service import __version__
from service.adapters.data_files import rules_folder
from service.cli.app import app
from tests.integration.processes import Background, command, environment, mend
from tests.integration.talk import CHORES, CONTROL, TAXES, VIOLENCE, Client

COMMANDS = ["serve", "index", "chat", "check", "rewrite", "search", "resources", "doctor"]
QUICK = {"MEND_EMBEDDER": "words"}


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"], prog_name="mend")

    assert result.exit_code == 0
    assert f"Usage: mend {command}" in result.stdout


def test_the_help_names_every_command_and_exit_code() -> None:
    help_text = CliRunner().invoke(app, ["--help"]).stdout

    assert [command for command in COMMANDS if command not in help_text] == []
    assert "130 interrupted" in " ".join(help_text.split())


def test_the_version_comes_with_the_hash_of_the_guides() -> None:
    result = mend("--version")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"mend {__version__} (corpus ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_prints(shell: str) -> None:
    # Typer looks for the shell among the parents, and a test run need not have one.
    result = mend("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")

    assert result.returncode == 0
    assert "mend" in result.stdout


@pytest.mark.parametrize("arguments", [["no-such-command"], ["check", "--no-such-option"], ["search", "-k", "0", "x"], ["check", " "]])
def test_wrong_usage_ends_with_2_and_prints_no_data(arguments: list[str]) -> None:
    result = mend(*arguments, **QUICK)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_check_prints_the_verdict_that_the_service_gives(quick_client: Client) -> None:
    result = mend("check", "--json", VIOLENCE, **QUICK)

    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout) == quick_client.post("/v1/check", json={"text": VIOLENCE}).json()


def test_check_reads_standard_input_and_explains() -> None:
    result = mend("check", "--explain", stdin=VIOLENCE, **QUICK)

    assert result.returncode == 0
    assert "level: acute" in result.stdout
    assert "punched" in result.stdout


def test_check_of_many_keeps_order_and_ids_and_names_the_bad_line() -> None:
    given = lines({"id": "b", "text": VIOLENCE}, {"id": 1, "text": CHORES}) + "{not JSON\n\n"
    given += lines({"id": None, "messages": [{"role": "user", "content": CONTROL}]}, {"id": "x"}, [], {"id": "a", "text": "hello"})

    result = mend("check", "--jsonl", stdin=given, **QUICK)
    answers = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.returncode == 2
    assert [answer["id"] for answer in answers] == ["b", 1, None, None, "x", None, "a"]
    assert [answer.get("level") for answer in answers] == ["acute", "none", None, "concern", None, None, "none"]
    assert [answer["error"].split(":")[0] for answer in answers if "error" in answer] == ["line 3", "line 6", "line 7"]


def test_check_of_many_has_the_fields_of_the_contract_and_ends_with_0() -> None:
    result = mend("check", "--jsonl", stdin=lines({"id": 1, "text": VIOLENCE}, {"id": 2, "text": CHORES}), **QUICK)
    first, second = (json.loads(line) for line in result.stdout.splitlines())

    assert (result.returncode, result.stderr) == (0, "")
    assert first.keys() == {"id", "level", "routed", "categories", "hits", "classifier"}
    assert (first["routed"], second["routed"]) == (True, False)


def test_bad_lines_stop_nothing() -> None:
    bad = ["[" * 10_000, '{"id": 1, "text": 7}', '{"id": 1, "messages": 7}', '{"id": 1, "messages": [{"role": "x"}]}', "9" * 9_000]

    result = mend("check", "--jsonl", stdin="\n".join(bad) + "\n" + lines({"id": 2, "text": VIOLENCE}), **QUICK)
    *refused, last = (json.loads(line) for line in result.stdout.splitlines())

    assert (result.returncode, result.stderr) == (2, "")
    assert [answer["error"].split(":")[0] for answer in refused] == [f"line {number}" for number in range(1, 6)]
    assert last["level"] == "acute"


def test_odd_text_survives_the_way_through_the_command() -> None:
    given = rb'{"id": "\ud83d", "text": "He pun\u0000ched me \ud800 in the face last night."}'.decode() + "\n"

    result = mend("check", "--jsonl", stdin=given, **QUICK)

    answer = json.loads(result.stdout)

    assert (answer["id"], answer["level"]) == ("\ud83d", "acute")


def test_bytes_that_are_no_text_stop_nothing() -> None:
    given = b"\xff\xfe\n" + b'{"id": 1, "text": "\xff He punched me in the face last night."}\n'

    result = subprocess.run(command("check", "--jsonl"), input=given, capture_output=True, env=environment(QUICK), check=False)
    first, second = (json.loads(line) for line in result.stdout.splitlines())

    assert (result.returncode, result.stderr) == (2, b"")
    assert (first["error"].split(":")[0], second["level"]) == ("line 1", "acute")


def test_search_of_many_ranks_ten_sections_for_each(client: Client) -> None:
    result = mend("search", "--jsonl", stdin=lines({"id": "z", "query": CHORES}, {"id": "y", "query": TAXES}))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    served = client.post("/v1/search", json={"query": CHORES, "k": 10}).json()

    assert result.returncode == 0
    assert [(answer["id"], answer["in_scope"], len(set(answer["ranked"]))) for answer in answers] == [("z", True, 10), ("y", False, 10)]
    assert answers[0]["ranked"] == [row["section"] for row in served["results"]]


def test_search_prints_what_the_service_gives(quick_client: Client) -> None:
    result = mend("search", "--json", "-k", "3", CHORES, **QUICK)

    assert result.returncode == 0
    assert json.loads(result.stdout) == quick_client.post("/v1/search", json={"query": CHORES, "k": 3}).json()


def test_search_of_many_names_a_line_without_a_query() -> None:
    result = mend("search", "--jsonl", stdin=lines({"id": 1}), **QUICK)

    assert result.returncode == 2
    assert json.loads(result.stdout) == {"id": 1, "error": "line 1: query must be a text"}


def test_resources_of_a_country() -> None:
    result = mend("resources", "gb", "--category", "domestic_violence", "--json", **QUICK)
    found = json.loads(result.stdout)

    assert (result.returncode, found["country"]) == (0, "GB")
    assert {r["category"] for r in found["resources"]} == {"domestic_violence"}


def test_resources_in_words_carry_their_dates_and_numbers() -> None:
    result = mend("resources", "GB", **QUICK)

    assert result.returncode == 0
    assert "0808 2000 247" in result.stdout
    assert "checked 20" in result.stdout


@pytest.mark.parametrize("country", ["ZZ", "Britain"])
def test_resources_of_an_unknown_country_end_with_2(country: str) -> None:
    result = mend("resources", country, **QUICK)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("mend: ")


def test_the_index_is_missing_then_built_then_there(tmp_path: Path) -> None:
    here = {**QUICK, "MEND_CACHE_DIR": str(tmp_path)}

    missing, built, there = mend("index", "--check", **here), mend("index", **here), mend("index", "--check", "--json", **here)

    assert [result.returncode for result in (missing, built, there)] == [1, 0, 0]
    assert "mend index" in missing.stdout
    assert json.loads(there.stdout)["fresh"] is True


def test_the_doctor_finds_everything_in_order(cache_dir: Path) -> None:
    result = mend("doctor", "--json", MEND_CACHE_DIR=str(cache_dir))
    broken = [finding for finding in json.loads(result.stdout)["findings"] if finding["status"] == "broken"]

    assert broken == []
    assert result.returncode == 0


def test_the_doctor_finds_a_missing_folder(tmp_path: Path) -> None:
    result = mend("doctor", "--json", **QUICK, MEND_PROMPTS_DIR=str(tmp_path))
    found = {finding["what"]: finding["status"] for finding in json.loads(result.stdout)["findings"]}

    assert result.returncode == 3
    assert (found["rules"], found["reply texts"]) == ("ok", "broken")


def test_the_settings_are_listed_with_their_meaning_and_without_secrets() -> None:
    result = mend("doctor", "--settings", "--json", MEND_QDRANT_API_KEY="quartzmoth")
    listed = {row["variable"]: row for row in json.loads(result.stdout)}

    assert result.returncode == 0
    assert all(row["meaning"] for row in listed.values())
    assert listed["MEND_PORT"]["value"] == "8000"
    assert "quartzmoth" not in result.stdout


def test_a_wrong_setting_ends_with_3_and_is_named() -> None:
    result = mend("check", "hello", MEND_PORT="eighty")

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("mend: MEND_PORT is 'eighty': ")


def test_a_conversation_on_a_pipe_asks_the_closed_question_and_takes_the_answer() -> None:
    result = mend("chat", "--country", "GB", stdin=f"{CONTROL}\nyes\n", **QUICK)

    assert result.returncode == 0
    assert result.stdout.count("(yes / not sure / no, or just go on)") == 1
    assert "999" in result.stdout


def test_a_no_to_the_closed_question_resumes_coaching() -> None:
    result = mend("chat", "--json", stdin=f"{CHORES} {CONTROL}\nNo.\n")
    asked, resumed = (json.loads(line) for line in result.stdout.splitlines())

    assert (result.returncode, asked["kind"], asked["question"]["options"]) == (0, "resources", ["yes", "not_sure", "no"])
    assert (resumed["kind"], resumed["verdict"]["level"]) == ("coaching", "none")
    assert (resumed["citations"] != [], resumed["resources"] != []) == (True, True)


def test_a_new_conversation_forgets_the_old_one() -> None:
    result = mend("chat", "--json", stdin=f"{VIOLENCE}\n\n/new\nhello\n/quit\nnever read\n", **QUICK)
    first, second = (json.loads(line) for line in result.stdout.splitlines())

    assert (first["verdict"]["level"], second["verdict"]["level"]) == ("acute", "none")


def test_data_goes_to_stdout_and_the_rest_to_stderr() -> None:
    result = mend("chat", "--json", stdin="hello\n", **QUICK)

    assert json.loads(result.stdout)["kind"] == "coaching"
    assert "Nothing is kept" in result.stderr


def test_control_c_in_a_conversation_ends_with_130() -> None:
    with Background("chat", **QUICK) as talk:
        talk.wait_for("Nothing is kept")

        assert talk.interrupt() == 130
        assert "Traceback" not in talk.printed


def test_a_broken_rule_file_stops_the_start_with_file_line_and_reason(tmp_path: Path) -> None:
    rules = shutil.copytree(rules_folder(), tmp_path / "rules")
    file = rules / "signals" / "fear.yaml"
    broken = file.read_text(encoding="utf-8").replace("level: concern", "level: dreadful", 1)
    file.write_text(broken, encoding="utf-8")
    result = mend("serve", "--port", "0", MEND_RULES_DIR=str(rules), **QUICK)

    line = broken[: broken.index("level: dreadful")].count("\n")
    assert (result.returncode, result.stdout) == (3, "")
    assert f"{file}:{line}: level is 'dreadful'; allowed are cue, concern, acute, emergency" in result.stderr


def test_doctor_lists_the_help_records_weakest_and_oldest_first() -> None:
    rows = json.loads(mend("doctor", "--lines", "--json", **QUICK).stdout)

    assert (rows[0]["evidence"], rows[-1]["evidence"]) == ("directories_only", "operator_or_government_page")
    assert rows[0]["shown"].startswith("no: one source only")
    assert {"id", "confirmed", "checked_on", "age_days"} < rows[0].keys()
