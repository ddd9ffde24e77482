"""A page that leaves out tags it may leave out is read whole, as browsers read it."""

import pytest

from winnow.clean import clean

ABOVE = "The council has voted a credit of two million for the repair of the bridge."
BELOW = "Work begins in spring, and ends before the summer if the weather allows it."
FIRST = "main article section header figure aside details nav search dialog my-own".split()


@pytest.mark.parametrize("element", FIRST)
@pytest.mark.parametrize("rest", [f"<p>{BELOW}</p>", BELOW, ""], ids=["paragraph", "text", "none"])
def test_no_word_is_lost_where_the_head_is_not_ended(element: str, rest: str):
    first = f"<{element}><p>{ABOVE}</p></{element}>"
    page = clean(f"<!doctype html><title>Bridge</title><link rel=icon href=i>{first}{rest}")
    said = " ".join([page.text, *(removed.text for removed in page.removed)])
    assert ABOVE in said
    assert not rest or BELOW in said
    if element in {"main", "article", "section"}:
        assert page.text.startswith(ABOVE)


def test_what_belongs_into_the_head_stays_there():
    page = clean(
        "<!doctype html><html lang=en><meta charset=utf-8><script>var a = 1</script><title>Bridge"
        f"</title><meta name=author content='Maja Holm'><main><p>{ABOVE}</p><p>{BELOW}</p></main>"
    )
    assert page.text == f"{ABOVE}\n{BELOW}"
    assert (page.metadata.title, page.metadata.byline) == ("Bridge", "Maja Holm")


@pytest.mark.parametrize("sign", ["\x0c", "\x01", "\x1f", "&#1;", "\ufffe"])
def test_signs_that_a_tree_may_not_be_given_cost_no_page(sign):
    for page in (
        f"<head><title>T</title><x-y>a{sign}b</x-y>{sign}c d e</head><body>{sign}last words here",
        f"<ul><li>one{sign}</ul>{sign} two words<form>x</form></ul>{sign}three</ul>",
        f"<pre>a{sign}<dl><dt>b</dl>{sign}c</pre>{sign}d and more words",
        f"a<template id='B:1'></template>{sign}<div hidden id='S:1'>late{sign} words</div>{sign}",
    ):
        assert clean(page).text
