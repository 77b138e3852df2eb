#!/usr/bin/env python3
"""Probes of the real program: round after round at a shell, and taken back by whoever asked for them.

usage: probing.py PROGRAM
"""
import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys

from running import Http, Stdio, expect, repository

PROGRAM = os.path.abspath(sys.argv[1])


class Silent:
    """A server that takes connections and never speaks."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(60)
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.taken = []

    def wait_for_connection(self):
        self.taken.append(self.socket.accept()[0])

    def close(self):
        for one in [self.socket, *self.taken]:
            one.close()


def watching(env, tree, server, *words):
    return subprocess.Popen([PROGRAM, "probe", "tcp", f"127.0.0.1:{server.port}", "--repo", tree, *words], env=env, stdout=subprocess.PIPE, text=True)


def appended_lines(env, tree):
    server = Silent()
    process = watching(env, tree, server, "--watch", "1")
    first = [process.stdout.readline(), process.stdout.readline()]
    expect(first[0].endswith(" pass: 1 of 1 pass\n"), first)
    expect(f" pass  tcp 127.0.0.1:{server.port}: " in first[1], first)
    server.close()
    line = ""
    while "(was pass)" not in line:
        line = process.stdout.readline()
        expect(line != "", "a change is told")
    expect(" fail  tcp " in line and "nothing listens" in line, line)
    process.send_signal(signal.SIGINT)
    expect(process.wait(30) == 1, "the status of the last round")


def json_lines(env, tree):
    server = Silent()
    process = watching(env, tree, server, "--watch", "1", "--times", "2", "--json")
    rounds = [json.loads(line) for line in process.communicate()[0].splitlines()]
    expect([one["round"] for one in rounds] == [1, 2], rounds)
    expect(all(one["outcomes"][0]["since"] <= one["time"] for one in rounds), rounds)
    expect(process.returncode == 0, "nothing fails")
    server.close()


def on_a_terminal(env, tree, server, *words):
    """What is shown on it."""
    ours, theirs = pty.openpty()
    words = [PROGRAM, "probe", "tcp", f"127.0.0.1:{server.port}", "--repo", tree, *words]
    process = subprocess.Popen(words, env=dict(env, TERM="xterm"), stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    expect(process.wait(30) == 0, "nothing fails")
    return shown


def live_table(env, tree):
    server = Silent()
    expect(b"round 1, every 5 s" in on_a_terminal(env, tree, server, "--times", "1", "--watch"), "every five seconds")
    shown = on_a_terminal(env, tree, server, "--watch", "1", "--times", "2")
    expect(b"round 2, every 1 s" in shown and b"\x1b[3A\r" in shown, shown)
    expect(shown.endswith(b"\x1b[?7h"), "lines wrap again afterwards")
    server.close()


def a_name_is_needed(env, tree):
    done = subprocess.run([PROGRAM, "probe", "--watch", "--repo", tree], env=env, capture_output=True, text=True)
    expect(done.returncode == 2 and "probe all --watch" in done.stderr, done)


def told_of_probes(overview):
    return any(group["name"] == "probes" for group in overview["groups"])


def call(number, tool, **arguments):
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def taken_back_over_stdio(env, tree):
    server = Silent()
    mcp = Stdio(PROGRAM, tree, env)
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    mcp.send({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
    mcp.receive()
    with open(os.path.join(tree, ".env"), "w") as out:
        out.write(f"API_URL={server.url}\n")
    for number, question in enumerate(
        [call(0, "probe", name="http", target=server.url, seconds=60), call(0, "diagnose", symptom="API_URL gives nothing", run_probes=True)]
    ):
        question["id"] = 10 + number
        mcp.send(question)
        server.wait_for_connection()
        mcp.send({"jsonrpc": "2.0", "id": 50 + number, "method": "ping"})
        expect(mcp.receive()["id"] == 50 + number, "what waits for nothing is answered meanwhile")
        mcp.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 10 + number}})
        mcp.send(call(90 + number, "overview"))
        reply = mcp.receive()
        expect(reply["id"] == 90 + number, "no reply to what was taken back")
        expect(not told_of_probes(reply["result"]["structuredContent"]), "nothing is kept of it")
    mcp.close()
    server.close()


def taken_back_by_another_post(env, tree):
    """A legacy client over HTTP holds on to the connection and takes its request back with a POST of its own. Ids are
    each client's own: what another client takes back goes on."""
    server = Silent()
    http = Http(PROGRAM, tree, env)
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}
    sessions = [http.request("POST", "/mcp", hello)[1]["Mcp-Session-Id"] for _ in range(2)]
    expect(sessions[0] and sessions[0] != sessions[1], sessions)

    def begin(session):
        content = json.dumps(call(7, "probe", name="http", target=server.url, seconds=60)).encode()
        client = socket.create_connection(("127.0.0.1", http.port), 60)
        head = f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{http.port}\r\nContent-Type: application/json\r\nMCP-Protocol-Version: 2025-06-18\r\nMcp-Session-Id: {session}\r\nConnection: close\r\nContent-Length: {len(content)}\r\n\r\n"
        client.sendall(head.encode() + content)
        server.wait_for_connection()
        return client

    def take_back(headers):
        gone = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}
        expect(http.request("POST", "/mcp", gone, dict({"MCP-Protocol-Version": "2025-06-18"}, **headers))[0] == 202, "accepted")

    first, second = begin(sessions[0]), begin(sessions[1])
    take_back({"Mcp-Session-Id": "of-nobody"})
    take_back({})
    take_back({"Mcp-Session-Id": sessions[0]})
    said = b""
    while part := first.recv(4096):
        said += part
    expect(b"jsonrpc" not in said, said)
    expect(select.select([second], [], [], 0)[0] == [], "the other client's request goes on")
    take_back({"Mcp-Session-Id": sessions[1]})
    while second.recv(4096):
        pass
    http.close()
    server.close()


def told_how_far(env, tree):
    """Who gives a token is told of each probe that is done, over either transport."""
    silent, answering = Silent(), Silent()
    with open(os.path.join(tree, ".env"), "w") as out:
        out.write(f"API_HOST=127.0.0.1\nAPI_PORT={silent.port}\nAPI_URL={silent.url}\nDOCS_URL=http://127.0.0.1:1/\n")
    question = call(5, "probe", name="http", seconds=60)
    question["params"]["_meta"] = {"progressToken": "far"}
    mcp = Stdio(PROGRAM, tree, env)
    mcp.send(question)
    told = [mcp.receive()]
    # A question that comes early is told first how far the files are read.
    while told[-1]["params"]["message"] != "probing" or told[-1]["params"]["progress"] == 0:
        told.append(mcp.receive())
    expect(all(one["method"] == "notifications/progress" and one["params"]["progressToken"] == "far" for one in told), told)
    expect([one["params"]["progress"] for one in told] == sorted({one["params"]["progress"] for one in told}), told)
    expect(0 < told[-1]["params"]["progress"] < told[-1]["params"]["total"], told)
    mcp.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 5}})
    mcp.close()
    http = Http(PROGRAM, tree, env)
    with socket.create_connection(("127.0.0.1", http.port), 60) as client:
        content = json.dumps(question).encode()
        client.sendall(f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{http.port}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content)
        with client.makefile("r") as stream:
            events = (json.loads(line[len("data: "):]) for line in stream if line.startswith("data: "))
            expect(next(one for one in events if one["params"]["progress"] > 0)["params"]["progressToken"] == "far", "a stream of progress")
    http.close()
    for one in (silent, answering):
        one.close()


def closed_over_http(env, tree):
    server = Silent()
    http = Http(PROGRAM, tree, env)
    question = call(1, "probe", name="http", target=server.url, seconds=60)
    for path, body in (("/mcp", question), ("/api/v1/probe", question["params"]["arguments"])):
        content = json.dumps(body).encode()
        with socket.create_connection(("127.0.0.1", http.port)) as client:
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{http.port}\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: {len(content)}\r\n\r\n"
            client.sendall(head.encode() + content)
            server.wait_for_connection()
        while server.taken[-1].recv(4096):  # until it is left alone
            pass
        for _ in range(20):  # what is kept would be kept a moment later
            status, _, said = http.request("GET", "/api/v1/overview")
            expect(status == 200 and not told_of_probes(json.loads(said)), (path, said))
    with socket.create_connection(("127.0.0.1", http.port)) as client:
        client.sendall(head.encode() + content)
        server.wait_for_connection()
        http.close()
    server.close()


def on_schedule(env, tree):
    """A server that probes by itself tells of it, and ends while it is at it."""
    server = Silent()
    with open(os.path.join(tree, ".env"), "w") as out:
        out.write("PORT=1\n")
    http = Http(PROGRAM, tree, env, "--probe-every", "60")
    page = ""
    while 'fingerpost_probe_up{probe="ports"' not in page:
        page = http.request("GET", "/metrics")[2]
    for name in ("since_seconds", "last_seconds", "flapping"):
        expect(f'fingerpost_probe_{name}{{probe="ports",target="this machine"}} ' in page, page)
    http.close()
    with open(os.path.join(tree, ".env"), "w") as out:
        out.write(f"API_URL={server.url}\n")
    http = Http(PROGRAM, tree, env, "--probe-every", "60")
    server.wait_for_connection()
    http.close()
    server.close()


def main():
    for check in (appended_lines, json_lines, live_table, a_name_is_needed, taken_back_over_stdio, taken_back_by_another_post, told_how_far, closed_over_http, on_schedule):
        with repository() as (tree, env):
            check(env, tree)


if __name__ == "__main__":
    main()
