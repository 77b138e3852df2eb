#!/usr/bin/env python3
"""Opens STREAMS subscriptions and IDLE connections that have asked once and stay open, says so, and holds them until its
input ends.

usage: crowd.py PORT STREAMS IDLE
"""
import json
import socket
import sys

META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


def send(port, request, until):
    one = socket.create_connection(("127.0.0.1", port), 30)
    one.sendall(request.encode())
    got = b""
    while until not in got:
        got += one.recv(65536)
    return one


def main():
    port, streams, idle = map(int, sys.argv[1:])
    held = []
    for number in range(streams):
        body = json.dumps({"jsonrpc": "2.0", "id": number, "method": "subscriptions/listen", "params": {"_meta": META, "notifications": {"resourcesListChanged": True}}})
        head = f"POST /mcp HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\nContent-Length: {len(body)}\r\n\r\n"
        held.append(send(port, head + body, b"acknowledged"))
    for _ in range(idle):
        held.append(send(port, f"GET /health HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", b'"ok"'))
    print(len(held), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
