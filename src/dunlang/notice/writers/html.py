"""A letter as HTML that mail programs show: styles stand on the elements, everything that is text is escaped.

A template that is HTML itself is given as its author wrote it; only what a page needs and it lacks is put around it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from dunlang.notice.document import Block, Heading, Items, Line, Paragraph, Table
from dunlang.notice.writers.sheet import label

if TYPE_CHECKING:
    from dunlang.notice.writers.sheet import Sheet

__all__ = ["html"]

_FONT = "font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:1.5;color:#1a1a1a"
_SMALL = "font-size:13px;line-height:1.4;color:#555555"


def html(sheet: Sheet) -> str:
    """The whole page, with a line feed at its end."""
    if sheet.html:
        return _own(sheet)
    text = "\n".join(_block(block) for block in sheet.document.blocks)
    facts = "".join(
        f'<span style="white-space:nowrap;padding-right:16px">{escape(word)}: {escape(value)}</span> '
        for word, value in sheet.reference
    )
    foot = "<br>".join(map(escape, (sheet.sender, *sheet.sender_lines)))
    address = _address(sheet) if sheet.by_post else ""
    return f"""<!DOCTYPE html>
<html lang="{escape(sheet.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(sheet.title)}</title>
</head>
<body style="margin:0;padding:0;background:#f4f4f2">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f4f2">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;max-width:640px;background:#ffffff">
<tr><td style="padding:28px 36px 0 36px;{_FONT}">
<div style="font-weight:bold">{escape(sheet.sender)}</div>
{address}<div style="{_SMALL};padding-top:8px">{escape(sheet.date_text)}<br>{facts.strip()}</div>
</td></tr>
<tr><td style="padding:12px 36px 20px 36px;{_FONT}">
<h1 style="font-size:20px;line-height:1.3;margin:12px 0 16px 0">{escape(sheet.title)}</h1>
{text}
</td></tr>
<tr><td style="padding:14px 36px 28px 36px;border-top:1px solid #dddddd;{_SMALL}">{foot}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""


def _address(sheet: Sheet) -> str:
    lines = "<br>".join(map(escape, (sheet.addressee, *sheet.address)))
    delivery = f'<span style="{_SMALL}">{escape(label(sheet.language, "registered"))}</span><br>'
    return f'<div style="padding:20px 0 12px 0">{delivery if sheet.registered else ""}{lines}</div>\n'


def _block(block: Block) -> str:
    match block:
        case Paragraph(lines=lines):
            return f'<p style="margin:0 0 14px 0">{"<br>".join(map(_line, lines))}</p>'
        case Heading(line=line, level=level):
            size = {1: 18, 2: 17}.get(level, 16)
            tag = f"h{min(level + 1, 6)}"
            return f'<{tag} style="font-size:{size}px;margin:18px 0 8px 0">{_line(line)}</{tag}>'
        case Items(items=items, numbered=numbered):
            tag = "ol" if numbered else "ul"
            rows = "".join(f'<li style="margin:0 0 4px 0">{_line(item)}</li>' for item in items)
            return f'<{tag} style="margin:0 0 14px 0;padding-left:22px">{rows}</{tag}>'
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    def row(cells: tuple[Line, ...], tag: str, scope: str = "") -> str:
        return "".join(
            f'<{tag}{scope} style="padding:4px 12px 4px 0;border-bottom:1px solid #dddddd;'
            f'text-align:{"right" if right else "left"}">{_line(cell)}</{tag}>'
            for cell, right in zip(cells, table.right, strict=True)
        )

    head = row(table.header, "th", ' scope="col"')
    rows = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in table.rows)
    return (
        f'<table style="border-collapse:collapse;margin:0 0 14px 0"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _line(line: Line) -> str:
    out = ""
    for run in line:
        text = escape(run.text)
        text = f"<em>{text}</em>" if run.emphasis else text
        out += f"<strong>{text}</strong>" if run.strong else text
    return out


def _own(sheet: Sheet) -> str:
    """The author's page; a fragment becomes a whole page, and a page that names no character set gets UTF-8."""
    page = sheet.html.strip() + "\n"
    if not re.search(r"<(!doctype|html|body)\b", page, re.IGNORECASE):
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(sheet.language)}">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{escape(sheet.title)}</title>\n</head>\n<body>\n{page}</body>\n</html>\n"
        )
    if re.search(r"<meta[^>]+charset", page, re.IGNORECASE):
        return page
    head = re.search(r"<head\b[^>]*>", page, re.IGNORECASE)
    meta = '<meta charset="utf-8">'
    if head is not None:
        return f"{page[: head.end()]}\n{meta}{page[head.end() :]}"
    root = re.search(r"<html\b[^>]*>", page, re.IGNORECASE)
    at = root.end() if root is not None else 0
    return f"{page[:at]}\n<head>{meta}</head>{page[at:]}"
