import pytest

from service.domain.errors import PatternError
from service.language.matching import PatternIndex
from tests.builders import language

LEXICONS = {"weapon": ["knife", "kitchen {blade}"], "blade": ["blade*"]}


def matched(pattern: str, text: str) -> list[str]:
    """The original words of each place where the pattern matches."""
    words = language(LEXICONS)
    normal = words.normalise(text)
    index = PatternIndex([("it", [words.compiler.compile(pattern)])])
    spans = [normal.origin(match.first, match.last) for _, match in index.matches(normal)]
    return [text[span.start : span.end] for span in spans]


def act(pattern: str, text: str) -> str:
    words = language(LEXICONS)
    normal = words.normalise(text)
    index = PatternIndex([("it", [words.compiler.compile(pattern)])])
    return next(normal.tokens[match.act] for _, match in index.matches(normal))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("hit", "he hit me"),
        ("hit me", "he hit me"),
        ("threat*", "he threatens me"),
        ("threat*", "it was a threat"),
        ("(he|she) left", "then she left"),
        ("(he|my own dad) left", "my own dad left"),
        ("he [has never] left", "he left"),
        ("he [has never] left", "he has never left"),
        ("a {weapon}", "he took a knife"),
        ("a {weapon}", "he took a kitchen blade"),
        ("with {act: a knife|an axe}", "with an axe"),
        ("with {act: {weapon}}", "with knife"),
        ("he ~2 left", "he left"),
        ("he ~2 left", "he just suddenly left"),
        ("he ~2 left", "he, sadly, left"),
        ("he _ left", "he just left"),
        ("go away .", "go away! now"),
        ("go away .", "please go away"),
        ("^ help", "it is late. help"),
        ("^ help", "help"),
    ],
)
def test_an_element_matches(pattern: str, text: str) -> None:
    assert matched(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("hit", "a whiter white"),
        ("hit", "he hits me"),
        ("hit me", "hit. me"),
        ("hit me", "hit, me"),
        ("threat*", "he threw it"),
        ("(he|she) left", "they left"),
        ("he [has never] left", "he has left"),
        ("a {weapon}", "he took a spoon"),
        ("he ~2 left", "he then just suddenly left"),
        ("he ~2 left", "he stayed. she left"),
        ("he _ left", "he left"),
        ("he _ left", "he, left"),
        ("go away .", "go away with me"),
        ("^ help", "please help"),
    ],
)
def test_an_element_does_not_match(pattern: str, text: str) -> None:
    assert not matched(pattern, text)


@pytest.mark.parametrize("words", range(4))
def test_a_gap_takes_up_to_its_number_of_words(words: int) -> None:
    text = " ".join(["he", *["so"] * words, "left"])

    assert bool(matched("he ~2 left", text)) is (words <= 2)


def test_the_match_is_the_place_in_the_original_text() -> None:
    assert matched("he hit me", "Yesterday HE  hit\tme!") == ["HE  hit\tme"]


def test_every_place_is_found() -> None:
    assert matched("{act: hit|kick} me", "hit me or kick me") == ["hit me", "kick me"]


def test_the_sentence_before_is_no_part_of_a_match_at_a_beginning() -> None:
    assert matched("^ help me", "It is late. Help me.") == ["Help me"]


def test_the_act_is_the_first_word_of_its_slot() -> None:
    assert act("he ~3 {act: hit|kick*} me", "he often just kicked me") == "kicked"


def test_without_a_slot_the_act_is_the_first_word() -> None:
    assert act("he hit me", "so he hit me") == "he"


def test_a_gap_alone_never_joins_two_sentences() -> None:
    assert not matched("he ~9 me", "he went out. then they saw me")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(he|she", "')' is missing"),
        ("[he", "']' is missing"),
        ("{weapon", "'}' is missing"),
        ("he)", "unexpected ')'"),
        ("he ]", "unexpected ']'"),
        ("he : she", "unexpected ':'"),
        ("he ^ she", "unexpected '^'"),
        ("{", "ends too early"),
        ("()", "an empty choice"),
        ("he|", "an empty choice"),
        ("", "an empty choice"),
        ("{verb: hit}", "unknown slot 'verb'; there are act, agent, target, time"),
        ("{nothing}", "unknown lexicon 'nothing'"),
        ("{act: hit} and {act: kick}", "uses a slot twice"),
        ("~3 _", "no word to look for"),
        ("[he]", "no word to look for"),
        ("(he|[she])", "no word to look for"),
        ("he ~x", "cannot read"),
        ("he ~", "cannot read"),
    ],
)
def test_a_text_that_is_no_pattern_is_refused_with_the_reason(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError) as refused:
        language(LEXICONS).compiler.compile(pattern)

    assert reason in str(refused.value)


def test_the_refusal_names_the_pattern() -> None:
    with pytest.raises(PatternError, match=r"pattern 'he hit \(me'"):
        language().compiler.compile("he hit (me")


@pytest.mark.parametrize("lexicons", [{"a": ["x {a}"]}, {"a": ["{b}"], "b": ["y {a}"]}])
def test_a_lexicon_that_contains_itself_is_refused(lexicons: dict[str, list[str]]) -> None:
    with pytest.raises(PatternError, match="lexicon 'a' contains itself"):
        language(lexicons).compiler.compile("{a}")


def test_signs_of_regular_expressions_mean_nothing() -> None:
    assert not matched("h+t", "hht")
