"""The portfolio engine on tables: the same answers as the reference, for millions of invoices at once.

A policy is compiled for a ledger into integer lookup tables, which the reference engine writes (:mod:`.tables`), and
one statement of SQL that looks up, compares, multiplies and rounds whole numbers (:mod:`.events`, :mod:`.money`,
:mod:`.climb`, put together by :mod:`.statement`). :mod:`.run` hands both to DuckDB. So the fast path knows no law and
no calendar of its own.

**Equal or not done.** What a policy uses that the statement does not do is listed by :func:`.portable.portable`. What
the history of a single debtor asks for beyond it (a letter that came back, a payment without an invoice among
several) sends that debtor to the reference, with the reason. Nothing is approximated.
"""
