"""Records: :func:`attrs.frozen` classes that cost half as much to import.

Attrs writes and compiles Python for the methods of each class while it is imported, and a short run spends more on that
than on its work. The constructor is attrs' own; comparing, hashing and printing are closures here, over the same fields
and with the same results.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["frozen"]

if TYPE_CHECKING:
    from attrs import frozen
else:

    def frozen(cls=None, *, eq=True, repr=True, **options):  # noqa: A002 - the names of `attrs.frozen`
        """A class decorator with the options of :func:`attrs.frozen`; what the class defines itself stays."""

        def build(cls):
            own = set(vars(cls))
            made = attrs.frozen(eq=False, repr=False, **options)(cls)
            if eq and "__eq__" not in own:
                made.__eq__, made.__hash__ = _comparing(made)
            if repr and "__repr__" not in own:
                made.__repr__ = _printed
            return made

        return build if cls is None else build(cls)


def _comparing(cls: type[attrs.AttrsInstance]) -> tuple[Any, Any]:
    """``__eq__`` and ``__hash__`` of *cls*: of one class, and all fields that compare are equal."""
    names = [field.name for field in attrs.fields(cls) if field.eq]
    values = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: object) -> int:
        return hash(values(self))

    return equal, hashed


def _printed(self: attrs.AttrsInstance) -> str:
    """``Name(field=value, ...)`` of the fields that print, each in its own way where it has one."""
    shown = [
        f"{field.name}={(repr if field.repr is True else field.repr)(getattr(self, field.name, attrs.NOTHING))}"
        for field in attrs.fields(type(self))
        if field.repr
    ]
    return f"{type(self).__qualname__.rpartition('>.')[2]}({', '.join(shown)})"
