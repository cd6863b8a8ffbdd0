"""Records are as attrs makes them: equal, hashed and printed by their fields."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunlang.records import frozen


class Body:
    """The fields of the records below."""

    name: str = "a"
    numbers: tuple[int, ...] = ()
    place: int = attrs.field(default=0, eq=False, repr=False)
    shown: int = attrs.field(default=0, repr=lambda number: f"<{number}>")


def made(build: Any, **options: Any) -> Any:
    """A record with the fields of :class:`Body`."""
    fields = {name: value for name, value in vars(Body).items() if name not in ("__dict__", "__weakref__")}
    return build(**options)(type("Body", (), fields))


OURS, THEIRS = made(frozen), made(attrs.frozen)
FIELDS = st.fixed_dictionaries(
    {
        "name": st.sampled_from("ab"),
        "numbers": st.lists(st.integers(0, 1), max_size=1).map(tuple),
        "place": st.integers(0, 1),
        "shown": st.integers(0, 1),
    }
)


@given(FIELDS, FIELDS)
def test_records_compare_and_print_as_attrs_does(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Equality, hashes of what is equal and the printed text are those of `attrs.frozen`."""
    ours, theirs = (OURS(**one), OURS(**other)), (THEIRS(**one), THEIRS(**other))
    assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
    assert (ours[0] != ours[1]) is (theirs[0] != theirs[1])
    if ours[0] == ours[1]:
        assert hash(ours[0]) == hash(ours[1])
    assert repr(ours[0]) == repr(theirs[0])


def test_record_is_not_equal_to_another_class() -> None:
    """Two classes with the same fields differ, a subclass differs from its base, and a record from its own values."""

    @frozen
    class Base:
        name: str

    @frozen
    class Derived(Base):
        pass

    assert Base("a") != Derived("a")
    assert Derived("a") == Derived("a")
    assert Base("a") != "a"


def test_record_without_comparison_is_itself_alone() -> None:
    """With `eq=False` a record equals itself only, and still is a key."""
    identity = made(frozen, eq=False)
    one, other = identity(), identity()
    assert one != other
    assert len({one, other}) == 2


def test_methods_of_the_class_stay() -> None:
    """What a class says of its own equality, hash and text is not written over."""

    @frozen
    class Own:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    assert Own("a") == Own("b")
    assert (hash(Own("a")), repr(Own("a"))) == (7, "own")


def test_records_do_not_change() -> None:
    """A field cannot be set, and an unhashable value says so as it does with attrs."""
    record = OURS()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record.name = "b"
    with pytest.raises(TypeError, match="unhashable"):
        hash(OURS(numbers=[]))
