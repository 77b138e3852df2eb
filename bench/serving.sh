#!/usr/bin/env bash
# What serving costs beside the least that a server can do, in one run: round trips over stdio, throughput over HTTP,
# start, memory, and how soon a change is known. Prints tables for RESULTS.md.
#   bench/serving.sh BUILD [ROUNDS]      BUILD: a release build with -DFINGERPOST_BENCH=ON
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:?usage: bench/serving.sh BUILD [ROUNDS]}" && pwd)
rounds=${2:-5}
program=$build/fingerpost
tools=$build/bench
scratch=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
export XDG_CACHE_HOME=$scratch XDG_STATE_HOME=$scratch

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
column() { awk -v n="$2" '{print $n}' <<<"$1" | median; }
quote() { sed 's/["\\]/\\&/g'; }
# Messages for the questions that come on the standard input.
messages() {
  quote | awk '{printf "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"where_is\",\"arguments\":{\"query\":\"%s\"}}}\n", NR, $0}'
}
repeat() { for ((i = 0; i < rounds; ++i)); do "$@"; done; }

mkdir "$scratch/large" "$scratch/five"
python3 "$here/serving/tree.py" "$scratch/large/tree" 3200
python3 "$here/serving/tree.py" "$scratch/five/tree" 5000
for tree in large five; do "$program" index --repo "$scratch/$tree/tree"; done
grep -v ' ' "$scratch/large/questions" | messages >"$scratch/names"
grep ' ' "$scratch/large/questions" | messages >"$scratch/titles"
echo '{"jsonrpc":"2.0","id":1,"method":"ping"}' >"$scratch/ping"
echo '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' >"$scratch/list"
echo '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"b","version":"1"}}}' >"$scratch/initialize"

echo "| over stdio | reply bytes | p50 µs | p99 µs | echo p50 µs | ratio |"
echo "|---|---|---|---|---|---|"
stdio() {  # TITLE MESSAGES
  local ours echoed size
  ours=$(repeat "$tools/round_trip" 1000 "$scratch/$2" "$program" mcp --repo "$scratch/large/tree")
  size=$(column "$ours" 4)
  echoed=$(repeat "$tools/round_trip" 1000 "$scratch/$2" "$tools/echo" "$size")
  echo "| $1 | $size | $(column "$ours" 2) | $(column "$ours" 3) | $(column "$echoed" 2) |" \
    "$(awk "BEGIN {printf \"%.1f\", $(column "$ours" 2) / $(column "$echoed" 2)}") |"
}
stdio "ping" ping
stdio "where_is, a name" names
stdio "where_is, a title in words" titles

echo
echo "| over HTTP, 64 connections | body bytes | requests/s | p99 µs | echo requests/s | echo p99 µs | ratio |"
echo "|---|---|---|---|---|---|---|"
start() {
  : >"$scratch/port"
  "$@" >"$scratch/port" & server=$!
  until [[ -s $scratch/port ]]; do kill -0 "$server"; done
  port=$(cat "$scratch/port")
}
stop() { kill "$server"; wait "$server" 2>/dev/null || true; server=; }
http() {  # TITLE MESSAGES REQUESTS
  local ours echoed size
  start "$program" serve --port 0 --quiet --repo "$scratch/large/tree"
  "$tools/load" "$port" 8 500 "$scratch/$2" >/dev/null
  ours=$(repeat "$tools/load" "$port" 64 "$3" "$scratch/$2")
  stop
  size=$(column "$ours" 4)
  start "$tools/http_echo" "$size"
  echoed=$(repeat "$tools/load" "$port" 64 "$3" "$scratch/$2")
  stop
  echo "| $1 | $size | $(column "$ours" 1) | $(column "$ours" 3) | $(column "$echoed" 1) | $(column "$echoed" 3) |" \
    "$(awk "BEGIN {printf \"%.2f\", $(column "$echoed" 1) / $(column "$ours" 1)}") |"
}
http "ping" ping 20000
http "tools/list" list 20000
http "where_is, a name" names 10000
http "where_is, a title in words" titles 5000

echo
echo "| a question over HTTP, one connection (where_is, a name) | p50 µs | p99 µs |"
echo "|---|---|---|"
start "$program" serve --port 0 --quiet --repo "$scratch/large/tree"
"$tools/load" "$port" 8 500 "$scratch/names" >/dev/null
alone=$(repeat "$tools/load" "$port" 1 2000 "$scratch/names")
coproc CROWD { exec python3 "$here/serving/crowd.py" "$port" 200 200; }
read -r held <&"${CROWD[0]}"
beside=$(repeat "$tools/load" "$port" 1 2000 "$scratch/names")
echo "| alone | $(column "$alone" 2) | $(column "$alone" 3) |"
echo "| beside 200 open streams and 200 idle connections ($held held) | $(column "$beside" 2) | $(column "$beside" 3) |"
crowd=$CROWD_PID
exec {CROWD[1]}>&-
wait "$crowd"
stop

echo
echo "| process | value |"
echo "|---|---|"
first=$(repeat "$tools/round_trip" 1 "$scratch/initialize" "$program" mcp --repo "$scratch/five/tree")
echo "| start to the reply to initialize, 5,000 files, ms | $(column "$first" 1 | awk '{printf "%.1f", $1 / 1000}') |"
grep ' ' "$scratch/five/questions" | messages >"$scratch/five/messages"
settled=$(repeat "$tools/round_trip" 1000 "$scratch/five/messages" "$program" mcp --repo "$scratch/five/tree")
echo "| resident after 1,000 questions, 5,000 files, MiB | $(column "$settled" 5) |"
read -r median_save slowest switch_known told sweeps files < <(python3 "$here/serving/watch.py" "$program" "$scratch/five/tree")
echo "| one file saved to its subscriber told, median and slowest of 20, ms | $median_save, $slowest |"
echo "| git checkout that moves files ($files paths) to the map's knowing it, ms | $switch_known |"
echo "| … told as changes of the list, and sweeps over the tree | $told, $sweeps |"
