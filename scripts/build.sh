#!/usr/bin/env bash
# Builds into build/NAME: build.sh NAME [cmake options]. Prints only what goes wrong, and one line at the end.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=$1
shift
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
# One tree takes over what another one compiled: their paths differ only below the root.
export CCACHE_BASEDIR=$root
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake -S "$root" -B "$root/build/$name" -G Ninja "${launcher[@]}" "$@" && cmake --build "$root/build/$name"; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 3
fi
grep -E 'warning:' "$log" >&2 || true
