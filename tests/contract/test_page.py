"""docs/api.html: what a running server says, and a page that needs nothing else."""

import base64
import hashlib
import re
from pathlib import Path

from lxml import html

from tools.contract.page import render
from winnow.errors import Kind

PAGE = (Path(__file__).parents[2] / "docs" / "api.html").read_text(encoding="utf-8")


def test_the_page_says_what_a_running_server_says(client):
    contract = client.get("/openapi.json").json
    assert render(contract) == PAGE, "run `make contract`"
    told = html.fromstring(PAGE)
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            heading = told.get_element_by_id(operation["operationId"]).findtext("h2/code")
            assert heading == f"{method.upper()} {path}"
    documented = {"not-found", "conflict", "deleted", "stale-revision", "revision-needed", "disk"}
    assert documented <= {kind.slug for kind in Kind}
    for slug in documented:
        assert f"<code>{slug}</code>" in PAGE


def test_the_page_fetches_nothing_and_runs_nothing():
    told = html.fromstring(PAGE)
    assert not told.xpath("//script | //link | //img | //iframe | //form | //@style | //@src")
    assert all(link.startswith("#") for link in told.xpath("//@href"))
    anchors = {link.removeprefix("#") for link in told.xpath("//@href")}
    assert anchors <= set(told.xpath("//@id"))
    assert not [name for name in told.xpath("//@*") if name.attrname.startswith("on")]
    policy = told.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = re.search(r"<style>(.*)</style>", PAGE, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
