#!/usr/bin/env bash
# cmake/pack.sh BUILD FOLDER PROGRAM...: programs of a build with all libraries that they need,
# stripped, in FOLDER/bin and FOLDER/lib, for a machine without a compiler or packages.
set -euo pipefail
build=$(realpath "${1:?usage: cmake/pack.sh BUILD FOLDER PROGRAM...}")
folder=$(realpath -m "${2:?usage: cmake/pack.sh BUILD FOLDER PROGRAM...}")
mkdir -p "$folder"/{bin,lib}
for program in "${@:3}"; do cp "$build/bin/$program" "$folder/bin/"; done
cp -P "$build"/lib/lib*.so* "$folder/lib/"
# Packages' libraries; those of the C and C++ compilers are everywhere.
LD_LIBRARY_PATH=$folder/lib ldd "$folder"/bin/* "$folder"/lib/*.so.0 |
  sed -n 's/.* => \(\/[^ ]*\) (.*/\1/p' | sort -u |
  sed "\#^$folder/\|/lib\(c\|m\|stdc++\|gcc_s\|pthread\|dl\|rt\)\.so#d" |
  while read -r library; do cp -L "$library" "$folder/lib/"; done
find "$folder/bin" "$folder/lib" -type f -exec strip {} +
du -sh "$folder"
