"""Every export streams: what is in memory is a page, not the library."""

import io
import tracemalloc

import pytest

from tests.unit.library import a_mark, a_page
from winnow.export import formats

NAMES = ["json", "jsonld", "markdown", "csv", "claimreview"]


class Counted(io.RawIOBase):
    """A stream that forgets what is written to it, as a socket does."""

    def __init__(self):
        self.length = 0

    def writable(self):
        return True

    def write(self, data):
        self.length += len(data)
        return len(data)


def a_library(pages):
    for number in range(pages):
        page = a_page(number, title=f"Page {number}")
        yield (
            page,
            [a_mark(page, f"words {n}", kind="claim", note="note " * 5_000) for n in range(4)],
        )


def peak_and_length(name, pages):
    stream = io.BufferedWriter(Counted())
    write = formats.outgoing(name, one_page=False).write
    tracemalloc.start()
    try:
        write(a_library(pages), stream)
        return tracemalloc.get_traced_memory()[1], stream.raw.length
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", NAMES)
def test_ten_times_the_library_needs_no_more_memory(name):
    write = formats.outgoing(name, one_page=False).write
    write(a_library(2), io.BytesIO())  # what is loaded once is loaded
    _, few = peak_and_length(name, 20)
    peak, many = peak_and_length(name, 200)
    assert many > 8 * few
    assert peak < 8_000_000, f"{peak:,} bytes for a library of 20,000,000"


@pytest.mark.parametrize("name", NAMES)
def test_the_stream_is_left_open_for_its_owner(name):
    for one_page in (False, True):
        stream = io.BytesIO()
        formats.outgoing(name, one_page=one_page).write(a_library(1), stream)
        assert stream.getvalue()


def test_markdown_of_one_page_is_a_note_and_of_more_a_zip_of_notes():
    one, all_of_them = (formats.outgoing("markdown", one_page=one) for one in (True, False))
    assert (one.suffix, all_of_them.suffix) == ("md", "zip")
