#!/usr/bin/env python3
"""ingot report: a page that needs nothing beside itself, and the numbers in it.

usage: report_page.py INGOT
"""

import json
import re
from html.parser import HTMLParser

from program import NET, Folder, expect, fails, finish, names_in, refuses_words, succeeds

HOSTILE = """</script><!-- "it's" &amp; @DATA@ <b>"""
VOID = {"meta", "br", "wbr", "link", "img", "input"}


class Page(HTMLParser):
    """Elements of a page, with what is wrong with their nesting."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.faults = []
        self.texts = {"script": [], "style": [], "title": []}
        self._open = []
        self.feed(text)
        self.close()
        self.faults += self._open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"/{tag}")

    def handle_data(self, data):
        if self._open and self._open[-1] in self.texts:
            self.texts[self._open[-1]][-1] += data

    def with_attribute(self, name):
        return [(tag, attributes) for tag, attributes in self.elements if name in attributes]


def report(folder, *words):
    path = folder / "report.html"
    expect("written: " in succeeds("report", *words, "-o", path), "it says what it wrote")
    return path.read_text()


def data_of(text):
    return json.loads(Page(text).texts["script"][0])


def check_structure(text):
    page = Page(text)
    expect(not page.faults and text.startswith("<!doctype html>"), "it is well formed", page.faults)
    ids = [attributes["id"] for _, attributes in page.with_attribute("id")]
    expect(len(ids) == len(set(ids)), "each id is there once", ids)
    targets = [attributes["href"] for _, attributes in page.with_attribute("href")]
    expect(targets and all(target[0] == "#" and target[1:] in ids for target in targets),
           "links lead into the page", targets)
    sections = [attributes for tag, attributes in page.elements if tag == "section"]
    expect(len(sections) == 7 and all(section["aria-labelledby"] in ids for section in sections),
           "sections have headings", sections)
    expect(sum(tag == "h1" for tag, _ in page.elements) == 1, "one title")
    expect(page.elements[0] == ("html", {"lang": "en"}), "a language", page.elements[0])


def check_needs_nothing(text):
    page = Page(text)
    expect(not page.with_attribute("src") and not any(tag == "link" for tag, _ in page.elements),
           "no other file", page.elements)
    style = "".join(page.texts["style"])
    expect(style and "url(" not in style and "@import" not in style, "the style needs no other file")
    script = page.texts["script"][1]
    addresses = set(re.findall(r"\w+://[^\"'` ]*", style + script))
    expect(addresses == {"http://www.w3.org/2000/svg"}, "the only address is a name space's", addresses)
    policies = [attributes["content"] for _, attributes in page.with_attribute("http-equiv")]
    expect(len(policies) == 1 and "default-src 'none'" in policies[0], "nothing may be fetched",
           policies)


def check_network(data, num_layers):
    layers, steps = data["network"]["layers"], data["plan"]["steps"]
    expect(len(layers) == num_layers, "all layers", layers)
    by_name = {layer["name"]: layer for layer in layers}
    expect({name: layer["kind"] for name, layer in by_name.items()}
           == {"conv": "convolution", "relu": "activation", "left": "convolution",
               "right": "convolution", "join": "concatenation", "pool": "pooling",
               "ip": "fully_connected", "prob": "softmax"}, "kinds", by_name)
    expect(by_name["relu"]["steps"] == by_name["conv"]["steps"]
           and "conv + relu" == steps[by_name["conv"]["steps"][0]]["layers"], "what was fused", layers)
    named = {step for layer in layers for step in layer["steps"]}
    of_layers = {i for i, step in enumerate(steps) if not step["layers"].startswith("data in ")}
    expect(named == of_layers, "layers of each step, but for copies of the input", named)
    expect(by_name["join"]["inputs"] == by_name["left"]["outputs"] + by_name["right"]["outputs"],
           "who reads what", layers)
    tensors = data["network"]["tensors"]
    expect([tensors[tensor] for tensor in data["network"]["inputs"]]
           == [{"name": "data", "shape": ["N", 4, 16, 16]}], "inputs", tensors)
    expect([tensors[tensor]["shape"] for tensor in data["network"]["outputs"]] == [["N", 10, 1, 1]],
           "outputs", tensors)


def check_measurements(data):
    latency = data["run"]["latency"]
    expect(0 < latency["min"] <= latency["median"] <= latency["max"] and data["run"]["throughput"] > 0,
           "latencies", data["run"])
    steps = data["profile"]["steps"]
    expect([step["name"] for step in steps] == [step["layers"] for step in data["plan"]["steps"]],
           "a time a step", steps)
    expect(all(step["mean"] > 0 and step["seconds"] > 0 for step in steps), "times", steps)
    setting = (data["profile"]["runs"], data["batch"], data["threads"])
    expect(setting == (5, 1, 1), "its setting", setting)


def check_plan_of_model(folder):
    """The page holds what the other subcommands say of the same plan."""
    model, plan = folder / "net.prototxt", folder / "net.plan"
    summary = succeeds("build", model, "--plan", plan)
    text = report(folder, model, "--plan", plan, "--iterations", 5, "--threads", 1)
    check_structure(text)
    check_needs_nothing(text)
    data = data_of(text)
    expect(data["plan"] == json.loads(succeeds("inspect", plan, "--json")), "the plan", data["plan"])
    expect(data["plan_size"] == plan.stat().st_size and "build_seconds" not in data, "its size")
    check_network(data, int(re.search(r"layers: +(\d+) ->", summary).group(1)))
    check_measurements(data)
    comparison = json.loads(succeeds("compare", model, "--plan", plan, "--json"))
    del comparison["first_beyond"]
    expect(data["accuracy"] == comparison, "the comparison", data["accuracy"])
    return plan


def check_plan_alone(folder, plan):
    data = data_of(report(folder, plan))
    expect(data["network"] is None and "--plan" in data["accuracy"]["absent"],
           "a plan has no network", data["accuracy"])
    refuses_words("report", plan, "-o", plan, part="would take the place of")
    fails("report", plan, "-o", folder / "none.html", "--weights", plan, part="is a plan")
    fails("report", plan, "-o", folder / "none.html", "--plan", plan, part="is a plan")


def check_built(folder):
    """Names of layers stay text."""
    model = folder / "hostile.prototxt"
    quoted = HOSTILE.replace('"', '\\"')
    model.write_text(NET.replace('name: "conv"', f'name: "{quoted}"'))
    text = report(folder, model, "--no-accuracy")
    check_structure(text)
    data = data_of(text)
    names = [layer["name"] for layer in data["network"]["layers"]]
    expect(HOSTILE in names, "the name is whole", names)
    expect(data["build_seconds"] > 0, "it was built")
    expect("--no-accuracy" in data["accuracy"]["absent"], "accuracy was left out", data["accuracy"])


def check_failures(folder, plan):
    before = names_in(folder)
    page = folder / "none.html"
    (folder / "bad.plan").write_bytes(plan.read_bytes()[:-1])
    (folder / "empty.plan").touch()
    fails("report", folder / "bad.plan", "-o", page, part="bad.plan: ")
    for name in ("bad.plan", "empty.plan"):
        fails("report", folder / "net.prototxt", "--plan", folder / name, "-o", page, part=f"{name}: ")
    (folder / "other.prototxt").write_text(NET.replace("num_output: 10", "num_output: 11"))
    fails("report", folder / "other.prototxt", "--plan", plan, "-o", page, part="the network has")
    fails("report", plan, "-o", folder / "none/report.html", part="cannot be written")
    refuses_words("report", plan, part="--page")
    refuses_words("report", plan, "-o", "", part="--page")
    refuses_words("report", "-o", page, part="MODEL")
    for option in ("--batch", "--threads", "--iterations"):
        refuses_words("report", plan, "-o", page, option, 0, part=option)
    expect(names_in(folder) == sorted([*before, "bad.plan", "empty.plan", "other.prototxt"]), "nothing was written")


with Folder() as temporary:
    plan_path = check_plan_of_model(temporary)
    check_plan_alone(temporary, plan_path)
    check_built(temporary)
    check_failures(temporary, plan_path)
finish()
