"""The cleaning engine: pure functions from a page to its clean view."""
