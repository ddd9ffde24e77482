"""A few pass at a time, a few wait, the rest are sent away at once."""

import threading
import time

import pytest

from winnow.api.turnstile import Turnstile
from winnow.errors import Kind, Problem


@pytest.fixture
def occupied():
    """A turnstile for one, with somebody inside who leaves when `leave` is set."""
    turnstile = Turnstile(1, wait_seconds=5, what="cleaning")
    leave, inside = threading.Event(), threading.Event()

    def stand():
        with turnstile.pass_through():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=stand)
    thread.start()
    inside.wait(10)
    yield turnstile, leave
    leave.set()
    thread.join()


def test_who_waits_comes_in_when_the_one_before_leaves(occupied):
    turnstile, leave = occupied
    threading.Timer(0.05, leave.set).start()
    with turnstile.pass_through():
        assert leave.is_set()


def test_who_finds_the_queue_full_is_sent_away_at_once(occupied):
    turnstile, leave = occupied
    waiting = threading.Thread(target=lambda: turnstile.pass_through().__enter__())
    waiting.start()
    time.sleep(0.05)  # until it waits
    began = time.monotonic()
    with pytest.raises(Problem) as refused, turnstile.pass_through():
        pass
    assert refused.value.kind is Kind.BUSY
    assert refused.value.headers["Retry-After"] == "2"
    assert time.monotonic() - began < 1
    leave.set()
    waiting.join()


def test_who_waits_too_long_is_sent_away():
    turnstile = Turnstile(1, wait_seconds=0.01, what="cleaning")
    with turnstile.pass_through(), pytest.raises(Problem), turnstile.pass_through():
        pass
    with turnstile.pass_through():
        pass
