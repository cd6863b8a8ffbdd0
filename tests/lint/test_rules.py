"""Every rule has a page whose examples are run, and keeps the habits of a rule."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dunlang.diagnostics import Severity
from dunlang.lint import rules
from dunlang.lint.registry import RULES
from dunlang.lint.rule import Rule
from dunlang.source import Source
from dunlang.syntax.format import format_source
from tests.lint.policies import codes, judged, marked

FOLDER = Path(rules.__file__ or "").parent
FILES = sorted(path for path in FOLDER.glob("*/*.py") if path.name != "__init__.py")
DEFAULT = [rule.code for rule in RULES if rule.runs == "always"]


def told(rule: Rule, block: str) -> list[tuple[int, str]]:
    """What an example of *rule* is told by the rules of its kind: consistency below 100, law from 100 on.

    Notes of other rules are said beside anything; an example need not avoid them.
    """
    of_law = rule.code[3:] >= "100"
    found = judged(block, select=[*DEFAULT, rule.code], letters=written(rule)).diagnostics
    return codes(
        each
        for each in found
        if (each.severity != Severity.NOTE or each.code == rule.code) and (each.code[3:] >= "100") == of_law
    )


def written(rule: Rule) -> dict[str, str]:
    """The templates of a page: each begins with its file name in a remark."""
    return {
        head.removeprefix("{# ").removesuffix(" #}"): text
        for block in rule.page.blocks("Letters")
        for head, _, text in [block.partition("\n")]
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_examples_are_found_where_they_say(rule: Rule) -> None:
    """A block under Bad gives the findings that its comments mark and no others, but for notes of other rules."""
    blocks = rule.page.blocks("Bad")
    assert blocks
    for block in blocks:
        assert told(rule, block) == marked(block)
        assert rule.code in {code for _, code in marked(block)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_examples_are_clean(rule: Rule) -> None:
    """A block under Good gives no finding, but for notes of other rules."""
    blocks = rule.page.blocks("Good")
    assert blocks
    for block in blocks:
        assert not told(rule, block)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples_are_in_canonical_form(rule: Rule) -> None:
    """A page shows policies as `dunlang fmt` writes them."""
    for block in (*rule.page.blocks("Bad"), *rule.page.blocks("Good")):
        assert format_source(Source("page.dun", block)) == (block, ())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_messages_keep_the_form(rule: Rule) -> None:
    """A finding has a one-line message in lower case without a full stop, and help that starts with a verb."""
    for block in rule.page.blocks("Bad"):
        for found in judged(block, select=[rule.code], letters=written(rule)).diagnostics:
            assert "\n" not in found.message
            assert not found.message.endswith(".")
            assert found.message[0] == "`" or found.message[0].islower() or found.message[0].isdigit()
            assert found.help
            assert found.help[0].islower()
            assert found.span is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_a_summary_and_a_reason(rule: Rule) -> None:
    """The first line is one sentence; `Why` is there, and `Law` where law data are read."""
    assert rule.page.summary.endswith(".")
    assert "\n## Why\n" in rule.page.text
    assert ("\n## Law\n" in rule.page.text) == bool(rule.reads)


def test_codes_and_names_are_unique() -> None:
    """No two rules share a code or a name."""
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_each_file_is_one_rule_and_is_listed() -> None:
    """The families list exactly the files of their folders, and a file is named for its rule."""
    listed = {rule.name.replace("-", "_") for rule in RULES}
    assert {path.stem for path in FILES} == listed
    for path in FILES:
        assert f"\ndef {path.stem}(view: View)" in path.read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_number_stands_in_a_rule(path: Path) -> None:
    """Numbers of law are data and numbers of policies are the author's: a rule knows 0 and 1."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    numbers = {value for value in constants if type(value) in (int, float, complex)}
    assert numbers <= {0, 1}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_imports_no_other(path: Path) -> None:
    """A rule stands alone."""
    tree = ast.parse(path.read_text("utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in imported if name.startswith("dunlang.lint.rules")}
