"""What tests of the rewriter look at."""

from service.rewriting.engine import Rewriter


def first(rewriter: Rewriter, statement: str) -> str:
    """The first wording of a statement."""
    return rewriter.rewrite(statement).suggestions[0].text
