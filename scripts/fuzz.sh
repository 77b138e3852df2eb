#!/usr/bin/env bash
# Fuzzes one target with libFuzzer: fuzz.sh TARGET [SECONDS], e.g. fuzz.sh fuzz_formats 60. Needs clang.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${1:?usage: fuzz.sh TARGET [SECONDS]}
"$root/scripts/build.sh" fuzz -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang -DFINGERPOST_FUZZ=ON -DFINGERPOST_SANITIZE=address,undefined
mkdir -p "$root/build/fuzz/corpus/$target"
"$root/build/fuzz/tests/$target" -max_total_time="${2:-60}" -max_len=4096 "$root/build/fuzz/corpus/$target"
