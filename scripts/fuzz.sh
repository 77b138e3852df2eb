#!/usr/bin/env bash
# Fuzzes one target with libFuzzer, from the target's own seeds and what earlier runs found (build/fuzz/corpus/TARGET):
# fuzz.sh TARGET [SECONDS], e.g. fuzz.sh fuzz_formats 60. Needs clang. What it finds is left in build/fuzz/found/TARGET.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${1:?usage: fuzz.sh TARGET [SECONDS]}
seconds=${2:-60}
build=$root/build/fuzz
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
# -O1: without it a run sees a tenth of the inputs.
cmake -S "$root" -B "$build" -G Ninja "${launcher[@]}" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS=-O1 \
  -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang -DFINGERPOST_FUZZ=ON -DFINGERPOST_SANITIZE=address,undefined >/dev/null
cmake --build "$build" --target "$target"
mkdir -p "$build/corpus/$target" "$build/seeds/$target" "$build/found/$target"
FINGERPOST_SEEDS="$build/seeds/$target" UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 "$build/tests/$target" \
  -max_total_time="$seconds" -max_len=4096 -timeout=5 -rss_limit_mb=2048 -artifact_prefix="$build/found/$target/" \
  -print_final_stats=1 "$build/corpus/$target" "$build/seeds/$target"
