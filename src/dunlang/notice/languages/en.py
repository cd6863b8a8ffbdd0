"""English."""

from __future__ import annotations

from dunlang.notice.lexicon import Lexicon
from dunlang.notice.numerals import Numerals

__all__ = ["LEXICON"]

LEXICON = Lexicon(
    code="en",
    months={
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5,
        "june": 6,
        "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10,
        "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
    },
    units={
        "day": "days", "days": "days", "week": "weeks", "weeks": "weeks", "month": "months", "months": "months",
        "fortnight": "weeks",
    },
    numerals=Numerals(
        {
            "nil": 0, "zero": 0, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
            "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
            "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
        },
        ("and",),
    ),
    articles=frozenset({"a"}),
    durations={"fortnight": (2, "weeks")},
    concepts={
        "within": "within, in the next, a period of, period of, a further, within a period of, no later than",
        "give": "you have, we give you, we allow you, giving you, allow you",
        "after": "after, following, of the day following, of",
        "from": "from, starting from, beginning on, starting, since, as from",
        "day after": "the day after, the day following, day after, day following",
        "day of": "the day of, the day on which, the date of, the date on which",
        "third working day": "third working day",
        "receipt": "receipt, receiv*, receiving, delivered, delivery of this",
        "sending": "sending, posting, dispatch, postmark",
        "letter date": "date of this letter, date of this notice, letter date, date of this reminder, date hereof, "
        "date of this email, date at the top, date above",
        "letter": "this letter, this notice, this reminder, this email, this e-mail, this demand, the letter",
        "today": "today, now on",
        "due": "due date, fell due, due on, was due, payment date, overdue since",
        "invoice date": "date of the invoice, invoice date, receipt of the invoice",
        "invoice": "invoice, invoices, invoice number, invoice no, bill",
        "until": "by, no later than, on or before, not later than, until, up to and including, by no later than, "
        "at the latest by",
        "before": "before, prior to",
        "pay": "pay, pays, paid, paying, payment*, settle*, settlement, remit*, transfer*, clear the, "
        "into our account",
        "term": "this period, that period, the period, this deadline, said period",
        "old term": "payment terms of, payment terms are, our terms are, agreed terms of, credit terms",
        "runs": "begins, starts, runs, commences",
        "past": "expired, elapsed, should have been, has passed, ago, late, lapsed",
        "dispute": "dispute*, query, queries, complaint*, question*, object*, contact us, reply, respond, disagree, "
        "discuss",
        "cost": "collection costs, recovery costs, late fee*, late payment fee*, administration fee*, compensation, "
        "costs, charge*, debt recovery costs, fixed sum, admin fee*, reminder fee*, fee, fees, reasonable costs",
        "court cost": "court costs, court fees, court fee, legal costs, legal fees, delivery charge*, issue fee",
        "interest": "interest, statutory interest, contractual interest, agreed interest",
        "vat": "vat, value added tax",
        "reclaim": "reclaim*, recover the vat, deduct*",
        "principal": "principal, outstanding, balance, debt, owed, arrears",
        "sum": "amount, sum",
        "paid": "paid, settled, received",
        "total": "total, in total, altogether",
        "condition": "avoid, after that date, if, unless, otherwise, failing, should you, failure, in default, "
        "in the absence, when, "
        "after that, thereafter, failing which, in the event, after this period, without payment",
        "unless": "unless",
        "future": "will, shall, may, would, can, could",
        "now": "immediately, now, already, hereby, with immediate effect, at once, has been added, have been added, "
        "have added, forthwith",
        "not": "not, never, don't, won't, doesn't, isn't, aren't, cannot, can't",
        "no": "no, without, free of, neither, nor, none, free",
        "reminder": "reminder*, letter*, notice*, request*, email*, correspondence, demand*",
        "earlier": "despite, previous*, earlier, we sent, we wrote, reminded, prior, we have already",
        "agency": "debt collector*, collection agency, debt collection agency, solicitor*, bailiff*, "
        "collection agent*, third party, debt recovery agent*, enforcement agent*",
        "description": "delivery, service*, supply, supplied, subscription, goods, order, regarding, work, "
        "product*, agreement, contract, rent, premium",
        "creditor number": "company number, registration number, registered in england, company no, vat number, "
        "registered no, company registration",
        "customer": "customer number, account reference, customer reference, client number, customer no",
        "order": "order number, purchase order, po number, order no",
        "account": "account number, sort code, iban, bank account, account no",
        "closing": "yours sincerely, yours faithfully, kind regards, regards, sincerely",
        "greeting": "dear",
        "owed": "charge, charged, add, added, owe, liable, increase, increased, payable",
        "dunning": "reminder, reminders, final demand",
        "first": "first",
        "hand over": "pass, hand, refer, instruct, appoint, transfer, handing, passing, instructing",
        "handed over": "passed, handed, referred, instructed, transferred",
        "assistance": "advice, advised, represented",
        "statutory interest": "statutory interest",
        "agreed interest": "contractual interest, agreed interest",
        "over rate": "above, over, base rate, points",
        "reference rate": "base rate, reference rate",
        "a month": "monthly",
        "at least": "minimum, at least",
        "at most": "maximum, at most, no more than, up to",
        "compared": "less than, more than, under, below",
        "last day": "the last day, last day",
        "discount": "discount, rebate",
        "each invoice": "per invoice, each invoice, every invoice",
    },
    short=frozenset(
        {"no", "nos", "mr", "mrs", "ms", "dr", "ltd", "inv", "ref", "tel", "st", "art", "approx", "inc", "co"}
    ),
    own=frozenset(
        {"amount", "and", "are", "been", "from", "has", "have", "invoice", "not", "our", "payment", "please", "that",
         "the", "this", "to", "within", "you", "your"}
    ),
    marks=frozenset(
        {"the", "you", "your", "we", "is", "not", "of", "to", "and", "within", "this", "dear", "days", "our"}
    ),
    month_first=True,
    point=True,
)  # fmt: skip
