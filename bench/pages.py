"""What a cold page of the example weighs, as a browser without a cache loads it, and how much of it is script.

Goals: under 200 KB a page, 60 KB of script. The floor is the page's own HTML.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from playwright.sync_api import Browser, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("", "readiness/", "readiness/uat/", "checks/uat.complete/", "scope/", "testing/", "ledger/")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Serve the example, load each page in a fresh browser context, print."""
    with tempfile.TemporaryDirectory() as data:
        variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "FIRSTLIGHT_DATA": data}
        command = [sys.executable, "-m", "firstlight", "demo"]
        with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as server:
            try:
                if server.stdout is not None:
                    measure(link_in(server.stdout))
            finally:
                server.terminate()


def link_in(lines: IO[str]) -> str:
    """The sign-in link that the demo prints."""
    for line in lines:
        if found := re.search(r"http://\S+/sign-in/\S+", line):
            return found.group(0)
    raise SystemExit("the demo printed no link")


def measure(link: str) -> None:
    """Sign in once, then weigh every page without a cache."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        context = browser.new_context()
        page = context.new_page()
        page.goto(link)
        page.get_by_role("button").first.click()
        page.wait_for_url("**/p/**")
        home, state = page.url, context.storage_state()
        print(f"{'page':24}{'KB':>8}{'script KB':>11}{'requests':>10}{'HTML KB':>9}{'times HTML':>12}")
        for path in PAGES:
            weights = weigh(browser, state, home + path)
            total = sum(size for _, size in weights) / 1024
            script = sum(size for kind, size in weights if kind == "script") / 1024
            html = sum(size for kind, size in weights if kind == "document") / 1024
            name = path or "home"
            print(f"{name:24}{total:>8.0f}{script:>11.1f}{len(weights):>10}{html:>9.0f}{total / html:>12.1f}")
        browser.close()


def weigh(browser: Browser, state: object, address: str) -> list[tuple[str, int]]:
    """Kind and size of everything that a fresh browser loads for the page."""
    context = browser.new_context(storage_state=state)  # type: ignore[arg-type]
    page = context.new_page()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))
    page.goto(address, wait_until="networkidle")
    weights = [
        (one.request.resource_type, one.request.sizes()["responseBodySize"]) for one in loaded if one.status == 200
    ]
    context.close()
    return weights


if __name__ == "__main__":
    main()
