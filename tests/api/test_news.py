"""Whether anything changed of a page's marks is asked cheaply, by the ETag of its list."""

import pytest


@pytest.fixture
def address(client, a_mark):
    client.post("/annotations", a_mark(page={"url": "https://example.org/read"}))
    return "/annotations?deleted=true&url=https://example.org/read"


def test_a_list_that_is_as_it_was_is_not_sent_again(client, address):
    first = client.get(address)
    again = client.get(address, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(address, If_None_Match='"another"').status == 200


def test_each_change_of_a_mark_is_news(client, address, a_mark):
    seen = client.get(address).headers["ETag"]

    def news():
        nonlocal seen
        answer = client.get(address, If_None_Match=seen)
        assert answer.status == 200
        seen = answer.headers["ETag"]
        assert client.get(address, If_None_Match=seen).status == 304
        return {
            mark["id"]: (mark["rev"], bool(mark["deleted"])) for mark in answer.json["annotations"]
        }

    made = client.post("/annotations", a_mark(page={"url": "https://example.org/read"})).json
    mark = made["annotation"]["id"]
    assert news()[mark] == (1, False)
    client.patch(f"/annotations/{mark}", {"note": "n"}, if_match='"1"')
    assert news()[mark] == (2, False)
    client.delete(f"/annotations/{mark}", if_match='"2"')
    assert news()[mark] == (3, True)
    client.post("/annotations", a_mark(page={"url": "https://example.org/another"}))
    assert client.get(address, If_None_Match=seen).status == 304


def test_a_page_that_is_not_there_yet_is_news_once_it_is(client, a_mark):
    address = "/annotations?url=https://example.org/new"
    seen = client.get(address).headers["ETag"]
    assert client.get(address, If_None_Match=seen).status == 304
    client.post("/annotations", a_mark(page={"url": "https://example.org/new"}))
    assert len(client.get(address, If_None_Match=seen).json["annotations"]) == 1


@pytest.mark.parametrize("path", ["/annotations", "/annotations?url=https://example.org/read&q=a"])
def test_a_list_of_many_pages_or_of_a_search_is_always_sent(client, path):
    assert "ETag" not in client.get(path).headers
