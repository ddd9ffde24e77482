"""A request whose query and JSON body are read strictly."""

from functools import cached_property
from typing import Any

from flask import Request
from werkzeug.datastructures import MultiDict

from winnow.errors import Kind, Problem, invalid
from winnow.faults import pointer
from winnow.strict_json import StrictJSONError, loads


class StrictRequest(Request):
    """A request whose query names nothing twice, and whose JSON body is an object."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The query's parameters. Raises Problem for one that is there twice."""
        given: MultiDict[str, str] = super().args
        doubled = [name for name, values in given.lists() if len(values) > 1]
        if doubled:
            raise invalid([(pointer((name,)), "is given more than once") for name in doubled])
        return given

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
