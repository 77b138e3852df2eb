#!/usr/bin/env python3
"""How soon a served map knows of a changed file, and what a switch of branches over thousands of files does.

usage: watch.py PROGRAM TREE. TREE becomes a git repository. Prints, in milliseconds: from saving one file to the
notification of its subscriber (median and slowest of 20, polled by nobody), from the end of a git checkout of another
branch to the map's knowing of it; and how often the list of resources was told to have changed meanwhile.
"""
import http.client
import json
import os
import select
import socket
import statistics
import subprocess
import sys
import time

META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


def git(tree, *words):
    subprocess.run(["git", "-C", tree, "-c", "user.name=x", "-c", "user.email=x@example.com", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def listen(port, notifications):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": {"_meta": META, "notifications": notifications}})
    one = socket.create_connection(("127.0.0.1", port), 60)
    one.sendall(f"POST /mcp HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    return one.makefile("r", encoding="utf-8", newline="\n"), one


def event(stream):
    for line in stream:
        if line.startswith("data: "):
            return json.loads(line[len("data: "):])
    raise SystemExit("the stream ended")


def places(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    return {line.split()[0]: float(line.split()[1]) for line in text.splitlines() if not line.startswith("#")}


def main():
    program, tree = sys.argv[1:3]
    documents = sorted(os.path.relpath(os.path.join(folder, name), tree) for folder, _, names in os.walk(tree) for name in names if name.endswith(".md"))
    git(tree, "init", "-q", "-b", "main")
    git(tree, "add", ".")
    git(tree, "commit", "-q", "-m", "all")
    git(tree, "checkout", "-q", "-b", "other")
    for path in documents:
        os.rename(os.path.join(tree, path), os.path.join(tree, path[:-3] + "-moved.md"))
    git(tree, "add", "-A")
    git(tree, "commit", "-q", "-m", "moved")
    git(tree, "checkout", "-q", "main")
    server = subprocess.Popen([program, "serve", "--port", "0", "--quiet", "--repo", tree], stdout=subprocess.PIPE, text=True)
    port = int(server.stdout.readline())
    while places(port).get("fingerpost_whole", 0) == 0:
        time.sleep(0.1)
    watched = documents[0]
    stream, connection = listen(port, {"resourceSubscriptions": ["fingerpost://pointer/" + watched]})
    event(stream)
    times = []
    for number in range(20):
        start = time.monotonic()
        with open(os.path.join(tree, watched), "a") as out:
            out.write(f"\n## Saved {number}\n\nText.\n")
        event(stream)
        times.append((time.monotonic() - start) * 1000)
    git(tree, "checkout", "-q", ".")
    event(stream)
    stream.close()
    connection.close()
    stream, connection = listen(port, {"resourcesListChanged": True})
    event(stream)
    before = places(port)["fingerpost_sweeps_total"]
    git(tree, "checkout", "-q", "other")
    switched = time.monotonic()
    event(stream)
    known = (time.monotonic() - switched) * 1000
    more = 0
    while select.select([connection], [], [], 3)[0]:
        event(stream)
        more += 1
    print(f"{statistics.median(times):.0f} {max(times):.0f} {known:.0f} {1 + more} {places(port)['fingerpost_sweeps_total'] - before:.0f} {2 * len(documents)}")
    server.terminate()
    server.wait()


if __name__ == "__main__":
    main()
