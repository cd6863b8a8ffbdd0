"""When output is coloured."""

from __future__ import annotations

import pytest

from dunlang.report.colour import ansi, painter, plain, use_colour


@pytest.mark.parametrize(
    ("flag", "environment", "terminal", "expected"),
    [
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"CLICOLOR": "0"}, True, False),
    ],
)
def test_flag_then_environment_then_terminal(
    flag: str, environment: dict[str, str], terminal: bool, expected: bool
) -> None:
    """The flag goes before NO_COLOR, that before FORCE_COLOR, that before the terminal's own word."""
    assert use_colour(flag, environment, terminal=terminal) is expected


def test_painters() -> None:
    """Painting adds codes around the text, or nothing."""
    assert painter(True) is ansi
    assert painter(False)("error", "x") == plain("error", "x") == "x"
    assert ansi("error", "x") == "\x1b[1;31mx\x1b[0m"
    assert ansi("error", "") == ""
