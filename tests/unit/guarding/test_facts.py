import pytest

from service.domain.resources import TextLine
from service.guarding.contacts import foreign_contacts
from service.guarding.names import unknown_name
from tests.builders import resource

LINE = resource(
    name="Relate Line",
    phone="0808 2000 247",
    dial=("08082000247",),
    url="https://line.example.org/help",
    sms=TextLine("85258", None, "85258"),
)


def contacts(text: str, source: str = "") -> set[str]:
    return set(foreign_contacts(text, [LINE], source))


@pytest.mark.parametrize(
    "text",
    ["Call 0808 2000 247.", "Text 85258.", "See https://line.example.org/help.", "Talk at eight.", "Plan how and when with a helpline."],
)
def test_contacts_of_a_resource_and_plain_words_pass(text: str) -> None:
    assert contacts(text) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Call 0800 123 4567.", "phone"),
        ("Reach them on +44 20 7946 0018.", "phone"),
        ("Text HOPE to 741742.", "phone"),
        ("Dial 118 now.", "phone"),
        ("Ring the National Heart Helpline.", "phone"),
        ("See www.example.com.", "link"),
        ("Look at lovehelp.org.", "link"),
        ("See hxxps://a.example for more.", "link"),
        ("Go to lovehelp dot org.", "link"),
        ("Write to coach@lovehelp.org.", "mail"),
        ("Follow @lovehelp there.", "mail"),
    ],
)
def test_other_contacts_are_found(text: str, kind: str) -> None:
    assert kind in contacts(text)


def test_calling_a_helpline_may_be_said_where_the_passage_says_it() -> None:
    assert contacts("Call a helpline.", "plan it with a helpline") == set()
    assert contacts("Call a helpline.") == {"phone"}


@pytest.mark.parametrize(
    "text", ["Ask Sue Johnson.", "I feel sad on Sundays.", "You could say: “We need time.”", "Your mate Tom may help."]
)
def test_names_of_the_passage_or_the_person_pass(text: str) -> None:
    assert not unknown_name(text, "by the psychologist Sue Johnson, says my friend tom")


@pytest.mark.parametrize(
    "text",
    ["John Gottman says so.", "The Oslo study says so.", "It helps (Smith, 2019).", "Dr Lind says so.", "See Lind et al.", "Ask the NHS."],
)
def test_other_names_and_references_are_found(text: str) -> None:
    assert unknown_name(text, "by the psychologist Sue Johnson")
