"""The pictures of the documentation: `python tests/pictures.py`. Needs Chromium with chromedriver.

The articles are written for the purpose and marked by hand, so that the pictures show the pages and no model's
slips, and nobody's text.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any

from browser import Browser, chromium
from marked import article

from quoteattr.pages import render_records
from quoteattr.records import check_record
from quoteattr.report import report

DOCS = Path(__file__).parent.parent / "docs"
_NAMES = {
    "the mayor": ("Maria Lopez", "person"),
    "Lopez": ("Maria Lopez", "person"),
    "Becker": ("Tom Becker", "person"),
    "its chairman, Tom Becker": ("Tom Becker", "person"),
    "The dockers’ union": ("Dockers’ Union", "organization"),
    "the union": ("Dockers’ Union", "organization"),
    "One councillor": ("", ""),
    "a councillor": ("", ""),
}
_PAPERS = (
    (
        "The Eastport Mail",
        "2024-03-01",
        "Vote on the harbour goes ahead\n\n"
        "*“We will vote on Monday, and nobody will keep us from it,”* said [Maria Lopez], the mayor of Eastport. "
        "[Lopez] added that *the budget for the new quay was “fair to everyone”*.\n\n"
        "[The dockers’ union] denied *that its members had agreed to the plan*. *“Nobody asked us. We read it in the "
        "newspaper,”* [its chairman, Tom Becker], told reporters.\n\n"
        "[One councillor] said *that Lopez had promised the figures for Friday*. *“We are still waiting,”* wrote "
        "[a councillor] to this paper.\n",
    ),
    (
        "The Norburg Post",
        "2024-03-02",
        "Eastport to vote on quay\n\n"
        "[Maria Lopez] said that *the council would vote on Monday and that nobody would keep it from that*. "
        "*“The budget is fair to everyone,”* [Lopez] insisted.\n\n"
        "[Tom Becker] complained that *nobody had asked the dockers, who “read it in the newspaper”*.\n",
    ),
    (
        "Harbour News",
        "2024-03-04",
        "Dockers angry at mayor\n\n"
        "*“No one asked us, we read it in the newspaper,”* said [Tom Becker]. [Becker] warned that *there would be a "
        "strike before Easter*.\n\n"
        "[Lopez] replied: *“We’re going to vote on Monday and nobody will keep us from it.”*\n",
    ),
)


def articles() -> list[dict[str, Any]]:
    """The three articles as records."""
    records = [article(text, names=_NAMES, outlet=outlet, date=date) for outlet, date, text in _PAPERS]
    for quote in records[0]["quotes"]:
        words = records[0]["text"][slice(*quote["content"][0])]
        if "members had agreed" in words:
            quote["polarity"] = "denied"
        if "still waiting" in words:
            quote["medium"] = "writing"
    return records


def shoot(browser: Browser, page: Path, picture: str, *, width: int, height: int, script: str = "") -> None:
    """Take a picture of a page, after what the script does with it."""
    browser.look(width=width, height=height)
    browser.open(page)
    if script:
        browser.script(script)
    taken = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    (DOCS / picture).write_bytes(base64.b64decode(taken["data"]))


def main() -> None:
    """Take all pictures."""
    records = articles()
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder) / "profile") as browser:
        page, many = Path(folder) / "article.html", Path(folder) / "report.html"
        page.write_text(render_records([check_record(records[0])]), encoding="utf-8")
        report(records, title="The vote on the harbour", vectors=None).write(many)
        point = "document.querySelectorAll('.text a.chip')[2].focus()"
        shoot(browser, page, "picture.png", width=1100, height=560, script=point)
        alone = "document.querySelector('button.speaker').click()"
        shoot(browser, page, "phone.png", width=390, height=700, script=alone)
        shoot(browser, many, "report.png", width=1000, height=780)
        there = "document.getElementById('statements').scrollIntoView()"
        shoot(browser, many, "statements.png", width=1000, height=520, script=there)


if __name__ == "__main__":
    main()
