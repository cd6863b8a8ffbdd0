"""Many cases at once: a ledger read from texts, today's worklist and the forecast, and the answer to "why".

Pure: texts and dates come in, records go out; files are read by :mod:`dunlang.project`.
"""
