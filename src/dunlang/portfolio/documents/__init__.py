"""Documents in: e-invoices of EN 16931 (UBL 2.1, CII) and bank statements (camt.053) as rows of a ledger.

Pure functions from bytes to records and findings; no file is opened here. :mod:`.tree` reads XML within bounds,
:mod:`.ubl` and :mod:`.cii` say what a document states in its own words, :mod:`.invoice` makes one record of both,
:mod:`.taking` lays invoices and buyers into a ledger. :mod:`.camt` reads statements, :mod:`.references` and
:mod:`.matching` find the invoices that a payment is for, :mod:`.booking` books them, each once by its :mod:`.marks`.
:mod:`.sheet` is a CSV file of a ledger as it stands, with every column and row kept.

What a document does not say is asked, never guessed: see :mod:`.pages`.
"""
