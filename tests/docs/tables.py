"""The tables of the docs that are facts of the code: fields, columns, kinds of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dunlang.model.fields import BUILT_IN
from dunlang.portfolio.columns import DEBTORS, EVENT_RULES, EVENTS, INVOICES, Column

__all__ = ["TABLES"]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _fields() -> str:
    return _table(
        ("field", "what it holds", "kind", "of", "in `when`"),
        (
            (f"`{field.name}`", field.says, field.kind, field.of, "no: it changes" if field.state else "yes")
            for field in BUILT_IN.values()
        ),
    )


def _columns(columns: tuple[Column, ...]) -> Callable[[], str]:
    def table() -> str:
        return _table(
            ("column", "meaning"),
            (
                (f"**`{column.name}`**" if column.required else f"`{column.name}`", _meaning(column))
                for column in columns
            ),
        )

    return table


def _meaning(column: Column) -> str:
    listed = ", ".join(f"`{value}`" for value in column.values)
    return column.meaning + (f": {listed}" if listed and len(column.values) < 6 and "`" not in column.meaning else "")


def _event_kinds() -> str:
    return _table(
        ("event", "meaning", "needs"),
        (
            (f"`{kind}`", rule.meaning, ", ".join(f"`{need}`" for need in rule.needs))
            for kind, rule in EVENT_RULES.items()
        ),
    )


#: What stands between `<!-- table: NAME -->` and `<!-- end -->`.
TABLES: dict[str, Callable[[], str]] = {
    "fields": _fields,
    "invoices": _columns(INVOICES),
    "debtors": _columns(DEBTORS),
    "events": _columns(EVENTS),
    "event kinds": _event_kinds,
}
