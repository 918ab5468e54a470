"""Take the README's screenshots of a running page: python tests/screenshots.py http://127.0.0.1:7860 [FOLDER].

Run `sitrep chat` over the seeds first. Each picture is one question asked in a fresh browser.
"""

import io
import shutil
from pathlib import Path

import click
from PIL import Image
from playwright.sync_api import sync_playwright

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
DEATHS = "¿Cuántos muertos hay en la ofensiva?"
SHOTS = {
    "chat-light": {"question": DEATHS, "width": 1400, "height": 900, "scheme": "light", "locale": "en-US"},
    "chat-dark": {"question": DEATHS, "width": 1400, "height": 900, "scheme": "dark", "locale": "en-US"},
    "chat-narrow": {"question": "ما حصيلة القتلى في شمال سوريا؟", "width": 390, "height": 844, "scheme": "light", "locale": "ar"},
}


@click.command()
@click.argument("url")
@click.argument("folder", type=click.Path(path_type=Path), default=Path(__file__).parent.parent / "assistant" / "screenshots")
def main(url: str, folder: Path) -> None:
    """Ask each question at URL and write FOLDER/NAME.png."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=ARGS)
        for name, shot in SHOTS.items():
            size = {"width": shot["width"], "height": shot["height"]}
            page = browser.new_page(viewport=size, color_scheme=shot["scheme"], locale=shot["locale"])
            page.set_default_timeout(300_000)
            page.goto(url)
            page.wait_for_selector("#shelf-count:not(:empty)")
            page.fill("#question", shot["question"])
            page.press("#question", "Enter")
            page.wait_for_selector(".turn[data-state=done]")
            page.wait_for_timeout(1000)
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").quantize(128).save(folder / f"{name}.png", optimize=True)  # a third of the size, no visible difference
            page.close()
            click.echo(folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
