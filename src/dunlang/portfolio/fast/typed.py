"""A ledger in typed tables, as warehouses and Parquet have them, made ready for the program, and its faults counted.

Three tables or views, ``invoices``, ``debtors`` and ``events``, with the ledger's documented columns
(:func:`ledger_columns`) become ``deb``, ``inv`` and ``ev``. The rules are those of :mod:`dunlang.portfolio.ledger`; a
ledger that breaks any is not judged: ``faults`` says what and how often, and nothing is left out in silence.
"""

# ruff: noqa: S608 - the statement is written from a policy; words of users are literals with their quotes doubled

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dunlang.dates import FIRST_DATE, LAST_DATE
from dunlang.model.codes import COUNTRIES, LANGUAGES, country_code
from dunlang.money import CURRENCIES, MAX_MINOR
from dunlang.portfolio.columns import DEBTORS, EVENT_RULES
from dunlang.portfolio.fast.dialects import day_number
from dunlang.portfolio.fast.program import Select, Table
from dunlang.portfolio.fast.words import literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from dunlang.model.policy import Attribute, Policy
    from dunlang.portfolio.fast.dialects import Dialect

__all__ = ["code_table", "fault_selects", "ledger_columns", "ledger_selects", "reject_select"]

_OWN = {"one of": "varchar", "number": "bigint", "flag": "boolean", "date": "date"}
#: The place of an event among those of its day: credit notes first, then its own place.
_DAY, _AFTER = 2**32, 2**31
_WORDS = """
all and any array as asc at between both by case cast check collate column constraint create cross current
default define desc distinct do else end enum escape except exclude exists extract false fetch following for
foreign from full grant group grouping groups hash having if ignore ilike in increment inner insert intersect
interval into is issue join lateral leading left like limit lookup merge minus natural new no not null nulls
of offset on only or order outer over partition placing preceding primary proto qualify range recursive
references regexp respect right rlike rollup row rows sample schema select set similar some start struct
symmetric table tablesample then to trailing treat trigger true try_cast unbounded union unique unnest update
user using values variadic view when whenever where window with within
"""
#: Words that engines keep for themselves: a column of that name is quoted.
_RESERVED = frozenset(_WORDS.split())
#: A sign that no id or word may have (:func:`~.dialects.translated` knows engines that cannot read this).
_NOT_PRINTED = r"[^\p{L}\p{M}\p{N}\p{P}\p{S} ]"


#: Of each debtor with invoices the first day and the currencies.
_BEGUN = """
SELECT i.dn, min(i.date) AS date, min(i.currency) AS least, max(i.currency) AS most
FROM l_invoices i WHERE i.credit = 0 AND i.dn IS NOT NULL GROUP BY i.dn"""
_NO_CREDIT = " WHERE l.credit = 0"

#: What is counted, in words: for each part the names of its tests.
_FAULTS: dict[str, dict[str, str]] = {
    "debtors": {
        "x_id": "have no debtor, or an id with blanks around it or signs that do not print",
        "x_word": "have no kind, or one that is not known",
        "x_code": "have a country, language or currency that is not a code",
        "x_count": "have a count that is below zero or too large, or a credit limit that cannot be exact",
        "x_own": "have an attribute that is not in the policy's list or range",
    },
    "invoices": {
        "x_id": "have no number, or one with blanks around it or signs that do not print",
        "x_debtor": "have a debtor that is not known",
        "x_date": "have no date, or one that is not from 1990 to 2100",
        "x_amount": "have no amount above zero that is exact in its currency, or a currency that is not a code",
        "x_order": "are due or received before their date",
        "x_kind": "are neither invoices nor credit notes",
        "x_own": "have an attribute that is not in the policy's list or range",
    },
    "events": {
        "x_date": "have no date, one that is not from 1990 to 2100, or one after their `until`",
        "x_kind": "are of a kind that is not known, or of a step with blanks around it",
        "x_lacks": "lack what their kind needs",
        "x_about": "name an invoice or debtor that is not known, or of somebody else",
        "x_early": "lie before the invoice",
        "x_amount": "have an amount that is not exact, or in another currency",
        "x_place": "have no `seq` from 0 on",
    },
}

_TWICE = {"debtors": "repeat a debtor", "invoices": "repeat a number"}
#: The columns that the tests with a single one are about.
_FIELDS = {
    ("debtors", "x_id"): "debtor", ("debtors", "x_word"): "kind", ("invoices", "x_id"): "invoice",
    ("invoices", "x_debtor"): "debtor", ("invoices", "x_amount"): "amount", ("invoices", "x_kind"): "kind",
    ("events", "x_kind"): "event", ("events", "x_amount"): "amount",
}  # fmt: skip


def ledger_columns(policy: Policy) -> dict[str, tuple[tuple[str, str], ...]]:
    """The columns that the statement reads, with their types: ``invoices``, ``debtors``, ``events``.

    All must be there; what a ledger does not know is null. An amount may have any exact decimal type.
    """
    money = f"decimal(18, {CURRENCIES[policy.currency]})"
    own = {
        of: tuple((a.name, _OWN.get(a.kind, money)) for a in policy.attributes if a.of == of)
        for of in ("invoice", "debtor")
    }
    return {
        "invoices": (
            ("invoice", "varchar"), ("debtor", "varchar"), ("date", "date"), ("amount", money),
            ("currency", "varchar"), ("kind", "varchar"), ("credits", "varchar"), ("due", "date"),
            ("received", "date"), ("delivered", "date"), *own["invoice"],
        ),
        "debtors": (
            ("debtor", "varchar"), ("name", "varchar"), ("kind", "varchar"), ("country", "varchar"),
            ("language", "varchar"), ("segment", "varchar"), ("first_order", "boolean"), ("orders", "bigint"),
            ("average_days_late", "bigint"), ("insured", "boolean"), ("credit_limit", money), ("currency", "varchar"),
            *own["debtor"],
        ),
        "events": (
            ("date", "date"), ("seq", "bigint"), ("event", "varchar"), ("invoice", "varchar"), ("debtor", "varchar"),
            ("step", "varchar"), ("amount", money), ("currency", "varchar"), ("until", "date"),
        ),
    }  # fmt: skip


def code_table() -> Table:
    """The table ``code``: the codes of currencies, countries and languages, with that under which each is known."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    countries = sorted({*COUNTRIES, *(a + b for a in letters for b in letters if country_code(a + b))})
    rows = (
        *(("currency", code, code) for code in sorted(CURRENCIES)),
        *(("country", code, country_code(code)) for code in countries),
        *(("language", code, code) for code in sorted(LANGUAGES)),
    )
    return Table(name="code", columns=(("kind", "varchar"), ("code", "varchar"), ("own", "varchar")), rows=rows)


def ledger_selects(policy: Policy, dialect: Dialect, *, placed: bool = False) -> tuple[Select, ...]:
    """``deb``, ``inv`` and ``ev`` of the three tables and ``code``, on the way ``l_debtors``, ``l_begun`` and more.

    *placed*: each of the three tables has a column ``place``, the number of its row from 0 on, which numbers invoices
    and debtors and orders the events of one day. Without, the engine numbers the first two, and ``seq`` orders.
    """
    return tuple(
        Select(name=name, sql=sql, keep=True)
        for name, sql in (
            ("l_debtors", _debtors(policy, dialect, placed=placed)),
            ("l_invoices", _invoices(policy, dialect, placed=placed)),
            ("l_begun", _BEGUN),
            ("l_events", _events(policy, dialect, placed=placed)),
            ("deb", _listed("l_debtors", _own_columns(policy, "debtor"), (
                "dn", "id", "name", "kind", "country", "language", "segment", "first_order", "orders",
                "average_days_late", "insured", "credit_limit", "credit_limit_currency"))),
            ("inv", _listed("l_invoices", _own_columns(policy, "invoice"), (
                "n", "id", "dn", "date", "amount", "currency", "due", "received", "delivered")) + _NO_CREDIT),
            ("ev", _listed("l_events", [], ("ord", "date", "kind", "n", "dn", "step", "amount", "until"))),
        )
    )  # fmt: skip


def fault_selects(*, placed: bool = False) -> tuple[Select, ...]:
    """``faults`` over what :func:`ledger_selects` made: part, what, count and the first (the least) of each fault."""
    rows, made = [], []
    for part, tests in _FAULTS.items():
        id_ = "l.told" if part == "events" else "l.id"
        names = [name for name in tests if not (placed and name == "x_place")]
        counted = ", ".join(
            f"sum(CASE WHEN l.{name} THEN 1 ELSE 0 END) AS {name}_c, min(CASE WHEN l.{name} THEN {id_} END) AS {name}_f"
            for name in names
        )
        made.append(Select(name=f"f_{part}", sql=f"SELECT {counted} FROM l_{part} l", keep=True))
        rows += [
            f"SELECT '{part}' AS part, {literal(tests[name])} AS what, f.{name}_c AS count_, f.{name}_f AS first_ "
            f"FROM f_{part} f WHERE f.{name}_c > 0"
            for name in names
        ]
        if part != "events":
            twice = f"SELECT l.id, count(*) AS times FROM l_{part} l GROUP BY l.id HAVING count(*) > 1"
            what = _TWICE[part]
        elif not placed:
            twice = (
                "SELECT min(l.told) AS id, count(*) AS times FROM l_events l GROUP BY l.dn, l.ord HAVING count(*) > 1"
            )
            what = "have the same `seq` as another event of their debtor and day"
        else:
            continue
        rows.append(
            f"SELECT '{part}' AS part, {literal(what)} AS what, r.times AS count_, r.id AS first_ "
            f"FROM (SELECT sum(w.times) AS times, min(w.id) AS id FROM ({twice}) w) r WHERE r.times > 0"
        )
    return (*made, Select(name="faults", sql="\nUNION ALL ".join(rows), keep=True))


def reject_select(found: Collection[tuple[str, str]], most: int) -> str:
    """The rows that have the faults *found* (part and what, as ``faults`` says them), of placed tables; *most* at most.

    Columns: part, place, told (number or id), what, field (the column that is wrong, null where several may be). Of a
    credit note among the invoices the part is theirs.
    """
    rows = []
    for part, tests in _FAULTS.items():
        place = {"debtors": "l.dn", "invoices": "l.n"}.get(
            part, "CASE WHEN l.place < 0 THEN -1 - l.place ELSE l.place END"
        )
        of = f"'{part}'" if part != "events" else "CASE WHEN l.place < 0 THEN 'invoices' ELSE 'events' END"
        id_ = "told" if part == "events" else "id"
        for name, what in tests.items():
            if (part, what) in found:
                field = literal(_FIELDS[part, name]) if (part, name) in _FIELDS else "CAST(NULL AS VARCHAR)"
                rows.append(
                    f"SELECT {of} AS part, {place} AS place, l.{id_} AS told, {literal(what)} AS what, "
                    f"{field} AS field FROM l_{part} l WHERE l.{name}"
                )
        if (part, _TWICE.get(part, "")) in found:
            # a debtor that stands twice doubles the rows of his invoices
            twice = f"SELECT l.id FROM l_{part} l GROUP BY l.id HAVING count(DISTINCT {place}) > 1"
            rows.append(
                f"SELECT '{part}' AS part, {place} AS place, l.id AS told, {literal(_TWICE[part])} AS what, "
                f"{literal(part[:-1])} AS field FROM l_{part} l JOIN ({twice}) w ON w.id = l.id"
            )
    union = "\nUNION ALL ".join(rows)
    by = f"ORDER BY r.part, r.place, r.what LIMIT {most}"
    return f"SELECT DISTINCT r.part, r.place, r.told, r.what, r.field FROM (\n{union}\n) r {by}"


def _listed(of: str, own: list[str], names: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(f'l.{name}' for name in (*names, *own))} FROM {of} l"


def _own_columns(policy: Policy, of: str) -> list[str]:
    return [f'"x_{_doubled(a.name)}"' for a in policy.attributes if a.of == of]


def _doubled(name: str) -> str:
    return name.replace('"', '""')


def _column(alias: str, name: str) -> str:
    """A column of the ledger: quoted only where it must be, since quotes make capitals count in some engines."""
    plain = re.fullmatch(r"[a-z_][a-z0-9_]*", name) and name not in _RESERVED
    return f"{alias}.{name}" if plain else f'{alias}."{_doubled(name)}"'


def _odd(text: str) -> str:
    """Whether a text has blanks around it, signs that do not print, or too many."""
    return f"(length({text}) > 100 OR trim({text}) <> {text} OR regexp_matches({text}, {literal(_NOT_PRINTED)}))"


def _units(currency: str) -> str:
    """The minor units in one of a currency."""
    by_digits: dict[int, list[str]] = {}
    for code, digits in sorted(CURRENCIES.items()):
        by_digits.setdefault(digits, []).append(literal(code))
    usual = max(by_digits, key=lambda digits: len(by_digits[digits]))
    arms = " ".join(
        f"WHEN {currency} IN ({', '.join(codes)}) THEN {10**digits}"
        for digits, codes in sorted(by_digits.items())
        if digits != usual
    )
    return f"CASE {arms} ELSE {10**usual} END"


def _minor(amount: str, currency: str, least: int = 0) -> str:
    """The minor units of an exact amount; null where it is none from *least* on, or not whole."""
    units = f"{amount} * {_units(currency)}"
    return (
        f"CASE WHEN {amount} >= {least} AND {units} <= {MAX_MINOR} THEN "
        f"CASE WHEN CAST({units} AS BIGINT) = {units} THEN CAST({units} AS BIGINT) END END"
    )


def _dated(date: str) -> str:
    return f"{date} BETWEEN DATE '{FIRST_DATE}' AND DATE '{LAST_DATE}'"


def _own(policy: Policy, of: str, alias: str, dialect: Dialect) -> tuple[str, list[str]]:
    """The columns of the policy's own attributes, and what makes a row of them unsound."""
    columns, tests = "", []
    for a in policy.attributes:
        if a.of != of:
            continue
        cell, name = _column(alias, a.name), f'"x_{_doubled(a.name)}"'
        columns += f", {_of_ledger(a, cell, policy, dialect)} AS {name}"
        if a.kind == "one of":
            tests.append(f"nullif({cell}, '') NOT IN ({', '.join(map(literal, a.values)) or literal('')})")
        elif a.kind == "number":
            tests.append(f"{cell} NOT BETWEEN 0 AND 999999999")
        elif a.kind == "date":
            tests.append(f"NOT ({_dated(cell)})")
        elif a.kind == "amount":
            tests.append(f"{cell} IS NOT NULL AND {_minor(cell, literal(policy.currency))} IS NULL")
    return columns, tests


def _of_ledger(attribute: Attribute, cell: str, policy: Policy, dialect: Dialect) -> str:
    match attribute.kind:
        case "date":
            return _day(cell, dialect)
        case "amount":
            return _minor(cell, literal(policy.currency))
        case "one of":
            return f"nullif({cell}, '')"
        case _:
            return cell


def _day(date: str, dialect: Dialect) -> str:
    return f"CASE WHEN {_dated(date)} THEN {day_number(date, dialect)} END"


def _tests(tests: dict[str, list[str]]) -> str:
    def one(either: list[str]) -> str:
        return " OR ".join(f"coalesce({test}, false)" for test in either) or "false"

    return "".join(f",\n       {one(either)} AS {name}" for name, either in tests.items())


def _debtors(policy: Policy, dialect: Dialect, *, placed: bool) -> str:
    currency = f"coalesce(nullif(d.currency, ''), {literal(policy.currency)})"
    extra, strange = _own(policy, "debtor", "d", dialect)
    limit = _minor("d.credit_limit", currency)
    kinds = next(column.values for column in DEBTORS if column.name == "kind")
    tests = {
        "x_id": ["d.debtor IS NULL OR d.debtor = ''", _odd("d.debtor"), "length(d.name) > 10000",
                 _odd("d.segment")],
        "x_word": [f"d.kind IS NULL OR d.kind NOT IN ({', '.join(map(literal, kinds))})"],
        "x_code": ["nullif(d.country, '') IS NOT NULL AND c.own IS NULL",
                   "nullif(d.language, '') IS NOT NULL AND g.own IS NULL", "m.own IS NULL"],
        "x_count": ["d.orders NOT BETWEEN 0 AND 999999999", "d.average_days_late NOT BETWEEN -99999 AND 99999",
                    f"d.credit_limit IS NOT NULL AND {limit} IS NULL"],
        "x_own": strange,
    }  # fmt: skip
    number = "d.place" if placed else "row_number() OVER (ORDER BY d.debtor) - 1"
    return f"""
SELECT {number} AS dn, d.debtor AS id, coalesce(d.name, '') AS name, d.kind, coalesce(c.own, '') AS country,
       coalesce(g.own, '') AS language, coalesce(d.segment, '') AS segment,
       coalesce(d.first_order, false) AS first_order, coalesce(d.orders, 0) AS orders,
       coalesce(d.average_days_late, 0) AS average_days_late, coalesce(d.insured, false) AS insured,
       {limit} AS credit_limit, {currency} AS credit_limit_currency{extra}{_tests(tests)}
FROM debtors d LEFT JOIN code c ON c.kind = 'country' AND c.code = d.country
LEFT JOIN code g ON g.kind = 'language' AND g.code = d.language
LEFT JOIN code m ON m.kind = 'currency' AND m.code = {currency}"""


def _invoices(policy: Policy, dialect: Dialect, *, placed: bool) -> str:
    currency = f"coalesce(nullif(i.currency, ''), {literal(policy.currency)})"
    extra, strange = _own(policy, "invoice", "i", dialect)
    amount, kind = _minor("i.amount", currency), "coalesce(nullif(i.kind, ''), 'invoice')"
    tests = {
        "x_id": ["i.invoice IS NULL OR i.invoice = ''", _odd("i.invoice")],
        "x_debtor": ["d.dn IS NULL"],
        "x_date": ["i.date IS NULL",
                   *(f"NOT ({_dated(f'i.{day}')})" for day in ("date", "due", "received", "delivered"))],
        "x_amount": [f"i.amount IS NULL OR i.amount <= 0 OR {amount} IS NULL", "m.own IS NULL"],
        "x_order": [f"{kind} = 'invoice' AND {day} < i.date" for day in ("i.due", "i.received")],
        "x_kind": [f"{kind} NOT IN ('invoice', 'credit')", f"nullif(i.credits, '') IS NOT NULL AND {kind} <> 'credit'"],
        "x_own": strange,
    }  # fmt: skip
    number = "i.place" if placed else "row_number() OVER (ORDER BY i.invoice) - 1"
    return f"""
SELECT {number} AS n, i.invoice AS id, d.dn, i.debtor, {_day("i.date", dialect)} AS date, {amount} AS amount,
       {currency} AS currency, {_day("i.due", dialect)} AS due, {_day("i.received", dialect)} AS received,
       {_day("i.delivered", dialect)} AS delivered, CASE WHEN {kind} = 'credit' THEN 1 ELSE 0 END AS credit,
       nullif(i.credits, '') AS credits{extra}{_tests(tests)}
FROM invoices i LEFT JOIN (SELECT l.dn, l.id FROM l_debtors l) d ON d.id = i.debtor
LEFT JOIN code m ON m.kind = 'currency' AND m.code = {currency}"""


def _events(policy: Policy, dialect: Dialect, *, placed: bool) -> str:
    """Events of an invoice, of a debtor, and credit notes among the invoices: three selects, so none joins nulls."""
    kinds = ", ".join(map(literal, EVENT_RULES))
    typed = {"invoice": "nullif(e.invoice, '')", "step": "nullif(e.step, '')", "amount": "e.amount", "until": "e.until"}
    lacks = [
        f"e.event = {literal(kind)} AND {typed[need]} IS NULL"
        for kind, rule in EVENT_RULES.items()
        for need in rule.needs
        if need in typed
    ]
    place = "e.place" if placed else "coalesce(e.seq, 0)"
    tests = {
        "x_date": ["e.date IS NULL", *(f"NOT ({_dated(day)})" for day in ("e.date", "e.until")), "e.until < e.date"],
        "x_kind": [f"e.event IS NULL OR e.event NOT IN ({kinds})", _odd("e.step")],
        "x_lacks": lacks,
        "x_about": [],
        "x_early": [],
        "x_amount": [],
        "x_place": ["false"] if placed else [f"e.seq IS NULL OR e.seq NOT BETWEEN 0 AND {_AFTER - 1}"],
    }

    def happened(n: str, dn: str, currency: str, **more: str) -> str:
        amount = _minor("e.amount", currency)
        own = f"nullif(e.currency, '') <> {currency}"
        found = {name: [more[name]] if name in more else listed for name, listed in tests.items()}
        found["x_amount"] = [f"e.amount IS NOT NULL AND {amount} IS NULL", f"e.amount IS NOT NULL AND {own}",
                             more.get("x_amount", "false")]  # fmt: skip
        about = "e.invoice" if n != "CAST(NULL AS BIGINT)" else "e.debtor"
        return f"""
SELECT {about} AS told, CAST({_day("e.date", dialect)} AS BIGINT) * {_DAY} + {_AFTER} + {place} AS ord,
       {_day("e.date", dialect)} AS date, e.event AS kind, {n} AS n, {dn} AS dn, nullif(e.step, '') AS step,
       {amount} AS amount, {_day("e.until", dialect)} AS until{", e.place" if placed else ""}{_tests(found)}"""

    of_invoice = happened(
        "i.n", "i.dn", "i.currency",
        x_about="i.n IS NULL OR nullif(e.debtor, '') <> i.debtor",
        x_early=f"{day_number('e.date', dialect)} < i.date",
    )  # fmt: skip
    own = literal(policy.currency)
    of_debtor = happened(
        "CAST(NULL AS BIGINT)", "d.dn", "b.least",
        x_about="d.dn IS NULL OR b.dn IS NULL",
        x_early=f"{day_number('e.date', dialect)} < b.date",
        x_amount="e.amount IS NOT NULL AND (b.least <> b.most OR b.least <> "
        f"coalesce(nullif(e.currency, ''), {own}))",
    )  # fmt: skip
    credit_tests = {name: ["false"] for name in tests} | {
        "x_about": ["c.credits IS NOT NULL AND (i.n IS NULL OR i.debtor <> c.debtor)", "c.dn IS NULL OR b.dn IS NULL"],
        "x_early": ["c.date < coalesce(i.date, b.date)"],
        "x_amount": ["c.currency <> coalesce(i.currency, b.least)", "i.n IS NULL AND b.least <> b.most"],
    }
    credit_place = ", -1 - c.n" if placed else ""  # below zero: a place among the invoices
    return f"""{of_invoice}
FROM events e LEFT JOIN (SELECT l.n, l.dn, l.id, l.debtor, l.currency, l.date FROM l_invoices l WHERE l.credit = 0) i
    ON i.id = e.invoice
WHERE nullif(e.invoice, '') IS NOT NULL
UNION ALL
{of_debtor.lstrip()}
FROM events e LEFT JOIN (SELECT l.dn, l.id FROM l_debtors l) d ON d.id = e.debtor LEFT JOIN l_begun b ON b.dn = d.dn
WHERE nullif(e.invoice, '') IS NULL
UNION ALL
SELECT c.id AS told, CAST(c.date AS BIGINT) * {_DAY} + c.n AS ord, c.date, 'credit note' AS kind, i.n, c.dn,
       CAST(NULL AS VARCHAR) AS step, c.amount, CAST(NULL AS INTEGER) AS until{credit_place}{_tests(credit_tests)}
FROM l_invoices c
LEFT JOIN (SELECT l.n, l.id, l.debtor, l.currency, l.date FROM l_invoices l WHERE l.credit = 0) i ON i.id = c.credits
LEFT JOIN l_begun b ON b.dn = c.dn
WHERE c.credit = 1"""
