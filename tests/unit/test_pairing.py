"""The pairing page's links, sessions and codes, on a clock the test sets."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from winnow.pairing import MAX_TRIES, LinkSpentError, NoCodeError, Pairing, WrongCodeError


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pairing(clock: Clock) -> Pairing:
    return Pairing(code_seconds=120, link_seconds=600, clock=clock)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_has_six_digits_and_holds_once(pairing):
    code = pairing.show_code().code
    assert len(code) == 6
    assert code.isdigit()
    pairing.redeem(code)
    with pytest.raises(NoCodeError):
        pairing.redeem(code)


def test_codes_are_drawn_from_all_six_digit_numbers(pairing):
    codes = {pairing.show_code().code for _ in range(300)}
    assert len(codes) > 290
    assert {code[0] for code in codes} == set("0123456789")


def test_a_code_holds_for_two_minutes_and_not_longer(pairing, clock):
    code = pairing.show_code().code
    clock.seconds += 119.9
    assert pairing.state().code == code
    clock.seconds += 0.1
    assert pairing.state().code is None
    with pytest.raises(NoCodeError):
        pairing.redeem(code)


def test_the_fifth_wrong_try_ends_the_code(pairing):
    code = pairing.show_code().code
    left = []
    for _ in range(MAX_TRIES):
        with pytest.raises(WrongCodeError) as refusal:
            pairing.redeem(other_than(code))
        left.append(refusal.value.tries_left)
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(NoCodeError):
        pairing.redeem(code)


def test_a_new_code_ends_the_one_before(pairing):
    first = pairing.show_code().code
    second = pairing.show_code().code
    assert first != second  # one in a million
    with pytest.raises(WrongCodeError):
        pairing.redeem(first)
    pairing.redeem(second)


def test_nothing_is_redeemed_before_a_code_is_shown(pairing):
    with pytest.raises(NoCodeError):
        pairing.redeem("000000")


def test_of_many_that_send_the_code_at_once_one_passes(pairing):
    code = pairing.show_code().code

    def redeem(_turn):
        try:
            pairing.redeem(code)
        except NoCodeError:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        passed = list(threads.map(redeem, range(64)))
    assert passed.count(True) == 1


def test_a_link_opens_one_session(pairing):
    session = pairing.open(pairing.link_key())
    assert pairing.knows(session)
    assert not pairing.knows(session + "x")
    assert not pairing.knows("")


def test_a_link_that_is_opened_twice_ends_the_session_and_its_code(pairing):
    key = pairing.link_key()
    session = pairing.open(key)
    pairing.show_code()
    with pytest.raises(LinkSpentError):
        pairing.open(key)
    assert not pairing.knows(session)
    assert pairing.state().code is None


def test_links_and_sessions_grow_old(pairing, clock):
    key = pairing.link_key()
    session = pairing.open(pairing.link_key())
    clock.seconds += 600
    with pytest.raises(LinkSpentError):
        pairing.open(key)
    assert not pairing.knows(session)


def test_only_the_newest_links_hold(pairing):
    keys = [pairing.link_key() for _ in range(20)]
    opened = []
    for key in keys:
        try:
            pairing.open(key)
        except LinkSpentError:
            opened.append(False)
        else:
            opened.append(True)
    assert opened == [False] * 12 + [True] * 8


def test_the_page_is_told_who_used_the_code(pairing):
    pairing.redeem(pairing.show_code().code)
    pairing.announce("Firefox")
    assert pairing.state().paired == "Firefox"
    assert pairing.show_code().paired is None
