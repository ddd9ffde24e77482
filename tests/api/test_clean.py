"""A captured page over HTTP: its clean view, the marks it has, and nothing kept of it."""

import hashlib

import pytest

FIRST = (
    "The grain was beaten on the floor of the barn until the husks came loose from it, which took "
    "two people with flails the better part of a long winter."
)
SECOND = (
    "Then it was thrown into the wind, which carried the chaff away and let the heavier grain fall "
    "back into the basket; this is what winnowing means, and it needs a steady breeze."
)
PAGE = f"""<!DOCTYPE html><html lang="en" data-winnow-n="0"><head data-winnow-n="1">
<title data-winnow-n="2">Threshing</title></head><body data-winnow-n="3">
<nav data-winnow-n="4"><a href="/" data-winnow-n="5">Home and more of it</a></nav>
<article data-winnow-n="6"><h1 data-winnow-n="7">Threshing</h1>
<p data-winnow-n="8" onclick="x()">{FIRST}</p>
<p data-winnow-n="9">{SECOND}<script data-winnow-n="10">x()</script></p>
<p data-winnow-n="11">{FIRST}</p>
</article></body></html>"""


@pytest.fixture
def server(shared_server):
    return shared_server


@pytest.fixture
def client(shared_client):
    return shared_client


def cleaned(client, url, **fields):
    answer = client.post("/clean", {"url": url, "html": PAGE} | fields)
    assert answer.status == 200, answer.body
    return answer.json


def test_the_clean_view_is_what_the_contract_says(client, somewhere):
    view = cleaned(client, f"{somewhere}?utm_source=feed")
    assert set(view) == {"page", "blocks", "removed", "marks", "elsewhere", "engine"}
    page, blocks = view["page"], view["blocks"]
    assert (page["id"], page["key"], page["title"]) == (None, somewhere, "Threshing")
    assert (page["language"], view["marks"]) == ("en", [])
    assert [block["text"] for block in blocks] == [FIRST, SECOND]
    text = "\n".join(block["text"] for block in blocks)
    assert page["text_hash"] == hashlib.sha256(text.encode()).hexdigest()
    for block in blocks:
        assert set(block) == {"id", "kind", "html", "text", "start", "end", "sources"}
        assert text[block["start"] : block["end"]] == block["text"]
        assert "x()" not in block["html"]
    assert [source["element"] for source in blocks[0]["sources"]] == [8, 11]
    reasons = {removal["reason"]: removal for removal in view["removed"]}
    assert reasons["duplicate"]["of"] == blocks[0]["id"]
    assert reasons["navigation"]["text"].startswith("Home")


def test_nothing_is_kept_of_a_page_that_is_only_cleaned(serve):
    server = serve()
    client = server.client()
    cleaned(client, "https://example.org/read")
    assert client.get("/pages").json["pages"] == []
    assert list((server.data / "pages").iterdir()) == []
    said = b"".join(file.read_bytes() for file in server.data.rglob("*") if file.is_file())
    assert b"threshing" not in said.lower()
    assert b"example.org" not in said


def test_a_mark_comes_back_with_its_place_in_today_s_text(client, a_mark, somewhere):
    text = f"{FIRST}\n{SECOND}"
    start = text.index("thrown into the wind")
    words = {"exact": "thrown into the wind", "prefix": "Then it was ", "suffix": ", which carried"}
    mark = a_mark(
        **words,
        start=start,
        end=start + 20,
        page={"url": somewhere, "text": text, "language": "en"},
    )
    kept = client.post("/annotations", mark).json["annotation"]

    view = cleaned(client, somewhere)
    assert view["page"]["id"] == kept["page"]
    [placed] = view["marks"]
    assert placed["annotation"] == kept
    assert placed["placement"]["words"] == placed["placement"]["place"] == "same"
    assert placed["placement"]["ranges"] == [{"start": start, "end": start + 20}]

    elsewhere = PAGE.replace(FIRST, "A new first paragraph stands here, and it is a long one too.")
    [moved] = cleaned(client, f"{somewhere}#part", html=elsewhere)["marks"]
    assert moved["placement"]["words"] == "same"
    assert moved["placement"]["ranges"] != placed["placement"]["ranges"]

    [gone] = cleaned(client, somewhere, html=PAGE.replace(SECOND, FIRST[::-1]))["marks"]
    assert (gone["placement"]["words"], gone["placement"]["ranges"]) == ("gone", [])

    client.delete(f"/annotations/{kept['id']}", if_match='"1"')
    assert cleaned(client, somewhere)["marks"] == []


def test_a_row_that_went_is_not_the_row_beside_it(client, a_mark):
    url = "https://example.org/rows"
    rows = [
        f"A letter to the readers in {town} takes nine days by ship" for town in ("Oslo", "Rome")
    ]
    with_rows, without = (
        PAGE.replace("</h1>", "</h1>" + "".join(f"<p>{row}.</p>" for row in kept))
        for kept in (rows, rows[1:])
    )
    view = cleaned(client, url, html=with_rows)
    text = "\n".join(block["text"] for block in view["blocks"])
    start = text.index(rows[0])
    page = {"url": url, "text": text, "title": "Threshing"}
    client.post("/annotations", a_mark(exact=f"{rows[0]}.", prefix=text[:start][-64:], page=page))
    [placed] = cleaned(client, url, html=without)["marks"]
    assert placed["placement"]["words"] == "gone"


def test_a_page_is_known_by_its_canonical_address_too(client, a_mark, somewhere):
    page = {"url": f"{somewhere}/amp", "canonical": f"{somewhere}-real"}
    kept = client.post("/annotations", a_mark(exact=SECOND, page=page)).json["annotation"]
    for view in (
        cleaned(client, f"{somewhere}-real"),
        cleaned(client, f"{somewhere}/print", canonical=f"{somewhere}-real"),
    ):
        assert [placed["annotation"]["id"] for placed in view["marks"]] == [kept["id"]]


def test_what_a_page_says_of_itself_reaches_the_view_and_the_stored_page(client, a_mark, somewhere):
    head = """<meta property="og:site_name" content="La Gazette"><meta name="author" content="Awa
Diop"><meta property="article:published_time" content="2024-05-17T08:30:00+02:00"><meta
property="og:image" content="/crue.jpg"><link rel="license" href="https://example.org/by">"""
    page = cleaned(client, somewhere, html=PAGE.replace("<title", f"{head}<title"))["page"]
    said = {"title": "Threshing", "byline": "Awa Diop", "site": "La Gazette", "language": "en"}
    said["published"] = "2024-05-17T08:30:00+02:00"
    assert said.items() <= page.items()
    assert (page["image"], page["licence"]) == (
        "https://example.org/crue.jpg",
        "https://example.org/by",
    )

    mark = a_mark(exact=SECOND, page=said | {"url": somewhere})
    kept = client.post("/annotations", mark).json["page"]
    assert said.items() <= client.get(f"/pages/{kept['id']}").json["page"].items()


def test_a_page_without_words_is_told(client, somewhere):
    answer = client.post("/clean", {"url": somewhere, "html": "<html><body></body></html>"})
    assert (answer.status, answer.problem) == (422, "unreadable-page")


def test_what_a_page_says_of_itself_at_length_is_cut_and_not_refused(client, a_mark, somewhere):
    long = "w" * 10_000
    view = cleaned(client, somewhere, title=long, lang=long, canonical=f"https://e.org/{long}")
    assert view["page"]["key"] == somewhere
    page = {"url": somewhere, "title": long, "byline": long, "site": long, "published": long}
    kept = client.post("/annotations", a_mark(page=page | {"language": long})).json["page"]
    assert (len(kept["title"]), len(kept["published"]), len(kept["language"])) == (2000, 35, 35)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"url": "about:blank"}, "/url"),
        ({"html": None}, "/html"),
        ({"script": "x"}, "/script"),
    ],
    ids=str,
)
def test_a_field_that_cannot_be_used_is_named(client, somewhere, fields, pointer):
    refused = client.post("/clean", {"url": somewhere, "html": PAGE} | fields)
    assert (refused.status, refused.problem) == (422, "invalid")
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]


def test_the_contract_names_every_call(client):
    contract = client.get("/openapi.json").json
    assert contract["openapi"].startswith("3.1")
    calls = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in contract["paths"].items()
        for method in methods
    }
    assert calls == {
        ("GET", "/health"),
        ("POST", "/pairing"),
        ("POST", "/pairing/link"),
        ("POST", "/clean"),
        ("GET", "/pages"),
        ("GET", "/pages/{id}"),
        ("DELETE", "/pages/{id}"),
        ("POST", "/pages/{id}/addresses"),
        ("GET", "/annotations"),
        ("POST", "/annotations"),
        ("GET", "/annotations/{id}"),
        ("PATCH", "/annotations/{id}"),
        ("DELETE", "/annotations/{id}"),
        ("POST", "/look-up"),
        ("GET", "/bin"),
        ("DELETE", "/bin"),
        ("GET", "/export"),
        ("POST", "/import"),
        ("POST", "/suggest"),
        ("GET", "/openapi.json"),
    }
