#!/usr/bin/env bash
# tests/gpu/pack.sh BUILD FOLDER: of a build and of the tree what tests/gpu/run.sh needs, stripped, in
# FOLDER, for a machine with a GPU and without a compiler: FOLDER/tests/gpu/run.sh FOLDER.
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
build=$(realpath "${1:?usage: tests/gpu/pack.sh BUILD FOLDER}")
folder=$(realpath -m "${2:?usage: tests/gpu/pack.sh BUILD FOLDER}")
mkdir -p "$folder"/{bin,lib,examples,tests/gpu,tests/ops}
cp "$build"/bin/{tutorial,client_*,ops_driver,hostcuda_conformance} "$folder/bin/"
cp -P "$build"/lib/lib*.so* "$folder/lib/"
cp -r "$root/examples/tutorial" "$folder/examples/"
cp "$root"/tests/ops/*.cases "$folder/tests/ops/"
cp "$root/tests/gpu/run.sh" "$folder/tests/gpu/"
# Packages' libraries; those of the C and C++ compilers are everywhere.
LD_LIBRARY_PATH=$folder/lib ldd "$folder"/bin/* "$folder"/lib/*.so.0 |
  sed -n 's/.* => \(\/[^ ]*\) (.*/\1/p' | sort -u |
  grep -v "^$folder/\|/lib\(c\|m\|stdc++\|gcc_s\|pthread\|dl\|rt\)\.so" |
  while read -r library; do cp -L "$library" "$folder/lib/"; done
if [ -e "${INGOT_TEST_DATA:-}/caffe/lenet" ]; then
  mkdir -p "$folder/data/caffe"
  cp -r --no-preserve=mode "$INGOT_TEST_DATA/caffe/lenet" "$folder/data/caffe/"
fi
find "$folder/bin" "$folder/lib" -type f -exec strip {} +
du -sh "$folder"
