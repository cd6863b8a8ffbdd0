"""The cells of a ledger's raw rows as expressions of DuckDB: each exact by the rules of the row reader, or null.

The raw table is called ``r`` in every statement, for a policy's own column may have the name of any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dunlang.dates import FIRST_DATE, LAST_DATE
from dunlang.money import MAX_MINOR

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BLANKS", "Cells"]

#: Day numbers count from 1 January of year 1; DuckDB counts days from 1970.
_EPOCH = 719_163
#: An id as the careful reader takes it: signs that print, no blanks around them.
_PLAIN = "[!-~]+"
_SIGNS = r"\p{L}\p{M}\p{N}\p{P}\p{S}"
_PRINTED = f"[{_SIGNS}]([{_SIGNS} ]*[{_SIGNS}])?"
#: The blanks that a text may hold, for ``trim``; around a text they do not count.
BLANKS = " \n\r\t\u00a0\u202f\u2009\u3000"
_TEXT = rf"[{_SIGNS}{BLANKS}]*"
#: A decimal of Parquet with at most so many digits before the point is counted in millionths.
_BEFORE_POINT = 12


class Cells:
    """The cells of one part of a ledger as expressions, by the types that its file has (``DESCRIBE``)."""

    def __init__(self, con: Any, part: str) -> None:
        self.types: dict[str, str] = {row[0]: row[1] for row in con.execute(f"DESCRIBE raw_{part}").fetchall()}

    def __call__(self, name: str) -> str:
        """The cell as text, null where it is empty or there is no such column."""
        if name not in self.types:
            return "CAST(NULL AS VARCHAR)"
        return f"nullif({_own(name)}, '')" if self.types[name] == "VARCHAR" else f"CAST({_own(name)} AS VARCHAR)"

    def empty(self, name: str) -> str:
        """Whether the cell is empty."""
        kind = self.types.get(name, "VARCHAR")
        return f"{self(name)} IS NULL" if kind == "VARCHAR" else f"{_own(name)} IS NULL"

    def bare(self, name: str) -> str:
        """The cell as text without the blanks around it, null where nothing is left."""
        return f"nullif(trim({self(name)}, '{BLANKS}'), '')"

    def day(self, name: str) -> str:
        """The day number of a cell; null where it is empty or no day as the ledger writes one."""
        first, last = f"DATE '{FIRST_DATE}'", f"DATE '{LAST_DATE}'"
        cell, date = self(name), _own(name)
        form = f"{date} BETWEEN {first} AND {last}"
        if self.types.get(name) != "DATE":
            form = f"regexp_full_match({cell}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
            date = f"try_cast({cell} AS DATE)"
            form += f" AND {date} BETWEEN {first} AND {last}"
        return f"CASE WHEN {form} THEN ({date} - DATE '1970-01-01')::INTEGER + {_EPOCH} END"

    def minor(self, name: str) -> str:
        """The minor units of a cell; null where it is empty or not exact in the currency ``c``."""
        exact = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", self.types.get(name, ""))
        if exact is not None and int(exact[2]) <= 6 and int(exact[1]) - int(exact[2]) <= _BEFORE_POINT:
            parts = f"CAST({_own(name)} * 1000000 AS BIGINT)"
            return f"CASE WHEN {_own(name)} >= 0 AND {parts} % c.parts = 0 THEN {parts} // c.parts END"
        cell = self(name)
        form = f"regexp_full_match({cell}, '[0-9]{{1,15}}([.][0-9]{{1,6}})?')"
        rest = f"rpad(split_part({cell}, '.', 2), 6, '0')"
        whole = f"rtrim(substr({rest}, c.digits + 1), '0') = ''"
        minor = f"(split_part({cell}, '.', 1) || substr({rest}, 1, c.digits))::HUGEINT"
        return f"CASE WHEN {form} AND {whole} AND {minor} <= {MAX_MINOR} THEN ({minor})::BIGINT END"

    def odd(self, names: Iterable[str]) -> str:
        """Whether an id or word is one that the careful reader would look at twice."""
        tests = [
            f"CASE WHEN {cell} IS NULL OR regexp_full_match({cell}, '{_PLAIN}') AND length({cell}) <= 100 THEN false "
            f"ELSE length({cell}) > 100 OR NOT regexp_full_match({cell}, '{_PRINTED}') END"
            for cell in (self(name) for name in names if self.types.get(name) == "VARCHAR")
        ]
        return f"({' OR '.join(tests)})" if tests else "false"

    def unprinted(self, name: str) -> str:
        """Whether a text holds a sign that does not print."""
        cell = _own(name)
        plain = f"{cell} IS NULL OR regexp_full_match({cell}, '[ -~]*')"
        return f"CASE WHEN {plain} THEN false ELSE NOT regexp_full_match({cell}, '{_TEXT}') END"


def _own(name: str) -> str:
    return 'r."' + name.replace('"', '""') + '"'
