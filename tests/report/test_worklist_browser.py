"""The HTML page in a real browser: it asks for nothing, runs nothing, fits the screen, and prints.

Needs Chromium (``chromium``, ``chromium-browser`` or ``google-chrome`` on the path, or its own path in
``DUNLANG_CHROMIUM``); without one these tests are skipped. How to run them alone: ``docs/measuring.md``.
"""

from __future__ import annotations

import html
import http.server
import io
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs
import pytest

from dunlang.money import Money
from tests.report.days import day_of, page_of

CHROMIUM = os.environ.get("DUNLANG_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install it (Debian: apt-get install chromium)"),
]

#: Where the browser's own services live: it calls them whatever page it shows (the calls are cut off all the same).
OWN = (".google.com", ".googleapis.com", ".gvt1.com")

#: A name that takes the page over wherever a writer forgets to escape.
HOSTILE = (
    "</bdi></title></style><script>document.title='owned'</script>"
    "<img src=x onerror=\"document.title='owned'\"><svg onload=\"document.title='owned'\">"
    "\" onmouseover='x' data-x='<b>Jansen"
)


@attrs.frozen(kw_only=True)
class Seen:
    """What a browser made of a page."""

    dom: str
    console: tuple[str, ...]
    asked: tuple[str, ...]
    """Every address that it went to, but for its own services."""
    served: tuple[str, ...]
    """The paths that our server was asked for."""

    @property
    def title(self) -> str:
        """The title in the end."""
        return html.unescape(re.search(r"<title>(.*?)</title>", self.dom, re.DOTALL)[1])  # type: ignore[index] # a page has one


@attrs.define
class Site:
    """A server of pages on this machine."""

    address: str
    pages: dict[str, str] = attrs.field(factory=dict)
    paths: list[str] = attrs.field(factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site to put pages on."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.paths.append(self.path)
            text = found.pages.get(self.path)
            self.send_response(200 if text is not None else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *words: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def chromium(folder: Path, *words: str) -> tuple[str, str]:
    """Run it without a screen in a profile of its own, with the way to any other machine cut off."""
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={folder / 'profile'}",
            "--enable-logging=stderr", *words,
        ],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout.decode(), done.stderr.decode(errors="replace")


def look(site: Site, folder: Path, path: str = "/", *words: str) -> Seen:
    """Open a page of the site."""
    log = folder / "net.json"
    dom, said = chromium(
        folder, f"--log-net-log={log}", "--virtual-time-budget=2000", *words, "--dump-dom", site.address + path
    )
    text = log.read_text(encoding="utf-8")
    try:
        events = json.loads(text)["events"]
    except json.JSONDecodeError:  # the browser ended before it closed the list
        events = json.loads(text.rstrip().rstrip(",") + "]}")["events"]
    asked = dict.fromkeys(event["params"]["url"] for event in events if "url" in event.get("params", {}))
    outside = tuple(url for url in asked if not (urlsplit(url).hostname or "").endswith(OWN))
    console = tuple(line for line in said.splitlines() if ":CONSOLE" in line)
    return Seen(dom=dom, console=console, asked=outside, served=tuple(site.paths))


def test_asks_for_nothing_and_says_nothing(site: Site, tmp_path: Path) -> None:
    """The browser goes to the page itself and nowhere else, the console stays empty, and the lists are there."""
    found = day_of(name="Ümit van 't Hoff & Søn")
    site.pages["/"] = page_of(found)
    seen = look(site, tmp_path)
    assert seen.asked == (site.address + "/",)
    assert seen.served == ("/",)
    assert seen.console == ()
    assert seen.title == "Klein <beleid>, 2026-03-03"
    assert "<bdi>Ümit van 't Hoff &amp; Søn</bdi>" in seen.dom
    for item in (*found.worklist, *found.held):
        assert f"<bdi>{item.invoice.id}</bdi>" in seen.dom


def test_a_hostile_name_runs_nothing(site: Site, tmp_path: Path) -> None:
    """A name full of markup is shown as it is written: no script, no image, no other title."""
    site.pages["/"] = page_of(day_of(name=HOSTILE, debtor="<script>", invoice="<img src=//evil.example/x>"))
    seen = look(site, tmp_path)
    assert seen.title == "Klein <beleid>, 2026-03-03"
    assert "<script" not in seen.dom
    assert "<img" not in seen.dom
    assert "&lt;script&gt;document.title='owned'&lt;/script&gt;" in seen.dom
    assert seen.asked == (site.address + "/",)
    assert seen.console == ()


def test_the_look_finds_what_it_looks_for(site: Site, tmp_path: Path) -> None:
    """Were names not escaped, these tests would see it; and then the page's own policy would still stop the script."""
    text = page_of(day_of(name="Bakker")).replace(
        "<bdi>Bakker</bdi>", "<script>document.title='owned'</script><img src=http://evil.example/x>", 1
    )
    site.pages["/guarded"] = text
    guarded = look(site, tmp_path, "/guarded")
    assert "<script>" in guarded.dom
    assert guarded.title != "owned"
    assert any("Content Security Policy" in line for line in guarded.console)
    assert not any("evil.example" in url for url in guarded.asked)
    site.pages["/open"] = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    wide_open = look(site, tmp_path, "/open")
    assert wide_open.title == "owned"
    assert any("evil.example" in url for url in wide_open.asked)


#: Measures the page in a frame: what is wider than the screen, and texts of drawings that overlap or stick out.
RULER = """<!doctype html><title>ruler</title><iframe src="/" width="WIDTH" height="900" style="border:0"></iframe>
<script>
document.querySelector("iframe").addEventListener("load", event => {
  const page = event.target.contentDocument, root = page.documentElement, faults = [];
  page.querySelectorAll("svg[role=img]").forEach((svg, at) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([said, box], place) => {
      const aside = box.left < frame.left - 1 || box.right > frame.right + 1;
      if (aside || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        faults.push(`drawing ${at}: ${said} sticks out`);
      texts.slice(place + 1).forEach(([other, there]) => {
        if (box.left < there.right && there.left < box.right && box.top < there.bottom && there.top < box.bottom)
          faults.push(`drawing ${at}: ${said} lies on ${other}`);
      });
    });
  });
  page.querySelectorAll(".figures > div").forEach(card => {
    if (card.scrollWidth > card.clientWidth) faults.push(`${card.textContent} is wider than its card`);
  });
  page.querySelectorAll("table.cards").forEach(table => {
    const there = table.parentElement.clientWidth;
    if (there && table.scrollWidth > 1.25 * there) faults.push(`${table.caption.textContent} is far too wide`);
  });
  const style = getComputedStyle(page.body);
  const found = JSON.stringify(
    {width: root.clientWidth, needs: root.scrollWidth, faults, ground: style.backgroundColor, ink: style.color});
  document.body.innerHTML = "<pre></pre>";
  document.querySelector("pre").textContent = found;
});
</script>"""


def measured(site: Site, folder: Path, width: int, *words: str) -> dict[str, Any]:
    """What the ruler says of the page at a width."""
    site.pages["/ruler"] = RULER.replace("WIDTH", str(width))
    seen = look(site, folder, "/ruler", "--window-size=1600,1000", *words)
    found: dict[str, Any] = json.loads(html.unescape(re.search(r"<pre>(.*?)</pre>", seen.dom, re.DOTALL)[1]))  # type: ignore[index] # the ruler writes one
    return found


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_fits_the_screen(site: Site, tmp_path: Path, width: int) -> None:
    """On a telephone, a tablet and a desk the page is no wider than the screen; no two texts of a drawing overlap."""
    long = "Gemeinnützige Wohnungsbaugenossenschaft Niederösterreich-Süd registrierte GenmbH & Co. KG"
    site.pages["/"] = page_of(day_of(name=long, invoice="RE-2026-000000000000000000-", extra=3))
    found = measured(site, tmp_path, width)
    assert found["needs"] <= found["width"] <= width
    assert found["faults"] == []


@pytest.mark.parametrize("width", [360, 1400])
def test_large_sums_and_endless_names_fit(site: Site, tmp_path: Path, width: int) -> None:
    """Sums of hundreds of millions stay inside their cards, names and ids without a blank inside their column."""
    found = day_of(name="A" * 300, debtor="K" + "9" * 80)
    large = Money(123_456_789_012)
    site.pages["/"] = page_of(
        attrs.evolve(
            found,
            ageing=tuple(attrs.evolve(one, outstanding=large) for one in found.ageing),
            worklist=tuple(attrs.evolve(one, outstanding=large) for one in found.worklist),
        )
    )
    seen = measured(site, tmp_path, width)
    assert seen["needs"] <= seen["width"] <= width
    assert seen["faults"] == []


def test_the_ruler_measures(site: Site, tmp_path: Path) -> None:
    """Two texts on one place and a word wider than the screen are seen."""
    text = page_of(day_of())
    wrong = re.sub(r'<text class="axis" x="\d+"', '<text class="axis" x="300"', text).replace(
        "<p>The policy cannot", "<p>" + "x" * 400 + " The policy cannot"
    )
    wrong = wrong.replace('<dd class="big">', '<dd class="big">' + "9" * 60)
    wrong = wrong.replace('class="name"', 'class="' + "nowrap" + '"').replace("<bdi>Bakker", "<bdi>" + "Bakker " * 60)
    site.pages["/"] = wrong
    found = measured(site, tmp_path, 360)
    assert found["needs"] > found["width"]
    for fault in ("lies on", "wider than its card"):
        assert any(fault in one for one in found["faults"])
    assert any("far too wide" in fault for fault in measured(site, tmp_path, 1400)["faults"])


def test_dark_and_light(site: Site, tmp_path: Path) -> None:
    """The page takes the colours that its reader has chosen."""
    site.pages["/"] = page_of(day_of())
    light = measured(site, tmp_path, 800, "--blink-settings=preferredColorScheme=1")
    dark = measured(site, tmp_path, 800, "--blink-settings=preferredColorScheme=0")
    assert _bright(light["ground"]) > 200 > 80 > _bright(light["ink"])
    assert _bright(dark["ink"]) > 200 > 80 > _bright(dark["ground"])


def _bright(colour: str) -> int:
    return sum(map(int, re.findall(r"\d+", colour)[:3])) // 3


def test_prints(site: Site, tmp_path: Path) -> None:
    """On paper every list is there, over few pages of A4, and the addresses of the law are written out."""
    import pypdf

    found = day_of(extra=30)
    site.pages["/"] = page_of(found)
    sheet = tmp_path / "page.pdf"
    chromium(tmp_path, f"--print-to-pdf={sheet}", "--no-pdf-header-footer", site.address + "/")
    pages = pypdf.PdfReader(io.BytesIO(sheet.read_bytes())).pages
    assert 3 <= len(pages) <= 12
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (595, 842)
    text = " ".join(page.extract_text() for page in pages)
    for item in (*found.worklist, *found.held):
        assert item.invoice.id in text
    assert "(https://" in text
    assert "Skip to the worklist" not in text


def test_a_folded_list_stays_off_the_paper(site: Site, tmp_path: Path) -> None:
    """A long list prints its reasons and sums, none of its rows, and no word that asks for a click."""
    import pypdf

    found = day_of(extra=200)
    site.pages["/"] = page_of(found)
    sheet = tmp_path / "page.pdf"
    chromium(tmp_path, f"--print-to-pdf={sheet}", "--no-pdf-header-footer", site.address + "/")
    pages = pypdf.PdfReader(io.BytesIO(sheet.read_bytes())).pages
    assert 3 <= len(pages) <= 12
    text = " ".join(page.extract_text() for page in pages)
    assert "Show all" not in text
    assert "Steps that are held, by reason" in text
    assert not any(item.invoice.id in text.split() for item in (*found.worklist, *found.held))
