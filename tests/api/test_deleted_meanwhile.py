"""A page that is deleted between two steps of one request."""

import pytest

from tests.unit.library import a_mark, a_page
from winnow.app import create_app
from winnow.config import Settings
from winnow.devices import Devices
from winnow.pairing import Pairing
from winnow.store.tinydb_store import TinyDBStore

TEXT = " ".join(f"word{number}" for number in range(200))


class Fleeting(TinyDBStore):
    """A library whose pages are deleted, by another request say, as soon as they are found."""

    def _deleted(self, page):
        if page:
            self.delete_page(page.id, lambda _page, _marks: None)
        return page

    def find_page(self, keys, title="", text=""):
        return self._deleted(super().find_page(keys, title, text))

    def alike(self, text):
        return self._deleted(super().alike(text))


@pytest.fixture
def store(tmp_path):
    opened = Fleeting(tmp_path, "the test")
    yield opened
    opened.close()


@pytest.mark.parametrize("url", [a_page().url, "https://mirror.example/"])
def test_a_page_is_cleaned_as_if_it_had_been_deleted_before(tmp_path, store, url):
    page = a_page(text=TEXT)
    store.add(page, a_mark(page))
    settings, devices = Settings(tmp_path), Devices(tmp_path / "devices.json")
    _, token = devices.add("script")
    answer = (
        create_app(settings, store, devices, Pairing())
        .test_client()
        .post(
            "/api/v1/clean",
            base_url=settings.origin,
            json={"url": url, "html": f"<article><p>{TEXT}</p></article>"},
            headers={"Authorization": f"Bearer {token}"},
        )
    )
    assert answer.status_code == 200, answer.get_data()
    said = answer.get_json()
    assert (said["page"]["id"], said["marks"], said["elsewhere"]) == (None, [], None)
