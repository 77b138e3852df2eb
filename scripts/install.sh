#!/usr/bin/env bash
# Installs the packages of scripts/packages.txt that are missing. Asks nothing of the network when none is.
#   scripts/install.sh [--tests]   those of the tests too (scripts/packages-tests.txt): among them two database servers
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lists=("$here/packages.txt")
[[ ${1:-} == --tests ]] && lists+=("$here/packages-tests.txt")

missing=()
while read -r package _; do
  [[ -z $package || $package == \#* ]] && continue
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done < <(cat "${lists[@]}")
[[ ${#missing[@]} -eq 0 ]] && exit 0

command -v apt-get >/dev/null || { echo "fingerpost is built on Debian 12; install the likes of: ${missing[*]}" >&2; exit 3; }
as_root=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || { echo "not root and no sudo: run as root: apt-get install ${missing[*]}" >&2; exit 3; }
  as_root=(sudo)
fi
echo "installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
