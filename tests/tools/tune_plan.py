#!/usr/bin/env python3
"""ingot tune: a plan that this device can run stays as it is. Plans of other devices: tests/api, tests/gpu.

usage: tune_plan.py INGOT
"""

from program import Folder, expect, fails, finish, refuses_words, succeeds

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
finish()
