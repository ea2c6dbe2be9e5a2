"""Every verdict can be followed: what spoke, where, what raised, lowered or set it aside, and what the second tier said."""

from pathlib import Path

from service.cli.explained import explained_page
from service.cli.show import explained
from service.wiring import Services
from tests.builders import user
from tests.integration.processes import ROOT, mend
from tests.integration.talk import Client

CASES = ROOT / "docs" / "explained.yaml"


def test_the_page_holds_twenty_cases_and_each_gets_the_level_it_says(quick_services: Services) -> None:
    page, wrong = explained_page(CASES, quick_services.classifier)

    assert wrong == []
    assert page.count("\n## ") == 20
    for shown in ("raised by", "set aside", "second tier:", "read as one", "lifted it", "third party", "perpetrator", "es."):
        assert shown in page, shown


def test_the_page_in_the_repository_tells_of_the_same_cases(quick_services: Services) -> None:
    page, _ = explained_page(CASES, quick_services.classifier)
    shipped = (ROOT / "docs" / "explained.md").read_text(encoding="utf-8")

    assert [line for line in shipped.splitlines() if line.startswith(("#", ">", "level:"))] == [
        line for line in page.splitlines() if line.startswith(("#", ">", "level:"))
    ]


def test_a_case_that_gets_another_level_fails_the_command(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("heading: H\nabout: A\ncases:\n  - {title: T, why: W, messages: [he hit me], level: none}\n", encoding="utf-8")
    result = mend("rules", "explain", str(file), MEND_EMBEDDER="words")

    assert result.returncode == 1
    assert "another level than the file says: T" in result.stderr
    assert result.stdout.startswith("# H")


def test_what_lowered_a_hit_is_named_with_the_reason(quick_services: Services) -> None:
    text = "When I was a child my dad hit me."
    words = explained(quick_services.classifier.classify([user(text)]), [text], explain=True)

    assert "lowered by past." in words


def test_the_json_tells_the_same(quick_client: Client) -> None:
    split = [{"role": "user", "content": piece} for piece in ("he put", "his hands", "round my neck")]
    hit = quick_client.post("/v1/check", json={"messages": split}).json()["hits"][0]
    aside = quick_client.post("/v1/check", json={"text": "in the film he put his hands round her neck"}).json()["set_aside"]

    assert (hit["message"], hit["through"]) == (0, 2)
    assert {"rule", "category", "context", "why", "span"} <= aside[0].keys()
