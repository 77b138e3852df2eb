#!/usr/bin/env bash
# Learns troubleshooting-index/learned.txt anew: which words keep the same company in the documentation that Debian
# ships. Downloads the packages of scripts/learn_packages.txt (about 600 MB; one that the mirror does not have is passed
# over), reads their texts, and takes some minutes and 2 GB of memory. Needs a built tree.
# usage: scripts/learn_words.sh [BUILD]   (default: build)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${1:-$root/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

c++ -std=c++20 -O2 -I"$root" "$root/scripts/learn_words.cc" -o "$work/learn" \
  "$build/libpointer-map.a" "$build/libbase.a" -lfmt -lstemmer -lxxhash -lsqlite3
mkdir "$work/packages"
cd "$work/packages"
grep -v '^#' "$root/scripts/learn_packages.txt" | xargs -n 1 -P 3 sh -c 'apt-get download -qq "$0" >/dev/null 2>&1 || echo "no package $0" >&2'
python3 "$root/scripts/learn_words.py" *.deb >"$work/paragraphs.txt"
"$work/learn" <"$work/paragraphs.txt" >"$work/words.txt"
{
  echo "# Words that stand near the same words in technical prose; made by scripts/learn_words.sh, not by hand."
  echo "# A line: the stem, the digit of its rarity, the hundred digits of its vector (troubleshooting-index/learned_words.h)."
  cat "$work/words.txt"
} >"$root/troubleshooting-index/learned.txt"
