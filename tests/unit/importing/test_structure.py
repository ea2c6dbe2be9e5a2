"""Plain text has no marks; what is a heading, a list, a table or a diagram shows in its lines and their neighbours."""

import pytest

from service.domain.importing import Block, BlockKind
from service.importing.structure import structured

LONG = "A couple sat at the kitchen table and spoke slowly about the week that lay behind them."


def kinds(text: str) -> list[tuple[str, str]]:
    blocks = structured([Block(BlockKind.LINE, line, number) for number, line in enumerate(text.split("\n"), start=1)])
    return [(block.kind.value, block.text) for block in blocks]


def test_numbered_lines_without_blank_lines_are_headings() -> None:
    assert kinds(f"{LONG}\n1. Cool Down First\n{LONG}\n2. Then Talk\n{LONG}") == [
        ("text", LONG),
        ("heading", "1. Cool Down First"),
        ("text", LONG),
        ("heading", "2. Then Talk"),
        ("text", LONG),
    ]


def test_a_short_line_between_blank_lines_is_a_heading() -> None:
    assert kinds(f"{LONG}\n\nTake Your Time\n\n\n{LONG}")[1] == ("heading", "Take Your Time")


@pytest.mark.parametrize("line", ["Take your time.", "It takes", "how two people who had a row can talk again", "Needs:"])
def test_other_short_lines_are_text(line: str) -> None:
    kind = "heading" if line == "It takes" else "text"

    assert kinds(f"{LONG}\n\n{line}\n\n{LONG}")[1] == (kind, line)


def test_a_question_by_itself_is_a_heading() -> None:
    assert kinds(f"{LONG}\n\nHow long does it take to feel close again?\n\n{LONG}")[1][0] == "heading"


def test_a_last_word_without_blank_lines_is_a_heading() -> None:
    assert kinds(f"{LONG}\nFinal Thought\n{LONG}")[1] == ("heading", "Final Thought")


def test_bullets_and_numbered_sentences_are_items() -> None:
    text = f"Agree on this:\n- Take turns\n• One topic\n  1. {LONG}\n  2. {LONG}"

    assert [kind for kind, _ in kinds(f"{LONG}\n{text}")] == ["text", "text", "item", "item", "item", "item"]


def test_short_numbered_lines_in_a_row_are_items() -> None:
    assert [kind for kind, _ in kinds(f"{LONG}\n1. Breathe\n2. Wait\n3. Talk")] == ["text", "item", "item", "item"]


def test_a_flattened_table_is_rows_below_its_heading() -> None:
    table = "Ways of Making Up\nWay What it Needs When\nNote A pen Soon\nWalk Good shoes Later\nTalk A table Tonight"

    assert [kind for kind, _ in kinds(f"{LONG}\n\n{table}\n\n{LONG}")] == ["text", "heading", "row", "row", "row", "row", "text"]


@pytest.mark.parametrize("first", ["graph TD A[Row] --> B[Talk]", "mindmap root((Row)) Noise", "```mermaid", "flowchart LR"])
def test_the_source_of_a_diagram_is_code(first: str) -> None:
    assert kinds(f"{LONG}\n\n{first}\n  B --> C\n\n{LONG}")[1][0] == "code"


def test_lines_broken_for_their_length_are_joined() -> None:
    wrapped = "A couple sat at the kitchen\ntable and spoke slowly\nabout the week that lay\nbehind them."

    assert kinds(f"A Talk\n\n{wrapped}\n\nLater On\n\n{wrapped}") == [
        ("heading", "A Talk"),
        ("text", LONG),
        ("heading", "Later On"),
        ("text", LONG),
    ]
