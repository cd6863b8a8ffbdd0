"""What the scenarios of a policy gave: failures with what was expected and found, and JSON (``schemas/test.json``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dunlang.report.colour import Paint, plain
from dunlang.report.json import dump, place
from dunlang.report.snippet import Mark, snippet
from dunlang.report.summary import counted
from dunlang.report.width import clean

if TYPE_CHECKING:
    from dunlang.scenario import ScenarioResult

__all__ = ["scenarios_json", "scenarios_text"]


def scenarios_text(results: Sequence[ScenarioResult], *, verbose: bool = False, paint: Paint = plain) -> str:
    """A line for each scenario that failed (or, *verbose*, for all), each failure with its place, and the sum."""
    out = []
    for result in results:
        title = clean(result.scenario.title)
        if result.passed:
            if verbose:
                out.append(paint("good", "pass") + f" {title} ({counted(len(result.outcomes), 'expectation')})\n")
            continue
        out.append(paint("error", "FAIL") + f" {title}\n")
        for outcome in result.failures:
            lines, gutter = snippet([Mark(outcome.span, "", primary=True)], paint)
            out.append("\n".join(lines) + "\n")
            pad = " " * gutter
            out.append(f"{pad}{paint('bar', ' = ')}{paint('bold', 'expected:')} {clean(outcome.expected)}\n")
            out.append(f"{pad}{paint('bar', ' = ')}{paint('bold', 'found:')} {clean(outcome.found)}\n\n")
    failed = sum(not result.passed for result in results)
    if not results:
        out.append("no scenarios\n")
    elif failed:
        out.append(paint("error", f"{failed} of {counted(len(results), 'scenario')} failed") + "\n")
    else:
        expectations = sum(len(result.outcomes) for result in results)
        said = f"{counted(len(results), 'scenario')} passed, {counted(expectations, 'expectation')}"
        out.append(paint("good", said) + "\n")
    return "".join(out)


def scenarios_json(results: Sequence[ScenarioResult], *, tool: str) -> str:
    """Every scenario with every outcome."""
    return dump(
        {
            "format": "dunlang-test",
            "version": 1,
            "tool": {"name": "dunlang", "version": tool},
            "passed": all(result.passed for result in results),
            "scenarios": [
                {
                    "title": result.scenario.title,
                    "span": place(result.scenario.span),
                    "passed": result.passed,
                    "outcomes": [
                        {
                            "passed": outcome.passed,
                            "expected": outcome.expected,
                            "found": outcome.found,
                            "span": place(outcome.span),
                        }
                        for outcome in result.outcomes
                    ],
                }
                for result in results
            ],
        }
    )
