from service.composing.citing import cite, quote
from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Corpus
from service.wiring import Services
from tests.builders import found, guide, section

TEXT = "Sleep comes first.\n\n- Say sorry for one thing; name it.\n- Then wait."


def test_the_quote_is_the_sentence_that_shares_most_words() -> None:
    assert quote(TEXT, "To begin with, say sorry for a thing you did") == "Say sorry for one thing; name it."


def test_of_equal_sentences_the_shorter_is_quoted() -> None:
    assert quote("Walk on for a very long while. Rest.", "nothing in common") == "Rest."


def test_a_long_quote_is_cut_at_a_word() -> None:
    long = " ".join(["word"] * 60)

    assert quote(f"{long}.", "word") == " ".join(["word"] * 32) + " …"


def test_citations_are_numbered_in_the_order_of_use_and_once_a_section() -> None:
    sections = {row.id: row for row in (section("a#1"), section("a#2"))}
    advice = [Sentence("Text.", Purpose.ADVICE, (used,)) for used in ("a#2", "a#1", "a#2")]
    citations = cite(Draft((tuple(advice),)), [found(sections["a#1"], 0.71234567)], sections, {"a": guide("a")})

    assert [(c.n, c.section, c.score) for c in citations] == [(1, "a#2", 0.0), (2, "a#1", 0.7123)]


def test_a_citation_carries_guide_title_and_heading() -> None:
    row = section("a#1", heading="Say sorry")
    (citation,) = cite(Draft(((Sentence("Text.", Purpose.ADVICE, ("a#1",)),),)), [], {"a#1": row}, {"a": guide("a")})

    assert (citation.guide, citation.title, citation.heading) == ("a", "A title", "Say sorry")


def test_a_sentence_that_rests_on_nothing_is_not_cited() -> None:
    assert cite(Draft(((Sentence("I hear you.", Purpose.REFLECTION),),)), [], {}, {}) == ()


def test_the_quotes_of_every_shipped_section_stand_in_its_text(quick_services: Services) -> None:
    corpus: Corpus = quick_services.corpus
    quotes = [(row, quote(row.text, step.do)) for row in corpus.sections.values() for step in row.steps]

    assert [text for row, text in quotes if text.removesuffix(" …") not in row.text] == []
