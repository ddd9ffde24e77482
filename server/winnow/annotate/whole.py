"""Whether a mark stands with all its surroundings, at the one place where its words stand.

Most marks do, and that can be seen without cutting the text into words. What is told here is
what exact matching would tell; where it could be otherwise, nothing is told.
"""

from winnow.annotate.fold import form_of
from winnow.annotate.mark import CONTEXT
from winnow.annotate.sought import Mark


def whole_place(form: str, mark: Mark) -> tuple[int, int] | None:
    """Where the mark stands in a text's comparison form, `form`, from start to end."""
    exact = form_of(mark.exact)
    start = form.find(exact)
    if start < 0 or not exact.strip(" ") or form.find(exact, start + 1) >= 0:
        return None
    end = start + len(exact)
    prefix, suffix = form_of(mark.prefix), form_of(mark.suffix)
    if not (form.endswith(prefix, 0, start) and form.startswith(suffix, end)):
        return None
    opens = start == len(prefix) or (len(mark.prefix) >= CONTEXT and _has_words(prefix))
    closes = end + len(suffix) == len(form) or (len(mark.suffix) >= CONTEXT and _has_words(suffix))
    return (start, end) if opens and closes else None


def _has_words(context: str) -> bool:
    """Whether there are whole words, though the first or last may be cut."""
    return context.strip(" ").count(" ") > 1
