#!/usr/bin/env python3
"""Plays the self-update protocol as an assistant would, over MCP alone: ask, be told that nobody knows, find out, record
it, ask again. Then holds the other faces to it: another process, HTTP with and without --allow-writes, the command line.

usage: learning_client.py PROGRAM. Exits 0 when every expectation holds; says the first that does not.
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from running import Http, Stdio, expect, repository

SYMPTOM = "MISCONF stop-writes-on-bgsave-error while saving a basket"
FIX = {
    "title": "Redis refuses to save baskets",
    "symptoms": ["MISCONF stop-writes-on-bgsave-error"],
    "causes": ["the disk of the host is full"],
    "steps": ["`docker system df`", "make room, then restart Redis"],
    "definitive_source": "docker-compose.yml → services → redis",
}


class Assistant:
    def __init__(self, program, tree, env, name):
        self.stdio = Stdio(program, tree, env)
        self.id = 0
        self.request("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": name, "version": "1"}})

    def request(self, method, params):
        self.id += 1
        self.stdio.send({"jsonrpc": "2.0", "id": self.id, "method": method, "params": params})
        return self.stdio.receive()["result"]

    def call(self, tool, **arguments):
        return self.request("tools/call", {"name": tool, "arguments": arguments})

    def ask(self, tool, **arguments):
        reply = self.call(tool, **arguments)
        expect(not reply["isError"], reply)
        return reply["structuredContent"]


def main():
    program = sys.argv[1]
    with repository() as (tree, env):
        assistant = Assistant(program, tree, env, "playing-client")
        other = Assistant(program, tree, env, "another-client")
        tools = {tool["name"]: tool for tool in assistant.request("tools/list", {})["tools"]}
        expect(tools["record_fix"]["annotations"]["readOnlyHint"] is False, tools["record_fix"])
        expect(tools["record_fix"]["inputSchema"]["properties"]["steps"] == {"type": "array", "description": "what to do, in order", "items": {"type": "string"}}, tools["record_fix"])

        # 1. Nobody knows, and the question is kept.
        reply = assistant.ask("diagnose", symptom=SYMPTOM)
        expect(reply["known"] is False and reply["gap_id"].startswith("g"), reply)
        gap = reply["gap_id"]
        other.ask("diagnose", symptom=SYMPTOM)
        listed = assistant.ask("gaps")["gaps"]
        expect([(one["id"], one["times"], one["clients"]) for one in listed] == [(gap, 2, ["playing-client", "another-client"])], listed)

        # 2. What is not fit is refused, with what to do about it.
        reply = assistant.call("record_fix", **dict(FIX, steps=["publish 6379:6379"]))
        expect(reply["isError"] and "write the pointer instead: `docker-compose.yml`" in reply["content"][0]["text"], reply)
        reply = assistant.call("record_fix", **dict(FIX, steps="restart"))
        expect(reply["isError"] and "must be an array of strings, not string" in reply["content"][0]["text"], reply)
        reply = assistant.call("record_fix", **dict(FIX, steps=[1]))
        expect(reply["isError"] and "must be an array of strings" in reply["content"][0]["text"], reply)

        # 3. The diff is shown, then the fix recorded.
        shown = assistant.ask("record_fix", **FIX, dry_run=True, closes_gap=gap)
        index = os.path.join(tree, "references", "troubleshooting-index.md")
        expect(shown["written"] is False and "+### Redis refuses to save baskets" in shown["diff"], shown)
        expect(not os.path.exists(index), "a dry run writes nothing")
        recorded = assistant.ask("record_fix", **FIX, closes_gap=gap)
        expect(recorded["written"] is True and recorded["closed_gap"] == gap, recorded)

        # 4. Everybody is answered now, on every face.
        http = Http(program, tree, env)
        for name, reply in (
            ("the same server", assistant.ask("diagnose", symptom=SYMPTOM)),
            ("another server", other.ask("diagnose", symptom=SYMPTOM)),
            ("HTTP", json.loads(http.request("POST", "/api/v1/diagnose", {"symptom": SYMPTOM})[2])),
            ("the command line", json.loads(subprocess.run([program, "--repo", tree, "--json", "diagnose", SYMPTOM], env=env, capture_output=True, text=True).stdout)),
        ):
            expect(reply["known"] is True, (name, reply))
            entry = reply["entries"][0]
            expect((entry["title"], entry["source"]["line_start"]) == (FIX["title"], recorded["line_start"]), (name, entry))
            expect(entry["definitive_source"]["path"] == "docker-compose.yml" and entry["definitive_source"]["line_start"] == 2, (name, entry))
        expect(assistant.ask("gaps")["total"] == 0, "the gap is closed")
        closed = assistant.ask("gaps", all=True)["gaps"][0]
        expect(closed["state"] == "closed" and closed["answer"].startswith("references/troubleshooting-index.md:"), closed)

        # A component, the same way.
        reply = assistant.ask("where_is", query="the basket vault")
        expect(reply["known"] is False, reply)
        reply = assistant.ask("record_component", name="Basket vault", definitive_source="docker-compose.yml:2", closes_gap=reply["gap_id"])
        expect(reply["written"] and reply["closed_gap"], reply)
        reply = other.ask("where_is", query="the basket vault")
        expect(reply["known"] is True and reply["answers"][0]["path"] == "docker-compose.yml", reply)

        # HTTP writes only where it was told to.
        reply = http.request("POST", "/api/v1/record_fix", FIX)
        expect(reply[0] == 403 and "--allow-writes" in reply[2], reply)
        http.close()
        http = Http(program, tree, env, "--allow-writes")
        reply = http.request("POST", "/api/v1/record_fix", FIX)
        expect(reply[0] == 200 and json.loads(reply[2])["duplicate"]["title"] == FIX["title"], reply)
        with open(index) as text:
            before = text.read()
        more = dict(FIX, title="Mails of the shop are late", symptoms=["mails arrive hours later"])
        reply = http.request("POST", "/api/v1/record_fix", more)
        expect(reply[0] == 200 and json.loads(reply[2])["written"], reply)
        http.close()

        # The command line takes it back.
        run = subprocess.run([program, "--repo", tree, "record", "undo"], env=env, capture_output=True, text=True)
        expect(run.returncode == 0 and "Taken back: Mails of the shop are late" in run.stdout, run)
        with open(index) as text:
            expect(text.read() == before, "as it was")
        run = subprocess.run([program, "--repo", tree, "record", "fix", "Proxy", "is", "slow", "--step", "restart it", "--cause", "old", "--cause", "cold", "--definitive-source", "docker-compose.yml", "--dry-run"], env=env, capture_output=True, text=True)
        expect(run.returncode == 0 and run.stdout.startswith("--- a/references/troubleshooting-index.md\n") and "+### Proxy is slow" in run.stdout, run)
        assistant.stdio.close()
        other.stdio.close()
    print("learned")


main()
