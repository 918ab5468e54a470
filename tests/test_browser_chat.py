"""The chat page in a real headless Chromium, over a scripted assistant: what people do with it, and how it looks."""

import itertools
import re
import threading

import pytest
from fake_assistant import (
    BREAD_EN,
    BROKEN_EN,
    CIVILIANS_EN,
    FOLLOW_UP_EN,
    MARKUP_EN,
    PRISONS_AR,
    SCRIPT,
    SLOW_EN,
    TOLL_FR,
    FakeAssistant,
)  # fmt: skip
from serving import serving

pytestmark = pytest.mark.browser

ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()
PATIENCE = 60_000  # milliseconds; a busy machine is slow to paint


class Gated(FakeAssistant):
    """The scripted assistant; the slow answer waits for `gate` before each of its claims."""

    def __init__(self) -> None:
        super().__init__(delay=0, gate=threading.Event())
        self.empty = False

    def reports(self):
        return [] if self.empty else super().reports()


@pytest.fixture(scope="module")
def fake():
    return Gated()


@pytest.fixture(scope="module")
def address(fake):
    from assistant import chat_page, service

    with serving(chat_page.mount(service.app(fake), fake)) as url:
        yield url


@pytest.fixture(scope="module")
def browser(browser_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_path, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, address, fake):
    """Opens the page in a fresh browser profile. Afterwards: nothing was asked of another server, and no script failed."""
    contexts, asked, faults = [], [], []
    fake.gate.clear()
    fake.empty = False

    def open_page(*, width=1400, height=900, scheme="light", locale="en-US", **more):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(address)
        page.wait_for_selector("#shelf-count:not(:empty)" if not fake.empty else "#empty:not([hidden])")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert {url for url in asked if not url.startswith((address, "data:", "blob:"))} == set() and asked
    assert faults == []


def ask(page, question: str):
    """Ask and wait for the whole answer; gives its turn."""
    turns = page.locator(".turn").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    return done(page, turns + 1)


def done(page, number: int = 1):
    """The turn of that number, once it is whole."""
    page.wait_for_selector(f".turn:nth-child({number})[data-state=done]")
    return page.locator(f".turn:nth-child({number})")


# ---------------------------------------------------------------- asking


def test_ask_see_the_quote_follow_up_and_start_afresh(visit, fake):
    page = visit()
    assert page.locator("#examples button").count() == 4
    turn = ask(page, CIVILIANS_EN)
    assert turn.locator("mark").all_text_contents() == [citation.quote for citation in SCRIPT[CIVILIANS_EN].citations]
    first = turn.locator(".card").first
    assert "SOHR put the number of dead at 311. It listed 183 men" in first.locator("blockquote").inner_text()
    assert re.search(r"sitrep desk · 30 November 2024\s*en", first.inner_text())

    second = ask(page, FOLLOW_UP_EN)
    assert "Nearly half of the displaced are children." in second.locator(".said").inner_text()
    assert fake.calls[-1].history[0]["question"] == CIVILIANS_EN
    assert page.locator(".turn").count() == 2

    page.click("#new-chat")
    assert page.locator(".turn").count() == 0 and page.locator("#welcome").is_visible()
    ask(page, FOLLOW_UP_EN)
    assert fake.calls[-1].history == ()


def test_a_marker_leads_to_its_card_and_back(visit):
    page = visit(height=500)
    turn = ask(page, TOLL_FR)
    turn.locator(".said .ref").nth(2).click()
    card = page.locator("#t1-c3")
    page.wait_for_function("document.activeElement.id === 't1-c3'")
    assert "flash" in card.get_attribute("class")
    page.wait_for_function("(r => r.top >= 0 && r.top < innerHeight - 90)(document.getElementById('t1-c3').getBoundingClientRect())")
    card.locator(".card-no").click()
    page.wait_for_function("document.activeElement.id === 't1-m3'")


def test_the_keyboard_is_enough(visit, fake):
    page = visit()
    page.wait_for_function("document.activeElement.id === 'question'")
    page.keyboard.type("How many")
    page.keyboard.press("Shift+Enter")
    assert page.input_value("#question") == "How many\n" and page.locator(".turn").count() == 0
    page.fill("#question", CIVILIANS_EN)
    page.keyboard.press("Enter")
    done(page)
    page.locator(".said .ref").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 't1-c1'")
    page.locator("#t1-c1 .open").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader[open]")
    assert page.locator("#reader mark").inner_text() == SCRIPT[CIVILIANS_EN].citations[0].quote
    page.keyboard.press("Escape")
    page.wait_for_selector("#reader:not([open])", state="attached")


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_stop_ends_the_answer_and_the_next_can_be_asked(visit, fake, how):
    page = visit()
    fake.cancelled.clear()
    page.fill("#question", SLOW_EN)
    page.press("#question", "Enter")
    page.wait_for_selector(".turn[data-state=reading]")
    assert page.locator(".hit").count() == 1 and not page.locator("#ask").is_visible()
    if how == "button":
        page.click("#stop")
    else:
        page.press("#question", "Escape")
    turn = done(page)
    assert turn.locator(".status").inner_text().strip() == "Stopped"
    assert fake.cancelled.wait(5)
    assert ask(page, CIVILIANS_EN).locator(".card").count() == 2


def test_what_stands_on_the_page_does_not_move_while_the_answer_grows(visit, fake):
    page = visit()
    page.fill("#question", SLOW_EN)
    page.press("#question", "Enter")
    page.wait_for_selector(".turn[data-state=reading]")
    page.wait_for_timeout(700)  # the turn has scrolled to the top
    places = """[".asked", ".status span", ".proof-head"].map((s) => Math.round(document.querySelector(".turn:last-child " + s)
        .getBoundingClientRect().top))"""
    before = page.evaluate(places)
    fake.gate.set()
    turn = done(page)
    assert page.evaluate(places) == before
    assert turn.locator(".said p").count() == 3 and turn.locator(".card").count() == 3


def test_two_tabs_take_turns_and_are_told_so(visit, fake):
    one, two = visit(), visit()
    one.fill("#question", SLOW_EN)
    one.press("#question", "Enter")
    one.wait_for_selector(".turn[data-state=reading]")
    two.fill("#question", CIVILIANS_EN)
    two.press("#question", "Enter")
    two.wait_for_selector(".turn[data-state=waiting]")
    assert "yours is next" in two.locator(".status").inner_text()
    fake.gate.set()
    assert done(one).locator(".card").count() == 3 and done(two).locator(".card").count() == 2


def test_copy_gives_the_answer_with_its_sources(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, CIVILIANS_EN).locator(".copy").click()
    page.wait_for_selector(".toast.on")
    text = page.evaluate("navigator.clipboard.readText()")
    assert SCRIPT[CIVILIANS_EN].text in text and "[2] sitrep desk, 2024-11-30, Army pulls back from Aleppo" in text
    assert all(citation.quote in text for citation in SCRIPT[CIVILIANS_EN].citations)


def test_figures_that_differ_are_a_table_and_a_plot(visit):
    turn = ask(visit(), TOLL_FR)
    assert turn.locator(".counts tbody tr").count() == 3 and turn.locator(".plot circle").count() == 3
    assert turn.locator(".counts .value").all_text_contents() == ["138", "61", "24"]


def test_a_refusal_is_calm_and_an_error_is_a_sentence(visit):
    page = visit()
    turn = ask(page, BREAD_EN)
    assert "No report says this." in turn.locator(".held").inner_text() and turn.locator(".slip").count() == 0
    assert turn.locator(".hit").count() == 1
    turn = ask(page, BROKEN_EN)
    assert "The archive cannot be read: disk error; run sitrep doctor" in turn.locator(".slip").inner_text()
    assert turn.locator(".held").count() == 0
    assert "Traceback" not in page.inner_text("body")


def test_limits_narrow_the_question(visit, fake):
    page = visit()
    page.click("#limits-toggle")
    page.fill("input[name=from]", "2024-12-01")
    page.select_option("select[name=publisher]", "sitrep desk")
    page.select_option("select[name=language]", "fr")
    ask(page, TOLL_FR)
    scope = fake.calls[-1].scope
    assert (scope.published_from, scope.publishers, scope.languages) == ("2024-12-01", ("sitrep desk",), ("fr",))
    page.click("#limits-reset")
    ask(page, TOLL_FR)
    assert fake.calls[-1].scope is None


def test_a_server_that_goes_away_is_said_in_a_sentence(browser):
    from assistant import chat_page, service

    fake = Gated()
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    with serving(chat_page.mount(service.app(fake), fake)) as url:
        page.goto(url)
        page.wait_for_selector("#shelf-count:not(:empty)")
        page.fill("#question", SLOW_EN)
        page.press("#question", "Enter")
        page.wait_for_selector(".turn[data-state=reading]")
    assert "The connection to sitrep was lost." in done(page).locator(".slip").inner_text()
    assert page.locator(".hit").count() == 1 and page.locator("#ask").is_visible()
    page.close()


# ---------------------------------------------------------------- reports


def test_reports_are_listed_found_and_opened(visit):
    page = visit()
    assert page.locator("#shelf-list li").count() == 7 and page.inner_text("#shelf-count") == "7"
    page.fill("#shelf-find", "alep")
    page.wait_for_function("document.querySelectorAll('#shelf-list li').length < 7")
    page.locator("#shelf-list button").last.click()
    page.wait_for_selector("#reader[open]")
    assert "Aleppo" in page.inner_text("#reader h2")
    page.click("#reader-close")


def test_files_are_added_and_each_says_what_became_of_it(visit, fake):
    page = visit()
    page.set_input_files(
        "#add-files",
        [
            {"name": "good.txt", "mimeType": "text/plain", "buffer": b"Ten people were hurt."},
            {"name": "bad <b>.txt", "mimeType": "text/plain", "buffer": b"x"},
        ],
    )
    page.wait_for_selector("#add-results [data-status=failed]")
    page.wait_for_selector("#add-results [data-status=busy]", state="detached")
    lines = page.locator("#add-results p").all_inner_texts()
    assert any(line.startswith("good.txt") and "added" in line for line in lines)
    assert any("bad" in line and "mend it" in line for line in lines)
    assert fake.ingested["good.txt"] == b"Ten people were hurt."


def test_without_reports_the_page_says_how_to_add_them(visit, fake):
    fake.empty = True
    page = visit()
    assert "Drop your reports on this page" in page.inner_text("#empty") and not page.locator("#examples").is_visible()
    with page.expect_file_chooser() as chooser:
        page.click("#empty [data-add]")
    assert chooser.value.is_multiple()


# ---------------------------------------------------------------- text is data


def test_markup_in_a_report_stays_text(visit):
    page = visit()
    turn = ask(page, MARKUP_EN)
    quote = turn.locator("mark").inner_text()
    assert "<script>window.hacked = true</script>" in quote and "[the town](javascript:alert(1))" in quote and "**Tafas**" in quote
    assert "\u202e" not in quote
    turn.locator(".card .open").click()
    page.wait_for_selector("#reader[open]")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#turns :is(script, img, iframe, b, i:not(.status i), h1), #reader :is(script, img, iframe, b, h1)").count() == 0
    assert "<img src=x onerror=alert(3)> toll" in page.inner_text("#reader h2")


def test_markup_in_a_question_stays_text(visit):
    question = "<img src=x onerror=alert(1)> [x](javascript:alert(2)) $\\frac{1}{2}$ **b** ${1+1} {{value}}"
    page = visit()
    turn = ask(page, question)
    assert turn.locator(".asked").inner_text() == question and turn.locator("img").count() == 0


def test_arabic_runs_from_right_to_left(visit):
    page = visit()
    turn = ask(page, PRISONS_AR)
    for selector in (".asked", ".said p", ".card blockquote"):
        assert turn.locator(selector).first.evaluate("e => getComputedStyle(e).direction") == "rtl", selector
    number = turn.locator(".card-no").bounding_box()
    quote = turn.locator("blockquote").bounding_box()
    assert number["x"] > quote["x"] + quote["width"] - 5  # the card itself is mirrored
    assert page.evaluate("document.documentElement.dir") == "ltr"


def test_the_frame_speaks_the_browsers_language(visit):
    page = visit(locale="ar")
    assert page.evaluate("document.documentElement.dir") == "rtl" and "التقارير" in page.inner_text("#shelf-toggle")
    shelf = page.locator("#shelf").bounding_box()
    assert shelf["x"] > 1000
    assert visit(locale="sw").inner_text("#ask").strip() == "Ask"


# ---------------------------------------------------------------- looks

# The contrast (WCAG 2) of each element's text with the first opaque ground behind it.
CONTRAST = """(selectors) => {
  const part = (c) => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const colour = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 || n[3] > .95 ? n.slice(0, 3) : null; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor); if (c) return c; } };
  const out = {};
  for (const s of selectors) for (const e of document.querySelectorAll(s)) {
    const [a, b] = [light(colour(getComputedStyle(e).color)), light(ground(e))];
    out[s] = Math.min(out[s] ?? 99, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
  }
  return out;
}"""
READ = [
    ".asked", ".status span", ".said p", ".ref", ".card .by", ".card time", ".card .open", "blockquote", "mark", ".card-said", ".card-note",
    ".proof-head", ".copy", ".counts td", ".counts th", ".via", ".latest", ".held p", ".slip p", ".slip strong", ".hit-text", ".hit-title",
    ".shelf-sum", ".row-title", ".hint", "#add", ".tongue", ".brand span", "#ask", "#new-chat",
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("light", 1400), ("dark", 390), ("dark", 1400)])
def test_nothing_overflows_and_everything_can_be_read(visit, tmp_path, scheme, width):
    page = visit(width=width, height=844 if width == 390 else 900, scheme=scheme)
    shots = itertools.count(1)

    def look(name: str) -> None:
        page.wait_for_timeout(300)
        page.screenshot(path=tmp_path / f"{scheme}-{width}-{next(shots)}-{name}.png")
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= seen == width, name

    look("welcome")
    assert page.locator("footer").is_hidden() and "Gradio" not in page.inner_text("body")
    for question in (TOLL_FR, BREAD_EN, MARKUP_EN, PRISONS_AR, BROKEN_EN):
        ask(page, question)
        look("answer")
    ask(page, "A_question_that_has_no_space_anywhere_" * 12)
    look("unbroken")
    contrast = page.evaluate(CONTRAST, READ)
    assert set(contrast) == set(READ) and {name: ratio for name, ratio in contrast.items() if ratio < 4.5} == {}
    page.click("#limits-toggle")
    look("limits")
    page.click("#limits-toggle")
    if width == 390:
        page.click("#shelf-toggle")
        look("shelf")
        page.click("#shelf-close")
    page.locator(".card .open").first.click()
    page.wait_for_selector("#reader[open]")
    look("reader")
    assert len(list(tmp_path.glob("*.png"))) >= 9
