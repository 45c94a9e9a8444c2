#!/usr/bin/env bash
# tests/gpu/pack.sh BUILD FOLDER: of a build and of the tree what tests/gpu/run.sh needs, in FOLDER, for
# a machine with a GPU and without a compiler: FOLDER/tests/gpu/run.sh FOLDER.
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
build=$(realpath "${1:?usage: tests/gpu/pack.sh BUILD FOLDER}")
folder=$(realpath -m "${2:?usage: tests/gpu/pack.sh BUILD FOLDER}")
mkdir -p "$folder"/{examples,tests/gpu,tests/ops}
cp -r "$root/examples/tutorial" "$folder/examples/"
cp "$root"/tests/ops/*.cases "$folder/tests/ops/"
cp "$root"/tests/gpu/{run.sh,windows.cases} "$folder/tests/gpu/"
if [ -e "${INGOT_TEST_DATA:-}/caffe/lenet" ]; then
  mkdir -p "$folder/data/caffe"
  cp -r --no-preserve=mode "$INGOT_TEST_DATA/caffe/lenet" "$folder/data/caffe/"
fi
mapfile -t clients < <(cd "$build/bin" && ls -d client_*)
"$root/cmake/pack.sh" "$build" "$folder" tutorial "${clients[@]}" ingot ops_driver hostcuda_conformance \
  test_gpu test_load
