import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.adapters.data_files import rules_folder
from service.language.normalise import Normaliser
from service.language.spelling import Spelling
from service.safety.loader import load_language

SPELLING = Spelling(
    rewrites={"don't": ("do", "not"), "dont": ("do", "not"), "im": ("i", "am"), "i'm": ("i", "am"), "u": ("you",), "sooo": ("so",)},
    watched=frozenset({"kill", "hit", "punch", "so"}),
    signs={"🔪": ("knife",), "❤": ()},
    lookalikes={ord("а"): "a", ord("і"): "i", ord("о"): "o"},
)
SHIPPED = load_language(rules_folder()).normalise

# Whole words, disguises and the characters that make trouble, thrown together.
PIECES = st.sampled_from(
    [
        *("kill", "k1ll", "k i l l", "k.i.l.l", "k*ll", "don't", "dont", "u", "x", "aaa", "3"),
        *("*", "'", "’", "@", "$", "!", ".", "...", ",", "-", " ", "\n\n", "_", "|", "…"),
        *("é", "ß", "İ", "ﬁ", "а", "\u0301", "½", "🔪", "👩‍👧", "\ud800", "\0", "\u200b", "\ufe0f"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


def words(text: str) -> str:
    return " ".join(Normaliser(SPELLING)(text).tokens)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("I'M  Here", "i am here"),
        ("I don’t", "i do not"),
        ("dont", "do not"),
        ("well -- then", "well , then"),
        ("one, two", "one , two"),
        ("stop!!! now?", "stop . now ."),
        ("first\n\nsecond", "first . second"),
        ("first\nsecond", "first , second"),
        ("... and then", "and then"),
        ("CAFÉ naïve", "cafe naive"),
        ("ＨＩＴ", "hit"),
        ("'quoted'", "quoted"),
        ("he's", "he's"),
        ("100%", "100"),
        ("", ""),
        ("   ", ""),
        ("!?", ""),
    ],
)
def test_typed_text_becomes_plain_words(typed: str, normal: str) -> None:
    assert words(typed) == normal


@pytest.mark.parametrize(
    "typed",
    ["k1ll", "k!ll", "k*ll", "k i l l", "k.i.l.l", "k - i - l - l", "k_i_l_l", "kiiill", "ki\u200bll", "kіll", "K1LLLL", "k1ll*", "*kill*"],
)
def test_a_disguised_word_is_read_where_it_is_watched(typed: str) -> None:
    assert words(typed) == "kill"


def test_a_spaced_word_is_read_though_one_of_its_letters_is_short_for_a_word() -> None:
    assert words("p u n c h me") == "punch me"


def test_a_spaced_word_is_read_between_words_of_one_letter() -> None:
    assert words("I h i t u") == "i hit you"


@pytest.mark.parametrize("typed", ["pu nch", "pu-nch", "p unch", "pun.ch", "pu/nch", "p-un-ch"])
def test_a_word_in_pieces_that_are_no_words_is_read(typed: str) -> None:
    assert words(f"they {typed} me") == "they punch me"


@pytest.mark.parametrize("typed", ["m y h u s b a n d h i t m e", "m-y-h-u-s-b-a-n-d h.i.t m.e", "m y   h u 5 b 4 n d   h 1 t   m e"])
def test_a_sentence_in_single_letters_is_read(typed: str) -> None:
    assert SHIPPED(typed).tokens == ("my", "husband", "hit", "me")


def test_letters_that_spell_nothing_stay_as_they_are() -> None:
    assert words("plan a, b or c.") == "plan a , b or c ."


def test_the_end_of_a_sentence_after_a_spaced_word_stays() -> None:
    assert words("k.i.l.l. then") == "kill . then"


@pytest.mark.parametrize("typed", ["w4lk", "t*lk", "c4ll"])
def test_a_word_that_is_not_watched_is_left_alone(typed: str) -> None:
    assert words(typed) == typed.replace("*", "")


def test_long_drawn_letters_are_shortened_to_a_known_word_or_to_two() -> None:
    assert words("soooooo looooong") == "so loong"


def test_an_emoji_is_a_word_or_nothing() -> None:
    assert words("🔪 me ❤ 🙂") == "knife me"


@pytest.mark.parametrize("typed", ["\ud800", "\0", "a\0b \udfff", "\ud83d\ude00"])
def test_what_is_no_character_is_passed_over(typed: str) -> None:
    assert "\0" not in words(typed)
    assert words(typed).encode("utf-8") is not None


@pytest.mark.parametrize(
    ("typed", "word", "original"),
    [
        ("Café: he HIT me", "hit", "HIT"),
        ("👩‍👧 don’t", "not", "don’t"),
        ("\ud800 hit", "hit", "hit"),
        ("\0\0 hit", "hit", "hit"),
        ("ﬁne, h\u200bit", "hit", "h\u200bit"),
        ("ok k.i.l.l. ok", "kill", "k.i.l.l"),
        ("İstanbul hit", "hit", "hit"),
        ("take the 🔪!", "knife", "🔪"),
    ],
)
def test_a_word_knows_where_it_stood_in_the_original(typed: str, word: str, original: str) -> None:
    normal = Normaliser(SPELLING)(typed)
    span = normal.origins[normal.tokens.index(word)]

    assert typed[span.start : span.end] == original


def test_the_offsets_count_bytes_of_the_normal_form() -> None:
    normal = Normaliser(SPELLING)("он hit")

    assert normal.data[normal.starts[1] :] == b"hit "
    assert normal.token_range(normal.starts[1], len(normal.data)) == (1, 2)


@given(TEXTS)
@example("k1ll*")
@example("a''*")
@example("u k i l l")
@example("k.i.l.l.")
@example("@k i l l")
@example("ŉ ͅ ﷺ ")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = SHIPPED(text)

    assert SHIPPED(once.data.decode("utf-8")).tokens == once.tokens


@given(TEXTS)
def test_every_span_lies_inside_the_text_and_none_begins_before_the_one_before(text: str) -> None:
    origins = SHIPPED(text).origins

    assert all(0 <= span.start < span.end <= len(text) for span in origins)
    assert list(origins) == sorted(origins, key=lambda span: span.start)


@given(TEXTS)
def test_the_normal_form_is_its_words_between_single_spaces(text: str) -> None:
    normal = SHIPPED(text)

    assert normal.data.decode("utf-8") == "".join([" ", *(f"{token} " for token in normal.tokens)])
    assert len(normal.tokens) == len(normal.starts) == len(normal.origins)


@given(TEXTS)
def test_case_does_not_matter_for_plain_text(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()

    assert SHIPPED(plain.upper()).tokens == SHIPPED(plain.lower()).tokens
