"""What a template says to the debtors of one step: each element on every path, on some, or on none.

A :class:`Setting` is one notice as one step of one group sends it: who gets it, and when the policy gives each part of
the vocabulary. :class:`Said` lays a template's conditions over it: they become sets of debtors (the solver of the
groups), so a test that every debtor of the group passes is no branch.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

import attrs

from dunlang.model.cells import axes_of
from dunlang.model.condition import And, Compare, Condition, Flag, In, Not, Or
from dunlang.model.diagram import EVERYBODY, NOBODY, Diagrams, TooMuchWork
from dunlang.model.fields import BUILT_IN, Field, attribute_field
from dunlang.model.policy import Attribute
from dunlang.model.region import Example, in_words
from dunlang.money import CURRENCIES, Money
from dunlang.notice.expressions import Use, plain
from dunlang.notice.logic import ALWAYS, NEVER, Test, TooInvolved
from dunlang.notice.paths import Analysis
from dunlang.notice.spoken import IN_WORDS
from dunlang.notice.verdict import Reading
from dunlang.records import frozen

__all__ = ["Lack", "Said", "Setting"]

_LIMIT = 300_000
_MOST_AXES = 200

_TRUE, _FALSE = And(()), Or(())


@frozen(kw_only=True)
class Setting:
    """One notice as one step sends it. *language* is that of the notice, empty where it is not said."""

    members: tuple[Condition, ...]
    """Who gets it: all of these hold."""
    given: Mapping[str, Condition]
    """When there is each kind of thing that depends on the policy (:data:`~.vocabulary.Given`); one that is not named
    is always there."""
    constants: Mapping[str, int] = attrs.field(factory=dict)
    """Numbers that the policy fixes: ``period.days``."""
    sure: frozenset[str] = frozenset()
    """Variables that may lack in general and never do here."""
    attributes: tuple[Attribute, ...] = ()
    currency: str = "EUR"
    language: str = ""


@frozen(kw_only=True)
class Lack:
    """A variable that is printed and may not be there."""

    use: Use
    never: bool
    """Whether the policy gives it to none of these debtors."""
    when: tuple[str, ...]
    """What is so where it lacks."""


class Said:
    """A template in one setting."""

    def __init__(self, analysis: Analysis, setting: Setting, spoken: Mapping[str, int] | None = None) -> None:
        self.analysis = analysis
        self.setting = setting
        self._spoken = spoken or {}
        self._unread = IN_WORDS if spoken is None else frozenset()
        self._logic = analysis.logic
        self._fields: dict[str, Field] = dict(BUILT_IN)
        self._fields |= {one.name: attribute_field(one) for one in setting.attributes}
        self._conditions: dict[Test, Condition] = {}
        self._sets: dict[int, int] = {NEVER: NOBODY, ALWAYS: EVERYBODY}
        self._diagrams: Diagrams | None = None
        self._region: int | None = None
        self._also: tuple[Condition, ...] = ()
        self._build(())

    # ------------------------------------------------------------ questions

    def reading(self, *elements: str) -> Reading:
        """Whether one of *elements* is stated, by a variable, a mark, or words that were read."""
        try:
            found = self._read(self._stated(elements), elements)
            if found.verdict in ("some", "none") and self._unread.intersection(elements):
                return Reading(verdict="undecided", spans=found.spans)
            return found
        except (TooMuchWork, TooInvolved):
            return Reading(verdict="undecided")

    def example(self, elements: tuple[str, ...], *conditions: Condition, stated: bool = True) -> Example | None:
        """A debtor who meets *conditions* and to whom one of *elements* is stated (or, without *stated*, none is).

        None where there is none, or where it was not decided.
        """
        try:
            wanted = self._stated(elements)
            return self.reader(wanted if stated else self._logic.negated(wanted), *conditions)
        except (TooMuchWork, TooInvolved):
            return None

    def reader(self, wanted: int, *conditions: Condition) -> Example | None:
        """A debtor who meets *conditions* and for whom *wanted*, a condition of the analysis, surely holds.

        None where there is none, or where it was not decided.
        """
        try:
            least, _ = self._logic.whatever_unsure(wanted)
            if any(condition not in self._also for condition in conditions):
                self._build(conditions)
            if self._diagrams is None or self._region is None:
                return None
            found = self._diagrams.both(self._region, self._set(least))
            for condition in conditions:
                found = self._diagrams.both(found, self._diagrams.of(condition))
            return self._shown(found)
        except (TooMuchWork, TooInvolved):
            return None

    def is_marked(self, *elements: str) -> bool:
        """Whether a variable or a mark states one of *elements* on some path, and not plain words alone."""
        return self.analysis.stating(*elements) != NEVER

    def lacks(self) -> tuple[Lack, ...]:
        """The places where a variable is printed that may lack, in the order of the letter."""
        found: list[Lack] = []
        for use in self.analysis.uses:
            try:
                lack = self._lack(use)
            except (TooMuchWork, TooInvolved):
                continue
            if lack is not None:
                found.append(lack)
        return tuple(found)

    def holds(self, condition: int) -> bool:
        """Whether *condition* (of the analysis) is met by any debtor here; yes where it was not decided."""
        try:
            if self._diagrams is None or self._region is None:
                return True
            return self._diagrams.both(self._region, self._set(condition)) != NOBODY
        except TooMuchWork:
            return True

    def holds_where(self, condition: int, path: str, *, is_zero: bool) -> bool:
        """The same where the amount at *path* is zero, or is not: `if costs.due` is a guard."""
        above = self._logic.ask(Test("order", path, ">", 0))
        wanted = self._logic.negated(above) if is_zero else above
        return self.holds(self._logic.both(condition, wanted))

    # ------------------------------------------------------------ answers

    def _stated(self, elements: tuple[str, ...]) -> int:
        found = self.analysis.stating(*elements)
        for element in elements:
            found = self._logic.either(found, self._spoken.get(element, NEVER))
        return found

    def _read(self, stated: int, elements: tuple[str, ...]) -> Reading:
        spans = tuple(
            dict.fromkeys(piece.span for piece in self.analysis.pieces_of(*elements) if self.holds(piece.condition))
        )
        if self._diagrams is None or self._region is None:
            return Reading(verdict="undecided", spans=spans)
        everything = self._region
        _, most = self._logic.whatever_unsure(stated)
        if self._diagrams.without(everything, self._set(stated)) == NOBODY:
            return Reading(verdict="every", spans=spans)
        if self._diagrams.both(everything, self._set(stated)) == NOBODY:
            return Reading(verdict="none")
        left_out = self._diagrams.without(everything, self._set(most))
        if left_out == NOBODY:
            return Reading(verdict="undecided", spans=spans)
        skipped = self._logic.negated(most)
        return Reading(verdict="some", spans=spans, skipped=self._words(skipped), example=self._shown(left_out) or ())

    def _lack(self, use: Use) -> Lack | None:
        if self._diagrams is None or self._region is None:
            return None
        # A test that is not followed may fall either way: better an `if` too many than a letter that cannot be written.
        if self._diagrams.both(self._region, self._set(use.condition)) == NOBODY:
            return None
        known = self.analysis.vocabulary.get(use.path) if use.path else None
        never = False
        if known is not None and known.given != "always":
            given = self._set(self._logic.ask(Test("given", known.given)))
            never = self._diagrams.both(self._region, given) == NOBODY
        return Lack(use=use, never=never, when=() if never else self._words(use.condition))

    def _words(self, condition: int) -> tuple[str, ...]:
        """What is so where *condition* holds: one way to it, without what all debtors here have anyway."""
        assert self._diagrams is not None and self._region is not None  # noqa: S101, PT018 - the callers looked
        region = self._region
        said: list[str] = []
        while condition not in (NEVER, ALWAYS):
            test, high, low = self._logic.branches(condition)
            one = self._set(self._logic.ask(test))
            ways = []
            for holds, rest, asked in ((True, high, one), (False, low, self._diagrams.negated(one))):
                inside = self._diagrams.both(region, asked)
                if rest != NEVER and inside != NOBODY and self._diagrams.both(inside, self._set(rest)) != NOBODY:
                    ways.append((rest != ALWAYS, holds, rest, inside, asked))
            if not ways:
                break
            _, holds, condition, inside, asked = min(ways, key=lambda way: way[0])
            if self._diagrams.without(region, asked) != NOBODY:
                said.append(test.words(holds))
            region = inside
        return tuple(said)

    def _shown(self, region: int) -> Example | None:
        """The plainest debtor of *region*, by the policy's own fields."""
        assert self._diagrams is not None  # noqa: S101 - the callers looked
        found = self._diagrams.plainest(region)
        if found is None:
            return None
        own = {*BUILT_IN, *(one.name for one in self.setting.attributes)}
        return in_words([pair for pair in found[0] if pair[0].field.name in own], self.setting.currency)

    # ------------------------------------------------------------ conditions as sets of debtors

    def _build(self, also: tuple[Condition, ...]) -> None:
        """Make the sets; *also* are conditions that will be asked about."""
        self._also = also
        self._sets = {NEVER: NOBODY, ALWAYS: EVERYBODY}
        tests = [*self._logic.tests, *(Test("given", given) for given in self.setting.given)]
        self._conditions = {test: self._condition(test) for test in tests}
        all_of = [*self.setting.members, *self._conditions.values(), *also]
        axioms = self._hanging(tests, all_of)
        axes = axes_of([*all_of, *axioms], self._fields, self.setting.currency)
        self._diagrams = self._region = None
        if len(axes) > _MOST_AXES:
            return
        self._diagrams = Diagrams(axes, _LIMIT)
        try:
            region = self._diagrams.of(And((*self.setting.members, *axioms)))
            for axiom in self._logic.axioms:
                region = self._diagrams.both(region, self._set(axiom))
            self._region = region
        except TooMuchWork:
            self._diagrams.renew(_LIMIT)

    def _set(self, node: int) -> int:
        """The debtors for whom a condition of the analysis holds."""
        assert self._diagrams is not None  # noqa: S101 - the callers looked
        found = self._sets.get(node)
        if found is None:
            test, high, low = self._logic.branches(node)
            if test not in self._conditions:
                return EVERYBODY  # asked after the sets were made: of no debtor here is it known to fail
            asked = self._diagrams.of(self._conditions[test])
            yes = self._diagrams.both(asked, self._set(high))
            no = self._diagrams.both(self._diagrams.negated(asked), self._set(low))
            found = self._sets[node] = self._diagrams.negated(
                self._diagrams.both(self._diagrams.negated(yes), self._diagrams.negated(no))
            )
        return found

    def _condition(self, test: Test) -> Condition:
        """A test of the template as a condition over the fields of the policy, or over one of its own."""
        name = self._field_name(test.path)
        match test.kind:
            case "given":
                return self.setting.given.get(test.path, _TRUE)
            case "flag":
                self._own(name, "flag")
                return Flag(name)
            case "equal":
                self._own(name, "word")
                return In(name, (str(test.value),))
            case "order":
                return self._ordered(name, test)
            case "has":
                return _TRUE if test.path in self.setting.sure else self._has(name)
        return self._own_flag(f"{test.path}?")

    def _field_name(self, path: str) -> str:
        known = self.analysis.vocabulary.get(plain(path))
        return known.field if known is not None and known.field else path

    def _own(self, name: str, kind: Literal["flag", "word", "number", "amount"]) -> None:
        """A field of the template's own, where the policy has none of the name."""
        if name not in self._fields:
            self._fields[name] = Field(name=name, kind=kind, of="invoice", known=True, least=0)

    def _own_flag(self, name: str) -> Condition:
        self._own(name, "flag")
        return Flag(name)

    def _has(self, name: str) -> Condition:
        field = self._fields.get(name)
        if field is not None and field.values:
            return In(name, field.values)
        if field is not None and field.attribute and field.kind in ("number", "amount", "date"):
            return Compare(name, ">=", field.least or 0)
        return self._own_flag(f"{name} known")

    def _ordered(self, name: str, test: Test) -> Condition:
        value = Decimal(test.value)
        constant = self.setting.constants.get(test.path)
        if constant is not None:
            return _TRUE if _stands(Decimal(constant), test.operator, value) else _FALSE
        known = self.analysis.vocabulary.get(plain(test.path))
        kind = known.kind if known is not None else "list"
        digits = CURRENCIES.get(self.setting.currency, 0) if kind == "amount" else len(str(10**5)) * (kind == "percent")
        self._own(name, "amount" if kind == "amount" else "number")
        scaled = value.scaleb(digits)
        whole = int(scaled.to_integral_value(ROUND_FLOOR))
        operator = test.operator
        if whole != scaled:
            if operator == "=":
                return _FALSE
            operator = ">" if operator in (">", ">=") else "<="
        return Compare(name, operator, Money(whole, self.setting.currency) if kind == "amount" else whole)

    def _hanging(self, tests: list[Test], conditions: list[Condition]) -> list[Condition]:
        """How the tests of one variable hang together: what has a value, is known."""
        axioms: list[Condition] = []
        for test in tests:
            if test.kind != "has":
                continue
            name = self._field_name(test.path)
            has = self._conditions[test]
            if has != Flag(f"{name} known"):
                continue
            words = sorted({word for condition in conditions for word in _words_of(condition, name)})
            if words:
                axioms.append(Or((Not(In(name, tuple(words))), has)))
            axioms += [Or((Not(leaf), has)) for leaf in _leaves(conditions, name)]
        for test in tests:
            if test.kind == "order" and test.operator == ">=" and int(test.value) > 1 and test.path.count("[") == 0:
                known = self.analysis.vocabulary.get(plain(test.path))
                if known is not None and known.kind == "list" and not known.may_be_empty:
                    axioms.append(Compare(test.path, ">=", 1))
        return axioms


def _stands(left: Decimal, operator: str, right: Decimal) -> bool:
    return {
        "=": left == right,
        ">": left > right,
        ">=": left >= right,
        "<": left < right,
        "<=": left <= right,
    }[operator]


def _words_of(condition: Condition, name: str) -> set[str]:
    match condition:
        case And(terms) | Or(terms):
            return {word for term in terms for word in _words_of(term, name)}
        case Not(term):
            return _words_of(term, name)
        case In(field, values) if field == name:
            return set(values)
    return set()


def _leaves(conditions: list[Condition], name: str) -> list[Condition]:
    """The flags and comparisons of *name* in *conditions*, each once."""
    found: dict[Condition, None] = {}
    waiting = list(conditions)
    while waiting:
        match waiting.pop():
            case And(terms) | Or(terms):
                waiting += terms
            case Not(term):
                waiting.append(term)
            case (Flag(field) | Compare(field)) as leaf if field == name:
                found.setdefault(leaf)
    return list(found)
