"""The chat page at `/`, its files, and help lines as a page that needs no script."""

from collections.abc import Iterator
from html import escape
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter

from service.domain.errors import NotFoundError
from service.domain.resources import Resource, country_code
from service.web.pages import page, sent_file, web_file
from service.wiring import Services

_FOLDER = "chat"
_PUBLIC = ("chat.js", "chat.css")
AnyRequest = Request[Any, Any, Any]


@get("/", include_in_schema=False)
async def chat_page(services: NamedDependency[Services]) -> Response[bytes]:
    """The chat page; the limits and the country of the settings are written into it."""
    settings = services.settings
    told = {"country": settings.country or "", "max-chars": settings.max_message_chars, "max-messages": settings.max_messages}
    data = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in told.items())
    return page(web_file(_FOLDER, "chat.html").content.replace(b"DATA", data.encode()))


@get("/chat/{name:str}", include_in_schema=False)
async def chat_file(name: FromPath[str], request: AnyRequest) -> Response[bytes]:
    """The script and the styles of the chat page."""
    if name not in _PUBLIC:
        raise NotFoundError("there is no such file; the chat page is at /")
    return sent_file(web_file(_FOLDER, name), request.headers.get("accept-encoding", ""))


@get("/help", include_in_schema=False)
async def help_page(
    services: NamedDependency[Services],
    country: Annotated[str | None, Parameter(description="Two letters, such as GB.")] = None,
) -> Response[bytes]:
    """Help lines of a country as plain HTML."""
    code = country_code(country) if country else services.settings.country
    book = services.resources
    found = book.page(code)
    options = sorted((one.name, code) for code in book.countries if (one := book.page(code)))
    chosen = [
        f'<option value="{escape(code)}"{" selected" if found and found.country == code else ""}>{escape(name)}</option>'
        for name, code in options
    ]
    note = f"<p>{escape(found.emergency_note)}</p>" if found and found.emergency_note else ""
    lines = "".join(_line(resource) for resource in services.lines.listed(code, None))
    content = web_file(_FOLDER, "help.html").content.decode()
    for mark, html in (("OPTIONS", "".join(chosen)), ("NOTE", note), ("LINES", lines)):
        content = content.replace(mark, html)
    return page(content.encode(), forms="'self'")


def _line(resource: Resource) -> str:
    name = escape(resource.name) + (f"</strong> ({escape(resource.scope)})" if resource.scope else "</strong>")
    ways = "".join(f"<div>{way}</div>" for way in _ways(resource))
    hours = f'<span class="soft">{escape(resource.hours)}</span>' if resource.hours else ""
    return f'<li class="line"><span><strong>{name}</span>{ways}{hours}</li>'


def _ways(resource: Resource) -> Iterator[str]:
    """Each way to reach them; a single number is a link as it is printed, and several ones are links of their own."""
    phone, digits = escape(resource.phone or ""), [escape(number, quote=True) for number in resource.dial]
    if len(digits) == 1:
        yield f'<a class="phone" href="tel:{digits[0]}">{phone}</a>'
    elif phone:
        yield " ".join([f'<span class="phone">{phone}</span>', *(f'<a class="phone" href="tel:{n}">Call {n}</a>' for n in digits)])
    if resource.sms:
        yield f"Text: {escape(resource.sms.text)}"
    for address, words in ((resource.chat_url, "Chat online"), (resource.url, "Website")):
        if address:
            yield f'<a href="{escape(address)}" target="_blank" rel="noreferrer noopener">{words}</a>'


CHAT_PAGE_ROUTES = [chat_page, chat_file, help_page]
