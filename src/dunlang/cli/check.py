"""``dunlang check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dunlang import __version__
from dunlang.cli.output import colour_option, emit, fail, paint_for, read_stdin

if TYPE_CHECKING:
    from dunlang.project.session import Checked, Session

__all__ = ["check"]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--select", multiple=True, metavar="CODES", help="Report only these: codes, names, or first letters (FEE)."
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Do not report these.")
@click.option("--strict", is_flag=True, help="Fail on warnings, and want every choice of the language written out.")
@click.option(
    "--law", "packs", multiple=True, metavar="PACK", type=click.Path(), help="Lay a law pack (YAML) over the law."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["full", "concise", "json", "sarif", "github"]),
    default="full",
    show_default=True,
    help="How findings are written.",
)
@click.option("--portable", is_flag=True, help="Say what of each policy `simulate` cannot judge in tables.")
@colour_option
def check(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    packs: tuple[str, ...],
    form: str,
    portable: bool,
    color: str,
) -> None:
    """Check policies: syntax, names, types, groups, steps, and the law.

    PATHS are policies, folders (every .dun file below) or - for standard input; without any, the policy that
    [tool.dunlang] in pyproject.toml names, else the folder you are in. Ends with 0 without errors, 1 with errors (under
    --strict also with warnings), 2 when something cannot be read.

    \b
    Example:
      dunlang check policies/ --strict
      dunlang check beleid.dun --select GRP,TIM --format concise
    """
    from dunlang.project.session import Options, Session

    options = Options(select=_codes(select), ignore=_codes(ignore), strict=strict, packs=packs)
    session = Session(options)
    checked = session.check(paths or session.usual_paths(), stdin=read_stdin)
    emit(_written(checked, form, color))
    if portable:
        emit(_portable(session, checked))
    sys.exit(checked.exit_code)


def _codes(listed: tuple[str, ...]) -> tuple[str, ...]:
    """The words of ``--select A,B --select C``; ends the command for one that means nothing."""
    words = tuple(word.strip() for part in listed for word in part.split(",") if word.strip())
    if words:
        from dunlang.diagnostics import did_you_mean
        from dunlang.project.catalogue import expand, pages

        for word in expand(words)[1]:
            close = did_you_mean(word, [*pages(), *(page.name for page in pages().values())])
            hint = f"did you mean `{close}`?" if close else "`dunlang rule --all` lists what there is"
            fail(f"`{word}` is no code or name of a finding: {hint}")
    return words


def _written(checked: Checked, form: str, color: str) -> str:
    findings = checked.findings
    if form == "json":
        from dunlang.report.json import findings_json

        return findings_json(findings, tool=__version__, files=checked.files, judged=checked.judged)
    if form == "sarif":
        from dunlang.project.catalogue import pages
        from dunlang.report.sarif import sarif

        return sarif(
            findings, pages=pages(), tool=__version__, judged=checked.judged, successful=not checked.unreadable
        )
    if form == "github":
        from dunlang.report.github import github

        return github(findings)
    from dunlang.report.concise import concise
    from dunlang.report.full import full
    from dunlang.report.summary import summary

    paint = paint_for(color)
    text = full(findings, paint) if form == "full" else concise(findings, paint)
    return text + summary(
        findings, files=checked.files, suppressed=checked.suppressed, judged=checked.judged, paint=paint
    )


def _portable(session: Session, checked: Checked) -> str:
    """What of each policy is beyond the tables of large ledgers."""
    from dunlang.project.session import STDIN
    from dunlang.report.fast_run import portable_text

    loaded = [session.load(judged.file) for judged in checked.judged if judged.file != STDIN]
    return "".join(portable_text(found.policy) for found in loaded if found.policy is not None)
