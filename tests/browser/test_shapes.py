"""The reference page comes out as its five paragraphs, whatever shape it is served in."""

import pytest

from tests.browser.house import House
from tests.browser.shapes import (
    ARTICLE,
    FURNITURE,
    REPEATS,
    SHAPES,
    TEASERS,
    Shape,
    whole_news_page,
)

BLOCKS = "(root) => [...root.querySelectorAll('#blocks > .block')].map((b) => [b.id, b.innerText])"
LEFT_OUT = """(root) => {
  root.querySelector('#removed').open = true;
  return [...root.querySelectorAll('#removed-list > li')].map((left) => ({
    text: left.querySelector('.left-out-text').textContent,
    reason: left.querySelector('.reason').innerText,
    of: left.querySelector('.reason a')?.hash.replace('#block-', '') ?? null,
  }));
}"""


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_the_reader_shows_the_five_paragraphs_once_each_in_order(house: House, shape: Shape):
    address = house.pages.add(f"/{shape.__name__}.html", shape())
    reader = house.read(address)
    blocks = reader.evaluate(BLOCKS)
    assert [text.strip() for _, text in blocks] == ARTICLE

    left_out = reader.evaluate(LEFT_OUT)
    ids = [identifier.removeprefix("block-") for identifier, _ in blocks]
    repeated = {left["text"]: left["of"] for left in left_out if left["of"]}
    assert {text: ids.index(of) for text, of in repeated.items()} == {
        text: ARTICLE.index(text) for text in REPEATS
    }
    for teaser in TEASERS:
        named = [left for left in left_out if teaser in left["text"]]
        assert len(named) == 1, teaser
        assert named[0]["reason"]
        assert named[0]["of"] is None
    if shape is whole_news_page:
        for words in FURNITURE:
            named = [left for left in left_out if words in left["text"]]
            assert named, words
            assert all(left["reason"] and left["of"] is None for left in named)
    reader.close()
