#!/usr/bin/env python3
"""Questions while code is still being read: those about places wait a moment for it, and are then answered without, and
say so; those about known problems wait for the entries of documents; once all is read, nothing is said.

usage: early.py PROGRAM. What is read of code cannot get into the map until the test lets it.
"""
import glob
import json
import os
import sqlite3
import subprocess
import sys

from running import Http, Stdio, expect, repository

LACKS = "code is still being read; definitions may be missing"
LACKS_BOTH = "documents' entries and code are still being read; known problems and definitions may be missing"


class Held:
    """The map, held so that nothing can be written into it until it is let go."""

    def __init__(self, scratch):
        (path,) = (one for one in glob.glob(os.path.join(scratch, "fingerpost", "shop-*.db")) if ".kept." not in one)
        self.map = sqlite3.connect(path, isolation_level=None)
        self.map.execute("BEGIN IMMEDIATE")

    def let_go(self):
        self.map.execute("ROLLBACK")
        self.map.close()


def send(client, words, tool="where_is"):
    arguments = {"query": words} if words else {}
    client.send({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})


def ask(client, words, tool="where_is"):
    send(client, words, tool)
    return client.receive()["result"]


def held_behind_documents(program, tree, env):
    """The map with code, and nothing else but documents and configuration, still to be put in."""
    os.makedirs(os.path.join(tree, "src"))
    with open(os.path.join(tree, "src", "queue.py"), "w") as out:
        out.write('"""Queues."""\n\n\ndef drain_queue_slowly(job):\n    return job\n')
    # A file that has just been written is looked at again the next time: until then the map is not as it will be.
    looked = {"touched": 1}
    while looked["touched"] or looked["read"]:
        looked = json.loads(subprocess.run([program, "index", "--documents", "--json", "--repo", tree], env=env, check=True, capture_output=True).stdout)
    return Held(os.path.dirname(tree))


def ask_for_entries(program):
    with repository() as (tree, env):
        with open(os.path.join(tree, "docs", "troubleshooting.md"), "w") as out:
            out.write("# Troubleshooting\n\n## Login fails\n\n**Cause**: Redis lost its data.\n\n**Fix**: mount the volume.\n")
        held = held_behind_documents(program, tree, env)
        stdio, http = Stdio(program, tree, env), Http(program, tree, env)
        early = ask(stdio, "", "overview")["structuredContent"]
        expect(early["note"] == LACKS_BOTH, early)
        while "code" not in (ready := json.loads(http.request("GET", "/ready")[2])):
            pass
        expect(ready == {"status": "ready", "entries": "being read", "code": "being read"}, ready)
        # Who asks for known problems gets them, as soon as they are there.
        send(stdio, "", "known_issues")
        held.let_go()
        found = stdio.receive()["result"]["structuredContent"]
        expect([one["title"] for one in found["entries"]] == ["Login fails"], found)
        stdio.close()
        http.close()


def main():
    program = sys.argv[1]
    ask_for_entries(program)
    with repository() as (tree, env):
        held = held_behind_documents(program, tree, env)
        stdio, http = Stdio(program, tree, env), Http(program, tree, env)

        # What stands in no code is answered at once.
        early = ask(stdio, "", "overview")
        expect(early["structuredContent"]["note"] == LACKS, early)
        # Where something is may be told by code, which is not waited for without end.
        early = ask(stdio, "which port does redis publish")
        expect("structuredContent" in early, early)
        expect(early["structuredContent"]["known"] and early["structuredContent"]["answers"][0]["line_start"] == 5, early)
        expect(early["structuredContent"]["note"] == LACKS, early)
        expect(early["content"][0]["text"].endswith(f"Note: {LACKS}.\n"), early)
        early = ask(stdio, "drain_queue_slowly")["structuredContent"]
        expect(early["note"] == LACKS and not any(one["kind"] == "definition" for one in early["answers"]), early)
        over_http = json.loads(http.request("GET", "/api/v1/where_is?query=drain_queue_slowly")[2])
        expect(over_http["note"] == LACKS, over_http)
        expect(json.loads(http.request("GET", "/ready")[2]) == {"status": "ready", "code": "being read"}, "ready, but for code")
        # An answer that is not there yet is no gap of the repository.
        expect("fingerpost_gaps 0\n" in http.request("GET", "/metrics")[2], "no gap is kept")

        # Who asks a moment before it is there gets it.
        second = Stdio(program, tree, env)
        send(second, "drain_queue_slowly")
        held.let_go()
        found = second.receive()["result"]["structuredContent"]
        expect("note" not in found and found["answers"][0]["path"] == "src/queue.py", found)
        second.close()
        late = ask(stdio, "drain_queue_slowly")["structuredContent"]
        while "note" in late:
            late = ask(stdio, "drain_queue_slowly")["structuredContent"]
        expect((late["answers"][0]["path"], late["answers"][0]["line_start"]) == ("src/queue.py", 4), late)
        stdio.close()
        http.close()

        # Those who come later find it there.
        stdio = Stdio(program, tree, env)
        late = ask(stdio, "drain_queue_slowly")["structuredContent"]
        expect("note" not in late and late["answers"][0]["path"] == "src/queue.py", late)
        stdio.close()


if __name__ == "__main__":
    main()
