#!/usr/bin/env python3
"""Each level's folder has every header name of TensorRT's releases that programs include, and no other."""

from tree import ROOT, finish, relative

NAMES = {f"Nv{name}.h" for name in (
    "Infer", "InferConsistency", "InferImpl", "InferLegacyDims", "InferPlugin", "InferPluginBase",
    "InferPluginUtils", "InferRuntime", "InferRuntimeBase", "InferRuntimeCommon", "InferRuntimePlugin",
    "InferSafeRuntime", "InferVersion", "Utils", "CaffeParser", "UffParser", "OnnxConfig", "OnnxParser",
    "OnnxParserRuntime")}


def main():
    findings = []
    folders = sorted((ROOT / "include").glob("tensorrt-*"))
    if not folders:
        findings.append("include:1: no folder of a level")
    for folder in folders:
        there = {path.name for path in folder.iterdir()}
        findings += [f"{relative(folder)}:1: {name} is absent" for name in sorted(NAMES - there)]
        findings += [f"{relative(folder)}:1: {name} is no header of TensorRT's" for name in sorted(there - NAMES)]
    finish(findings)


if __name__ == "__main__":
    main()
