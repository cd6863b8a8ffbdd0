"""A ledger of plain rows into the tables of a run, inside the engine: millions of rows in seconds.

The connection holds ``raw_invoices``, ``raw_debtors`` and ``raw_events``: texts as the files have them. :func:`ingest`
takes them only if every cell of every row is sound by the same rules as :mod:`dunlang.portfolio.ledger`; otherwise it
says what is not, and the caller reads the ledger row by row there, which names each fault.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.dates import FIRST_DATE, LAST_DATE
from dunlang.model.codes import LANGUAGES, country_code
from dunlang.money import CURRENCIES, MAX_MINOR
from dunlang.portfolio.columns import DEBTORS, EVENT_RULES, EVENTS, INVOICES
from dunlang.portfolio.fast.load import PLACE
from dunlang.portfolio.fast.words import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dunlang.model.policy import Attribute, Policy

__all__ = ["ingest"]

_ATTRIBUTES = {"one of": "word", "number": "count", "amount": "amount", "flag": "flag", "date": "date"}
#: Day numbers count from 1 January of year 1; DuckDB counts days from 1970.
_EPOCH = 719_163
_FLAG = "lower({cell}) IN ('yes', 'true', '1')"


def ingest(con: Any, policy: Policy) -> str:
    """Make ``inv``, ``deb`` and ``ev``; return what keeps it from that, in words, or nothing."""
    own = {of: [a for a in policy.attributes if a.of == of] for of in ("invoice", "debtor")}
    columns: dict[str, dict[str, str]] = {
        "invoices": {c.name: str(c.kind) for c in INVOICES} | _kinds(own["invoice"]),
        "debtors": {c.name: str(c.kind) for c in DEBTORS} | _kinds(own["debtor"]),
        "events": {c.name: str(c.kind) for c in EVENTS},
    }
    for part, known in columns.items():
        held = [row[0] for row in con.execute(f"DESCRIBE raw_{part}").fetchall() if row[0] != "line"]
        strange = [name for name in held if name not in known]
        if strange:
            return f"the {part} have a column `{strange[0]}` that is not known"
        for name in known:
            if name not in held:
                con.execute(f'ALTER TABLE raw_{part} ADD COLUMN "{name}" VARCHAR')
    if any(a.kind == "amount" for a in policy.attributes):
        return "the policy has attributes that are amounts"
    _codes(con)
    currency = literal(policy.currency)
    return _debtors(con, own["debtor"], currency) or _invoices(con, own["invoice"], currency) or _events(con, policy)


def _kinds(attributes: Iterable[Attribute]) -> dict[str, str]:
    return {a.name: _ATTRIBUTES[a.kind] for a in attributes}


def _codes(con: Any) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    countries = [one + other for one in letters for other in letters if country_code(one + other)]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE currency AS SELECT unnest(?) AS code, unnest(?) AS digits",
        [list(CURRENCIES), list(CURRENCIES.values())],
    )
    con.execute("CREATE OR REPLACE TEMP TABLE country AS SELECT unnest(?) AS code", [countries])
    con.execute("CREATE OR REPLACE TEMP TABLE tongue AS SELECT unnest(?) AS code", [sorted(LANGUAGES)])


def _cell(name: str) -> str:
    quoted = name.replace('"', '""')
    return f"nullif(\"{quoted}\", '')"


def _day(name: str) -> str:
    """The day number of a cell; null where it is empty or no day as the ledger writes one."""
    cell = _cell(name)
    first, last = literal(str(FIRST_DATE)), literal(str(LAST_DATE))
    form = f"regexp_full_match({cell}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') AND {cell} BETWEEN {first} AND {last}"
    return f"CASE WHEN {form} THEN (try_cast({cell} AS DATE) - DATE '1970-01-01')::INTEGER + {_EPOCH} END"


def _minor(name: str, digits: str) -> str:
    """The minor units of a cell; null where it is empty or not exact in the currency."""
    cell = _cell(name)
    form = f"regexp_full_match({cell}, '[0-9]{{1,15}}([.][0-9]{{1,6}})?')"
    rest = f"rpad(split_part({cell}, '.', 2), 6, '0')"
    exact = f"rtrim(substr({rest}, {digits} + 1), '0') = ''"
    minor = f"(split_part({cell}, '.', 1) || substr({rest}, 1, {digits}))::HUGEINT"
    return f"CASE WHEN {form} AND {exact} AND {minor} <= {MAX_MINOR} THEN ({minor})::BIGINT END"


def _own(attributes: list[Attribute]) -> tuple[str, list[str]]:
    """The columns of the policy's own attributes, and what makes a row of them unsound."""
    columns, faults = "", []
    for attribute in attributes:
        cell, name = _cell(attribute.name), f'"x_{attribute.name}"'
        match attribute.kind:
            case "number":
                columns += f", try_cast({cell} AS BIGINT) AS {name}"
                faults.append(f"{cell} IS NOT NULL AND NOT regexp_full_match({cell}, '[0-9]{{1,9}}')")
            case "flag":
                columns += f", CASE WHEN {cell} IS NOT NULL THEN {_FLAG.format(cell=cell)} END AS {name}"
                faults.append(f"lower({cell}) NOT IN ('yes', 'true', '1', 'no', 'false', '0')")
            case "date":
                columns += f", {_day(attribute.name)} AS {name}"
                faults.append(f"{cell} IS NOT NULL AND ({_day(attribute.name)}) IS NULL")
            case _:
                columns += f", {cell} AS {name}"
                faults.append(f"{cell} NOT IN ({', '.join(map(literal, attribute.values)) or literal('')})")
    return columns, faults


def _first_fault(con: Any, table: str, faults: dict[str, str]) -> str:
    tests = ", ".join(f"count(*) FILTER (WHERE {test}), min(line) FILTER (WHERE {test})" for test in faults.values())
    row = con.execute(f"SELECT {tests} FROM {table}").fetchall()[0]
    for place, what in enumerate(faults):
        if row[2 * place]:
            return f"{row[2 * place]} rows {what}, the first in row {row[2 * place + 1]}"
    return ""


def _trimmed(names: Iterable[str]) -> str:
    """Cells that the careful reader would look at twice: with blanks around them or signs that control."""
    tests = [f"regexp_matches({_cell(n)}, '^\\s|\\s$|[\\x00-\\x1f]')" for n in names]
    return " OR ".join(f"coalesce({test}, false)" for test in tests)


def _debtors(con: Any, own: list[Attribute], currency: str) -> str:
    extra, faults = _own(own)
    words = {c.name: c.values for c in DEBTORS if c.values}
    checks = {
        "have no debtor or kind": f"{_cell('debtor')} IS NULL OR {_cell('kind')} IS NULL",
        "have a word that is not known": " OR ".join(
            f"coalesce({_cell(name)} NOT IN ({', '.join(map(literal, values))}), false)"
            for name, values in words.items()
        ),
        "have a country, language or currency that is not a code": " OR ".join(
            f"{_cell(name)} IS NOT NULL AND {_cell(name)} NOT IN (SELECT code FROM {table})"
            for name, table in (("country", "country"), ("language", "tongue"), ("currency", "currency"))
        ),
        "have a flag or count that cannot be read": " OR ".join(
            [
                *(f"coalesce(lower({_cell(n)}) NOT IN ('yes', 'true', '1', 'no', 'false', '0'), false)"
                  for n in ("first_order", "insured")),
                f"coalesce(NOT regexp_full_match({_cell('orders')}, '[0-9]{{1,9}}'), false)",
                f"coalesce(NOT regexp_full_match({_cell('average_days_late')}, '-?[0-9]{{1,5}}'), false)",
            ]
        ),
        "have blanks around a cell": _trimmed(("debtor", "kind", "segment", "country", "language")),
        "have an attribute that cannot be read": " OR ".join(f"coalesce({t}, false)" for t in faults) or "false",
    }  # fmt: skip
    fault = _first_fault(con, "raw_debtors", checks)
    if fault:
        return f"debtors: {fault}"
    twice = con.execute("SELECT count(*) - count(DISTINCT debtor) FROM raw_debtors").fetchall()[0][0]
    if twice:
        return f"debtors: {twice} rows repeat a debtor"
    limit = _minor("credit_limit", "c.digits")
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE deb AS
        SELECT row_number() OVER (ORDER BY line) - 1 AS dn, debtor AS id, coalesce(name, '') AS name, kind,
               coalesce(country, '') AS country, coalesce(language, '') AS language, coalesce(segment, '') AS segment,
               coalesce({_FLAG.format(cell=_cell("first_order"))}, false) AS first_order,
               coalesce(try_cast({_cell("orders")} AS BIGINT), 0) AS orders,
               coalesce(try_cast({_cell("average_days_late")} AS BIGINT), 0) AS average_days_late,
               coalesce({_FLAG.format(cell=_cell("insured"))}, false) AS insured,
               {limit} AS credit_limit, c.code AS credit_limit_currency{extra}
        FROM raw_debtors r LEFT JOIN currency c ON c.code = coalesce({_cell("currency")}, {currency})""")
    lost = con.execute(
        "SELECT (SELECT count(*) FROM raw_debtors WHERE nullif(credit_limit, '') IS NOT NULL) - "
        "(SELECT count(credit_limit) FROM deb)"
    ).fetchall()[0][0]
    return f"debtors: {lost} rows have a credit limit that cannot be read" if lost else ""


def _invoices(con: Any, own: list[Attribute], currency: str) -> str:
    extra, faults = _own(own)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT r.line, r.invoice AS id, d.dn, {_day("date")} AS date, {_minor("amount", "c.digits")} AS amount,
               c.code AS currency, {_day("due")} AS due, {_day("received")} AS received,
               {_day("delivered")} AS delivered, nullif(r.kind, '') AS kind, nullif(r.credits, '') AS credits,
               nullif(r.due, '') AS t_due, nullif(r.received, '') AS t_received,
               nullif(r.delivered, '') AS t_delivered,
               {_trimmed(("invoice", "debtor", "date", "amount"))} AS blanks,
               {" OR ".join(f"coalesce({t}, false)" for t in faults) or "false"} AS strange{extra}
        FROM (SELECT * FROM raw_invoices) r LEFT JOIN (SELECT dn, id AS d_id FROM deb) d ON d.d_id = r.debtor
        LEFT JOIN currency c ON c.code = coalesce({_cell("currency")}, {currency})""")
    fault = _first_fault(con, "asked", {
        "have no number": "nullif(id, '') IS NULL OR blanks",
        "have a debtor that is not known": "dn IS NULL",
        "have a date or amount that cannot be read": "date IS NULL OR amount IS NULL OR amount = 0 OR currency IS NULL",
        "have a date that cannot be read or comes too early": "t_due IS NOT NULL AND (due IS NULL OR due < date) "
        "OR t_received IS NOT NULL AND (received IS NULL OR received < date) "
        "OR t_delivered IS NOT NULL AND delivered IS NULL",
        "have an attribute that cannot be read": "strange",
        "are neither invoices nor credit notes": "kind NOT IN ('invoice', 'credit') "
        "OR credits IS NOT NULL AND kind IS DISTINCT FROM 'credit'",
    })  # fmt: skip
    if fault:
        return f"invoices: {fault}"
    twice = con.execute("SELECT count(*) - count(DISTINCT id) FROM asked").fetchall()[0][0]
    if twice:
        return f"invoices: {twice} rows repeat a number"
    columns = "".join(f', "x_{a.name}"' for a in own)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE inv AS
        SELECT row_number() OVER (ORDER BY line) - 1 AS n, id, dn, date, amount, currency, due, received,
               delivered{columns}
        FROM asked WHERE kind IS DISTINCT FROM 'credit'""")
    return ""


def _events(con: Any, policy: Policy) -> str:
    kinds = ", ".join(map(literal, EVENT_RULES))
    needs = " OR ".join(
        f"event = {literal(kind)} AND {_cell(need)} IS NULL"
        for kind, rule in EVENT_RULES.items()
        for need in rule.needs
    )
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE told AS
        SELECT r.line, r.date, r.event AS kind, i.n, coalesce(i.dn, d.dn) AS dn, nullif(r.step, '') AS step, r.minor,
               r.until, r.t_date, r.t_until, r.t_amount, r.number, r.who, i.dn AS owner, d.dn AS said, r.lacks,
               r.blanks, r.stated, i.currency AS owed
        FROM (
            SELECT line, event, {_day("date")} AS date, {_day("until")} AS until, step, {_cell("date")} AS t_date,
                   {_cell("until")} AS t_until, {_cell("amount")} AS t_amount, {_cell("invoice")} AS number,
                   {_cell("debtor")} AS who, {needs} AS lacks,
                   {_trimmed(("event", "invoice", "debtor", "step", "date", "amount"))} AS blanks,
                   {_cell("currency")} AS stated, c.code, {_minor("amount", "c.digits")} AS minor
            FROM raw_events LEFT JOIN currency c ON c.code = coalesce({_cell("currency")}, {literal(policy.currency)})
        ) r
        LEFT JOIN inv i ON i.id = r.number LEFT JOIN deb d ON d.id = r.who
        UNION ALL BY NAME
        SELECT a.line - 1000000000000 AS line, a.date, 'credit note' AS kind, i.n, a.dn, NULL AS step,
               a.amount AS minor,
               NULL AS until, '' AS t_date, NULL AS t_until, '' AS t_amount, a.credits AS number, NULL AS who,
               i.dn AS owner, a.dn AS said, false AS lacks, false AS blanks, a.currency AS stated, i.currency AS owed
        FROM asked a LEFT JOIN inv i ON i.id = a.credits WHERE a.kind = 'credit'""")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE begun AS SELECT dn, min(date) AS first, min(currency) AS least, "
        "max(currency) AS most FROM inv GROUP BY dn"
    )
    fault = _first_fault(con, "(SELECT t.*, b.first, b.least, b.most, i.date AS began FROM told t "
                              "LEFT JOIN begun b ON b.dn = t.dn LEFT JOIN inv i ON i.n = t.n)", {
        "have a date that cannot be read": "date IS NULL OR t_until IS NOT NULL AND (until IS NULL OR until < date)",
        "are of a kind that is not known": f"kind IS NULL OR kind NOT IN ({kinds}) OR blanks",
        "lack what their kind needs": "coalesce(lacks, true)",
        "name an invoice or debtor that is not known": "number IS NOT NULL AND n IS NULL OR dn IS NULL "
        "OR who IS NOT NULL AND said IS NULL OR owner IS NOT NULL AND said IS NOT NULL AND owner <> said",
        "lie before the invoice": "first IS NULL OR date < coalesce(began, first)",
        "have an amount that cannot be read, or in another currency": "t_amount IS NOT NULL AND (minor IS NULL "
        f"OR coalesce(stated, owed, {literal(policy.currency)}) NOT IN (coalesce(owed, least), coalesce(owed, most)) "
        f"OR coalesce(owed, least) <> coalesce(stated, {literal(policy.currency)}))",
    })  # fmt: skip
    if fault:
        return f"events: {fault}"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE ev AS
        SELECT date::BIGINT * {PLACE} + row_number() OVER (ORDER BY line) AS ord, date, kind, n, dn, step,
               minor AS amount, until
        FROM told""")
    return ""
