#!/usr/bin/env python3
"""ingot inspect: the table, the JSON, plans that are damaged.

usage: inspect_plan.py INGOT
"""

import json

from program import Folder, expect, fails, finish, refuses_words, succeeds

STEP_MEMBERS = {"layers", "operator", "tactic", "configuration", "inputs", "outputs",
                "weights_size", "workspace_offset", "workspace_size", "live_bytes", "seconds",
                "trials"}


def built(folder, *options):
    plan = folder / "net.plan"
    succeeds("build", folder / "net.prototxt", "--plan", plan, *options)
    return plan


def check_json(plan):
    view = json.loads(succeeds("inspect", plan, "--json"))
    expect(view["name"] == "net" and view["device"] and view["implicit_batch"], "it is this plan", view)
    expect([(b["name"], b["direction"], b["shape"]) for b in view["bindings"]]
           == [("data", "input", ["N", 4, 16, 16]), ("prob", "output", ["N", 10, 1, 1])],
           "bindings", view["bindings"])
    expect(view["profiles"] == [{"N": {"min": 1, "opt": 1, "max": 1}}], "profiles", view["profiles"])
    for step in view["steps"]:
        expect(STEP_MEMBERS <= set(step), "a step is whole", step)
        expect(step["trials"][0]["tactic"] == step["tactic"], "the chosen trial is first", step)
    memory = view["memory"]
    expect(memory["largest_live_set"] == max(step["live_bytes"] for step in view["steps"]),
           "the largest live set is that of a step", memory)
    expect(100 <= memory["arena_percent"] <= 105, "the arena is near its bound", memory)
    return view


def cells_of(line):
    return [cell.strip() for cell in line.split("  ") if cell]


def check_table(plan, view):
    lines = succeeds("inspect", plan).splitlines()
    begin = next(i for i, line in enumerate(lines) if line.lstrip().startswith("step "))
    rows = [cells_of(line) for line in lines[begin + 1:lines.index("", begin)]]
    expect([row[-1] for row in rows] == [step["layers"] for step in view["steps"]],
           "a row a step", rows)
    expect([row[-2].split(" [")[0] for row in rows]
           == [step["tactic"] for step in view["steps"]], "tactics", rows)
    expect(any("convolution | activation" in row for row in map(" ".join, rows)), "tails", rows)
    expect(f"arena / largest live set: {view['memory']['arena_percent']:.1f} %" in lines,
           "memory is stated", lines)


def check_trials(plan, view):
    text = succeeds("inspect", plan, "--trials")
    expect(text.count("(chosen)") == len(view["steps"]), "one choice a step", text)
    trials = [trial for step in view["steps"] for trial in step["trials"]]
    refusals = [trial["refusal"] for trial in trials if "refusal" in trial]
    expect(refusals and text.count(" declined  ") == len(refusals), "who declined", text)
    expect(all(refusal in text for refusal in refusals), "and why", text)
    slower = [trial for step in view["steps"] for trial in step["trials"][1:]
              if "seconds" in trial and trial["seconds"] >= step["seconds"]]
    expect(slower, "times of what was slower", trials)


def check_damage(folder, plan):
    damaged = folder / "damaged.plan"
    whole = plan.read_bytes()
    changed = bytearray(whole)
    changed[len(changed) // 3] ^= 1
    for bytes_ in (b"", b"no plan", whole[:-1], whole[:100], bytes(changed)):
        damaged.write_bytes(bytes_)
        fails("inspect", damaged, part="damaged.plan")
        fails("inspect", damaged, "--json", part="damaged.plan")
    refuses_words("inspect", part="PLAN")
    refuses_words("inspect", folder / "none.plan", part="none.plan")
    refuses_words("inspect", plan, "--fast", part="--fast")


with Folder() as temporary:
    plan_path = built(temporary)
    description = check_json(plan_path)
    check_table(plan_path, description)
    check_trials(plan_path, description)
    check_damage(temporary, plan_path)
    unmeasured = json.loads(
        succeeds("inspect", built(temporary, "--optimisation-level", 0), "--json"))
    expect(all(step["seconds"] == 0 for step in unmeasured["steps"]), "level 0 measures nothing")
finish()
