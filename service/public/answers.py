"""What every answer has, whether to a conversation or to a statement."""

from service.public.records import Schema


class QuestionOut(Schema):
    """The closed question; answer it with `check_in`."""

    text: str
    options: list[str]


class ComposerOut(Schema):
    """What worded the reply; `fallback` is why a configured model did not, and `dropped` why sentences of it are missing."""

    name: str
    model: str | None
    prompt: str | None
    fallback: str | None
    dropped: list[str]
