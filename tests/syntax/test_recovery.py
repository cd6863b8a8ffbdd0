"""All mistakes in one run, each once, in its place, and the rest of the text stays usable."""

from __future__ import annotations

import random
import time
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dunlang.diagnostics import Diagnostic
from dunlang.syntax import parse
from dunlang.syntax.automaton import automaton
from dunlang.syntax.driver import DEEPEST
from tests.syntax.programs import EXAMPLES, HERE, lexemes_of, soup, source, text_of

quick = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def findings(text: str) -> tuple[Diagnostic, ...]:
    """The syntax errors of *text*."""
    return parse(source(text))[1]


def test_several_mistakes_are_eight_findings() -> None:
    """Each mistake of the file once, in its line, and the steps beside the damaged one stay."""
    text = text_of(HERE / "faulty" / "several-mistakes.dun")
    tree, found = parse(source(text))
    places = [(f.span.line if f.span else 0, f.code, f.span.text if f.span else "") for f in found]
    assert places == [
        (2, "SYN005", "}"),
        (3, "SYN004", ","),
        (5, "SYN004", "is"),
        (6, "SYN002", "14"),
        (8, "SYN003", "dayz"),
        (9, "SYN009", "after 30 days"),
        (10, "SYN001", "bij"),
        (11, "SYN006", "}"),
    ]
    group = tree.root.first("group")
    assert group is not None
    steps = group.first("own_steps")
    assert steps is not None
    assert [step.children[0].text for step in steps.nodes("step")] == ["een", "drie"]  # type: ignore[union-attr]
    assert "twee" in tree.lost
    assert not tree.complete


SLIPS = [
    # what is written, code, what is marked, a part of the message, the help
    ("terms t { payment within 14 of invoice }", "SYN002", "14", "expected a unit", "write a unit behind `14`"),
    ("terms t { contact from 5 }", "SYN002", "5", "a currency (EUR)", None),
    ("steps s { a 3 dagen after due call }", "SYN002", "3", "expected a unit (days, working days", None),
    ("steps s { a 15 dayz after due call }", "SYN003", "dayz", "did you mean `days`?", "write `days`"),
    ('polcy "x" { law NL }', "SYN003", "polcy", "did you mean `policy`?", "write `policy`"),
    ("steps s { a on due send b bij post }", "SYN001", "bij", "expected `by`", "write `by`"),
    ("steps s { a after 30 days call }", "SYN009", "after 30 days", "the number comes before `after`", None),
    ("steps s { a before due 2 days call }", "SYN009", "before due 2 days", "before `before`", None),
    (
        "steps s { a 3 days after due call every 10 days, at most 2 times b on due call }",
        "SYN021",
        "every 10 days, at most 2 times",
        "comes before what is done",
        "move `every 10 days, at most 2 times` to before the first action of the step",
    ),
    (
        "steps s { a on due send b by email every 2 weeks, at most 1 time if outstanding >= 5 EUR }",
        "SYN021",
        "every 2 weeks, at most 1 time",
        "comes before",
        None,
    ),
    ("group g { when debtor is is x }", "SYN004", "is", "`is` stands here twice", None),
    ("notice n { states a,, b }", "SYN004", ",", "`,` stands here twice", None),
    ("payment within 14 days of invoice", "SYN008", "payment", "belongs in the group or terms block", None),
    ("notice n {\n  kind final\n  runs daily\n}", "SYN008", "runs", "`runs` belongs in the policy block", None),
    ("group g {\n  otherwise\n  gives 14 days from receipt\n}", "SYN008", "gives", "belongs in the notice block", None),
    ("terms t { contact from 7,50 EUR }", "SYN011", "7,50", "no number", "write a point before the decimals"),
    ("terms t { contact from 1.234,56 EUR }", "SYN011", "1.234,56", "no number", None),
    ("terms t { contact from 1e3 EUR }", "SYN011", "1e3", "no number", "write plain digits: 1000"),
    ("terms t { costs 15%% at least 40 EUR }", "SYN004", "%", "`%` stands here twice", None),
    ("terms t { contact from €5 }", "SYN020", "€5", "how an amount is written", "write `5 EUR`"),
    ("terms t { contact from 5 € }", "SYN020", "€", "how an amount is written", "write `EUR`"),
    ("terms t { contact from EUR 5 }", "SYN020", "EUR 5", "how an amount is written", "write `5 EUR`"),
    ("terms t { contact from 5 euro }", "SYN020", "euro", "not a currency code", "write `EUR`"),
    ("group g { when country in NL, BE }", "SYN005", "NL, BE", "stand in brackets", "write `(NL, BE)`"),
    ("steps s { a on due }", "SYN005", "}", "expected an action (send, call, task", None),
    ("steps s { 3 days after due call }", "SYN005", "3", "a step (its name first)", None),
    ("notice n {\n  states a b\n\ngroup g { otherwise }", "SYN006", "b", "the notice block is not closed", None),
    ('policy "x" { runs weekly }', "SYN001", "}", "expected `on`", None),
    ("group g { when debtor == x }", "SYN019", "==", "words are compared with `is`", "write `is`"),
    ("group g { when debtor = x }", "SYN019", "=", "words are compared with `is`", "write `is`"),
    ("group g { when debtor != x }", "SYN019", "!=", "words are compared with `is`", "write `is not`"),
    ("group g { when amount == 5 EUR }", "SYN019", "==", "", "write `=`"),
    ("notice n { kind final; }", "SYN014", ";", "`;` has no meaning here", "remove it"),
    ("notice n { kind: final }", "SYN014", ":", "`:` has no meaning here", "remove it"),
    ("notice\u00a0n { kind final }", "SYN014", "\u00a0", "a no-break space", "write an ordinary space"),
    ("policy Standaard { law NL }", "SYN018", "Standaard", "a text in quotes", 'write `"Standaard"`'),
    ("steps s { a on due call vraag naar de reden }", "SYN018", "vraag naar de reden", "a text in quotes", None),
    ('policy "Standaard { law NL }', "SYN010", '"Standaard { law NL }', "closing quote", None),
    ('policy Standaard" { law NL }', "SYN010", 'Standaard" { law NL }', "opening quote", None),
    ('policy "x" { valid from 01-02-2026 }', "SYN012", "01-02-2026", "not a date", "write a date as 2026-01-31"),
    ('policy "x" { valid from 2026-1-5 }', "SYN012", "2026-1-5", "not a date", None),
    ('policy "x" { valid from 1.2.2026 }', "SYN012", "1.2.2026", "not a date", None),
    ('policy "x" { valid from 2026-13-45 }', "SYN012", "2026-13-45", "not a day of the calendar", None),
    ('policy "x" { valid from 1066-10-14 }', "SYN012", "1066-10-14", "lies outside", None),
    ('policy "x" { law NL', "SYN006", "NL", "the policy block is not closed", "close the block with `}`"),
    ('policy "x" { law NL } }', "SYN007", "}", "one `}` too many", "remove the `}`"),
    ('policy "x" law NL }', "SYN006", "law", "expected `{`", "open the block with `{`"),
    ('policy "x" { law NL  currency }', "SYN005", "}", "expected a currency (EUR), found `}`", None),
    ("xyzzy", "SYN013", "xyzzy", "starts no block", "begin with one of use, policy"),
    ("notice n { kind final } xyzzy a b c", "SYN013", "xyzzy", "starts no block", None),
    ("terms t { contact from 5 EUR } \x07", "SYN014", "\x07", "`\\u0007` has no meaning here", None),
    ("terms t { contact from -5 EUR }", "SYN014", "-", "`-` has no meaning here", "write numbers without a sign"),
]


@pytest.mark.parametrize(("text", "code", "marked", "message", "cure"), SLIPS, ids=[slip[0][:60] for slip in SLIPS])
def test_slips_are_one_finding_in_the_author_s_words(
    text: str, code: str, marked: str, message: str, cure: str | None
) -> None:
    """What people really write gets the message that helps them, and nothing besides."""
    found = findings(text)
    assert [(f.code, f.span.text if f.span else None) for f in found] == [(code, marked)], [f.message for f in found]
    assert message in found[0].message
    assert cure is None or (found[0].help or "").startswith(cure)


def test_missing_brace_shows_where_the_block_opens() -> None:
    """The opening brace is a related place, even blocks away."""
    text = 'policy "x" {\n    law NL\n    creditor "y" {\n        size small\n}\n\nterms t { contact from 5 EUR }\n'
    (found,) = findings(text)
    assert found.code == "SYN006"
    assert [(label.span.line, label.span.text) for label in found.related] == [(1, "{")]


def damaged(text: str, index: int, mode: str, chance: random.Random) -> str:
    """*text* with the lexeme at *index* damaged."""
    all_lexemes = lexemes_of(text)
    hit = all_lexemes[index]
    head, tail = text[: hit.start], text[hit.end :]
    return {
        "delete": f"{head}{tail}",
        "double": f"{head}{hit.text} {hit.text}{tail}",
        "junk": f"{head}@@ {hit.text}{tail}",
        "replace": f"{head} {chance.choice(all_lexemes).text} {tail}",
        "rename": f"{head} zzz {tail}",
    }[mode]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_one_damaged_token_is_one_finding(file: Path) -> None:
    """At every place of the example, in at least 95 of 100 cases; what is still a good text is not counted."""
    text = text_of(file)
    chance = random.Random(1)
    modes = ("delete", "double", "junk", "replace", "rename")
    total = exact = near = 0
    count = len(lexemes_of(text))
    for index in range(count):
        for mode in modes if count < 100 else (modes[index % len(modes)],):
            broken = damaged(text, index, mode, chance)
            found = findings(broken)
            if not found:
                continue
            total += 1
            exact += len(found) == 1
            line = broken.count("\n", 0, lexemes_of(text)[index].start) + 1
            near += found[0].span is not None and abs(found[0].span.line - line) <= 1
    assert exact >= 0.95 * total, f"{exact} of {total}"
    assert near >= 0.95 * total, f"{near} of {total}"


def test_nine_mistakes_are_nine_findings() -> None:
    """Separate mistakes do not hide one another and do not multiply."""
    text = text_of(HERE / "examples" / "debiteurenbeleid.dun")
    places = [lexeme for lexeme in lexemes_of(text) if lexeme.text in ("kind", "within", "payment", "send", "of")]
    chosen = places[::5][:9]
    assert len(chosen) == 9
    for lexeme in reversed(chosen):
        text = f"{text[: lexeme.start]}@@ {text[lexeme.start :]}"
    assert [f.span.text for f in findings(text) if f.span] == ["@@"] * 9


def test_more_mistakes_than_anyone_reads_end_the_reading() -> None:
    """After 200 findings one more says that the rest was not read."""
    found = findings("notice n {\n" + "    kind ;\n" * 300 + "}")
    assert len(found) == 201
    assert found[-1].code == "SYN017"


HUGE = {
    "one word": "a" * 10_000_000,
    "blanks": "policy" + " " * 10_000_000 + "x",
    "an open text": '"' + "x" * 10_000_000,
    "words": "a " * 2_000_000,
    "marks": "{" * 2_000_000,
    "brackets": f"group g {{ when {'(' * 10_000}debtor is x{')' * 10_000} }}",
    "open brackets": f"group g {{ when {'(' * 10_000}",
    "not": f"group g {{ when {'not ' * 10_000}x }}",
    "blocks": "group g { steps {\n" * 10_000,
    "too large": " " * 20_000_001,
    "binary": "policy \x00\x01\x02",
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_monstrous_texts_are_answered_at_once(text: str) -> None:
    """A finding within seconds, no matter what; never an exception."""
    start = time.perf_counter()
    found = findings(text)
    assert found
    assert all(len(f.message) < 400 for f in found)
    assert time.perf_counter() - start < 20


def test_brackets_to_a_sane_depth_are_read() -> None:
    """Nobody nests a hundred brackets, but one may; the finding beyond that stands at the bracket."""
    assert findings(f"group g {{ when {'(' * 100}x{')' * 100} }}") == ()
    (found,) = findings(f"group g {{ when {'(' * 1000}x{')' * 1000} }}")
    assert found.code == "SYN016"
    assert found.span is not None
    assert found.span.text == "("


NESTED = {
    "brackets": ("(", ")", 1),
    "not": ("not ", "", 1),
    "not with brackets": ("not (", ")", 2),
    "or": ("debtor is business or (", ")", 1),
    "and not": ("debtor is business and not (", ")", 2),
    "a mixture": ("country in (NL) or debtor is business and not (", ")", 2),
}


@pytest.mark.parametrize(("begin", "end", "openers"), NESTED.values(), ids=NESTED)
def test_the_depth_that_the_message_names_is_read_in_every_form(begin: str, end: str, openers: int) -> None:
    """Whatever stands between the brackets, the limit counts brackets and `not` alone, and is what the message says."""
    most = DEEPEST // openers
    assert findings(f"group g {{ when {begin * most}debtor is consumer{end * most} }}") == ()
    (found,) = findings(f"group g {{ when {begin * (most + 1)}debtor is consumer{end * (most + 1)} }}")
    assert found.code == "SYN016"
    assert f"at most {DEEPEST} brackets" in found.message


def test_only_brackets_and_not_can_nest() -> None:
    """Without the shifts that open a bracket or `not` no stack can grow without end: what is pushed has an order."""
    machine = automaton()
    pushed = {
        number: {target for target in (*state.shifts.values(), *state.gotos.values()) if target not in machine.opened}
        for number, state in enumerate(machine.table.states)
    }
    assert machine.opened
    TopologicalSorter(pushed).prepare()  # a CycleError names the states


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066"])
@pytest.mark.parametrize("before", ['notice brief "een ', "notice brief { kind reminder } # een "])
def test_characters_that_nobody_sees_are_found_in_texts_and_comments(before: str, character: str) -> None:
    """A control character or a turn of direction is one finding at its place."""
    after = ' twee" { kind reminder }' if '"' in before else " twee"
    (found,) = findings(before + character + after)
    assert found.code == "SYN014"
    assert found.span is not None
    assert (found.span.start, found.span.text) == (len(before), character)
    assert f"U+{ord(character):04X}" in found.message


def test_tabs_and_letters_of_every_script_are_no_finding() -> None:
    """What can be seen may stand in a text, and blanks of all kinds may."""
    assert findings('notice brief "één\ttwee\u00a0drie\u3042\u0633\U0001f4e7" { kind reminder } # 甲\t乙') == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [("payement within 14 days of invoice", "payment"), ("paymnts go to costs, interest", "payments")],
)
def test_a_misspelling_of_two_close_words_is_told_by_what_follows(written: str, meant: str) -> None:
    """`payment` and `payments` both begin a statement: the rest of the line shows which is meant."""
    (found,) = findings(f"terms gewoon {{ {written} }}")
    assert found.code == "SYN003"
    assert f"did you mean `{meant}`?" in found.message


def test_words_of_what_was_left_out_are_lost_not_unknown() -> None:
    """A dropped step's name is known as lost, and its neighbours stay."""
    tree, found = parse(source("steps s {\n a on due call\n b 3 after a call\n c on due call\n}"))
    assert len(found) == 1
    assert "b" in tree.lost
    steps = tree.root.first("steps")
    assert steps is not None
    assert len(list(steps.nodes("step"))) == 2


@quick
@given(st.text(max_size=300))
def test_no_text_at_all_makes_it_fall(text: str) -> None:
    """Arbitrary text gives a tree and findings whose places lie in it."""
    tree, found = parse(source(text))
    assert tree.complete == (not found)
    assert all(f.span is None or 0 <= f.span.start <= f.span.end <= len(text) for f in found)


@quick
@given(soup())
def test_the_language_s_own_words_in_any_order(text: str) -> None:
    """Neither does token soup, and findings come in the order of the text."""
    _, found = parse(source(text))
    starts = [f.span.start for f in found if f.span]
    assert starts == sorted(starts)


@quick
@given(st.data())
def test_mangled_examples(data: st.DataObject) -> None:
    """Nor do good texts with pieces cut out and put in."""
    text = text_of(data.draw(st.sampled_from(EXAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(st.sampled_from(["", " ", "}", "{", '"', "#", "zzz ", "( "])) + text[end:]
    tree, found = parse(source(text))
    assert tree.complete == (not found)
