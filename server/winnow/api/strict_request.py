"""A request whose JSON body is read strictly."""

from typing import Any

from flask import Request

from winnow.errors import Kind, Problem
from winnow.strict_json import StrictJSONError, loads


class StrictRequest(Request):
    """A request whose JSON body is read strictly, and is an object."""

    def get_json(self, *_args: Any, **_options: Any) -> Any:
        """The body as an object; never silently None."""
        try:
            value = loads(self.get_data())
        except StrictJSONError as error:
            raise Problem(
                Kind.BAD_JSON, f"The body {error}. Send one JSON object in UTF-8."
            ) from None
        if not isinstance(value, dict):
            raise Problem(Kind.BAD_JSON, "The body is not a JSON object. Send one.")
        return value
