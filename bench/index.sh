#!/usr/bin/env bash
# Times indexing against rg and git on the same tree, interleaved, and prints medians and ratios as a table: of time on
# the clock, and of the processors' time, which other work on the machine disturbs less.
#   bench/index.sh TREE [ROUNDS]        TREE: a git checkout of some size; needs ripgrep
# FINGERPOST=BINARY measures that one instead of building a release.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tree=${1:?usage: bench/index.sh TREE [ROUNDS]}
rounds=${2:-5}
fingerpost=${FINGERPOST:-}
if [[ -z $fingerpost ]]; then
  "$root/scripts/build.sh" release -DFINGERPOST_TESTS=OFF
  fingerpost=$root/build/release/fingerpost
fi
state=$(mktemp -d)
# The file that is changed is put back byte by byte: the tree may hold work that is not committed.
changed=$tree/$(git -C "$tree" ls-files '*.md' | sed -n 1p)
[[ -f $changed ]] || { echo "no markdown file to change in $tree" >&2; exit 2; }
cp -p "$changed" "$state/original"
restore() { cmp -s "$state/original" "$changed" || cp -p "$state/original" "$changed"; }
trap 'restore; rm -rf "$state"' EXIT
export XDG_CACHE_HOME=$state XDG_STATE_HOME=$state
declare -A clock cpu
measure() {  # NAME COMMAND...
  local name=$1 real user system
  shift
  TIMEFORMAT='%3R %3U %3S'
  read -r real user system < <({ time "$@" >/dev/null 2>&1 || true; } 2>&1)
  clock[$name]+="$real "
  cpu[$name]+="$(awk "BEGIN {print $user + $system}") "
}
median() { tr ' ' '\n' <<<"$1" | grep . | sort -n | awk '{v[NR]=$1} END {printf "%.0f", v[int((NR+1)/2)]*1000}'; }
row() {  # TITLE NAME BASE BASE_TITLE
  local real processors
  real=$(median "${clock[$2]}")
  processors=$(median "${cpu[$2]}")
  echo "| $1 | $real | $processors | $(awk "BEGIN {printf \"%.1f (processors %.1f) × %s\", \
    $real / $(median "${clock[$3]}"), $processors / $(median "${cpu[$3]}"), \"$4\"}") |"
}
for ((i = 0; i < rounds; ++i)); do
  rm -rf "$state"/fingerpost
  measure rg bash -c "cd '$tree' && rg -c ."
  measure status git -C "$tree" status --porcelain
  measure documents "$fingerpost" index --documents --repo "$tree"
  measure code "$fingerpost" index --repo "$tree"
  measure unchanged "$fingerpost" index --repo "$tree"
  echo "<!-- changed $i -->" >>"$changed"
  measure changed "$fingerpost" index --repo "$tree"
  restore
  "$fingerpost" index --repo "$tree" >/dev/null
done
echo "| what | clock ms | processors ms | ratio |"
echo "|---|---|---|---|"
row "rg -c ." rg rg rg
row "git status" status status status
row "documents and configuration, from nothing" documents rg rg
row "code, behind them" code rg rg
row "unchanged, as a process" unchanged status status
row "one file changed, as a process" changed status status
