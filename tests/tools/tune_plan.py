#!/usr/bin/env python3
"""ingot tune: a plan that this device can run stays as it is, another device's is tuned, with a bar.
More of them: tests/api, tests/gpu.

usage: tune_plan.py INGOT FOREIGN_PLAN
"""

import subprocess
import sys

from program import Folder, expect, fails, finish, on_terminal, refuses_words, run, succeeds

with Folder() as folder:
    plan, other = folder / "net.plan", folder / "other.plan"
    succeeds("build", folder / "net.prototxt", "--plan", plan)
    whole = plan.read_bytes()
    succeeds("tune", plan)
    expect(plan.read_bytes() == whole, "the same plan", len(whole))
    succeeds("tune", plan, "--plan", other)
    expect(other.read_bytes() == whole, "the same plan in another file", len(whole))
    other.write_bytes(whole[:-1])
    fails("tune", other, part="other.plan")
    expect(other.read_bytes() == whole[:-1], "a file that is no plan is left as it is", len(whole))
    fails("tune", folder / "net.prototxt", part="is no plan")
    fails("tune", plan, "--plan", folder / "none" / "net.plan", part="none")
    refuses_words("tune", part="PLAN")
    refuses_words("tune", folder / "none.plan", part="none.plan")
    foreign, tuned = folder / "foreign.plan", folder / "tuned.plan"
    subprocess.run([sys.argv[2], plan, foreign], check=True)
    result = run("tune", foreign, "--plan", tuned)
    expect(result.returncode == 0 and len(result.stderr.splitlines()) == 1
           and "tuned again" in result.stderr, "a warning and no bar in a pipe", result)
    succeeds("tune", tuned)
    code, out = on_terminal("tune", foreign, "--plan", tuned)
    expect(code == 0, "a plan is tuned on a terminal", out)
    for part in ("choosing tactics [", "layer left", "writing the plan ["):
        expect(part in out, f"the bar shows '{part}'", out)
    expect("tuned again" in out.rpartition("\x1b[K")[2], "the bar is gone before the warning", out)
finish()
