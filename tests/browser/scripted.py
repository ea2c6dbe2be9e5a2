"""A service that answers `/v1/rewrite` from a script, and a site that shows host pages; both on 127.0.0.1."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, ClassVar, Self

Json = dict[str, Any]

BLAME = "🙁 You never help out, you're just like your mother"
SOUND = "I felt glad when we cooked together on Sunday"
NEWS = "The train is at nine"
FEAR = "I am careful what I say when he comes home"
LINES: list[Json] = [
    {"name": "Emergency services", "phone": "999 (112 also)", "dial": ["999", "112"], "hours": "24/7"},
    {"name": "A helpline", "phone": "0808 000 0000", "dial": ["08080000000"], "url": "https://helpline.example", "scope": "England"},
]
QUESTION: Json = {"text": "Are you ever afraid of how this person might react?", "options": ["yes", "not_sure", "no"]}


def span(whole: str, words: str) -> list[int]:
    """Where some words stand, counted in code points as the service does."""
    start = whole.index(words)
    return [start, start + len(words)]


def rewritten(asked: Json) -> Json:
    """Blame, with three wordings."""
    text, feeling = asked["statement"], asked.get("feeling", "worn out")
    marks = [
        ("never", "globalising", "“Never” leaves no room for the times it did happen."),
        ("just like your mother", "comparison", "A comparison with someone else hurts and starts a second quarrel."),
    ]
    need, request = "some rest", "Would you take the dishes tonight?"
    full = f"I feel {feeling} when I do the housework on my own, and I need {need}. {request}"
    return {
        "kind": "rewrite",
        "blame": [
            {"form": form, "span": span(text, words), "text": words, "reason": reason} for words, form, reason in marks if words in text
        ],
        "suggestions": [
            {
                "text": full,
                "shape": "feeling_first",
                "feeling": feeling,
                "observation": "I do the housework on my own",
                "need": need,
                "request": request,
                "kept": [],
                "guessed": [],
            },
            {
                "text": f"When [what happened] I feel {feeling}. {request}",
                "shape": "event_first",
                "feeling": feeling,
                "observation": "",
                "need": "",
                "request": request,
                "kept": [],
                "guessed": ["[what happened]"],
            },
            {
                "text": f"I feel {feeling} doing it alone. Could you help?",
                "shape": "short",
                "feeling": feeling,
                "observation": "",
                "need": "",
                "request": "Could you help?",
                "kept": [],
                "guessed": [],
            },
        ],
        "feelings": ["worn out", "frustrated", "lonely", "sad"],
        "receipt": {
            "changed": ["“Never” is gone.", {"from": "help out", "to": "take the dishes", "reason": "something that can be done"}],
            "kept": ["That you want help."],
            "guessed": ["That you feel worn out."],
        },
        "note": "",
    }


def helped(asked: Json) -> Json:
    """Danger: help, and the closed question until it is answered."""
    reply = asked.get("check_in")
    if reply == "no":
        return {**rewritten(asked), "blame": [], "resources": LINES}
    note = "Thank you for telling me.\n\nSome of what you wrote can come up in hard situations. You can choose one of these lines."
    return {"kind": "route", "note": note, "resources": LINES, "question": None if reply == "yes" else QUESTION}


def heard(asked: Json) -> Json:
    """A reply to what the other one said."""
    text = "It sounds like the week has been too much for you. Do I have that right?"
    return {"kind": "rewrite", "blame": [], "suggestions": [{"text": text, "shape": "short"}], "feelings": [], "receipt": {}, "note": ""}


def scripted(asked: Json) -> Json:
    """The answer to a request, by its words."""
    text = asked["statement"]
    base: Json = {"verdict": {"level": "none", "routed": False}, "composer": {"name": "script"}, "resources": [], "question": None}
    if FEAR in text:
        return {**base, **helped(asked)}
    if asked.get("mode") == "hear":
        return {**base, **heard(asked)}
    if SOUND in text:
        return {**base, "kind": "affirm", "note": "", "receipt": {"kept": ["You say what you feel.", "You name one evening."]}}
    if NEWS in text:
        return {**base, "kind": "leave", "note": "This is news, so nothing has to change."}
    return {**base, **rewritten(asked)}


STATUS = {"break it": 500, "too busy": 503, "too large": 413, "not usable": 422}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: ClassVar["Site"]

    def do_GET(self) -> None:
        content, headers = self.site.pages.get(self.path.split("?")[0], (b"", {}))
        if self.path.startswith("/v1/resources"):
            content = json.dumps({"country": None, "resources": LINES, "question": None}).encode()
            headers = {"Content-Type": "application/json"}
        if self.path == "/stay":  # nothing comes, and the browser stays where it is
            self._send(204, b"", {})
        else:
            self._send(200 if content or self.path in self.site.pages else 404, content, headers)

    def do_OPTIONS(self) -> None:
        self._send(204, b"", {"Access-Control-Allow-Headers": "content-type", "Access-Control-Allow-Methods": "POST"})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.site.asked.append(asked)
        if "wait for it" in asked["statement"]:
            self.site.released.wait(20)
        status = next((status for words, status in STATUS.items() if words in asked["statement"]), 200)
        body = scripted(asked) if status == 200 else {"title": "no", "status": status}
        extra = {"Retry-After": "7", "X-Request-Id": "request-0001", "Access-Control-Expose-Headers": "Retry-After, X-Request-Id"}
        self._send(status, json.dumps(body).encode(), {"Content-Type": "application/json", **extra})

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Access-Control-Allow-Origin": "*", "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site:
    """A small server in a thread: pages as given, and the scripted service."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[bytes, dict[str, str]]] = {}
        self.asked: list[Json] = []
        self.released = Event()
        handler = type("Handler", (_Handler,), {"site": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def show(self, path: str, html: str, **headers: str) -> str:
        """Put a page there, and give its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (html.encode(), {"Content-Type": "text/html; charset=utf-8", **named})
        return self.address + path


Show = Callable[..., str]
