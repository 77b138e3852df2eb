#!/usr/bin/env python3
"""Speaks MCP over stdio to the real program, as a client would, over a small repository that it makes.

usage: mcp_client.py PROGRAM. Exits 0 when every expectation holds; says the first that does not.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


def expect(condition, what):
    if not condition:
        sys.exit("not so: " + str(what))


class Client:
    def __init__(self, program, tree, state):
        env = dict(os.environ, XDG_CACHE_HOME=state, XDG_STATE_HOME=state)
        self.process = subprocess.Popen([program, "mcp", "--repo", tree], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
        self.id = 0

    def raw(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def request(self, method, params=None):
        self.id += 1
        message = {"jsonrpc": "2.0", "id": self.id, "method": method}
        if params is not None:
            message["params"] = params
        reply = self.raw(json.dumps(message))
        expect(reply["id"] == self.id, reply)
        return reply


def main():
    with tempfile.TemporaryDirectory() as scratch:
        tree = os.path.join(scratch, "shop")
        os.makedirs(os.path.join(tree, "docs"))
        with open(os.path.join(tree, "docker-compose.yml"), "w") as out:
            out.write('services:\n  redis:\n    image: redis:7\n    ports:\n      - "6379:6379"\n')
        client = Client(sys.argv[1], tree, os.path.join(scratch, "state"))

        for asked, given in (("2025-06-18", "2025-06-18"), ("2024-11-05", "2024-11-05"), ("2099-01-01", "2025-11-25")):
            reply = client.request("initialize", {"protocolVersion": asked, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}})
            expect(reply["result"]["protocolVersion"] == given, reply)
        client.process.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
        expect(client.request("ping")["result"] == {}, "ping")

        tools = client.request("tools/list")["result"]["tools"]
        expect([tool["name"] for tool in tools] == ["where_is", "diagnose", "overview", "known_issues", "confirm_fix", "probe", "record_fix", "record_component", "gaps", "check_docs"], tools)
        for tool in tools:
            expect(tool["inputSchema"]["type"] == "object" and tool["outputSchema"]["type"] == "object", tool)
            expect(len(tool["description"]) < 1500, tool["name"])

        reply = client.request("tools/call", {"name": "where_is", "arguments": {"query": "which port does redis publish"}})["result"]
        expect(reply["structuredContent"]["known"] is True, reply)
        answer = reply["structuredContent"]["answers"][0]
        expect((answer["path"], answer["line_start"]) == ("docker-compose.yml", 5), answer)
        expect("docker-compose.yml:5" in reply["content"][0]["text"], reply)

        # A file saved a moment ago is known.
        with open(os.path.join(tree, "docs", "queue.md"), "w") as out:
            out.write("# Queue\n\n## Draining the queue\n\nRun the drain job.\n")
        answer = client.request("tools/call", {"name": "where_is", "arguments": {"query": "draining the queue"}})["result"]["structuredContent"]["answers"][0]
        expect((answer["path"], answer["line_start"]) == ("docs/queue.md", 3), answer)

        # What a model can mend is a result that says how.
        for arguments, said in (({"qery": "x"}, "did you mean 'query'"), ({}, "needs the argument 'query'"), ({"query": 1}, "must be a string"), ({"query": "x", "limit": 0}, "from 1 to 50")):
            reply = client.request("tools/call", {"name": "where_is", "arguments": arguments})["result"]
            expect(reply["isError"] is True and said in reply["content"][0]["text"], reply)
        expect(client.request("tools/call", {"name": "nothing"})["error"]["code"] == -32602, "unknown tool")
        expect(client.request("nothing/at/all")["error"]["code"] == -32601, "unknown method")
        expect(client.raw("{nonsense")["error"]["code"] == -32700, "bad JSON")
        expect(client.raw('{"jsonrpc":"2.0","id":1}')["error"]["code"] == -32600, "no method")
        expect(client.raw("[" * 100000)["error"]["code"] == -32700, "deep JSON")

        # The modern revision: every request carries its version.
        reply = client.request("server/discover", {"_meta": META})["result"]
        expect(reply["resultType"] == "complete" and "2026-07-28" in reply["supportedVersions"] and reply["ttlMs"] > 0, reply)
        reply = client.request("tools/list", {"_meta": META})["result"]
        expect(reply["cacheScope"] == "private" and reply["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "fingerpost", reply)
        wrong = dict(META, **{"io.modelcontextprotocol/protocolVersion": "2027-01-01"})
        expect(client.request("tools/list", {"_meta": wrong})["error"]["code"] == -32022, "unknown version")

        # The process ends with its input.
        client.process.stdin.close()
        expect(client.process.wait(10) == 0, "the end")
        expect(client.process.stdout.read() == "", "nothing but protocol on stdout")


if __name__ == "__main__":
    main()
