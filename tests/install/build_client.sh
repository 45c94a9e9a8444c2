#!/bin/sh
# build_client.sh LEVEL SOURCE FOLDER ARGS...: compiles one program through pkg-config, in the
# language of the level's era, and runs it in FOLDER. -lcuda, which programs name themselves, must be
# found where the package's libraries are.
set -eu
level=$1 source=$2 folder=$3
shift 3
case "$level" in
  5) standard=c++11 ;;
  7) standard=c++14 ;;
  *) standard=c++17 ;;
esac
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
# shellcheck disable=SC2046 # one word a flag
"${CXX:-c++}" "-std=$standard" -O1 -I "$(dirname "$source")/.." "$source" -o program \
  $(pkg-config --cflags --libs "ingot-tensorrt-$level") -lcuda -pthread -ldl
exec ./program "$@"
