from pathlib import Path

from tests.builders import user
from tests.unit.safety.rulebooks import classifier, negation, rule

HIT = rule("hit", "he ~2 {act: hit} me", contexts=["negation"])


def test_each_of_many_denials_disarms_its_own_match_only(tmp_path: Path) -> None:
    text = "he never hit me. " * 60 + "he hit me."

    verdict = classifier(tmp_path, HIT, contexts=[negation()]).classify([user(text)])

    assert [hit.span.start for hit in verdict.hits] == [len(text) - len("he hit me.")]


def test_a_text_that_repeats_itself_gives_a_few_reasons(tmp_path: Path) -> None:
    verdict = classifier(tmp_path, HIT).classify([user("he hit me. " * 100)])

    assert len(verdict.hits) == 10


def test_a_context_that_must_be_the_whole_message_counts_nowhere_else(tmp_path: Path) -> None:
    whole = negation(cues=["^ he hit me with a joke ."], direction="whole")
    heard = classifier(tmp_path, HIT, contexts=[whole])

    assert not heard.classify([user("He hit me with a joke.")]).hits
    assert heard.classify([user("He hit me with a joke. Then he hit me.")]).hits
