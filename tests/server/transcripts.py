#!/usr/bin/env python3
"""Plays the transcripts of every revision over stdio and over HTTP; both must reply the same.

usage: transcripts.py PROGRAM. A line of a transcript: `send` a message; `expect` what the reply holds at least; `absent`
a word that the reply must not have; `status` of HTTP (200 unless told); `headers` beside those that a client sends;
`only` one transport.
"""
import glob
import json
import os
import sys

from running import Http, Stdio, expect, repository


def holds(reply, wanted):
    if isinstance(wanted, dict):
        return isinstance(reply, dict) and all(key in reply and holds(reply[key], value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(reply, list) and len(reply) >= len(wanted) and all(map(holds, reply, wanted))
    return reply == wanted


def headers_of(message, revision):
    if revision != "2026-07-28":
        return {"MCP-Protocol-Version": revision}
    params = message.get("params", {}) if isinstance(message, dict) else {}
    version = params.get("_meta", {}).get("io.modelcontextprotocol/protocolVersion")
    out = {} if version is None else {"MCP-Protocol-Version": version}
    if isinstance(message, dict):
        out["Mcp-Method"] = message["method"]
    if "name" in params or "uri" in params:
        out["Mcp-Name"] = params.get("uri", params.get("name"))
    return out


def check(reply, line, where):
    expect(holds(reply, line["expect"]), f"{where}: {json.dumps(reply)} holds {json.dumps(line['expect'])}")
    expect("absent" not in line or line["absent"] not in json.dumps(reply), f"{where}: {line.get('absent')} is absent")


# What a transport offers to its clients may differ; what it answers may not.
def comparable(reply):
    if isinstance(reply, dict) and isinstance(reply.get("result"), dict):
        reply["result"].pop("capabilities", None)
    return reply


def main():
    played = 0
    for path in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "transcripts", "*.jsonl"))):
        revision = os.path.basename(path)[: -len(".jsonl")]
        with repository() as (tree, env):
            stdio, http = Stdio(sys.argv[1], tree, env), Http(sys.argv[1], tree, env, "--allow-writes")
            for number, text in enumerate(open(path), 1):
                line = json.loads(text)
                if "send" not in line:
                    continue
                where = f"{revision}:{number}"
                over_stdio = None
                if line.get("only") != "http":
                    stdio.send(line["send"])
                    if "expect" in line:
                        over_stdio = stdio.receive()
                        check(over_stdio, line, where + " over stdio")
                headers = headers_of(line["send"], revision)
                headers.update(line.get("headers", {}))
                status, _, body = http.request("POST", "/mcp", line["send"], headers)
                expect(status == line.get("status", 200), f"{where}: status {status}, {body}")
                if "expect" in line:
                    reply = json.loads(body)
                    check(reply, line, where + " over HTTP")
                    expect(over_stdio is None or comparable(reply) == comparable(over_stdio), f"{where}: both transports agree:\n{reply}\n{over_stdio}")
                else:
                    expect(body == "", f"{where}: no body")
                played += 1
            stdio.close()
            http.close()
    expect(played > 50, "transcripts were played")


if __name__ == "__main__":
    main()
