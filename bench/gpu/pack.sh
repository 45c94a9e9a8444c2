#!/usr/bin/env bash
# bench/gpu/pack.sh BUILD FOLDER: of a build and of the tree what `./dev bench gpu` needs, in FOLDER, for
# a machine with a GPU and PyTorch and without a compiler (README.md says how it runs there).
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
build=$(realpath "${1:?usage: bench/gpu/pack.sh BUILD FOLDER}")
folder=$(realpath -m "${2:?usage: bench/gpu/pack.sh BUILD FOLDER}")
mkdir -p "$folder/bench"/{common,gpu}
cp "$root"/bench/common/*.py "$folder/bench/common/"
cp "$root"/bench/gpu/*.py "$folder/bench/gpu/"
if [ -e "${INGOT_TEST_DATA:-}/caffe/topologies" ]; then
  mkdir -p "$folder/data/caffe/topologies"
  for name in resnet50 squeezenet_v1.1 vgg16 googlenet alexnet; do
    cp --no-preserve=mode "$INGOT_TEST_DATA/caffe/topologies/$name.prototxt" \
      "$folder/data/caffe/topologies/"
  done
fi
"$root/cmake/pack.sh" "$build" "$folder" ingot ingot_worker dispatch
