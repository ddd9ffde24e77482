"""What is made of an object when it is first asked for, and kept with it."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class once(Generic[Owner, Value]):  # noqa: N801 - reads like the decorators it stands beside
    """`functools.cached_property` without its lock, which Python 3.12 gave up too.

    A mark asks for a dozen such values; with a lock each cost as much as what most make. Two
    threads may make a value twice, and the same.
    """

    def __init__(self, make: Callable[[Owner], Value]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Any]) -> "once[Owner, Value]": ...
    @overload
    def __get__(self, owner: Owner, kind: type[Any]) -> Value: ...
    def __get__(self, owner: Owner | None, kind: type[Any]) -> "once[Owner, Value] | Value":
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._make(owner)
        return value
