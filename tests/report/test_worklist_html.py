"""The HTML page: texts stay texts, sums agree with the day, no network is asked, everybody can read it."""

from __future__ import annotations

import base64
import hashlib
import itertools
import math
import re
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunlang.money import Money
from dunlang.portfolio.table import Reject
from dunlang.report.advice import what_to_do
from dunlang.report.html.bars import age_bars, week_columns
from dunlang.report.html.lists import amount
from dunlang.report.html.page import MOST_OPEN, MOST_ROWS
from dunlang.report.html.reasons import by_reason
from dunlang.resources import page_asset
from dunlang.schedule.result import Reason
from tests.report.days import day_of, loaded, page_of

VOID = {"meta", "br"}


@attrs.define
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = attrs.field(factory=list)

    def all(self, tag: str) -> list[Element]:
        """The elements below it with this tag, in order."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += ([child] if child.tag == tag else []) + child.all(tag)
        return found

    @property
    def text(self) -> str:
        """All text below it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


class Tree(HTMLParser):
    """Reads a page and refuses one whose elements are not closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(page)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page(text: str) -> Element:
    """The page's root."""
    return Tree(text).root


@cache
def harmless() -> Element:
    """The page of a day with ordinary names."""
    return page(page_of(day_of(name="Bakker", invoice="F")))


REJECT = Reject(
    file="i<b>.csv",
    row=7,
    column="amount",
    value="x",
    reason="`x` is no <amount>",
    help="write `1.00`",
    severity="error",
)


@settings(max_examples=15, deadline=None)
@given(name=st.text(alphabet=st.sampled_from("<>&\"'/=`{}%# aé\u202e\x07\u2028"), min_size=1, max_size=30))
def test_names_stay_names(name: str) -> None:
    """Whatever stands in a name or an invoice number, the page has the same elements, and the name as text."""
    plain = harmless()
    found = page(page_of(day_of(name=f"B{name}B", invoice="F" + name)))
    for tag in ("script", "b", "table", "tr", "td", "svg", "a", "section"):
        assert len(found.all(tag)) == len(plain.all(tag)), tag
    shown = "B" + re.sub("[\u202e\u2028]", "\ufffd", name).replace("\x07", "\u2407") + "B"
    assert any(cell.text == shown for cell in found.all("bdi"))


def test_words_of_the_policy_stay_words() -> None:
    """Markup in the policy's title, in a note and in the fault of a row is text."""
    root = page(page_of(day_of(), rejects=(REJECT,)))
    assert root.all("h1")[0].text == "Klein <beleid>"
    assert root.all("title")[0].text == "Klein <beleid>, 2026-03-03"
    assert 'call "vraag <waarom>"' in root.text
    assert "x is no <amount>" in root.text
    assert "i<b>.csv" in root.text
    assert [code.text for code in root.all("code") if code.text in ("x", "1.00")] == ["x", "1.00"]


def test_nothing_outside_is_needed() -> None:
    """The page has no script, no event handler and no address but links; its policy names the digest of its style."""
    text = page_of(day_of())
    root = page(text)
    assert not root.all("script")
    assert not root.all("link")
    assert not root.all("img")
    style = root.all("style")[0].text
    assert style == page_asset("style.css")
    assert "url(" not in style
    assert "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = (
        one.attributes["content"]
        for one in root.all("meta")
        if one.attributes.get("http-equiv", "").startswith("Content-S")
    )
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

    def walk(element: Element) -> None:
        for name, value in element.attributes.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name not in ("style", "src", "srcset", "action"), (element.tag, name)
            if name == "href":
                assert element.tag == "a"
                assert value.startswith(("#", "https://", "http://"))
        for child in element.children:
            if isinstance(child, Element):
                walk(child)

    walk(root)


def test_everybody_can_read_it() -> None:
    """Headings without a gap; tables with captions and headers; drawings with words; links that lead somewhere."""
    root = page(page_of(day_of(), rejects=(REJECT,)))
    assert root.all("html")[0].attributes["lang"] == "en"
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page_of(day_of(), rejects=(REJECT,)))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert len(root.all("table")) > 8
    for table in root.all("table"):
        assert table.all("caption")[0].text.strip()
        assert all(head.attributes.get("scope") for head in table.all("th"))
        width = len(table.all("thead")[0].all("th"))
        for row in table.all("tr"):
            cells = [one for one in row.children if isinstance(one, Element)]
            assert sum(int(cell.attributes.get("colspan", "1")) for cell in cells) == width, table.all("caption")[
                0
            ].text
    ids = [
        one.attributes["id"]
        for tag in ("section", "main", "h2", "h3", "title")
        for one in root.all(tag)
        if "id" in one.attributes
    ]
    assert len(ids) == len(set(ids))
    for svg in root.all("svg"):
        words = svg.attributes.get("aria-label") or svg.attributes.get("aria-labelledby") in ids
        assert words or svg.attributes.get("aria-hidden") == "true"
    for link in root.all("a"):
        if link.attributes["href"].startswith("#"):
            assert link.attributes["href"][1:] in ids


def _luminance(colour: str) -> float:
    if len(colour) == 4:
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast(theme: int) -> None:
    """In light, in dark and on paper text has a contrast of 4.5 to 1 and what is drawn of 3 to 1 (WCAG 2.2 AA)."""
    roots = re.findall(r":root \{(.*?)\}", page_asset("style.css"), re.DOTALL)
    assert len(roots) == 3
    colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+)", roots[theme]))

    def ratio(one: str, other: str) -> float:
        light, dark = sorted((_luminance(colours[one]), _luminance(colours[other])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for ink, ground in (
        ("ink", "card"), ("ink", "page"), ("soft", "card"), ("soft", "page"), ("link", "card"), ("head-ink", "head"),
        ("warn-ink", "warn"), ("good", "card"),
    ):  # fmt: skip
        assert ratio(ink, ground) >= 4.5, (ink, ground, ratio(ink, ground))
    drawn = ("letter", "formal", "call", "task", "over", "carried", *(f"age{at}" for at in range(6)), "edge")
    for name in drawn:
        assert ratio(name, "card") >= 3, (name, ratio(name, "card"))


def _table(root: Element, caption: str) -> list[list[str]]:
    """The cells of a table's body and foot, blanks as they are."""
    for table in root.all("table"):
        if table.all("caption")[0].text.startswith(caption):
            rows = [
                row
                for part in table.children
                if isinstance(part, Element) and part.tag in ("tbody", "tfoot")
                for row in part.all("tr")
            ]
            return [[cell.text for cell in row.children if isinstance(cell, Element)] for row in rows]
    raise AssertionError(f"no table {caption!r}")


def test_lists_and_sums() -> None:
    """Every list, total, age and week of the simulation stands on the page."""
    found = day_of(extra=2)
    root = page(page_of(found))
    due = _table(root, "The worklist")
    assert [row[1] for row in due] == [item.invoice.id for item in found.worklist]
    assert [row[1] for row in _table(root, "Steps that are held")] == [item.invoice.id for item in found.held]
    assert [row[1] for row in _table(root, "Invoices that need a person")] == [
        one.invoice.id for one in found.needs_person
    ]
    people = _table(root, "Invoices that need a person")
    assert people[0][-1].startswith("fill in due")
    assert people[1][-1] == "judge it by hand, or run a policy in that currency"
    totals = _table(root, "By group, step and channel")
    assert totals[-1] == ["All groups", "3", "300.00\u00a0EUR"]
    assert _table(root, "By channel") == [["email", "3", "300.00\u00a0EUR"]]
    forecast = _table(root, "The forecast by group")
    assert forecast[0] == ["Klanten & co klanten", "12", "300.00\u00a0EUR"]  # four steps of each of three invoices
    assert [row[:3] for row in forecast[1:-1]] == [
        ["eerste", "email", "3"],
        ["bellen", "call", "3"],
        ["brief", "post", "3"],
        ["over", "hand over", "3"],
    ]
    assert forecast[-1] == ["All groups", "12", "300.00\u00a0EUR"]
    ages = _table(root, "Open by group and days")
    assert ages[0] == ["klanten", "6", "600.00", "", "600.00", "EUR"]
    assert ages[-1] == ["all groups", "1", "", "500.00", "500.00", "USD"]
    weeks = _table(root, "By week")
    assert [row[0] for row in weeks] == [str(week.first) for week in found.weeks]
    assert [row[-3] for row in weeks] == [str(week.steps) for week in found.weeks]
    assert "the sums agree" in _table(root, "The sums against the ledger")[0][-1]


def test_long_lists_are_bounded() -> None:
    """Of a long list the first rows stand there, and how many there are."""
    found = day_of(extra=MOST_ROWS + 20)
    text = page_of(found)
    root = page(text)
    assert len(found.worklist) == MOST_ROWS + 21
    assert len(_table(root, "The worklist")) == MOST_ROWS
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 21} steps are shown; --format csv lists them all." in root.text
    assert len(text) < 1_000_000


def test_says_what_it_rests_on() -> None:
    """The page names the policy's fingerprint, the date, the law data with their remarks, and what it is not, once."""
    found = day_of()
    text = page_of(found, until_given=False)
    root = page(text)
    assert re.search(r"[0-9a-f]{64}", root.text)
    assert text.count("not legal advice") == 1
    assert "8 weeks ahead; --until chooses another" in root.text
    assert "8 weeks ahead" not in page(page_of(found)).text
    (law,) = _table(root, "The law data")
    assert law[0].startswith("Netherlands")
    assert re.fullmatch(r"[0-9a-f]{16}", law[3])
    applied = _table(root, "Provisions behind")
    articles = " ".join(row[0] for row in applied)
    assert "6:119" in articles  # the interest of consumers
    assert "6:96" in articles  # collection costs
    assert all(row[3] for row in applied)


def test_long_lists_are_folded() -> None:
    """A list that would push the rest off the screen says what it is about, and shows its rows on request."""
    short = page(page_of(day_of(extra=MOST_OPEN - 1)))
    assert not short.all("details")
    found = day_of(extra=MOST_OPEN)
    root = page(page_of(found))
    assert [one.all("summary")[0].text for one in root.all("details")] == [
        f"Show all {len(found.worklist)} steps",
        f"Show all {len(found.held)} steps",
    ]
    ((why, todo, count, open_),) = _table(root, "Steps that are held, by reason")
    assert why == "dispute since 2026-02-20: the policy says so"
    assert todo == "settle the complaint and record dispute resolved"
    assert int(count) == len(found.held)
    assert open_ == amount(Money(sum(one.outstanding.minor for one in found.held)))


def test_reasons_are_added_up() -> None:
    """Entries of one kind of reason make one line, the most frequent first; an invoice's money counts once."""
    found = day_of(extra=2)
    entries = (*found.needs_person, *found.held, found.held[0])
    lines = by_reason(entries)
    assert [(line.count, line.why) for line in lines] == [
        (4, "dispute since 2026-02-20: the policy says so"),
        *((1, "; ".join(reason.text for reason in one.reasons)) for one in found.needs_person),
    ]
    assert lines[0].outstanding == (Money(30000),)


def test_warns_before_the_figures() -> None:
    """Rows that were not taken and sums that do not agree stand at the head of the page."""
    found = day_of()
    wrong = attrs.evolve(found, reconciliation=tuple(attrs.evolve(one, invoiced=1) for one in found.reconciliation))
    text = page_of(wrong, rejects=(REJECT,))
    assert text.index("Read this first") < text.index("Needs a person <span")
    assert "1 row of the ledger not taken" in text
    assert "the sums do not agree" in text
    assert "Read this first" not in page_of(found)


def test_empty_day() -> None:
    """A day without anything says so in each part."""
    found = day_of()
    empty = attrs.evolve(
        found, worklist=(), held=(), blocked=(), needs_person=(), supply=(), forecast=(), totals=(), forecast_totals=(),
        weeks=(), ageing=(), standings=(), reconciliation=(),
    )  # fmt: skip
    root = page(page_of(empty))
    for said in ("No invoice needs a person", "Nothing is due today", "Nothing is held", "Nothing is blocked",
                 "Nothing is open", "Nothing will fall due"):  # fmt: skip
        assert said in root.text


def test_same_bytes() -> None:
    """The same day gives the same page."""
    assert page_of(day_of(extra=3)) == page_of(day_of(extra=3))


def test_drawings_keep_inside() -> None:
    """No bar, tick or text of a drawing begins outside its frame, and a repetition is drawn."""
    root = page(page_of(day_of(extra=3)))
    drawings = [svg for svg in root.all("svg") if svg.attributes.get("role") == "img"]
    assert len(drawings) == 2 + 1 + 2  # ages by currency, weeks, groups
    for svg in drawings:
        _, _, width, height = map(int, svg.attributes["viewbox"].split())
        for rect in svg.all("rect"):
            x, y, wide, high = (int(rect.attributes[name]) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert x + wide <= width
            assert y >= 0
            assert y + high <= height
        for line in svg.all("line"):
            assert all(0 <= int(line.attributes[name]) <= width for name in ("x1", "x2"))
            assert all(0 <= int(line.attributes[name]) <= height for name in ("y1", "y2"))
    assert any("again" in rect.attributes["class"] for svg in drawings for rect in svg.all("rect"))


@settings(max_examples=40, deadline=None)
@given(minors=st.lists(st.integers(min_value=1, max_value=10**14), min_size=1, max_size=6))
def test_age_bars_fill_the_frame(minors: list[int]) -> None:
    """The parts of a bar lie side by side, fill it, and are as wide as their share."""
    found = day_of().ageing
    from dunlang.portfolio.ageing import AGES

    ageing = [attrs.evolve(found[0], age=AGES[at], outstanding=Money(minor)) for at, minor in enumerate(minors)]
    (bar,) = age_bars(ageing)
    assert bar.amount.minor == sum(minors)
    assert len(bar.parts) == len(minors)
    for part, minor in zip(bar.parts, minors, strict=True):
        exact = Fraction(100 * minor, sum(minors))
        shown = "below 1%" if exact < Fraction(1, 2) else f"{math.floor(exact + Fraction(1, 2))}%"
        assert part.share == shown
        assert abs(part.width - bar.width * minor // sum(minors)) <= 1
        assert 0 <= part.x <= part.x + part.width <= bar.width + 1


def test_weeks_beyond_the_drawing() -> None:
    """A forecast of more weeks than there is room for draws the first ones and counts the rest."""
    one = loaded()
    assert one.policy is not None
    week = next(week for week in day_of().weeks if week.steps)
    drawn = week_columns([week] * 60, one.policy)
    assert drawn is not None
    assert (len(drawn.columns), drawn.left_out) == (53, 7)
    assert week_columns([], one.policy) is None


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (123456789, "EUR", "1\u202f234\u202f567.89\u00a0EUR"),
        (-5, "EUR", "\u22120.05\u00a0EUR"),
        (1234567, "JPY", "1\u202f234\u202f567\u00a0JPY"),
        (0, "EUR", "0.00\u00a0EUR"),
    ],
)
def test_amounts(minor: int, currency: str, shown: str) -> None:
    """Amounts have all their digits, thousands apart, and never break."""
    assert amount(Money(minor, currency)) == shown


def test_advice() -> None:
    """The first reason that something can be done about decides; a reason nobody foresaw has the general answer."""
    assert what_to_do((Reason("x", ""), Reason("no-group", ""))).startswith("add a group")
    assert "dunlang explain" in what_to_do((Reason("x", ""),))
