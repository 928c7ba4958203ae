"""Milliseconds until a picture of Trends stands, from the phone's own store, with no network.

    python -m benchmarks.charts_js

A year of days and their entries lie in the phone's store, with the reports over them, an episode
and twenty stretches of worsening pain. Timed from the tap (on Trends, or on a picture or a range)
to the frame after the picture was drawn; the first time and the median of all.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.phone.conftest import CHROMIUM, FLAGS, sign_in
from tests.phone.product import running

ROUNDS = 9
AIM_MS = 200
PHONE = {"width": 390, "height": 844}

# A year of days with ten entries each: two of every kind that is drawn.
FILL = """async () => {
  const { db } = await import("/static/pwa/store.js");
  const { addDays } = await import("/static/pwa/days.js");
  const { zoneToday } = await import("/static/pwa/local_days.js");
  const { fold } = await import("/static/pwa/fold.js");
  const { uuid7 } = await import("/static/pwa/ids.js");
  const tx = db().transaction(["entries", "days"], "readwrite");
  const regions = ["sit_bone", "buttock", "thigh_upper"];
  let count = 0;
  for (let back = 0; back < 366; back += 1) {
    const day = addDays(zoneToday(), -back);
    const at = `${day}T08:00:00.000Z`;
    const kinds = [["pain", { level: back % 11, region: regions[back % 3], side: "left" }],
      ["sitting", { hours: 3.5 }], ["hydration", { ml: 750 }],
      ["activity", { sport: "run", minutes: 30, rpe: 5 }],
      ["wellness", { sleep_h: 7.5 }]];
    const entries = [...kinds, ...kinds].map(([kind, fields]) => (
      { id: uuid7(), kind, day, at, edited_at: at, ...fields }));
    for (const entry of entries) tx.objectStore("entries").put(entry);
    tx.objectStore("days").put({ day, ...fold(entries) });
    count += entries.length;
  }
  await tx.done;
  return count;
}"""
# What the phone has read, as it keeps it; spells of ten days each, the newest still open.
KEEP = """async (answers) => {
  const { metaSet } = await import("/static/pwa/store.js");
  const { addDays } = await import("/static/pwa/days.js");
  const { zoneToday } = await import("/static/pwa/local_days.js");
  const spells = Array.from({ length: 20 }, (_, i) => ({ before: 2, told: 4.5,
    opened_on: addDays(zoneToday(), -18 * (20 - i) + 10),
    closed_on: i === 19 ? null : addDays(zoneToday(), -18 * (20 - i) + 20) }));
  const kept = { ...answers, "/spells": { results: spells, next: null } };
  for (const [path, body] of Object.entries(kept)) await metaSet(`read:${path}`, { body });
}"""
READ = ("/trends", "/insights", "/triage/episodes")
CLICK_AND_WAIT = """(wanted) => new Promise((done) => {
  performance.clearMarks("trends-drawn");
  const from = performance.now();
  const look = () => {
    const mark = performance.getEntriesByName("trends-drawn").at(-1);
    if (mark) done(mark.startTime - from);
    else requestAnimationFrame(look);
  };
  wanted.click();
  look();
})"""


def timed(page: Any, locator: Any) -> float:
    """Return milliseconds from the click to the drawn picture."""
    return float(page.evaluate(CLICK_AND_WAIT, locator.element_handle()))


def workloads(page: Any) -> Iterator[tuple[str, list[float]]]:
    """Yield each way to a picture with the times of all rounds."""
    opened = []
    for _ in range(ROUNDS):
        opened.append(timed(page, page.get_by_role("link", name="Trends", exact=True)))
        page.get_by_role("link", name="Today", exact=True).click()
        page.get_by_role("slider").wait_for()
    yield "opening Trends, 6 weeks of pain", opened
    page.get_by_role("link", name="Trends", exact=True).click()
    page.locator(".uplot").wait_for()
    for picture in ("Load", "Body map", "Pain"):
        times = []
        for _ in range(ROUNDS):
            timed(page, page.get_by_role("button", name="Water", exact=True))
            times.append(timed(page, page.get_by_role("button", name=picture, exact=True)))
        yield f"changing to {picture}", times
    for name in ("2 weeks", "6 months", "Year"):
        times = []
        for _ in range(ROUNDS):
            times.append(timed(page, page.get_by_role("radio", name=name)))
            timed(page, page.get_by_role("radio", name="6 weeks"))
        yield f"changing to {name}", times
    times = []
    for _ in range(ROUNDS):
        page.get_by_label("Which days?").select_option(index=1)
        page.get_by_text("Only one episode").wait_for()
        page.locator(".uplot").wait_for()
        times.append(timed(page, page.get_by_role("button", name="Back to all days")))
        page.locator(".uplot").wait_for()
    yield "back from one episode to all days", times


def main() -> None:
    """Print one line a way."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as product,
        sync_playwright() as playwright,
    ):
        product.add_people(ada="Ada Lind")
        answers = {"side": "left", "symptom_days": 100}
        product.ask("ada", "POST", "/triage/assessments", {"answers": answers})
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(base_url=product.address, viewport=PHONE, locale="en-GB")
        page = context.new_page()
        sign_in(page, "ada")
        print(f"{page.evaluate(FILL)} entries on the phone, no network, aim {AIM_MS} ms")
        page.evaluate(KEEP, {path: product.ask("ada", "GET", path) for path in READ})
        context.set_offline(True)
        for name, times in workloads(page):
            print(f"{name:34} first {times[0]:4.0f} ms, median {statistics.median(times):4.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
