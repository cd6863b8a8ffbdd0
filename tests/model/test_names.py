"""Names: declared once, used somewhere, found across files."""

from __future__ import annotations

import pytest

from tests.model.policies import found_in, policy_of, resolved

HEAD = 'policy "P" { law NL }\n'
REST = "group rest { otherwise  payment within 30 days of invoice }\n"


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ("steps { a  1 day after due  send brif by post }", "no notice is named `brif`", "write `brief`"),
        ("steps { a  1 day after due  send Brief by post }", "no notice is named `Brief`", "write `brief`"),
        ("steps { a  1 day after due  send bureau by post }", "`bureau` is an agency, not a notice", None),
        ("steps { a  1 day after due  hand over to brief }", "`brief` is a notice, not a third party", None),
        (
            "steps { a  1 day after due  notify xyz }",
            "no third party is named `xyz`",
            "declare it: `agency xyz { … }`",
        ),
        ("terms stndaard", "no terms block is named `stndaard`", "write `standaard`"),
        ("steps tabl", "no steps table is named `tabl`", "write `tabel`"),
        (
            "steps { a  1 day after due  call  b  1 day after aa  call }",
            "no step of this table is named `aa`",
            "write `a`",
        ),
        ("steps { a  1 day after due  call if disputd }", "no field is named `disputd`", "write `disputed`"),
        ("steps { a  1 day after due  call if amuont > 5 EUR }", "no field is named `amuont`", "write `amount`"),
    ],
)
def test_unknown_name(text: str, message: str, advice: str | None) -> None:
    """An unknown name says what is wanted, what it is instead, or what was meant."""
    policy = f"""{HEAD}
        notice brief {{ kind reminder states amount due }}
        agency bureau {{ }}
        terms standaard {{ payment within 14 days of invoice }}
        steps tabel {{ z  9 days after due  send brief by post, hand over to bureau }}
        group g {{ when debtor is business terms standaard steps tabel }}
        group h {{ otherwise {text} }}
    """
    found = [each for each in resolved(policy)[1] if each.code == "NAM001"]
    assert [(each.message, each.help) for each in found] == [(message, advice)]


def test_doubled_names_point_at_the_first() -> None:
    """A second name of a kind is reported with the first beside it; the first one counts."""
    text = f"""{HEAD}
        notice a {{ kind reminder states amount due }}
        notice a {{ kind formal states amount due }}
        agency b {{ }}  lawyer b {{ }}
        group g {{ otherwise steps {{
            a  1 day after due   send a by post
            a  2 days after due  hand over to b
        }} }}
    """
    policy, found = resolved(text)
    assert [(each.code, each.span.line, each.related[0].span.line) for each in found if each.span] == [
        ("NAM002", 4, 3),
        ("NAM002", 5, 5),
        ("NAM002", 8, 7),
    ]
    assert policy is not None
    assert [notice.kind for notice in policy.notices] == ["reminder"]


def test_one_name_for_things_of_different_kinds() -> None:
    """A notice, a step, a group and an attribute may share a name."""
    policy = policy_of(f"""{HEAD}
        attribute x flag of debtor
        notice x {{ kind reminder states amount due }}
        steps x {{ x  1 day after due  send x by post  if x }}
        terms x {{ payment within 14 days of invoice }}
        group x {{ otherwise terms x steps x }}
    """)
    assert policy.groups[0].steps[0].send is not None


def test_unused_names_are_warned_of() -> None:
    """Each kind of name that nothing uses is reported at its declaration."""
    found = found_in(f"""{HEAD}
        notice n {{ kind reminder states amount due }}
        insurer i {{ notify within 60 days of due }}
        terms t {{ payment within 14 days of invoice }}
        steps s {{ a  1 day after due  call }}
        attribute k flag of debtor
        factor f {{ }}
        {REST}
    """)
    assert found == [("NAM003", name) for name in "nitsk"]


def test_a_template_may_use_any_attribute() -> None:
    """Attributes are not called unused where a notice has a template."""
    policy_of(f"""{HEAD}
        attribute vip flag of debtor
        notice n {{ kind reminder template "n.txt" }}
        group g {{ otherwise steps {{ a  1 day after due  send n by post }} }}
    """)


def test_silence_after_syntax_errors() -> None:
    """With a damaged file no unused name and no gap between groups is reported."""
    text = """policy "P" { law NL }
        notice n { kind reminder states amount due }
        steps t { a 1 dayz after due send n by email }
        group g { when debtor is business steps t }
        group h { when debtor is is consumer }
    """
    policy, found = resolved(text, syntax_errors=True)
    assert policy is not None
    assert [each.code for each in found] == []


def test_use_brings_names_from_other_files() -> None:
    """Notices, parties, terms, steps and attributes come from used files, also in two hops, each read once."""
    files = {
        "parts/letters.dun": 'notice brief { kind reminder states amount due }  use "parties.dun"',
        "parts/parties.dun": 'agency bureau "Bureau" { country NL }  use "more.dun"',
        "parts/more.dun": "attribute vip flag of debtor  attribute spare flag of debtor",
        "terms.dun": 'terms t { payment within 14 days of invoice }  use "parts/parties.dun"',
    }

    known = {**files, "parties.dun": files["parts/parties.dun"], "more.dun": files["parts/more.dun"]}
    from dunlang.model import resolve
    from dunlang.source import Source
    from dunlang.syntax import parse

    reads: list[str] = []

    def read(path: str, span: object) -> object:
        reads.append(path)
        name = path if "/" in path or path == "terms.dun" else f"parts/{path}"
        return parse(Source(name, known[path]))[0]

    text = f"""{HEAD} use "parts/letters.dun" use "terms.dun"
        group g {{ when vip  terms t
            steps {{ a  1 day after due  send brief by post  b  9 days after a  hand over to bureau }} }}
        {REST}"""
    policy, found = resolve(
        parse(Source("this.dun", text))[0],
        read=read,  # type: ignore[arg-type] # any Tree will do
        known_law=lambda code: code == "NL",
    )
    assert not found
    assert policy is not None
    assert [party.name for party in policy.parties] == ["bureau"]
    assert sorted(reads) == ["more.dun", "parties.dun", "parts/letters.dun", "terms.dun"]


def test_circles_name_their_chain() -> None:
    """A circle of three files is one finding, with the chain, at the `use` that closes it."""
    files = {
        "a.dun": 'use "b.dun"  terms t { payment within 14 days of invoice }',
        "b.dun": 'use "c.dun"',
        "c.dun": 'use "a.dun"',
    }
    _, found = resolved(f'{HEAD} use "a.dun" use "c.dun" group g {{ otherwise terms t }}', files)
    assert [(each.code, each.path) for each in found] == [("NAM005", "c.dun")]
    assert found[0].message.endswith("`a.dun` uses `b.dun` uses `c.dun` uses `a.dun`")


def test_findings_lie_in_the_used_file() -> None:
    """An error in a used file is reported with that file's name and place."""
    files = {"n.dun": "notice n { kind reminder\n    states amount du }"}
    group = "group g { otherwise steps { a 1 day after due send n by post } }"
    _, found = resolved(f'{HEAD} use "n.dun" {group}', files)
    assert [(each.code, each.path, each.span.line if each.span else 0) for each in found] == [("TYP003", "n.dun", 2)]


def test_a_file_that_cannot_be_read() -> None:
    """The reader's own finding is passed on, and no name is called unknown that the file may have held."""
    group = "group g { otherwise steps { a 1 day after due send n by post } }"
    assert found_in(f'{HEAD} use "gone.dun" {group}') == [("TST001", '"gone.dun"')]


def test_a_part_is_checked_alone() -> None:
    """A file without policy and groups is no policy; its types are checked, its open and unused names are not."""
    policy, found = resolved("steps s { a 1 day after due send elsewhere by post, charge 5.123 EUR }")
    assert policy is None
    assert [each.code for each in found] == ["TYP005"]


def test_nothing_at_all() -> None:
    """An empty text, or one with only a comment, is told what a policy begins with."""
    for text in ("", "   \n", "# nothing yet\n"):
        policy, found = resolved(text)
        assert policy is None
        assert [each.code for each in found] == ["TYP010"]


def test_groups_without_a_policy_block() -> None:
    """Groups alone are read, and the policy block is missed."""
    policy, found = resolved(REST)
    assert [each.code for each in found] == ["TYP010"]
    assert policy is not None
    assert policy.law == ""


def test_an_unknown_name_is_reported_once() -> None:
    """A name that is used in many places and declared nowhere is one finding, with the other places."""
    steps = "a 1 day after due send brif by post  b 2 days after due send brif by post"
    notice = "notice brief { kind reminder states amount due }"
    _, found = resolved(f"{HEAD} {notice} group g {{ otherwise steps {{ {steps} }} }}")
    assert [(each.code, [label.text for label in each.related]) for each in found] == [("NAM001", ["and here"])]


def test_a_misspelt_declaration_is_one_finding() -> None:
    """Where a name is unknown, no name of that kind is called unused as well: it may be the one that was meant."""
    text = f"{HEAD} notice xyz {{ kind reminder states amount due }} agency spare {{ }}"
    found = found_in(f"{text} group g {{ otherwise steps {{ a 1 day after due send brief by post }} }}")
    assert found == [("NAM003", "spare"), ("NAM001", "brief")]
