"""What runs around Winnow: real browsers, the packager, `make run`."""
