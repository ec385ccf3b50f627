"""The page that `gojac run` writes, opened in a browser that has no network."""

import subprocess
import time

import pytest

import lab
import lecture

pytestmark = pytest.mark.browser

MEASURE = """return [...document.images].map(i => ({natural: i.naturalWidth, shown: i.getBoundingClientRect().width, alt: i.alt, src: i.src}))"""


@pytest.fixture(scope="module")
def page(gojac, tmp_path_factory):
    out = tmp_path_factory.mktemp("page") / "lecture.html"
    subprocess.run([gojac, "run", lecture.LECTURE, "-o", out], check=True, capture_output=True, timeout=300)
    return out


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_are_there_without_a_network(page, scheme):
    with lab.chromium(dark=scheme == "dark") as driver:
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0})
        driver.get(page.as_uri())
        driver.execute_async_script("const done = arguments[0]; Promise.all([...document.images].map(i => i.decode().catch(() => 0))).then(() => done())")
        pictures = driver.execute_script(MEASURE)
        assert len(pictures) > 5
        for p in pictures:
            assert p["natural"] > 0, p["alt"]
            assert p["alt"].strip(), p["src"][:80]
            assert p["src"].startswith("data:")
        assert driver.execute_script("return performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).map(e => e.name)") == []
        assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
        shoot(driver, scheme)


def shoot(driver, scheme):
    for old in (lecture.OUT / "screenshots").glob(f"page-{scheme}-*.png"):
        old.unlink()
    height = driver.execute_script("return innerHeight")
    total = driver.execute_script("return document.documentElement.scrollHeight")
    for n, top in enumerate(range(0, min(total, 40 * height), height - 40), 1):
        driver.execute_script("scrollTo({top: arguments[0], behavior: 'instant'})", top)
        time.sleep(0.1)
        lab.screenshot(driver, lecture.OUT / "screenshots" / f"page-{scheme}-{n:02}.png")
