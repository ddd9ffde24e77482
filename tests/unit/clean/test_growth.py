"""Work grows with the page and no faster: a page of twice the size takes twice the steps.

Steps are lines of Python begun, each turn of a loop among them, so that the count is the same on
any machine.
"""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from bench.clean import growth
from winnow.clean import PageTooDeepError, PageTooLargeError, clean
from winnow.clean.document import MAX_ATTRIBUTES
from winnow.clean.model import WEIGHTS
from winnow.clean.model import __file__ as model_file

SMALL = 12_000
"""Characters; a step that grows with the square is most of the work from about here."""
TWICE = 2.35
"""What twice the page may take: linear steps take 2, a square hidden among them soon more."""


def steps(work: Callable[[], object]) -> int:
    """How many lines `work` begins."""
    count = 0

    def trace(_frame: object, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def page(maker: growth.Maker, size: int) -> str:
    return f"<!DOCTYPE html><title>x</title><body>{maker(size)}"


def test_a_step_that_grows_with_the_square_is_seen():
    def square(size: int) -> int:
        return sum(1 for one in range(size) for other in range(size) if one < other)

    assert steps(lambda: square(40)) > 3 * steps(lambda: square(20))


@pytest.mark.parametrize("maker", growth.GROWING, ids=lambda maker: maker.__name__)
def test_twice_the_page_takes_twice_the_steps(maker: growth.Maker):
    clean(page(maker, SMALL))  # what is read once and remembered is not counted
    one = steps(lambda: clean(page(maker, SMALL)))
    two = steps(lambda: clean(page(maker, 2 * SMALL)))
    assert 1_000 < one < two < TWICE * one


@pytest.mark.parametrize("maker", [growth.deep, growth.deep_inline, growth.deep_steps])
def test_depth_costs_no_element_more(maker: growth.Maker):
    clean(page(maker, 800))
    one = steps(lambda: clean(page(maker, 1_600)))
    two = steps(lambda: clean(page(maker, 3_200)))
    assert two < TWICE * one


def test_too_many_elements_and_too_much_depth_are_clear_errors():
    with pytest.raises(PageTooLargeError, match="400,000"):
        clean("<p>x</p>" * 400_001)
    with pytest.raises(PageTooDeepError):
        clean(page(growth.nested, growth.DEPTH))


def test_the_model_is_small_and_is_not_read_before_a_page_is():
    weights = model_file.rpartition("model.py")[0] + WEIGHTS
    with open(weights, "rb") as file:  # noqa: PTH123
        assert len(file.read()) < 200_000
    code = (
        "import winnow.clean, winnow.clean.model as m; before = m.model.cache_info().currsize;"
        "winnow.clean.clean('<p>Some words.</p>'); print(before, m.model.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]


def test_an_element_with_attributes_beyond_number_is_refused_before_it_is_parsed():
    attributes = " ".join(f'a{number}="<>"' for number in range(MAX_ATTRIBUTES + 1))
    with pytest.raises(PageTooLargeError, match="attributes"):
        clean(f"<p title='>' {attributes}>Some words to read here.")


def test_as_many_attributes_on_many_elements_are_read():
    page = "".join(f'<p id="a{number}" class="b c d">Some words.</p>' for number in range(9000))
    assert clean(page).blocks
