#!/usr/bin/env bash
# Runs clang-tidy with the checks of .clang-tidy over the rooms (not the tests). Needs a configured tree, not a built one.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cmake -S "$root" -B "$root/build/tidy" -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang -DFINGERPOST_TESTS=OFF >/dev/null
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cd "$root"
# Naming the rooms from the root keeps generated files in build/ out.
if ! git ls-files '*.cc' ':!tests' ':!bench' | xargs -P "$(nproc)" -n 2 clang-tidy -p build/tidy --quiet >"$log" 2>&1; then
  grep -vE '^[0-9]+ warnings? generated|^Suppressed|^Use -header-filter' "$log" >&2
  exit 1
fi
