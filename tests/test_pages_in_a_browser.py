"""The article page in Chromium: filter, panel, keyboard, phone, dark, and without its script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, chromium

from quoteattr.analysis import Analysis, Attribution, Entity
from quoteattr.pages import render_records
from quoteattr.records import to_record

TEXT = (
    "Harbour stays shut\n\n"
    "“We will rebuild,” said Dana Whitfield on Monday.\n\n"
    "Omar Reyes denied that Whitfield had written that the plan works. He praised the deal.\n\n"
    "“<img src=x onerror=alert(1)>,” a docker shouted.\n"
)


def at(words: str, occurrence: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


ARTICLE = to_record(
    Analysis(
        (
            Attribution(
                (at("“We will rebuild,”"),), (at("said"),), (at("Dana Whitfield"),), "direct", speaker=0
            ),
            Attribution(
                (at("that Whitfield had written that the plan works"),),
                (at("denied"),),
                (at("Omar Reyes"),),
                "indirect",
                polarity="denied",
                speaker=1,
            ),
            Attribution(
                (at("that the plan works"),),
                (at("had written"),),
                (at("Whitfield", 1),),
                "indirect",
                medium="writing",
                speaker=0,
                parent=1,
            ),
            Attribution((at("the deal"),), (at("praised"),), (at("He"),), "reported", speaker=1),
            Attribution(
                (at("“<img src=x onerror=alert(1)>,”"),), (at("shouted"),), (at("a docker"),), "direct"
            ),
        ),
        (Entity("Dana Whitfield", "person", ()), Entity("Omar Reyes", "person", ())),
    ),
    TEXT,
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(render_records([ARTICLE]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(started: Browser, page: Path) -> Browser:
    started.look()
    started.open(page)
    return started


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wrong_for_readers_of_any_kind(browser: Browser, width: int, dark: bool) -> None:
    browser.look(width=width, dark=dark)
    assert browser.problems() == []
    assert browser.fits
    browser.all("button.speaker")[0].click()
    browser.script("document.querySelector('.mark.on a').focus()")
    assert browser.problems() == []
    assert browser.fits


def test_a_click_on_a_speaker_shows_that_ones_quotes_alone(browser: Browser) -> None:
    whitfield = browser.all("button.speaker")[0]
    whitfield.click()
    assert browser.visible(".text .quote") == ["“We will rebuild,”", "that the plan works"]
    assert len(browser.visible(".list > ol > .entry")) == 2  # the second for what it holds
    assert whitfield.get_attribute("aria-pressed") == "true"
    assert browser.visible("[role=status]") == ["Only Dana Whitfield. Press again, or Escape, for all."]
    whitfield.click()
    assert len(browser.visible(".list > ol > .entry")) == 4
    assert len(browser.visible(".text .quote")) > 4


def test_a_click_on_a_speaker_in_the_text_does_so_too(browser: Browser) -> None:
    browser.all(".text .source[data-by='2']")[0].click()
    assert browser.all("button.speaker[aria-pressed=true] .name")[0].text == "Omar Reyes"


def test_keys_alone_do_all_that_a_mouse_does(browser: Browser) -> None:
    from selenium.webdriver.common.keys import Keys

    for _ in range(3):
        browser.press(Keys.TAB)
    assert browser.script("return document.activeElement.textContent").startswith("? nobody named")
    browser.press(Keys.ENTER)
    assert browser.visible(".text .quote") == ["“<img src=x onerror=alert(1)>,”"]
    browser.press(Keys.ESCAPE)
    browser.script("document.querySelectorAll('.text a.chip')[1].focus()")
    assert "Omar Reyes" in browser.visible(".panel")[0]
    browser.press(" ")
    assert browser.all("button.speaker[aria-pressed=true] .name")[0].text == "Omar Reyes"
    browser.press(Keys.ESCAPE)
    assert browser.visible(".panel") == []


def test_hovering_tells_of_the_innermost_quote(browser: Browser) -> None:
    [inner] = browser.all(".text .nested:not(.cue):not(.source)")
    browser.hover(inner)
    [panel] = browser.visible(".panel")
    for part in ("Dana Whitfield", "writing", "asserted by nobody", "Inside a quote of Omar Reyes", "100 %"):
        assert part in " ".join(panel.split())
    assert len(browser.all(".text .shown")) == 1


def test_a_tap_pins_the_panel_and_nested_quotes_unfold_in_it(browser: Browser) -> None:
    browser.look(width=390, height=844)
    browser.all(".text .quote.unasserted")[0].click()
    [summary] = [node for node in browser.all(".panel summary") if node.is_displayed()]
    assert not any("the plan works" in words for words in browser.visible(".panel .entry .entry blockquote"))
    summary.click()
    assert browser.visible(".panel .entry .entry blockquote") == ["that the plan works"]
    browser.all(".panel .close")[0].click()
    assert browser.visible(".panel") == []


def test_quotes_inside_quotes_can_be_folded(browser: Browser) -> None:
    assert len(browser.visible(".text .inner")) == 1
    browser.all(".switch input")[0].click()
    assert browser.visible(".text .inner") == []


def test_paper_shows_every_quote_and_no_control(browser: Browser) -> None:
    browser.script("dispatchEvent(new Event('beforeprint'))")
    browser.look(media="print")
    assert browser.visible(".panel, .switch, .back") == []
    assert len(browser.visible(".list .entry")) == 5


def test_nothing_of_the_text_runs(browser: Browser) -> None:
    browser.script("""
        const injected = document.createElement('script');
        injected.textContent = 'window.ran = true';
        document.body.append(injected);
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = true">');
    """)
    assert browser.script("return window.ran === undefined && !document.querySelector('.text img')")
    assert any("Content Security Policy" in entry["message"] for entry in browser.driver.get_log("browser"))


def test_without_its_script_the_page_tells_all(page: Path, tmp_path: Path) -> None:
    with chromium(tmp_path, scripts=False) as browser:
        browser.look(width=390)
        browser.open(page)
        assert len(browser.visible(".list .entry")) == 5
        assert browser.visible("button") == []
        browser.all(".text a.chip")[0].click()
        assert browser.driver.current_url.endswith("#a1-q0")
        assert browser.fits
