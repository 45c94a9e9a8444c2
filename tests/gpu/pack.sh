#!/usr/bin/env bash
# tests/gpu/pack.sh FOLDER: what tests/gpu/run.sh needs, stripped, in a folder that can be carried
# to a machine with a GPU and without a compiler. Wants a build in build/release.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
folder=${1:?usage: tests/gpu/pack.sh FOLDER}
build=build/release
mkdir -p "$folder/bin" "$folder/lib" "$folder/cases"
programs=(tutorial ops_driver hostcuda_conformance)
cp "${programs[@]/#/$build/bin/}" "$folder/bin/"
cp -P "$build"/lib/lib*.so* "$folder/lib/"
cp -r examples/tutorial "$folder/"
cp tests/ops/*.cases "$folder/cases/"
cp tests/gpu/run.sh "$folder/"
# Libraries that a bare system lacks; those of the C and C++ compilers are everywhere.
ldd "$folder"/bin/* "$folder"/lib/*.so.0 | sed -n 's/.* => \(\/[^ ]*\) (.*/\1/p' | sort -u |
  grep -v "/build/release/\|/libc\.\|/libm\.\|/libstdc++\|/libgcc_s\|/ld-linux\|/libpthread\|/libdl\|/librt" |
  while read -r library; do cp -L "$library" "$folder/lib/"; done
find "$folder/bin" "$folder/lib" -type f -exec strip {} +
du -sh "$folder"
