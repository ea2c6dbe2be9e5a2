import pytest

from service.adapters.import_rules import load_furniture
from service.domain.importing import Block, BlockKind, FurnitureRule
from service.importing.diagram import labels
from service.importing.furniture import Furniture, sentences_of

RULES = load_furniture()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_holds_on_its_examples(rule: FurnitureRule) -> None:
    furniture = Furniture([rule])

    assert [text for text in rule.fires if not furniture.matching(rule.scope, text)] == []
    assert [text for text in rule.silent if furniture.matching(rule.scope, text)] == []


def test_no_rule_takes_what_another_rule_must_leave() -> None:
    furniture = Furniture(RULES)
    silent = [(rule.scope, text) for rule in RULES for text in rule.silent]

    assert [text for scope, text in silent if furniture.matching(scope, text)] == []


def test_an_advert_inside_a_paragraph_goes_alone() -> None:
    block = Block(BlockKind.TEXT, "Look back together. For more, you should read more here today. Then write one line each.", 7)
    kept, told = Furniture(RULES).cleaned([block])

    assert [b.text for b in kept] == ["Look back together. Then write one line each."]
    assert [(note.line, note.reason) for note in told] == [(7, "link to another page, inside a paragraph")]


def test_a_short_paragraph_that_is_mostly_an_advert_goes_whole() -> None:
    kept, _ = Furniture(RULES).cleaned([Block(BlockKind.TEXT, "Want to feel better? Take our free assessment today.", 1)])

    assert kept == ()


def test_from_about_the_author_on_nothing_is_kept() -> None:
    text = [Block(BlockKind.TEXT, "A calm word helps.", line) for line in range(1, 9)]
    tail = [Block(BlockKind.HEADING, name, 9) for name in ("About the Author", "Someone")] + [
        Block(BlockKind.TEXT, "Lives by the sea.", 10)
    ]
    kept, told = Furniture(RULES).cleaned([*text, *tail])

    assert list(kept) == text
    assert len(told) == 3


def test_a_list_of_sources_ends_at_the_next_heading() -> None:
    names = ["Talk", "Research Sources", "Questions"]
    blocks = [b for n in names for b in (Block(BlockKind.HEADING, n, 1), Block(BlockKind.TEXT, f"On {n}.", 1))]

    assert [b.text for b in Furniture(RULES).cleaned(blocks)[0]] == ["Talk", "On Talk.", "Questions", "On Questions."]


def test_tags_go_and_a_line_after_a_lead_in_stays() -> None:
    texts = ["love trust wellbeing", "Agree on this:", "no phones at table"]
    kept, _ = Furniture(RULES).cleaned([Block(BlockKind.TEXT, text, 1) for text in texts])

    assert [block.text for block in kept] == texts[1:]


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ('graph LR A[A row] -->|hurts| B["Two quiet<br/>rooms"] B -.-> A style A fill:#fff', ["A row", "Two quiet rooms"]),
        ("flowchart TD\n  a(Pause) --> b{Safe?}\n  b --> c((Talk))", ["Pause", "Safe?", "Talk"]),
        ("mindmap root((Blocks)) Lack of Safety Threats of any kind Unequal Effort One does all", None),
        ("mindmap\n  root((Blocks))\n    Lack of Safety\n      Threats", ["Lack of Safety", "Threats"]),
        ("sequenceDiagram\n A->>B: hello", []),
        ("print('hello')", []),
    ],
)
def test_a_diagram_leaves_its_labels(source: str, named: list[str] | None) -> None:
    flat = ["Lack of Safety", "Threats of any kind", "Unequal Effort", "One does all"]

    assert labels(source) == (flat if named is None else named)


def test_sentences_end_where_a_reader_would_end_them() -> None:
    assert sentences_of("Say “Come in.” Then wait, e.g. a minute. Is it good? Yes!") == [
        "Say “Come in.”",
        "Then wait, e.g. a minute.",
        "Is it good?",
        "Yes!",
    ]
