#!/usr/bin/env bash
# tests/gpu/run.sh BUILD [LOGS [STEPS]]: what needs an NVIDIA GPU, with the programs of BUILD/bin and
# the libraries of BUILD/lib: a build folder, or what tests/gpu/pack.sh made of one. Logs go to the
# folder LOGS. STEPS is a regular expression for the names of steps to take, all unless it is given.
# The last line counts what failed; the exit status is 0 where that is nothing.
set -uo pipefail
root=$(realpath "$(dirname "$0")/../..")
build=$(realpath "${1:?usage: tests/gpu/run.sh BUILD [LOGS]}")
logs=${2:-$(mktemp -d)}
mkdir -p "$logs"
logs=$(realpath "$logs")
data=${INGOT_TEST_DATA:-$build/data}
export LD_LIBRARY_PATH=$build/lib INGOT_DEVICE=cuda
# Compiled kernels are those of this run.
export INGOT_CODE_CACHE=${INGOT_CODE_CACHE-$logs/code}
# cuBLASLt, cuDNN and NVRTC as Python's packages bring them, unless it is said where they are.
packages=$(python3 -c 'import glob, nvidia
print(":".join(lib for root in nvidia.__path__ for lib in glob.glob(root + "/c*/lib")))' 2>/dev/null)
if [ -n "$packages" ]; then
  export INGOT_NVIDIA_LIBRARIES=${INGOT_NVIDIA_LIBRARIES-$packages}
fi
steps=${3:-.}
failed=0

# step NAME COMMAND...: whether it succeeded, and its last lines.
step() {
  local name=$1 log=$logs/$1.log begin=$SECONDS lines=4
  [[ $name =~ $steps ]] || return 0
  shift
  if "$@" >"$log" 2>&1; then
    echo "== $name: passed ($((SECONDS - begin)) s)"
  else
    echo "== $name: FAILED with $? ($((SECONDS - begin)) s)"
    failed=$((failed + 1)) lines=40
  fi
  tail -n "$lines" "$log"
}

# program NAME WORDS...: one that hangs fails.
program() { timeout 240 "$build/bin/$1" "${@:2}"; }

# read_digits DEVICE NAME MODEL WEIGHTS: the tutorial builds a plan there and reads ten digits.
read_digits() {
  local plan=$logs/$2.$1.plan
  export INGOT_DEVICE=$1
  program tutorial build "$3" "$4" "$plan" &&
    program tutorial run "$plan" "$root"/examples/tutorial/digits/*.pgm >"$logs/$2.$1.digits" &&
    grep "This is" "$logs/$2.$1.digits" | paste -s -d ' '
}

# same_digits NAME MODEL WEIGHTS: the GPU's plan is the GPU's, and reads what the processor's does.
same_digits() {
  (read_digits cpu "$@") && (read_digits cuda "$@") &&
    grep -q -a "cuda sm_" "$logs/$1.cuda.plan" &&
    diff <(grep "This is" "$logs/$1.cpu.digits") <(grep "This is" "$logs/$1.cuda.digits")
}

# foreign_plan DEVICE OTHER: the tutorial's plan of OTHER is tuned again on DEVICE, with a warning, and
# reads the same digits; a strict process refuses it.
foreign_plan() {
  local plan=$logs/tutorial.$2.plan
  INGOT_DEVICE=$1 program tutorial run "$plan" "$root"/examples/tutorial/digits/*.pgm \
    >"$logs/foreign.$1.digits" 2>"$logs/foreign.$1.messages" &&
    grep "was tuned again" "$logs/foreign.$1.messages" &&
    diff <(grep "This is" "$logs/tutorial.$1.digits") <(grep "This is" "$logs/foreign.$1.digits") &&
    ! INGOT_DEVICE=$1 INGOT_PLANS=strict program tutorial run "$plan" \
      "$root/examples/tutorial/digits/0.pgm" >"$logs/strict.$1.messages" 2>&1 &&
    grep "build the plan here" "$logs/strict.$1.messages"
}

# plan_of_both: what is tuned for a GPU beside a processor's own runs on either, in a strict process.
plan_of_both() {
  local plan=$logs/both.plan device
  INGOT_DEVICE=cuda program ingot tune "$logs/tutorial.cpu.plan" --plan "$plan" &&
    program ingot inspect "$plan" | grep -E "^also for: cpu" || return
  for device in cpu cuda; do
    INGOT_DEVICE=$device INGOT_PLANS=strict program tutorial run "$plan" \
      "$root"/examples/tutorial/digits/*.pgm >"$logs/both.$device.digits" &&
      diff <(grep "This is" "$logs/tutorial.cpu.digits") \
        <(grep "This is" "$logs/both.$device.digits") || return
  done
}

# rows MODE NAMES...: the operator driver on these files of rows, side by side.
rows() {
  local mode=$1 name
  shift
  for name in "$@"; do
    [[ ${mode}_$name =~ $steps ]] || continue
    (
      program ops_driver "--$mode" --device cuda "$root/tests/ops/$name.cases" \
        >"$logs/$mode.$name.out" 2>&1
      echo $? >"$logs/$mode.$name.status"
    ) &
  done
  wait
  for name in "$@"; do step "${mode}_$name" ended "$mode.$name"; done
}
ended() {
  tail -n 40 "$logs/$1.out"
  return "$(cat "$logs/$1.status")"
}

# code_is_kept: a second process takes the kernels that the first one compiled, and writes none; damaged
# files are replaced.
code_is_kept() {
  local -x INGOT_CODE_CACHE=$logs/kept
  local first sizes
  scaled() {
    program ops_driver --check --device cuda --tactic cuda_generated_pointwise "$root/tests/ops/scale.cases" |
      tail -n 4
  }
  scaled || return
  [ -d "$INGOT_CODE_CACHE" ] || { echo "there is no NVRTC" && return; }
  first=$(ls -l --time-style=full-iso "$INGOT_CODE_CACHE") sizes=$(wc -c "$INGOT_CODE_CACHE"/*)
  scaled && diff <(echo "$first") <(ls -l --time-style=full-iso "$INGOT_CODE_CACHE") || return
  truncate -s -1 "$INGOT_CODE_CACHE"/*
  scaled && diff <(echo "$sizes") <(wc -c "$INGOT_CODE_CACHE"/*)
}

# windows: layouts side by side.
windows() {
  local type jobs=() status=0
  for type in "" f16_ bf16_; do
    program ops_driver --check --device cuda --layout "${type}nhwc8,${type}nhwc8" \
      "$root/tests/gpu/windows.cases" &
    jobs+=($!)
  done
  for job in "${jobs[@]}"; do wait "$job" || status=1; done
  return "$status"
}

# sanitizer TOOL ROWS...: the operator driver on files of rows, each with its options, under a tool of
# compute-sanitizer, on Ingot's own kernels. The tool looks for the driver by a name that Ingot's own library bears too, so that
# is not shown to it.
sanitizer() {
  local tool=$1 rows words
  shift
  mkdir -p "$logs/lib"
  ln -sf "$build"/lib/lib[!c]* "$logs/lib/"
  for rows in "$@"; do
    read -ra words <<<"$rows"
    INGOT_NVIDIA_LIBRARIES="" LD_LIBRARY_PATH=$logs/lib timeout 100 "$compute_sanitizer" --tool "$tool" --error-exitcode 9 \
      "$build/bin/ops_driver" --check --device cuda --data integers "${words[@]:1}" \
      "$root/tests/ops/${words[0]}.cases" || return
  done
}

# One binary for machines with and without a GPU: the device is its own choice.
any_machine() { (read_digits auto any "$root"/examples/tutorial/lenet.{prototxt,caffemodel}); }
echo "tutorial: $(sha256sum <"$build/bin/tutorial")"
step any_machine any_machine

timeout 60 nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2>/dev/null || {
  echo "skipped: there is no NVIDIA GPU here"
  exit "$failed"
}

[ -e "$build/lib/libingot_cuda.so.0" ] || {
  echo "skipped: libingot_cuda was left out of this build"
  exit 0
}

step conformance program hostcuda_conformance
step tutorial same_digits tutorial "$root"/examples/tutorial/lenet.{prototxt,caffemodel}
step plan_of_processor foreign_plan cuda cpu
step plan_of_gpu foreign_plan cpu cuda
step plan_of_both plan_of_both
if [ -e "$data/caffe/lenet" ]; then
  step lenet same_digits lenet "$data"/caffe/lenet/lenet{.prototxt,_iter_10000.caffemodel}
fi
for client in "$build"/bin/client_*; do
  name=$(basename "$client")
  step "$name" program "$name" "$root/examples/tutorial"
done
step enqueue program test_gpu
export INGOT_LOAD_SECONDS=${INGOT_LOAD_SECONDS:-10}
step contexts program test_load --gtest_filter='Contexts.*:Enqueue.*'
mapfile -t all < <(cd "$root/tests/ops" && basename -s .cases -- *.cases)
rows check "${all[@]}"
rows save "${all[@]}"
rows repeat epilogue lenet squeezenet
rows together convolution fully_connected lenet squeezenet
step windows windows
step code_is_kept code_is_kept
compute_sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer) &&
  for tool in memcheck racecheck; do
    step "$tool" sanitizer "$tool" pooling lrn softmax reduce transpose \
      "lenet --layout linear,linear" "lenet --layout f16_nhwc8,f16_nhwc8" \
      "lenet --layout bf16_nhwc8,bf16_nhwc8"
  done
echo "failed: $failed"
exit $((failed > 0))
