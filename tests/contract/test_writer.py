"""What every writer keeps to, shown on the one over HTTP and on its scripted twin."""

from collections.abc import Callable, Iterator
from contextlib import aclosing

import anyio
import pytest

from service.adapters.memory import ScriptedWriter
from service.domain.errors import ModelUnavailableError
from service.domain.generation import Prompt
from service.ports import Writer
from tests.integration.stub_model import Exchange, StubModel
from tests.integration.test_model_faults import writer

PROMPT = Prompt("coach.v1", "Be brief.", "Hello")
PIECES = ("Take ", "a pause", ".")
Maker = Callable[..., Writer]


def scripted(*pieces: str, broken: bool = False) -> Writer:
    return ScriptedWriter([*pieces, ModelUnavailableError("broken_off")] if broken else pieces)


@pytest.fixture(params=["scripted", "over HTTP"])
def make(request: pytest.FixtureRequest) -> Iterator[Maker]:
    if request.param == "scripted":
        yield scripted
        return

    with StubModel(lambda exchange: None) as stub:

        def over_http(*pieces: str, broken: bool = False) -> Writer:
            def behave(exchange: Exchange) -> None:
                exchange.head()
                for piece in pieces:
                    exchange.say(piece)
                if broken:
                    exchange.reset()
                exchange.stop()

            stub.behaviour = behave
            return writer(stub.url)

        yield over_http


async def read(by: Writer, most: int = 99) -> list[str]:
    found: list[str] = []
    try:
        async with aclosing(by.write(PROMPT)) as pieces:
            async for piece in pieces:
                found.append(piece)
                if len(found) == most:
                    break
    except ModelUnavailableError as error:
        found.append(error.reason)
    finally:
        await by.close()
    return found


def test_the_pieces_come_in_order(make: Maker) -> None:
    assert anyio.run(read, make(*PIECES)) == list(PIECES)


def test_what_came_before_a_fault_stands(make: Maker) -> None:
    assert anyio.run(read, make("Take ", broken=True)) == ["Take ", "broken_off"]


def test_it_can_be_left_in_the_middle(make: Maker) -> None:
    assert anyio.run(read, make(*PIECES), 1) == ["Take "]


def test_it_can_be_used_again_in_another_event_loop(make: Maker) -> None:
    by = make(*PIECES)
    anyio.run(read, by, 1)
    if isinstance(by, ScriptedWriter):
        by = make(*PIECES)

    assert anyio.run(read, by) == list(PIECES)
