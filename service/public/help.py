"""Help lines."""

from datetime import date

from service.domain.resources import Resource
from service.public.records import Schema


class ResourceOut(Schema):
    """One professional-help entry; `dial` holds the digits of `phone`."""

    id: str
    country: str
    category: str
    name: str
    phone: str | None
    dial: list[str]
    sms: str | None
    chat_url: str | None
    url: str | None
    hours: str | None
    languages: list[str]
    scope: str | None
    audience: list[str]
    checked_on: date
    evidence: str
    confirmed: int


class ResourcesOut(Schema):
    """Help lines for a country; the international finder where the country is unknown."""

    country: str | None
    emergency_note: str | None
    question: str | None
    resources: list[ResourceOut]


def resource_out(resource: Resource) -> ResourceOut:
    """The public form of a help line."""
    values = {name: getattr(resource, name) for name in ResourceOut.model_fields if name not in ("sms", "audience")}
    sms = resource.sms.text if resource.sms else None
    return ResourceOut(**values | {"sms": sms, "audience": sorted(resource.audience), "evidence": resource.evidence.value})
