"""``dunlang rule``."""

from __future__ import annotations

import click

from dunlang.cli.output import colour_option, emit, fail, paint_for

__all__ = ["rule"]


@click.command()
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="List every code with its name and summary.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@colour_option
def rule(code: str | None, every: bool, form: str, color: str) -> None:
    """Show the page of a code: what is wrong, why, a bad and a good example.

    CODE is a code or a name, as `check` prints them.

    \b
    Example:
      dunlang rule GRP001
      dunlang rule --all
    """
    from dunlang.diagnostics import did_you_mean
    from dunlang.project.catalogue import find_page, pages
    from dunlang.report.pages import page_text, pages_json, pages_table

    if every == bool(code):
        raise click.UsageError("name one code, or give --all for the list")
    if every:
        emit(
            pages_json(tuple(pages().values()))
            if form == "json"
            else pages_table(tuple(pages().values()), paint_for(color))
        )
        return
    page = find_page(code or "")
    if page is None:
        close = did_you_mean(code or "", [*pages(), *(known.name for known in pages().values())])
        hint = f"did you mean `{close}`?" if close else "`dunlang rule --all` lists what there is"
        fail(f"`{code}` is no code or name of a finding: {hint}")
    emit(pages_json((page,)) if form == "json" else page_text(page, paint_for(color)))
