"""What the answers rest on: the law data of each country, how sure they are, and the provisions that were applied."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from dunlang.law.changes import update_check
from dunlang.records import frozen
from dunlang.report.citation import sureness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dunlang.diagnostics import Citation
    from dunlang.law import CountryLaw, LawBook, Provision
    from dunlang.model.policy import Policy
    from dunlang.portfolio.simulation import Item, Simulation

__all__ = ["Applied", "LawUsed", "applied", "law_used", "rates_end"]


@frozen(kw_only=True)
class LawUsed:
    """The law of one country as this run had it."""

    code: str
    name: str
    provisions: int
    """In force on the date of the run."""
    weaker: int
    """Those of them that rest on less than two sources."""
    verified: str
    """When they were last held against their sources, from the earliest to the latest."""
    digest: str
    """The first digits of the SHA-256 over the texts of the data."""
    packs: tuple[str, ...]
    """Files of the user laid over what ships."""
    remarks: tuple[str, ...]
    """What is missing in the data, or about to be."""


@frozen(kw_only=True)
class Applied:
    """A provision behind a date or an amount of the page."""

    article: str
    says: str
    force: tuple[str, ...]
    """From when and until when it holds; empty for always."""
    sure: str
    weak: bool
    url: str
    origin: str


def law_used(policy: Policy, book: LawBook | None, on: dt.date) -> tuple[LawUsed, ...]:
    """The laws that the policy names, in its order; those without data say so."""
    codes = dict.fromkeys(group.law or policy.law for group in policy.groups)
    found = []
    for code in codes or (policy.law,):
        country = book.country(code) if book is not None else None
        if country is None or book is None:
            empty = ("there are no data of this law: nothing here was judged by it",)
            found.append(
                LawUsed(code=code, name=code, provisions=0, weaker=0, verified="", digest="", packs=(), remarks=empty)
            )
        else:
            found.append(_country(country, book, on))
    return tuple(found)


def _country(country: CountryLaw, book: LawBook, on: dt.date) -> LawUsed:
    held = [provision for provision in country.provisions() if provision.in_force(on)]
    days = sorted(provision.verified_on for provision in held if provision.verified_on is not None)
    verified = "" if not days else str(days[0]) if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    texts = sorted({provision.span.source.text for provision in country.provisions()})
    digest = hashlib.sha256("\0".join(texts).encode("utf-8", errors="surrogatepass")).hexdigest()
    stale = update_check(book, on, (country.code,))
    old = sum(one.what == "old" for one in stale)
    remarks = [one.says for one in stale if one.what != "old"]
    if old:
        remarks.append(f"{old} provisions were not looked at for a year" if old > 1 else "one provision is a year old")
    return LawUsed(
        code=country.code,
        name=country.name,
        provisions=len(held),
        weaker=sum(not provision.may_be_error for provision in held),
        verified=verified,
        digest=digest[:16],
        packs=tuple(dict.fromkeys(provision.origin for provision in country.provisions() if provision.layer)),
        remarks=tuple(remarks),
    )


def applied(found: Simulation, policy: Policy, book: LawBook | None) -> tuple[Applied, ...]:
    """The provisions behind the dates and amounts of all lists, each once, by country and id."""
    if book is None:
        return ()
    laws = {group.name: book.country(group.law or policy.law) for group in policy.groups}
    known: dict[tuple[str, str, int], Provision] = {}
    for item in (*found.worklist, *found.held, *found.blocked, *found.forecast):
        law = laws.get(item.group)
        for provision in (*_cited(item, law), *_costs(item, law, policy)):
            known[provision.country, provision.id, provision.layer] = provision
    return tuple(_applied(provision.citation(), provision.may_be_error) for _, provision in sorted(known.items()))


def _cited(item: Item, law: CountryLaw | None) -> Iterator[Provision]:
    """What the reasons name, and the rates of the interest."""
    reasons = [*item.reasons, *(item.letter.reasons if item.letter is not None else ())]
    if item.amounts is not None:
        reasons += item.amounts.reasons
        yield from (segment.provision for segment in item.amounts.segments if segment.provision is not None)
    for name in {reason.provision for reason in reasons if reason.provision}:
        provision = law.provision(name) if law is not None else None
        if provision is not None:
            yield provision


def _costs(item: Item, law: CountryLaw | None, policy: Policy) -> Iterator[Provision]:
    """The rule of the costs that are owed or announced: that of the day after the due date, as the engine has it."""
    group = policy.group(item.group)
    clause = group.terms.costs if group is not None else None
    if law is None or clause is None or item.amounts is None or item.due is None:
        return
    announced = item.letter is not None and item.letter.announces_costs and item.amounts.costs_if_unpaid.minor
    if not (item.amounts.costs.minor or announced):
        return
    day = item.due + dt.timedelta(days=1)
    find = {"statutory": law.costs, "legal maximum": law.cost_cap}.get(clause.kind)
    rule = find(item.debtor.kind, day) if find is not None else None
    if rule is not None:
        yield from rule.provisions


def _applied(citation: Citation, sure: bool) -> Applied:
    force = [
        f"from {citation.in_force_from}" if citation.in_force_from else "",
        f"until {citation.in_force_until}" if citation.in_force_until else "",
    ]
    # Only an address of the web becomes a link: a pack may hold anything.
    url = citation.url if citation.url.startswith(("https://", "http://")) else ""
    return Applied(
        article=citation.article or citation.provision,
        says=citation.says,
        force=tuple(part for part in force if part),
        sure=sureness(citation) if citation.confidence else "",
        weak=not sure,
        url=url,
        origin=citation.origin if citation.origin != "dunlang" else "",
    )


def rates_end(found: Simulation) -> tuple[int, dt.date | None]:
    """For how many invoices of the lists no interest rate is known to the end, and from which day at the earliest."""
    days = {
        item.invoice.id: item.amounts.unknown_from
        for item in (*found.worklist, *found.forecast)
        if item.amounts is not None and item.amounts.unknown_from is not None
    }
    return len(days), min(days.values(), default=None)
