#!/usr/bin/env python3
"""The page of ingot report in a headless Chromium: it draws, asks for nothing, fits small screens.

usage: report_browser.py INGOT [FOLDER]: screenshots are left in FOLDER
"""

import os
import sys
from pathlib import Path

import browser
from program import NET, Folder, expect, finish, succeeds

SKIPPED = 77
WIDTHS = (1280, 360)
HOSTILE = "</script><img src=x onerror=alert(1)>"
CHOSEN = "[...document.querySelectorAll('{} .chosen')].map((item) => item.getAttribute('aria-label'))"
NODES = "document.querySelectorAll('.graph')[{}].querySelectorAll('.item')"

# Pairs of nodes of one graph that touch; lines of text that are wider than their node.
OVERLAPS = """[...document.querySelectorAll(".graph")].flatMap((graph) => {
  const boxes = [...graph.querySelectorAll(".item rect:first-child")].map((rect) => rect.getBBox());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
}).length"""
OVERFLOWS = """[...document.querySelectorAll(".graph .item text")].filter((text) => {
  const node = text.parentNode.querySelector("rect").getBBox();
  return text.getBBox().x + text.getBBox().width > node.x + node.width;
}).map((text) => text.textContent)"""


def count(page, selector):
    return page.evaluate(f"document.querySelectorAll({selector!r}).length")


def check_drawing(page, num_layers, num_steps, what):
    nodes = [page.evaluate(f"{NODES.format(i)}.length") for i in (0, 1)]
    expect(nodes == [num_layers + 2, num_steps + 2], f"{what}: nodes, an input and an output", nodes)
    expect(count(page, "#timeline [data-step]") == count(page, "#memory [data-step]") == num_steps,
           f"{what}: slices and bars")
    expect(count(page, "#tactics details") == num_steps, f"{what}: tactics")
    expect(page.evaluate(OVERLAPS) == 0, f"{what}: nodes do not overlap")
    wide = page.evaluate(OVERFLOWS)
    expect(not wide, f"{what}: texts fit", wide)


def check_page(page, path, num_layers, num_steps, pictures):
    for width in WIDTHS:
        what = f"{path.stem} at {width}"
        page.open(path, width)
        check_drawing(page, num_layers, num_steps, what)
        wide = page.evaluate("document.documentElement.scrollWidth")
        expect(wide <= width, f"{what}: no scrolling sideways", wide)
        page.screenshot(pictures / f"{path.stem}-{width}.png")
        expect((pictures / f"{path.stem}-{width}.png").stat().st_size > 10000, f"{what}: a picture")
    expect(not page.problems, f"{path.stem}: no errors", page.problems)
    expect(not page.requests, f"{path.stem}: no requests", page.requests)


def check_choosing(page):
    """Choosing a layer shows its steps; choosing a step, its layers; by mouse and by keyboard."""
    page.evaluate(f"{NODES.format(0)}[1].dispatchEvent(new Event('click'))")
    steps = page.evaluate(CHOSEN.format(".sides > :last-child"))
    expect(steps and all(f"{HOSTILE} + relu" in step for step in steps),  # a copy may stand beside it
           "a layer's steps are marked", steps)
    text = page.evaluate("document.getElementById('selection').innerText")
    expect("Layer relu" in text and HOSTILE in text, "and told", text)
    press = ("document.activeElement.dispatchEvent("
             "new KeyboardEvent('keydown', {{key: '{}', bubbles: true}}))")
    page.evaluate(f"{NODES.format(1)}[0].focus()")
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        page.evaluate(press.format(key))
    layers = page.evaluate(CHOSEN.format(".sides > :first-child"))
    expect(len(layers) == 2 and layers[1].startswith("relu: activation"),
           "a step's layers are marked", layers)
    page.evaluate(press.format("Escape"))
    expect(count(page, ".chosen") == 0 and page.evaluate("document.getElementById('selection').hidden"),
           "Escape chooses nothing")


def check_parts(page, num_steps):
    page.evaluate("document.querySelector('#tactics details').open = true;"
                  "new Promise((done) => setTimeout(done))")
    expect(count(page, "#tactics details tbody tr") >= 1, "tactics open")
    expect(count(page, "#accuracy table:last-of-type tbody tr") >= 1, "accuracy")
    page.evaluate("document.querySelectorAll('#time button[aria-pressed]')[1].click()")
    order = page.evaluate("[...[...document.querySelectorAll('#time tbody')].at(-1).rows]"
                          ".map((row) => row.cells[0].textContent)")
    expect(order == [str(step) for step in range(num_steps)], "in order", order)
    expect(count(page, "img") == 0, "names are not markup")


def check_dark(page, path):
    background = "getComputedStyle(document.body).backgroundColor"
    page.open(path, 1280)
    light = page.evaluate(background)
    page.open(path, 1280, dark=True)
    expect(page.evaluate(background) != light, "there is a dark page", light)


def counts(page):
    return [page.evaluate(f"data.{path}.length") for path in ("network.layers", "plan.steps")]


def check_small(folder, page, pictures):
    path = folder / "small.html"
    (folder / "small.prototxt").write_text(NET.replace('name: "conv"', f'name: "{HOSTILE}"'))
    succeeds("report", folder / "small.prototxt", "-o", path, "--iterations", 2)
    page.open(path, 1280)
    num_layers, num_steps = counts(page)
    check_page(page, path, num_layers, num_steps, pictures)
    check_choosing(page)
    check_parts(page, num_steps)
    check_dark(page, path)
    plan = folder / "small.plan"
    succeeds("build", folder / "small.prototxt", "--plan", plan, "--optimisation-level", 0)
    succeeds("report", plan, "-o", path)
    page.open(path, 360)
    notes = [count(page, f"#{section} .note") for section in ("networks", "tactics", "accuracy")]
    expect(notes == [1, 1, 1], "what a plan lacks is said in its place", notes)
    expect(not page.problems and not page.requests, "nor are there errors", page.problems)


def check_large(folder, page, pictures, data):
    model = data / "caffe/topologies/googlenet.prototxt"
    plan, path = folder / "large.plan", folder / "large.html"
    succeeds("build", model, "--plan", plan, "--optimisation-level", 0)
    succeeds("report", model, "--plan", plan, "-o", path, "--iterations", 1, "--no-accuracy")
    page.open(path, 1280)
    check_page(page, path, *counts(page), pictures)


program = browser.find()
if program is None:
    print(f"skipped: no browser, none of {', '.join(browser.NAMES)}")
    sys.exit(SKIPPED)
with Folder() as temporary, browser.Browser(program) as chromium:
    shots = Path(sys.argv[2]) if len(sys.argv) > 2 else temporary
    check_small(temporary, chromium, shots)
    if os.environ.get("INGOT_TEST_DATA"):
        check_large(temporary, chromium, shots, Path(os.environ["INGOT_TEST_DATA"]))
    else:
        print("INGOT_TEST_DATA is not set: no GoogLeNet")
finish()
