"""Whether the service can answer."""

from service.public.records import Schema


class ReadyOut(Schema):
    """Whether the service can answer, part by part."""

    ready: bool
    classifier: bool
    corpus: bool
    encoder: bool
    reason: str | None = None
