"""The rewriter with its shipped data and the real grammar, built once."""

import pytest

from service.adapters.data_files import rewriting_folder, rules_folder
from service.adapters.hanover_grammar import HanoverGrammar
from service.adapters.rewriting_files import load_rewriting
from service.language.matching import Language
from service.rewriting.engine import Rewriter
from service.rewriting.records import RewritingData
from service.safety.loader import load_language


@pytest.fixture(scope="session")
def data() -> RewritingData:
    return load_rewriting(rewriting_folder(), rules_folder() / "spelling.yaml")


@pytest.fixture(scope="session")
def language() -> Language:
    return load_language(rules_folder())


@pytest.fixture(scope="session")
def rewriter(data: RewritingData, language: Language) -> Rewriter:
    return Rewriter(data, language, HanoverGrammar())
