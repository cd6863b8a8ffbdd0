"""The shipped table is the grammar's."""

from __future__ import annotations

from dunlang.resources import shipped
from dunlang.syntax import table
from tests.syntax.programs import lark


def test_shipped_table_is_that_of_the_grammar() -> None:
    """The JSON beside the grammar is, byte for byte, what Lark's analysis gives now."""
    grammar = table.grammar_text()
    kept = (shipped("grammar") / "dunlang.table.json").read_text(encoding="utf-8")
    assert table.dump(table.build(grammar), grammar) == kept, "run python -m dunlang.syntax.table"


def test_reading_gives_back_what_was_dumped() -> None:
    """A table survives the way through JSON."""
    grammar = 'start: "a" b*\nb: NAME | "(" b ")"\nNAME: /[a-z]+/\n%ignore " "\n'
    built = table.build(grammar)
    again = table.read(table.dump(built, grammar), grammar)
    assert again is not None
    assert (built.terminals, built.rules, built.nesting) == (again.terminals, again.rules, again.nesting)
    assert built.nesting
    assert list(built.states) == list(again.states)


def test_table_of_another_grammar_is_refused() -> None:
    """A changed grammar, another shape of the file or damaged JSON is never read as the table."""
    grammar = table.grammar_text()
    kept = (shipped("grammar") / "dunlang.table.json").read_text(encoding="utf-8")
    assert table.read(kept, grammar + " ") is None
    assert table.read(kept.replace('"shape":2', '"shape":0'), grammar) is None
    assert table.read(kept[:1000], grammar) is None
    assert table.read("[]", grammar) is None


def test_every_terminal_has_its_place_in_the_scanner() -> None:
    """Bare Lark builds the grammar strictly, and the scanner knows each of its terminals."""
    from dunlang.syntax.automaton import automaton

    machine = automaton()
    for terminal in lark().terminals:
        if terminal.name not in lark().ignore_tokens:
            assert machine.key(terminal.name) is not None
