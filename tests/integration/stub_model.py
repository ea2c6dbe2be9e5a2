"""A language model for tests: a real HTTP server on this machine that does whatever its script says, byte by byte."""

import json
import re
import socket
import struct
from collections.abc import Callable
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

_PASSAGE = re.compile(r"^\[(\d+)\] (\S+) — (.+)$", re.MULTILINE)
_SENTENCE = re.compile(r"[A-Z][^.!?\n\"]{25,}[.]")
_MODELS = json.dumps({"object": "list", "data": [{"id": "stub", "object": "model"}]})


class Exchange:
    """One request to the stub, and what it can do with it."""

    def __init__(self, connection: socket.socket, path: str, body: dict[str, Any], leaving: Event) -> None:
        self._connection = connection
        self.path, self.body = path, body
        self.leaving = leaving

    @property
    def prompt(self) -> str:
        """Everything that the model was told."""
        return "\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def passages(self) -> list[tuple[int, str]]:
        """Number and section of each passage in the prompt."""
        return [(int(number), section) for number, section, _ in _PASSAGE.findall(self.prompt)]

    def good_sentences(self, count: int = 4) -> list[str]:
        """Sentences that stand in the first passage, with its number behind them."""
        number, section = self.passages[0]
        text = self.prompt.split(f"[{number}] {section}")[1].split("\n", 1)[1].split("\n[", 1)[0]
        return [f"{sentence} [{number}]" for sentence in _SENTENCE.findall(text)[:count]]

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._connection.sendall(data)

    def answer(self, status: str, body: str = "", *, kind: str = "application/json", more: str = "") -> None:
        """A whole HTTP answer."""
        data = body.encode()
        self.raw(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}\r\n".encode() + data)

    def head(self, kind: str = "text/event-stream", more: str = "") -> None:
        """The start of a stream that ends with the connection."""
        self.raw(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n{more}\r\n".encode())

    def event(self, record: object) -> None:
        """One event with this as JSON."""
        self.raw(f"data: {json.dumps(record)}\n\n".encode())

    def say(self, text: str) -> None:
        """One piece of text."""
        self.event({"id": "x", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": text}}]})

    def stop(self, reason: str = "stop") -> None:
        """The end of the reply."""
        self.event({"id": "x", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        self.raw(b"data: [DONE]\n\n")

    def reply(self, *pieces: str) -> None:
        """A whole reply."""
        self.head()
        for piece in pieces:
            self.say(piece)
        self.stop()

    def reset(self) -> None:
        """Break the connection off, as a crash does."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def until_left(self, every: Callable[[], None] | None = None) -> bool:
        """Do nothing, or one thing again and again, until the caller hangs up; False where the test ends first."""
        self._connection.settimeout(0.02)
        while not self.leaving.is_set():
            try:
                if every is not None:
                    every()
                if not self._connection.recv(1):
                    return True
            except TimeoutError:
                continue
            except OSError:
                return True
        return False


Behaviour = Callable[[Exchange], None]


class StubModel:
    """The server; `behaviour` may be changed at any time, and `requests` counts the completions asked for."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[dict[str, Any]] = []
        self.headers: list[str] = []
        self.left = Event()
        self._leaving = Event()
        stub = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                stub._serve(self.request)

        class Server(ThreadingTCPServer):
            allow_reuse_address = True
            block_on_close = True

            def handle_error(self, request: Any, address: Any) -> None:
                """A caller that hangs up is part of most tests."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._leaving.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                part = connection.recv(65_536)
                if not part:
                    return
                data += part
            head, _, body = data.partition(b"\r\n\r\n")
            length = int((re.search(rb"(?i)content-length: *(\d+)", head) or [b"", b"0"])[1])
            while len(body) < length:
                body += connection.recv(65_536)
            path = head.split(b" ", 2)[1].decode()
            self.headers.append(head.decode())
            record = json.loads(body) if body else {}
            if path.endswith("/chat/completions"):
                self.requests.append(record)
            exchange = Exchange(connection, path, record, self._leaving)
            if path.endswith("/models"):
                exchange.answer(
                    "200 OK", json.dumps({"object": "list", "data": [{"id": "stub", "object": "model"}]}), more="Connection: close\r\n"
                )
            else:
                self.behaviour(exchange)


def good(exchange: Exchange) -> None:
    """A reply whose sentences stand in the first passage, in small pieces."""
    text = " ".join(["What is going on with the chores?", *exchange.good_sentences()])
    exchange.reply(*(text[at : at + 7] for at in range(0, len(text), 7)))
