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
  mkdir -p "$folder/data"
  # What test_models reads of them.
  tar -C "$INGOT_TEST_DATA" -c --exclude='mininet*' --exclude='plate*' --exclude='*.net' \
    --exclude=det4.caffemodel caffe/{cifar10-quick,cifar10-resnet20,hyperlpr,lenet,mtcnn} \
    caffe/{squeezenet-v1.0,topologies,waifu2x-vgg7} \
    cifar10/{mean.binaryproto,test1000.bin} images/{crops227,squeezenet-top5.tsv} \
    mnist/{digits,t10k-images-idx3-ubyte.gz,t10k-labels-idx1-ubyte.gz} | tar -C "$folder/data" -x --no-same-permissions
fi
mapfile -t clients < <(cd "$build/bin" && ls -d client_*)
"$root/cmake/pack.sh" "$build" "$folder" tutorial "${clients[@]}" ingot ops_driver hostcuda_conformance \
  test_gpu test_load test_models
