#!/usr/bin/env bash
# Runs clang-tidy with the checks of .clang-tidy over the rooms (not the tests). Needs a configured tree, not a built one.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cmake -S "$root" -B "$root/build/tidy" -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang -DFINGERPOST_TESTS=OFF >/dev/null
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cd "$root"
# What is compiled at once is looked at at once: most of the time goes into the headers.
if ! python3 -c 'import json; [print(one["file"]) for one in json.load(open("build/tidy/compile_commands.json"))]' |
  xargs -P "$(nproc)" -n 1 clang-tidy -p build/tidy --quiet >"$log" 2>&1; then
  grep -vE '^[0-9]+ warnings? generated|^Suppressed|^Use -header-filter' "$log" >&2
  exit 1
fi
