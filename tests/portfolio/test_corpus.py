"""The corpus: the reference, the tables on DuckDB and plain Python give the rows that are kept."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dunlang.portfolio.fast.load import load_cases
from dunlang.portfolio.fast.results import from_result
from dunlang.portfolio.fast.run import evaluate
from dunlang.portfolio.small import Judge
from dunlang.portfolio.tabled.answer import Coming
from tests.portfolio.differential.corpus import AHEAD, CORPUS, EXPECTED, FORECAST, coming_row, expected_row, read_case
from tests.portfolio.differential.export import FORMS, expected, forecast, forms_in

CASES = sorted(path for path in CORPUS.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_reference_gives_the_expected_rows(folder: Path) -> None:
    """Each invoice stands as the case says, row by row."""
    assert list(expected(folder)) == list(read_case(folder).expected)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_reference_gives_the_coming_steps(folder: Path) -> None:
    """What comes within ninety days comes as the case says, row by row."""
    assert list(forecast(folder)) == list(read_case(folder).forecast)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_tables_give_the_expected_rows(folder: Path) -> None:
    """What the tables judge at all, they judge as the case says."""
    kept = read_case(folder)
    wanted = {row["invoice"]: dict(row) for row in kept.expected}
    with duckdb.connect() as con:
        load_cases(con, kept.engine.policy, kept.cases)
        evaluate(con, kept.engine, kept.date, until=kept.date + AHEAD)
        ids = dict(con.execute("SELECT n, id FROM inv").fetchall())
        groups = dict(con.execute("SELECT n, g FROM result").fetchall())
        found = from_result(con)
        left = {ids[row[0]] for row in con.execute("SELECT n FROM result WHERE left_to IS NOT NULL").fetchall()}
        columns = ", ".join(Coming._fields)
        coming = con.execute(f"SELECT n, {columns} FROM forecast ORDER BY n, day").fetchall()
    given = []
    for number, *row in coming:
        if ids[number] not in left:
            steps = [step.name for step in kept.engine.policy.groups[groups[number]].steps]
            given.append(coming_row(ids[number], steps, Coming(*row)))
    assert given == [dict(row) for row in kept.forecast if row["invoice"] not in left]
    for number, answer in found.items():
        group = kept.engine.policy.groups[groups[number]]
        steps = [step.name for step in group.steps]
        assert expected_row(ids[number], group.name, steps, answer) == wanted[ids[number]]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_plain_python_gives_the_expected_rows(folder: Path) -> None:
    """Plain Python judges every debtor, and as the case says."""
    kept = read_case(folder)
    wanted = {row["invoice"]: dict(row) for row in kept.expected}
    judge = Judge(kept.engine, kept.date)
    for case in kept.cases:
        answers = judge.answers(case)
        assert not isinstance(answers, str)
        for invoice, answer in zip(case.invoices, answers, strict=True):
            row = wanted[invoice.id]
            assert (answer is None) == (row["standing"] in ("not yet", "needs a person"))
            if answer is not None:
                group = kept.engine.group_of(case.debtor, invoice)
                assert group is not None
                steps = [step.name for step in group.steps]
                assert expected_row(invoice.id, group.name, steps, answer) == row


def test_the_corpus_has_every_form() -> None:
    """Every form of step, term, hold, condition and law that is drawn stands in some case, and most is judged."""
    texts = [(folder / "policy.dun").read_text("utf-8") for folder in CASES]
    assert set(FORMS) - set().union(*map(forms_in, texts)) == set()
    assert len(CASES) >= 30


def test_the_columns_are_those_of_the_readme() -> None:
    """The README of the corpus names every column of the expected rows."""
    text = (CORPUS / "README.md").read_text("utf-8")
    assert [name for name in (*EXPECTED, *FORECAST) if f"`{name}`" not in text] == []
