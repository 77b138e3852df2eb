#!/usr/bin/env bash
# Builds into build/NAME: build.sh NAME [--only TARGET]... [cmake options]. Prints only what goes wrong.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=$1
shift
targets=()
while [[ ${1:-} == --only ]]; do
  targets+=(--target "$2")
  shift 2
done
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
# One tree takes over what another one compiled: their paths differ only below the root.
export CCACHE_BASEDIR=$root
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake -S "$root" -B "$root/build/$name" -G Ninja "${launcher[@]}" "$@" &&
  cmake --build "$root/build/$name" "${targets[@]}"; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 3
fi
grep -E 'warning:' "$log" >&2 || true
