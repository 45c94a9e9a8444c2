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
  [[ $1 =~ $steps ]] || return 0
  run "$@"
  report "$1"
}
run() {
  local name=$1 begin=$SECONDS
  rm -f "$logs/$name.status"
  "${@:2}" >"$logs/$name.log" 2>&1
  echo "$? $((SECONDS - begin))" >"$logs/$name.status"
}
report() {
  local status="a missing status" seconds=0 lines=4
  read -r status seconds <"$logs/$1.status"
  if [ "$status" = 0 ]; then
    echo "== $1: passed ($seconds s)"
  else
    echo "== $1: FAILED with $status ($seconds s)"
    failed=$((failed + 1)) lines=40
  fi
  tail -n "$lines" "$logs/$1.log"
}

# beside NAME COMMAND...: a step beside others, which `finish` waits for.
begun=()
beside() {
  [[ $1 =~ $steps ]] || return 0
  while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
  begun+=("$1")
  run "$@" &
}
finish() {
  local name
  wait
  for name in "${begun[@]}"; do report "$name"; done
}

# program NAME WORDS...: one that hangs fails.
program() { timeout 400 "$build/bin/$1" "${@:2}"; }

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

# trained_models PRECISION: those of the test data; what is built alone, and det4, which is large, need no GPU.
trained_models() {
  INGOT_TEST_DATA=$data INGOT_TEST_PRECISION=$1 program test_models --gtest_filter='-BuildOnly*:*Landmark*'
}

# rows MODE NAMES...: the operator driver on these files of rows.
rows() {
  local mode=$1 name
  for name in "${@:2}"; do
    beside "${mode}_$name" program ops_driver "--$mode" --device cuda "$root/tests/ops/$name.cases"
  done
}

# with_next OPTIONS...: the operator driver in that mode, where there are such launches.
with_next() {
  local status=0 log
  log=$(program ops_driver --with-next --device cuda "$@" 2>&1) || status=$?
  echo "$log"
  [ "$status" = 0 ] && grep -q "launches of cuda_tensor_convolution with 2 more" <<<"$log"
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

# sanitizer TOOL ROWS OPTIONS...: the operator driver on a file of rows under a tool of compute-sanitizer, on
# Ingot's own kernels. The tool looks for the driver by a name that Ingot's own library bears too, so that is not
# shown to it.
mkdir -p "$logs/lib"
ln -sf "$build"/lib/lib[!c]* "$logs/lib/"
sanitizer() {
  INGOT_NVIDIA_LIBRARIES="" LD_LIBRARY_PATH=$logs/lib timeout 400 "$compute_sanitizer" --tool "$1" \
    --max-connections 100 --error-exitcode 9 "$build/bin/ops_driver" --check --device cuda --data integers "${@:3}" \
    "$root/tests/ops/$2.cases"
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
if [ -e "$data/caffe/squeezenet-v1.0" ]; then
  for precision in fp32 fp16; do step "models_$precision" trained_models "$precision"; done
else
  echo "== models: skipped, INGOT_TEST_DATA does not name the folder of models"
fi
for client in "$build"/bin/client_*; do
  name=$(basename "$client")
  step "$name" program "$name" "$root/examples/tutorial"
done
step enqueue program test_gpu
export INGOT_LOAD_SECONDS=${INGOT_LOAD_SECONDS:-10}
step contexts program test_load --gtest_filter='Contexts.*:Enqueue.*'
compute_sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer) &&
  for tool in racecheck memcheck; do
    for name in pooling lrn softmax reduce transpose; do
      beside "sanitizer_${tool}_$name" sanitizer "$tool" "$name"
    done
    for layout in linear f16_nhwc8 bf16_nhwc8; do
      beside "sanitizer_${tool}_lenet_$layout" sanitizer "$tool" lenet --layout "$layout,$layout"
    done
  done
mapfile -t all < <(cd "$root/tests/ops" && basename -s .cases -- *.cases)
# What takes longest comes first.
rows together convolution fully_connected lenet squeezenet
beside with_next_convolution with_next "$root/tests/ops/convolution.cases"
for data in integers random; do
  beside "check_convolution_$data" program ops_driver --check --device cuda --data "$data" \
    "$root/tests/ops/convolution.cases"
done
for name in "${all[@]}"; do
  [ "$name" = convolution ] || rows check "$name"
done
rows save "${all[@]}"
rows repeat epilogue lenet squeezenet
for type in "" f16_ bf16_; do
  words=(--layout "${type}nhwc8,${type}nhwc8" "$root/tests/gpu/windows.cases")
  beside "${type}windows" program ops_driver --check --device cuda "${words[@]}"
  beside "with_next_${type}windows" with_next "${words[@]}"
done
beside code_is_kept code_is_kept
finish
echo "failed: $failed"
exit $((failed > 0))
