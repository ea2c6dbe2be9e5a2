import anyio
import pytest

from service.adapters.gate import Breaker, Gate
from service.domain.errors import ModelUnavailableError

LATER = 1e12


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_and_not_before() -> None:
    breaker = Breaker(failures=3)
    for _ in range(2):
        breaker.failed()
    breaker.succeeded()
    for _ in range(2):
        breaker.failed()
    assert breaker.admits()

    breaker.failed()
    assert not breaker.admits()


def test_after_its_rest_one_trial_decides() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, rest=20, clock=clock)
    breaker.failed()
    clock.now = 20
    assert (breaker.admits(), breaker.admits()) == (True, False)

    breaker.failed()
    assert not breaker.admits()
    clock.now = 40
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits()


def test_a_trial_that_tells_nothing_leaves_room_for_another() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, rest=20, clock=clock)
    breaker.failed()
    clock.now = 20
    assert breaker.admits()
    breaker.abandoned()

    assert breaker.admits()


def gate(places: int = 1, queue: int = 1, failures: int = 9) -> Gate:
    return Gate(places=places, queue=queue, breaker=Breaker(failures=failures))


def test_who_finds_places_and_queue_full_is_told_at_once() -> None:
    async def story() -> str:
        full = gate(queue=0)
        async with full.place(LATER):
            with pytest.raises(ModelUnavailableError) as refused:
                async with full.place(LATER):
                    pass
            return refused.value.reason

    assert anyio.run(story) == "queue_full"


def test_a_place_goes_to_who_waited_longest() -> None:
    async def story() -> list[int]:
        one, order = gate(queue=3), []

        async def come(number: int) -> None:
            async with one.place(LATER):
                order.append(number)
                await anyio.lowlevel.checkpoint()

        async with anyio.create_task_group() as tasks:
            for number in range(4):
                tasks.start_soon(come, number)
                await anyio.lowlevel.checkpoint()
        assert one.busy == 0
        return order

    assert anyio.run(story) == [0, 1, 2, 3]


def test_who_waits_too_long_is_told_and_leaves_the_queue() -> None:
    async def story() -> tuple[str, int]:
        one = gate()
        async with one.place(LATER):
            with pytest.raises(ModelUnavailableError) as refused:
                async with one.place(anyio.current_time() + 0.01):
                    pass
        async with one.place(LATER):
            return refused.value.reason, one.busy

    assert anyio.run(story) == ("too_slow", 1)


def test_who_leaves_while_waiting_frees_the_queue() -> None:
    async def story() -> int:
        one = gate()

        async def wait() -> None:
            async with one.place(LATER):
                pass

        async with one.place(LATER), anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
        return one.busy

    assert anyio.run(story) == 0


@pytest.mark.parametrize(
    ("error", "reason"), [(ModelUnavailableError("silent"), "resting"), (ModelUnavailableError("tool_call"), None), (ValueError(), None)]
)
def test_only_trouble_of_the_server_counts_against_it(error: Exception, reason: str | None) -> None:
    async def story() -> str | None:
        one = gate(failures=1)
        with pytest.raises(type(error)):
            async with one.place(LATER):
                raise error
        try:
            async with one.place(LATER):
                return None
        except ModelUnavailableError as refused:
            return refused.reason

    assert anyio.run(story) == reason
