"""What the records of corpus and importer files share: an unknown field is a mistake, and a broken record is named with its place."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from service.domain.errors import CorpusError, DataError

M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """A record in which an unknown field or an empty text is a mistake."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_min_length=1)


def record(model: type[M], data: object, place: str, broken: type[DataError] = CorpusError) -> M:
    """The record in `data`; `place` is the file and what leads to the record in it.

    Raises:
        DataError: of the class given as `broken`, naming place, field and reason.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "record"
        raise broken(f"{place}: {where}: {first['msg']}") from error


def spoken(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """An entry with its fields named where it is `{say: ...}`: words that the person could say."""
    if "say" not in entry:
        return entry
    return {"text": entry["say"], "aloud": True, **{key: rest for key, rest in entry.items() if key != "say"}}
