#!/usr/bin/env bash
# tests/gpu/run.sh FOLDER: runs what tests/gpu/pack.sh put there, on a GPU. The last line counts
# what failed; the exit status is 0 where that is nothing.
set -uo pipefail
folder=$(readlink -f "${1:-$(dirname "$0")}")
cd "$folder" || exit 2
export LD_LIBRARY_PATH=$folder/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
out=${OUT:-$(mktemp -d)} # where logs lie
failed=0

# step NAME COMMAND...: its last lines, and whether it succeeded.
step() {
  local name=$1 log="$out/$1.log" begin=$SECONDS
  shift
  if "$@" >"$log" 2>&1; then
    echo "== $name: passed ($((SECONDS - begin)) s)"
  else
    echo "== $name: FAILED with $? ($((SECONDS - begin)) s)"
    failed=$((failed + 1))
  fi
  tail -n "${LINES_OF_A_STEP:-12}" "$log"
}

nvidia-smi --query-gpu=name,driver_version --format=csv,noheader || {
  echo "skipped: there is no NVIDIA GPU here"
  exit 0
}

digits() { # the tutorial on a device: builds a plan, reads ten digits
  INGOT_DEVICE=$1 bin/tutorial build tutorial/lenet.prototxt tutorial/lenet.caffemodel "$out/$1.plan" &&
    INGOT_DEVICE=$1 bin/tutorial run "$out/$1.plan" tutorial/digits/*.pgm >"$out/$1.digits" &&
    grep "This is" "$out/$1.digits" | tr '\n' ' ' &&
    strings "$out/$1.plan" | grep -m 1 -E "^(cuda sm_|cpu )"
}
same_digits() { diff <(grep "This is" "$out/cpu.digits") <(grep "This is" "$out/cuda.digits"); }

step tutorial_cpu digits cpu
step tutorial_cuda digits cuda
step tutorial_same_digits same_digits
step conformance timeout 240 env INGOT_DEVICE=cuda bin/hostcuda_conformance
for cases in cases/*.cases; do
  name=$(basename "$cases" .cases)
  step "check_$name" timeout 240 env INGOT_DEVICE=cuda bin/ops_driver --check --device cuda "$cases"
done
for name in epilogue lenet squeezenet; do
  step "save_$name" timeout 240 env INGOT_DEVICE=cuda bin/ops_driver --save --device cuda "cases/$name.cases"
  step "repeat_$name" timeout 240 env INGOT_DEVICE=cuda bin/ops_driver --repeat --device cuda "cases/$name.cases"
done
step time_lenet timeout 240 env INGOT_DEVICE=cuda bin/ops_driver --time --device cuda cases/lenet.cases
echo "failed: $failed"
exit $((failed > 0))
