#!/usr/bin/env bash
# Installs what is missing, builds and runs every test.
#   scripts/test.sh [--sanitize address,undefined | thread] [--only TARGET]... [--filter REGEX]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name="test"
options=(-DCMAKE_BUILD_TYPE=Release)
filter=()
only=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --sanitize)
      # clang takes half of g++'s time for it.
      name=test-${2//,/-}
      options=(-DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang "-DFINGERPOST_SANITIZE=$2")
      shift 2
      ;;
    --only) only+=(--only "$2"); shift 2 ;;
    --filter) filter=(-R "$2"); shift 2 ;;
    *) echo "usage: scripts/test.sh [--sanitize LIST] [--only TARGET]... [--filter REGEX]" >&2; exit 2 ;;
  esac
done
"$root/scripts/install.sh" --tests
"$root/scripts/build.sh" "$name" "${only[@]}" "${options[@]}"
cd "$root/build/$name"
ctest -j2 --output-on-failure "${filter[@]}"
