"""A ledger of plain rows into the tables of a run, inside the engine: millions of rows in seconds.

The connection holds ``raw_invoices``, ``raw_debtors`` and ``raw_events``: texts as the files have them, or all of them
that belongs to some debtors. :func:`ingest` takes them only if every cell of every row is sound by the same rules as
:mod:`dunlang.portfolio.ledger`; otherwise it says what is not, and the caller reads the ledger row by row there, which
names each fault. What was read is dropped, but for ``raw_events``: what is odd in sound rows is found by
:mod:`dunlang.portfolio.fast.oddities`.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dunlang.model.codes import LANGUAGES, country_code
from dunlang.money import CURRENCIES
from dunlang.portfolio.columns import DEBTORS, EVENT_RULES, EVENTS, INVOICES
from dunlang.portfolio.fast.faults import Fault
from dunlang.portfolio.fast.load import PLACE
from dunlang.portfolio.fast.raw_cells import Cells
from dunlang.portfolio.fast.typed import ledger_columns
from dunlang.portfolio.fast.words import literal

if TYPE_CHECKING:
    import datetime as dt

    from dunlang.model.policy import Attribute, Policy

__all__ = ["LINES", "TEXTS", "forget", "ingest", "newest_payment", "read_columns", "repeated_numbers", "unfit"]

#: Without these columns the careful reader says what is wrong.
_NEEDED = {
    part: tuple(column.name for column in columns if column.required)
    for part, columns in (("invoices", INVOICES), ("debtors", DEBTORS), ("events", EVENTS))
}
_FLAG = "lower({cell}) IN ('yes', 'true', '1')"
#: The events come behind the credit notes among the invoices of their day, with this added to their line; no file has
#: as many rows.
LINES = 2**31
#: The places of rules that rows may break: those of the debtors come first, and a file's last rule stands at `_LAST`.
_DEBTORS, _INVOICES, _EVENTS, _LAST = 0, 100, 200, 99
#: The places of the rule about signs in texts, which is tried before all others.
TEXTS = {"debtors": -3, "invoices": -2, "events": -1}


def unfit(con: Any, policy: Policy) -> str:
    """Why no row can be taken in tables, by the columns of the files and the policy; nothing where they can be."""
    for part, needed in _NEEDED.items():
        held = [name for name in Cells(con, part).types if name != "line"]
        lacking = [name for name in needed if name not in held]
        if lacking and held:
            return f"the {part} have no column `{lacking[0]}`"
    if any(a.kind == "amount" for a in policy.attributes):
        return "the policy has attributes that are amounts"
    return ""


def read_columns(con: Any, policy: Policy, part: str) -> str:
    """The columns of a raw table that :func:`ingest` reads, as a list for a statement; the others change nothing."""
    read = {name for name, _ in ledger_columns(policy)[part]}
    if part == "events":
        read |= {"text", "reference"}  # which tell one event from another
    held = Cells(con, part).types
    return ", ".join('"' + name.replace('"', '""') + '"' for name in held if name == "line" or name in read)


def ingest(con: Any, policy: Policy, *, unique: bool = False) -> tuple[Fault, ...]:
    """Make ``inv``, ``deb`` and ``ev``; return what keeps it from that.

    *unique*: whether a number stands twice was looked at before, beyond the rows that are here.
    """
    own = {of: [a for a in policy.attributes if a.of == of] for of in ("invoice", "debtor")}
    currency = literal(policy.currency)
    _codes(con)
    return (
        _debtors(con, own["debtor"], currency)
        or _invoices(con, own["invoice"], currency, unique=unique)
        or _events(con, policy)
    )


def repeated_numbers(count: int) -> Fault:
    """The fault that *count* rows of the invoices have the number of a row before them."""
    return Fault(place=_INVOICES + _LAST, file="invoices", what="repeat a number", count=count)


def newest_payment(con: Any, date: dt.date) -> dt.date | None:
    """The day of the newest payment up to *date*, in the rows as they stand."""
    cell = Cells(con, "events")
    if not {"event", "date"} <= cell.types.keys():
        return None
    newest = con.execute(
        f"SELECT max(day) FROM (SELECT {cell.day('date')} AS day FROM raw_events r WHERE {cell('event')} = 'payment') "
        f"WHERE day <= {date.toordinal()}"
    ).fetchall()[0][0]
    return type(date).fromordinal(newest) if newest is not None else None


def forget(con: Any, name: str) -> None:
    """Drop a table or view, if there is one."""
    for (kind,) in con.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]
    ).fetchall():
        con.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {name}")


def _codes(con: Any) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    pairs = (one + other for one in letters for other in letters)
    countries = [(code, own) for code in pairs if (own := country_code(code))]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE currency AS SELECT unnest(?) AS code, unnest(?) AS digits, unnest(?) AS parts",
        [list(CURRENCIES), list(CURRENCIES.values()), [10 ** (6 - digits) for digits in CURRENCIES.values()]],
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE country AS SELECT unnest(?) AS code, unnest(?) AS own",
        [list(listed) for listed in zip(*countries, strict=True)],
    )
    con.execute("CREATE OR REPLACE TEMP TABLE tongue AS SELECT unnest(?) AS code", [sorted(LANGUAGES)])


def _own(cells: Cells, attributes: list[Attribute]) -> tuple[str, list[str]]:
    """The columns of the policy's own attributes, and what makes a row of them unsound."""
    columns, faults = "", []
    for attribute in attributes:
        cell, name = cells(attribute.name), f'"x_{attribute.name}"'
        match attribute.kind:
            case "number":
                columns += f", try_cast({cell} AS BIGINT) AS {name}"
                faults.append(f"{cell} IS NOT NULL AND NOT regexp_full_match({cell}, '[0-9]{{1,9}}')")
            case "flag":
                columns += f", CASE WHEN {cell} IS NOT NULL THEN {_FLAG.format(cell=cell)} END AS {name}"
                faults.append(f"lower({cell}) NOT IN ('yes', 'true', '1', 'no', 'false', '0')")
            case "date":
                columns += f", {cells.day(attribute.name)} AS {name}"
                faults.append(f"{cell} IS NOT NULL AND ({cells.day(attribute.name)}) IS NULL")
            case _:
                columns += f", {cell} AS {name}"
                faults.append(f"{cell} NOT IN ({', '.join(map(literal, attribute.values)) or literal('')})")
    return columns, faults


def _found(con: Any, table: str, first: int, file: str, faults: dict[str, str]) -> tuple[Fault, ...]:
    """The rules of *faults* that rows of *table* break; *first* is the place of the first rule."""
    tests = ", ".join(f"count(*) FILTER (WHERE {test}), min(line) FILTER (WHERE {test})" for test in faults.values())
    row = con.execute(f"SELECT {tests} FROM {table}").fetchall()[0]
    return tuple(
        Fault(place=first + at, file=file, what=what, count=row[2 * at], row=row[2 * at + 1])
        for at, what in enumerate(faults)
        if row[2 * at]
    )


def _debtors(con: Any, own: list[Attribute], currency: str) -> tuple[Fault, ...]:
    cell = Cells(con, "debtors")
    extra, odd = _own(cell, own)
    words = {c.name: c.values for c in DEBTORS if c.values}
    checks = {
        "have no debtor or kind": f"{cell('debtor')} IS NULL OR {cell('kind')} IS NULL",
        "have a word that is not known": " OR ".join(
            f"coalesce({cell(name)} NOT IN ({', '.join(map(literal, values))}), false)"
            for name, values in words.items()
        ),
        "have a flag or count that cannot be read": " OR ".join(
            [
                *(f"coalesce(lower({cell(n)}) NOT IN ('yes', 'true', '1', 'no', 'false', '0'), false)"
                  for n in ("first_order", "insured")),
                f"coalesce(NOT regexp_full_match({cell('orders')}, '[0-9]{{1,9}}'), false)",
                f"coalesce(NOT regexp_full_match({cell('average_days_late')}, '-?[0-9]{{1,5}}'), false)",
            ]
        ),
        "have blanks around a cell": " OR ".join(
            [
                cell.odd(("debtor",)),
                *(
                    f"coalesce(regexp_matches({cell(name)}, '^\\s|\\s$|[\\x00-\\x1f]'), false)"
                    for name in ("name", "segment")
                ),
            ]
        ),
        "have an attribute that cannot be read": " OR ".join(f"coalesce({t}, false)" for t in odd) or "false",
    }  # fmt: skip
    con.execute("CREATE OR REPLACE TEMP TABLE known AS SELECT * FROM raw_debtors")  # read often
    faults = _found(con, "known r", _DEBTORS, "debtors", checks)
    if faults:
        return faults
    for at, (name, table) in enumerate((("country", "country"), ("language", "tongue"), ("currency", "currency"))):
        if name in cell.types:
            strange, row = con.execute(
                f"SELECT count(*), min(line) FROM (SELECT {cell(name)} AS word, line FROM known r) "
                f"WHERE word IS NOT NULL AND word NOT IN (SELECT code FROM {table})"
            ).fetchall()[0]
            if strange:
                what = f"have a {name} that is not a code"
                return (Fault(place=_DEBTORS + len(checks) + at, file="debtors", what=what, count=strange, row=row),)
    twice = con.execute("SELECT count(*) - count(DISTINCT debtor) FROM known").fetchall()[0][0]
    if twice:
        return (Fault(place=_DEBTORS + _LAST - 1, file="debtors", what="repeat a debtor", count=twice),)
    limit = cell.minor("credit_limit")
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE deb AS
        SELECT r.line AS dn, r.debtor AS id, coalesce({cell("name")}, '') AS name, kind,
               coalesce(k.own, '') AS country, coalesce({cell("language")}, '') AS language,
               coalesce({cell("segment")}, '') AS segment,
               coalesce({_FLAG.format(cell=cell("first_order"))}, false) AS first_order,
               coalesce(try_cast({cell("orders")} AS BIGINT), 0) AS orders,
               coalesce(try_cast({cell("average_days_late")} AS BIGINT), 0) AS average_days_late,
               coalesce({_FLAG.format(cell=cell("insured"))}, false) AS insured,
               {limit} AS credit_limit, c.code AS credit_limit_currency{extra}
        FROM known r LEFT JOIN currency c ON c.code = coalesce({cell("currency")}, {currency})
        LEFT JOIN country k ON k.code = {cell("country")}""")
    lost = con.execute(
        f"SELECT (SELECT count({cell('credit_limit')}) FROM known r) - (SELECT count(credit_limit) FROM deb)"
    ).fetchall()[0][0]
    if lost:
        what = "have a credit limit that cannot be read"
        return (Fault(place=_DEBTORS + _LAST, file="debtors", what=what, count=lost),)
    forget(con, "raw_debtors")
    con.execute("DROP TABLE known")
    return ()


def _invoices(con: Any, own: list[Attribute], currency: str, *, unique: bool) -> tuple[Fault, ...]:
    cell = Cells(con, "invoices")
    extra, odd = _own(cell, own)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT r.line, r.line AS n, r.invoice AS id, d.dn, {cell.day("date")} AS date, {cell.minor("amount")} AS amount,
               c.code AS currency, {cell.day("due")} AS due, {cell.day("received")} AS received,
               {cell.day("delivered")} AS delivered, {cell("kind")} AS kind, {cell("credits")} AS credits,
               NOT {cell.empty("due")} AS t_due, NOT {cell.empty("received")} AS t_received,
               NOT {cell.empty("delivered")} AS t_delivered, {cell.odd(("invoice",))} AS blanks,
               {" OR ".join(f"coalesce({t}, false)" for t in odd) or "false"} AS strange{extra}
        FROM raw_invoices r LEFT JOIN (SELECT dn, id AS d_id FROM deb) d ON d.d_id = r.debtor
        LEFT JOIN currency c ON c.code = coalesce({cell("currency")}, {currency})""")
    faults = _found(con, "asked", _INVOICES, "invoices", {
        "have no number": "nullif(id, '') IS NULL OR blanks",
        "have a debtor that is not known": "dn IS NULL",
        "have a date or amount that cannot be read": "date IS NULL OR amount IS NULL OR amount = 0 OR currency IS NULL",
        "have a date that cannot be read or comes too early": "t_due AND (due IS NULL OR due < date) "
        "OR t_received AND (received IS NULL OR received < date) "
        "OR t_delivered AND delivered IS NULL",
        "have an attribute that cannot be read": "strange",
        "are neither invoices nor credit notes": "kind NOT IN ('invoice', 'credit') "
        "OR credits IS NOT NULL AND kind IS DISTINCT FROM 'credit'",
    })  # fmt: skip
    if faults:
        return faults
    forget(con, "raw_invoices")
    twice = 0 if unique else con.execute("SELECT count(*) - count(DISTINCT id) FROM asked").fetchall()[0][0]
    if twice:
        return (repeated_numbers(twice),)
    credits_ = con.execute("SELECT count(*) FROM asked WHERE kind = 'credit'").fetchall()[0][0]
    columns = "".join(f', "x_{a.name}"' for a in own)
    con.execute("CREATE OR REPLACE TEMP TABLE credit AS SELECT * FROM asked WHERE kind = 'credit'")
    con.execute("DROP TABLE IF EXISTS inv")
    if credits_:
        con.execute(f"""
            CREATE TEMP TABLE inv AS
            SELECT n, id, dn, date, amount, currency, due, received, delivered{columns}
            FROM asked WHERE kind IS DISTINCT FROM 'credit'""")
        con.execute("DROP TABLE asked")
    else:
        con.execute("ALTER TABLE asked RENAME TO inv")
    return ()


def _events(con: Any, policy: Policy) -> tuple[Fault, ...]:
    cell = Cells(con, "events")
    kinds = ", ".join(map(literal, EVENT_RULES))
    needing: dict[str, list[str]] = {}
    for kind, rule in EVENT_RULES.items():
        for need in rule.needs:
            needing.setdefault(need, []).append(literal(kind))
    needs = " OR ".join(
        f"{cell('event')} IN ({', '.join(those)}) "
        f"AND {cell.empty(need) if need != 'text' else cell.bare(need) + ' IS NULL'}"
        for need, those in needing.items()
    )
    worded = "text" in cell.types or "reference" in cell.types
    said = f"hash({cell.bare('text')}, {cell.bare('reference')})" if worded else "CAST(NULL AS UBIGINT)"
    owners = "deb" if "debtor" in cell.types else "(SELECT * FROM deb LIMIT 0)"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE told AS
        SELECT r.line + {LINES} AS line, r.date::BIGINT * {PLACE} + r.line + {LINES} AS ord, r.date, r.kind, i.n,
               coalesce(i.dn, d.dn) AS dn, r.step, r.minor AS amount, r.until,
               r.t_until, r.t_amount, r.number IS NOT NULL AND i.n IS NULL OR r.who IS NOT NULL AND d.dn IS NULL
               OR i.dn <> d.dn OR i.dn IS NULL AND d.dn IS NULL AS unknown, r.lacks, r.blanks, r.stated,
               i.currency AS owed, i.date AS began, r.said
        FROM (
            SELECT r.line, {cell("event")} AS kind, {cell.day("date")} AS date, {cell.day("until")} AS until,
                   {cell("step")} AS step, NOT {cell.empty("until")} AS t_until,
                   NOT {cell.empty("amount")} OR c.code IS NULL AS t_amount,
                   {cell("invoice")} AS number, {cell("debtor")} AS who, {needs} AS lacks, {said} AS said,
                   {cell.odd(("step",))} AS blanks, {cell("currency")} AS stated, {cell.minor("amount")} AS minor
            FROM raw_events r LEFT JOIN currency c ON c.code = coalesce({cell("currency")}, {literal(policy.currency)})
        ) r
        LEFT JOIN inv i ON i.id = r.number LEFT JOIN {owners} d ON d.id = r.who
        UNION ALL BY NAME
        SELECT a.line, a.date::BIGINT * {PLACE} + a.line AS ord, a.date, 'credit note' AS kind, i.n, a.dn, a.amount,
               false AS t_until, true AS t_amount,
               a.credits IS NOT NULL AND i.n IS NULL OR i.dn <> a.dn AS unknown, false AS lacks, false AS blanks,
               a.currency AS stated, i.currency AS owed, i.date AS began, hash(a.id, NULL) AS said, a.id AS note
        FROM credit a LEFT JOIN inv i ON i.id = a.credits""")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE begun AS SELECT dn, min(date) AS first, min(currency) AS least, "
        "max(currency) AS most FROM inv WHERE dn IN (SELECT dn FROM told WHERE n IS NULL) GROUP BY dn"
    )
    loose = "(SELECT t.*, b.first, b.least, b.most FROM told t LEFT JOIN begun b ON t.n IS NULL AND b.dn = t.dn)"
    faults = _found(con, loose, _EVENTS, "events", {
        "have a date that cannot be read": "date IS NULL OR t_until AND (until IS NULL OR until < date)",
        "are of a kind that is not known": f"kind IS NULL OR kind NOT IN ({kinds}) OR blanks",
        "lack what their kind needs": "coalesce(lacks, true)",
        "name an invoice or debtor that is not known": "coalesce(unknown, false)",
        "lie before the invoice": "coalesce(date < coalesce(began, first), true)",
        "have an amount that cannot be read, or in another currency": "t_amount AND (amount IS NULL "
        f"OR coalesce(stated, owed, {literal(policy.currency)}) NOT IN (coalesce(owed, least), coalesce(owed, most)) "
        f"OR coalesce(owed, least) <> coalesce(stated, {literal(policy.currency)}))",
    })  # fmt: skip
    if faults:
        return faults
    con.execute("DROP TABLE IF EXISTS ev")
    con.execute("ALTER TABLE told RENAME TO ev")
    for table in ("credit", "begun"):
        con.execute(f"DROP TABLE {table}")
    return ()
