#!/usr/bin/env bash
# Times indexing against rg and git on the same tree, interleaved, and prints medians and ratios as a table.
#   bench/index.sh TREE [ROUNDS]        TREE: a git checkout of some size; needs ripgrep
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tree=${1:?usage: bench/index.sh TREE [ROUNDS]}
rounds=${2:-5}
"$root/scripts/build.sh" release -DFINGERPOST_TESTS=OFF
fingerpost=$root/build/release/fingerpost
state=$(mktemp -d)
# The file that is changed is put back byte by byte: the tree may hold work that is not committed.
changed=$tree/$(git -C "$tree" ls-files '*.md' | head -n 1)
[[ -f $changed ]] || { echo "no markdown file to change in $tree" >&2; exit 2; }
cp -p "$changed" "$state/original"
restore() { cmp -s "$state/original" "$changed" || cp -p "$state/original" "$changed"; }
trap 'restore; rm -rf "$state"' EXIT
export XDG_CACHE_HOME=$state XDG_STATE_HOME=$state
declare -A times
measure() {  # NAME COMMAND...
  local name=$1 start end
  shift
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1 || true
  end=$(date +%s%N)
  times[$name]+="$(((end - start) / 10000)) "
}
median() { tr ' ' '\n' <<<"${times[$1]}" | grep . | sort -n | awk '{v[NR]=$1} END {printf "%.2f", v[int((NR+1)/2)]/100}'; }
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
rg=$(median rg)
status=$(median status)
documents=$(median documents)
code=$(median code)
echo "| what | median ms | ratio |"
echo "|---|---|---|"
echo "| rg -c . | $rg | 1 |"
echo "| git status | $status | 1 |"
echo "| documents and configuration, from nothing | $documents | $(awk "BEGIN {printf \"%.1f\", $documents/$rg}") × rg |"
echo "| with code | $(awk "BEGIN {print $documents+$code}") | $(awk "BEGIN {printf \"%.1f\", ($documents+$code)/$rg}") × rg |"
echo "| unchanged | $(median unchanged) | $(awk "BEGIN {printf \"%.2f\", $(median unchanged)/$status}") × git status |"
echo "| one file changed (process and sweep included) | $(median changed) | |"
