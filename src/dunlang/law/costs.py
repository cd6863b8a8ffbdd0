"""Cost scales: exact amounts of a principal, and the exact comparison of one scale with another over all amounts.

A scale is piecewise linear in the principal, with a floor and a ceiling, rounded half up to minor units once on the
total. The law's own scales and the cost clauses of a policy are the same record, so :func:`above` can say for which
amounts a clause exceeds a cap: all of them, in integers, without sampling.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from dunlang.law.provision import Provision
from dunlang.law.rates import RatePeriod
from dunlang.money import MAX_MINOR, half_up, micro_percent, percent_of
from dunlang.records import frozen

__all__ = ["CostAmount", "CostPiece", "CostRule", "CostScale", "Excess", "above", "first_above_with_vat"]

#: Exact amounts are counted in this many parts of a minor unit: a rate of one millionth of a percent stays whole.
_PARTS = 10**8


@frozen(kw_only=True)
class CostPiece:
    """The scale over principals ``above < principal <= up_to`` (minor units; None: no end).

    The exact amount is *base* (in :data:`_PARTS` of a minor unit) plus *rate* (millionths of a percent) of the part of
    the principal over *above*.
    """

    above: int
    up_to: int | None
    base: int
    rate: int


@frozen(kw_only=True)
class CostScale:
    """The amount of costs for each principal: pieces in order from 0, a minimum and a maximum in minor units."""

    pieces: tuple[CostPiece, ...]
    minimum: int | None = None
    maximum: int | None = None

    @classmethod
    def fixed(cls, minor: int) -> CostScale:
        """The same amount for each principal."""
        return cls(pieces=(CostPiece(above=0, up_to=None, base=minor * _PARTS, rate=0),))

    @classmethod
    def percent(cls, rate: Decimal, minimum: int | None = None, maximum: int | None = None) -> CostScale:
        """*rate* percent of the principal, at least *minimum* and at most *maximum*."""
        return cls.brackets(((None, rate),), minimum, maximum)

    @classmethod
    def brackets(
        cls, brackets: Sequence[tuple[int | None, Decimal]], minimum: int | None = None, maximum: int | None = None
    ) -> CostScale:
        """Each bracket's rate on the part of the principal in it; ``(up_to, rate)``, the last one open (None)."""
        return cls.stepped(tuple((up_to, None, rate) for up_to, rate in brackets), minimum, maximum)

    @classmethod
    def stepped(
        cls,
        steps: Sequence[tuple[int | None, int | None, Decimal]],
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> CostScale:
        """As :meth:`brackets`, ``(up_to, base, rate)``: a piece starts at its *base*, None goes on from the last."""
        pieces: list[CostPiece] = []
        above_, reached = 0, 0
        for up_to, base, rate in steps:
            start = reached if base is None else base * _PARTS
            piece = CostPiece(above=above_, up_to=up_to, base=start, rate=micro_percent(rate))
            pieces.append(piece)
            if up_to is not None:
                reached, above_ = start + piece.rate * (up_to - above_), up_to
        return cls(pieces=tuple(pieces), minimum=minimum, maximum=maximum)

    def amount(self, principal: int) -> int:
        """The costs of *principal*, both in minor units; nothing for nothing."""
        if principal <= 0:
            return 0
        piece = next((piece for piece in self.pieces if piece.up_to is None or principal <= piece.up_to), None)
        if piece is None:
            return 0
        exact = piece.base + piece.rate * (principal - piece.above)
        if self.minimum is not None:
            exact = max(exact, self.minimum * _PARTS)
        if self.maximum is not None:
            exact = min(exact, self.maximum * _PARTS)
        return half_up(exact, _PARTS)

    def breakpoints(self) -> tuple[int, ...]:
        """The principals at which the scale's formula changes, the last of each piece, smallest first."""
        return tuple(line.last for line in _lines(self))[:-1]


@frozen(kw_only=True)
class CostAmount:
    """Costs in minor units: without VAT, the VAT, and both."""

    amount: int
    vat: int
    total: int


@frozen(kw_only=True)
class CostRule:
    """What the law gives or allows as collection costs."""

    scale: CostScale
    vat_periods: tuple[RatePeriod, ...] = attrs.field(default=(), repr=False)
    vat_percent_rule: str = "none"
    """``none``, or ``not reclaimed``: VAT is added where the creditor cannot reclaim it."""
    aggregate: bool = False
    """Whether the principals of several claims on one debtor are added up before the scale is applied."""
    per: str = "debtor"
    """``debtor`` (one letter), or ``invoice``: the amount is due for each invoice."""
    needs_clause: bool = False
    known_up_to: int | None = None
    """The largest principal for which the data have the scale (its last piece is closed); None: any."""
    provisions: tuple[Provision, ...] = attrs.field(default=(), eq=False, repr=False)

    def amount(self, principal: int, vat: bool, on: dt.date) -> CostAmount | None:
        """The costs of *principal* on the day *on*.

        None where the principal is above *known_up_to*, or VAT is asked for and its rate that day is not known.
        """
        if self.known_up_to is not None and principal > self.known_up_to:
            return None
        amount = self.scale.amount(principal)
        tax = 0
        if vat and self.vat_percent_rule != "none":
            rate = next((period for period in self.vat_periods if period.start <= on < period.end), None)
            if rate is None:
                return None
            tax = percent_of(amount, rate.percent)
        return CostAmount(amount=amount, vat=tax, total=amount + tax)


@frozen(kw_only=True)
class Excess:
    """Principals ``first`` to ``last`` (minor units) between which a scale exceeds a cap.

    Both ends exceed it, by *by_first* and *by_last* minor units. *amounts* counts the principals of the range that do:
    close to where two lines cross, rounding can spare some in between.
    """

    first: int
    last: int
    by_first: int
    by_last: int
    amounts: int

    @property
    def solid(self) -> bool:
        """Whether each principal of the range exceeds the cap."""
        return self.amounts == self.last - self.first + 1


@frozen
class _Line:
    """Over ``first <= principal <= last`` the exact amount is ``slope * principal + offset`` parts."""

    first: int
    last: int
    slope: int
    offset: int

    def count(self, last: int) -> int:
        """The sum of the rounded amounts of the principals from *first* to *last*."""
        size = last - self.first + 1
        if size <= 0:
            return 0
        start = self.slope * self.first + self.offset
        return _floor_sum(size, 2 * _PARTS, 2 * self.slope, 2 * start + _PARTS)


def _lines(scale: CostScale) -> tuple[_Line, ...]:
    """The scale as lines that join from 1 to its end, at most :data:`MAX_MINOR`, floor and ceiling worked in."""
    lines: list[_Line] = []
    for piece in scale.pieces:
        first, last = piece.above + 1, MAX_MINOR if piece.up_to is None else min(piece.up_to, MAX_MINOR)
        offset = piece.base - piece.rate * piece.above
        lines += _clamped(_Line(first, last, piece.rate, offset), scale.minimum, scale.maximum)
    return tuple(_merged(lines))


def _clamped(line: _Line, minimum: int | None, maximum: int | None) -> Iterator[_Line]:
    """*line* cut where it meets the floor and the ceiling; a ceiling below the floor wins, as in ``amount``."""
    floor = None if minimum is None else minimum * _PARTS
    ceiling = None if maximum is None else maximum * _PARTS
    if floor is not None and ceiling is not None and ceiling < floor:
        floor = ceiling
    at = line.first
    if floor is not None:
        # the first principal whose exact amount is not below the floor
        reach = _first_at_least(line, floor)
        if reach > at:
            yield _Line(at, min(reach - 1, line.last), 0, floor)
            at = reach
    if at > line.last:
        return
    reach = line.last + 1 if ceiling is None else max(at, _first_at_least(line, ceiling))
    if at <= min(reach - 1, line.last):
        yield _Line(at, min(reach - 1, line.last), line.slope, line.offset)
    if reach <= line.last and ceiling is not None:
        yield _Line(reach, line.last, 0, ceiling)


def _first_at_least(line: _Line, level: int) -> int:
    """The first principal of *line* whose exact amount is at least *level*; one past its end where there is none."""
    if line.slope == 0:
        return line.first if line.offset >= level else line.last + 1
    return min(max(line.first, -((line.offset - level) // line.slope)), line.last + 1)


def _merged(lines: Sequence[_Line]) -> Iterator[_Line]:
    """*lines* with neighbours of one formula made one."""
    held: _Line | None = None
    for line in lines:
        if line.first > line.last:
            continue
        if held is not None and (held.slope, held.offset) == (line.slope, line.offset):
            held = attrs.evolve(held, last=line.last)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def above(scale: CostScale, cap: CostScale) -> tuple[Excess, ...]:
    """The ranges of principals, from 1 to :data:`MAX_MINOR`, on which *scale* gives more than *cap*; smallest first.

    Where the last piece of one of the two is closed, nothing is said about principals above it.

    One range per stretch on which the exact scale lies over the exact cap, narrowed to the first and the last amount at
    which it still does after rounding.
    """
    stretches: list[list[tuple[_Line, _Line]]] = []
    end = None
    for ours, theirs in _pairs(_lines(scale), _lines(cap)):
        over = _over(ours, theirs)
        if over is None:
            continue
        if end is None or over[0].first != end + 1:
            stretches.append([])
        stretches[-1].append(over)
        end = over[0].last
    found = (_narrowed(stretch) for stretch in stretches)
    return tuple(excess for excess in found if excess is not None)


#: So many amounts of one stretch are compared one by one, where two roundings leave it open which is more.
_LOOK = 1_000_000


def first_above_with_vat(scale: CostScale, cap: CostRule, gross: CostScale, on: dt.date) -> tuple[int | None, bool]:
    """The smallest principal on which *scale* asks more than *cap* with VAT allows, and whether that is settled.

    Costs and their VAT are rounded one after the other, so the ceiling is no scale. *gross*, the ceiling with VAT
    rounded once, lies within two minor units of it: only where *scale* comes that close are amounts compared one by
    one. Where the two run in parallel the comparison repeats, and one round of it settles the stretch. Unsettled
    (``None, False``) is only a stretch of more than a million amounts on which two almost equal rates stay that close.
    """
    settled = True
    rate = next((period.percent for period in cap.vat_periods if period.start <= on < period.end), Decimal(0))
    for ours, theirs in _pairs(_lines(scale), _lines(gross)):
        near = _where(ours, theirs, -2 * _PARTS)
        if near is None:
            continue
        first, last = near[0].first, near[0].last
        sure = _where(ours, theirs, 2 * _PARTS)
        end = last if sure is None or sure[0].first < first else min(last, sure[0].first)
        if ours.slope == theirs.slope:
            end = min(end, first + _round_of(ours, cap.scale, last, rate))
        elif end - first > _LOOK:
            end, settled = first + _LOOK, False
        for principal in range(first, end + 1):
            allowed = cap.amount(principal, True, on)
            if allowed is not None and scale.amount(principal) > allowed.total:
                return principal, True
    return None, settled


def _round_of(ours: _Line, net: CostScale, principal: int, vat: Decimal) -> int:
    """After how many principals the comparison of parallel lines with two roundings repeats."""
    line = next(line for line in _lines(net) if line.first <= principal <= line.last)
    tax = _PARTS // math.gcd(_PARTS, micro_percent(vat))
    return math.lcm(_PARTS // math.gcd(_PARTS, ours.slope), tax * (_PARTS // math.gcd(_PARTS, line.slope))) + 1


def _pairs(ours: Sequence[_Line], theirs: Sequence[_Line]) -> Iterator[tuple[_Line, _Line]]:
    """The two scales on the parts of the axis where each has one formula."""
    i = j = 0
    while i < len(ours) and j < len(theirs):
        first, last = max(ours[i].first, theirs[j].first), min(ours[i].last, theirs[j].last)
        if first <= last:
            yield attrs.evolve(ours[i], first=first, last=last), attrs.evolve(theirs[j], first=first, last=last)
        if ours[i].last <= theirs[j].last:
            i += 1
        else:
            j += 1


def _over(ours: _Line, theirs: _Line) -> tuple[_Line, _Line] | None:
    """The part of a pair on which the first, unrounded, is more than the second."""
    return _where(ours, theirs, 1)


def _where(ours: _Line, theirs: _Line, least: int) -> tuple[_Line, _Line] | None:
    """The part of a pair on which the first exceeds the second by at least *least* parts of a minor unit."""
    slope, offset = ours.slope - theirs.slope, ours.offset - theirs.offset - least
    first, last = ours.first, ours.last
    if slope == 0:
        if offset < 0:
            return None
    elif slope > 0:
        first = max(first, -(offset // slope))
    else:
        last = min(last, offset // -slope)
    if first > last:
        return None
    return attrs.evolve(ours, first=first, last=last), attrs.evolve(theirs, first=first, last=last)


def _narrowed(stretch: Sequence[tuple[_Line, _Line]]) -> Excess | None:
    """The range within a stretch whose rounded amounts differ; None where rounding hides all of it."""
    counts = [_breaks(ours, theirs) for ours, theirs in stretch]
    hit = [index for index, count in enumerate(counts) if count]
    if not hit:
        return None
    first = _first_break(*stretch[hit[0]])
    last = _last_break(*stretch[hit[-1]])
    return Excess(
        first=first,
        last=last,
        by_first=_difference(*stretch[hit[0]], first),
        by_last=_difference(*stretch[hit[-1]], last),
        amounts=sum(counts),
    )


def _breaks(ours: _Line, theirs: _Line) -> int:
    """How many principals of a pair have different rounded amounts (where the first exactly exceeds the second)."""
    whole = _where(ours, theirs, _PARTS)
    if whole is None:
        return ours.count(ours.last) - theirs.count(theirs.last)
    count = whole[0].last - whole[0].first + 1
    for first, last in ((ours.first, whole[0].first - 1), (whole[0].last + 1, ours.last)):
        if first <= last:
            part = attrs.evolve(ours, first=first, last=last), attrs.evolve(theirs, first=first, last=last)
            count += part[0].count(last) - part[1].count(last)
    return count


def _first_break(ours: _Line, theirs: _Line) -> int:
    """The first principal of a pair whose rounded amounts differ, found by halving exact sums."""
    low, high = ours.first, ours.last
    while low < high:
        middle = (low + high) // 2
        if ours.count(middle) > theirs.count(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _last_break(ours: _Line, theirs: _Line) -> int:
    """The last principal of a pair whose rounded amounts differ."""
    total = ours.count(ours.last) - theirs.count(theirs.last)
    low, high = ours.first, ours.last
    while low < high:
        middle = (low + high) // 2
        if ours.count(middle) - theirs.count(middle) == total:
            high = middle
        else:
            low = middle + 1
    return low


def _difference(ours: _Line, theirs: _Line, principal: int) -> int:
    """By how much the rounded amounts differ at *principal*."""
    mine = half_up(ours.slope * principal + ours.offset, _PARTS)
    return mine - half_up(theirs.slope * principal + theirs.offset, _PARTS)


def _floor_sum(size: int, modulus: int, slope: int, start: int) -> int:
    """The sum of ``(slope * i + start) // modulus`` for i from 0 to size - 1, in a logarithmic number of steps."""
    total = 0
    while size > 0:
        total += (size - 1) * size // 2 * (slope // modulus) + size * (start // modulus)
        slope, start = slope % modulus, start % modulus
        reach = slope * size + start
        if reach < modulus:
            break
        size, start, modulus, slope = reach // modulus, reach % modulus, slope, modulus
    return total
