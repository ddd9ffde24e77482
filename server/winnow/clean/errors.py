"""What may go wrong with a page. Each sentence says what happened and what to do."""


class PageError(Exception):
    """A page that cannot be cleaned; the text says why and what to do."""


class PageTooLargeError(PageError):
    """The page has more bytes or more elements than one view can hold."""


class PageTooDeepError(PageError):
    """The page nests its elements deeper than any browser shows them."""


class EmptyPageError(PageError):
    """The page holds no words to read."""
