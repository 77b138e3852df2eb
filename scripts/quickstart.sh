#!/usr/bin/env bash
# From nothing to an answer: installs what is missing, builds, indexes REPOSITORY (default: this one) and asks two questions.
#   scripts/quickstart.sh [REPOSITORY]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
repository=${1:-$root}
[[ -d $repository ]] || { echo "no such directory: $repository" >&2; exit 2; }

echo "1. packages"
"$root/scripts/install.sh"
echo "2. build (a minute or two the first time, seconds after that)"
"$root/scripts/build.sh" release -DFINGERPOST_TESTS=OFF
fingerpost=$root/build/release/fingerpost

echo "3. index $repository"
"$fingerpost" index --repo "$repository"
echo
"$fingerpost" overview --repo "$repository"

for question in "how do I run the tests" "what ports does the system use"; do
  echo
  echo "\$ fingerpost where '$question'"
  "$fingerpost" where --repo "$repository" --limit 3 "$question" || [[ $? -eq 1 ]]
done
echo
echo "Ask it yourself:   $fingerpost where --repo '$repository' 'your question'"
echo "For an assistant:  claude mcp add fingerpost -- $fingerpost mcp --repo '$repository'"
