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
