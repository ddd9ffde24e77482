"""The same text at another address: asked about, joined only when a person says so."""

import random
from urllib.parse import urlencode
from uuid import uuid4

import pytest

WORDS = (
    "the river rose over night and many people in the lower town left their houses when water "
    "came into the streets while others waited for boats that never arrived from the harbour"
).split()


@pytest.fixture
def client(shared_client):
    return shared_client


@pytest.fixture
def somewhere():
    """The beginning of addresses that no other test knows."""
    return f"https://{uuid4().hex}.example"


def article(name: str) -> str:
    """A page like no other test's: its name decides the order of its words."""
    order = random.Random(name)
    sentences = [" ".join(order.choices(WORDS, k=25)) for _ in range(12)]
    text = "".join(f"<p>{sentence.capitalize()}.</p>" for sentence in sentences)
    return f"<html><head><title>{name}</title></head><body><article>{text}</article></body></html>"


def cleaned(client, url, html, **fields):
    answer = client.post("/clean", {"url": url, "html": html} | fields)
    assert answer.status == 200, answer.body
    return answer.json


def marked(client, a_mark, url, html):
    text = "\n".join(block["text"] for block in cleaned(client, url, html)["blocks"])
    page = {"url": url, "text": text, "title": "The flood"}
    return client.post("/annotations", a_mark(exact=text[:40], page=page)).json["annotation"]


def test_a_text_that_is_marked_elsewhere_is_asked_about_and_joined_when_told(
    client, a_mark, somewhere
):
    html = article(uuid4().hex)
    kept = marked(client, a_mark, f"{somewhere}/first", html)
    view = cleaned(client, f"{somewhere}/second", html)
    assert (view["page"]["id"], view["marks"]) == (None, [])
    assert view["elsewhere"] == {
        "id": kept["page"], "url": f"{somewhere}/first", "title": "The flood", "marks": 1,
    }  # fmt: skip
    assert cleaned(client, f"{somewhere}/second", html)["marks"] == []  # asking joins nothing

    told = client.post(f"/pages/{kept['page']}/addresses", {"url": f"{somewhere}/second#x"})
    assert (told.status, told.json["page"]["keys"][-1]) == (200, f"{somewhere}/second")
    joined = cleaned(client, f"{somewhere}/second", html)
    assert (joined["page"]["id"], joined["elsewhere"]) == (kept["page"], None)
    assert [placed["annotation"]["id"] for placed in joined["marks"]] == [kept["id"]]


def test_another_text_asks_nothing(client, a_mark, somewhere):
    marked(client, a_mark, f"{somewhere}/first", article(uuid4().hex))
    assert cleaned(client, f"{somewhere}/second", article(uuid4().hex))["elsewhere"] is None


def test_an_address_with_marks_of_its_own_is_not_joined(client, a_mark, somewhere):
    html = article(uuid4().hex)
    one = marked(client, a_mark, f"{somewhere}/first", html)
    other = marked(client, a_mark, f"{somewhere}/second", html)
    assert one["page"] != other["page"]
    refused = client.post(f"/pages/{one['page']}/addresses", {"url": f"{somewhere}/second"})
    assert (refused.status, refused.problem) == (409, "conflict")


def test_what_cannot_be_joined_is_told(client, somewhere):
    nowhere = client.post(f"/pages/{uuid4().hex}/addresses", {"url": somewhere})
    assert (nowhere.status, nowhere.problem) == (404, "not-found")
    bad = client.post(f"/pages/{uuid4().hex}/addresses", {"url": "javascript:x"})
    assert (bad.status, bad.problem) == (422, "invalid")


def test_a_canonical_that_is_another_document_s_does_not_count(client, a_mark, somewhere):
    """A site that declares one page as the canonical of all: each keeps its own marks."""
    declared = f"{somewhere}/all"
    kept = marked(client, a_mark, declared, article(uuid4().hex))
    other = article(uuid4().hex)
    view = cleaned(client, f"{somewhere}/own", other, canonical=declared)
    assert (view["page"]["id"], view["marks"]) == (None, [])
    text = "\n".join(block["text"] for block in view["blocks"])
    page = {"url": f"{somewhere}/own", "canonical": declared, "title": "Another", "text": text}
    new = client.post("/annotations", a_mark(page=page)).json
    assert new["annotation"]["page"] != kept["page"]
    assert new["page"]["keys"] == [f"{somewhere}/own"]


def test_a_page_that_names_another_s_address_is_neither_shown_nor_given_its_marks(
    client, a_mark, somewhere
):
    """Whatever asks: the marks of an address are found as the clean view finds them."""
    declared, html = f"{somewhere}/flood", article(uuid4().hex)
    kept = marked(client, a_mark, declared, html)

    def marks(**asked):
        query = urlencode({"url": f"{somewhere}/other", "canonical": declared} | asked)
        return [each["id"] for each in client.get(f"/annotations?{query}").json["annotations"]]

    assert marks() == marks(title="Prizes for all readers") == marks(title="flood") == []
    assert marks(title="The flood") == [kept["id"]]
    assert marks(url=declared, title="Prizes") == [kept["id"]]

    for page in ({}, {"title": "Prizes for all"}, {"title": "Prizes", "text": "Quite another."}):
        given = {"url": f"{somewhere}/{uuid4().hex}", "canonical": declared} | page
        new = client.post("/annotations", a_mark(page=given)).json
        assert new["page"]["keys"] == [given["url"]], page
    given = {"url": f"{somewhere}/print", "canonical": declared, "title": "The flood"}
    assert client.post("/annotations", a_mark(page=given)).json["page"]["id"] == kept["page"]


def test_marks_stay_with_their_address_whatever_another_page_declares(client, a_mark, somewhere):
    """An application that leaves the first view's canonical in its head; edits change nothing."""
    one, two = f"{somewhere}/one", f"{somewhere}/two"
    texts = {one: "alpha words of one document " * 9, two: "entirely unlike beta sentences " * 9}

    def mark(url, canonical=None):
        page = {"url": url, "title": url, "text": texts[url], "canonical": canonical}
        return client.post("/annotations", a_mark(page=page)).json

    def shown(url):
        found = client.get(f"/annotations?{urlencode({'url': url})}").json["annotations"]
        return {each["id"] for each in found}

    first = mark(one)["annotation"]["id"]
    others = [mark(two, one), mark(two, one)]
    assert others[1]["page"]["keys"] == [two]
    client.patch(f"/annotations/{first}", {"note": "edited"}, if_match='"1"')
    again = mark(one)["annotation"]["id"]
    assert (shown(one), shown(two)) == (
        {first, again},
        {other["annotation"]["id"] for other in others},
    )


def test_a_kept_title_is_known_with_its_site_s_name_if_it_is_long_enough(client, a_mark, somewhere):
    for number, (kept, title, known) in enumerate(
        [
            ("The flood of March", "The flood of March | The Sun", True),
            ("The Sun", "Prizes | The Sun", False),
            ("The flood of March", "The flood", False),
        ]
    ):
        declared = f"{somewhere}/{number}"
        client.post("/annotations", a_mark(page={"url": declared, "title": kept}))
        asked = {"url": f"{declared}-shared", "canonical": declared, "title": title}
        found = client.get(f"/annotations?{urlencode(asked)}").json["annotations"]
        assert bool(found) is known, title
