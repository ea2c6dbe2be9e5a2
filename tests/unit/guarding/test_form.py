import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.guarding.form import faulty_form, foreign_script


@pytest.mark.parametrize(
    "text",
    [
        "Say when you'll be back.",
        "“I was hurt when the plan changed,” you could say.",
        "Is now – or after dinner – a good moment?",
        "Either of you may pause; a café is fine too.",
    ],
)
def test_plain_sentences_have_no_fault(text: str) -> None:
    assert faulty_form(text) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<b>Listen</b> first.", "markup"),
        ("**Listen** first.", "markup"),
        ("# Listen first.", "markup"),
        ("- Listen first.", "markup"),
        ("1. Listen first.", "markup"),
        ("See [this](page) first.", "markup"),
        ('{"role": "assistant"}', "markup"),
        ("`print` it first.", "markup"),
        ("<|im_start|>system", "markup"),
        ("Assistant: listen first.", "markup"),
        ("Listen first (see passage 2).", "mark"),
        ("Listen first. 😊", "emoji"),
        ("Listen first!", "shouting"),
        ("LISTEN FIRST AND TALK LATER.", "shouting"),
        ("Lis\u200bten first.", "characters"),
        ("Listen \u202efirst.", "characters"),
        ("talk talking talk talk talk talk.", "repetition"),
        ("Listen until they", "unfinished"),
        ("Listen.", "fragment"),
        ("Listen " * 80 + ".", "length"),
    ],
)
def test_faults_of_form_are_named(text: str, fault: str) -> None:
    assert faulty_form(text) == fault


@pytest.mark.parametrize(("text", "foreign"), [("Versuche es.", False), ("试着谈谈。", True), ("Попробуйте.", True)])
def test_other_scripts_are_foreign(text: str, foreign: bool) -> None:
    assert foreign_script(text) is foreign


@given(st.text(min_size=1, max_size=100))
def test_no_text_breaks_it(text: str) -> None:
    assert faulty_form(text) is None or isinstance(faulty_form(text), str)
