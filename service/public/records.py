"""What all public records rest on."""

import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from service.domain.resources import country_code

S = TypeVar("S", bound=BaseModel)


def _country(value: str) -> str:
    if not (len(value.strip()) == 2 and value.strip().isascii() and value.strip().isalpha()):
        raise ValueError("must be two letters (ISO 3166-1), such as GB")
    return country_code(value)


Country = Annotated[str, AfterValidator(_country)]


class Schema(BaseModel):
    """Base of all public records; unknown fields of a request are ignored."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


def language_code(tag: str | None) -> str | None:
    """The ISO code that a tag such as `es-MX` begins with; None where it is no such tag."""
    found = re.match(r"([a-z]{2})(?:[-_]|$)", (tag or "").strip().lower())
    return found.group(1) if found else None


def plain(schema: type[S], record: object) -> S:
    """A schema filled from the fields of the same name."""
    return schema(**{name: getattr(record, name) for name in schema.model_fields})
