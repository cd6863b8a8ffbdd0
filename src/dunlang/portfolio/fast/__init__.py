"""The portfolio engine on tables: the same answers as the reference, for millions of invoices at once.

A policy is compiled (:mod:`.compile`) into a :class:`~.program.Program`: integer lookup tables, which the reference
engine writes (:mod:`.tables`, :mod:`.moves`), and named selects of a portable SQL that look up, compare, multiply and
round whole numbers (:mod:`.lines`, :mod:`.events`, :mod:`.money`, :mod:`.climb`, :mod:`.verdict`). :mod:`.run` hands
both to DuckDB. So the fast path knows no law and no calendar of its own.

**Equal or not done.** What a policy uses that the program does not do is listed by :func:`.portable.portable`. What
the history of a single debtor asks for beyond it (a letter that came back, a payment without an invoice among
several) leaves that debtor to the reference, with the reason. Nothing is approximated.
"""
