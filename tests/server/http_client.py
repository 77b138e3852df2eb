#!/usr/bin/env python3
"""Asks the real program over HTTP, as friends and as others would. usage: http_client.py PROGRAM"""
import json
import os
import re
import select
import socket
import subprocess
import sys

from running import Http, expect, repository

META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
QUESTION = "/api/v1/where_is?query=which+port+does+redis+publish"


def raw(port, data, half_close=False):
    """All that comes back for these bytes, until the server closes."""
    with socket.create_connection(("127.0.0.1", port), 30) as one:
        one.sendall(data)
        if half_close:
            one.shutdown(socket.SHUT_WR)
        out = b""
        while got := one.recv(65536):
            out += got
        return out


def listen(port, number, uris):
    """An open stream, its acknowledgement read."""
    body = json.dumps({"jsonrpc": "2.0", "id": f"s{number}", "method": "subscriptions/listen", "params": {"_meta": META, "notifications": {"resourceSubscriptions": uris, "resourcesListChanged": True, "toolsListChanged": True}}})
    one = socket.create_connection(("127.0.0.1", port), 30)
    one.sendall(f"POST /mcp HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    stream = one.makefile("r", encoding="utf-8", newline="\n")
    expect(stream.readline() == "HTTP/1.1 200 OK\r\n", "a stream begins")
    while stream.readline() != "\r\n":
        pass
    first = event(stream)
    expect(first["method"] == "notifications/subscriptions/acknowledged", first)
    expect(first["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == f"s{number}", first)
    expect(first["params"]["notifications"] == {"resourcesListChanged": True, "resourceSubscriptions": uris}, first)
    return one, stream


def event(stream):
    for line in stream:
        if line.startswith("data: "):
            return json.loads(line[len("data: "):])
    return None


def json_api(http):
    status, headers, body = http.request("GET", QUESTION)
    answer = json.loads(body)["answers"][0]
    expect(status == 200 and (answer["path"], answer["line_start"]) == ("docker-compose.yml", 5), body)
    expect(http.request("POST", "/api/v1/where_is", {"query": "which port does redis publish"})[2] == body, "GET and POST agree")
    for method, path, sent, wanted in (("GET", "/api/v1/where_is", None, 400), ("GET", "/api/v1/where_is?query=a&query=b", None, 400), ("GET", "/api/v1/where_is?query=a&limit=x", None, 400),
                                       ("POST", "/api/v1/where_is", "{nonsense", 400), ("POST", "/api/v1/where_is", "[" * 1000, 400), ("POST", "/api/v1/where_is", {"qery": "x"}, 400), ("GET", "/api/v1/none", None, 404), ("GET", "/api/v1/", None, 404),
                                       ("DELETE", "/api/v1/where_is", None, 405), ("GET", "/api/v1/confirm_fix?entry=a.md:1&worked=true", None, 405), ("POST", "/health", {}, 405), ("GET", "/none", None, 404), ("PUT", "/api/v1/overview", {}, 405)):
        status, headers, body = http.request(method, path, sent)
        problem = json.loads(body)
        expect(status == wanted and headers["Content-Type"] == "application/problem+json" and problem["status"] == wanted and problem["title"], (method, path, status, body))
    expect("did you mean 'query'" in json.loads(http.request("POST", "/api/v1/where_is", {"qery": "x"})[2])["detail"], "the nearest name")
    api = json.loads(http.request("GET", "/api/v1/openapi.json")[2])
    expect(api["openapi"] == "3.1.0" and "post" in api["paths"]["/api/v1/where_is"], api)
    expect(json.loads(http.request("GET", "/health")[2]) == {"status": "ok"}, "health")
    expect(json.loads(http.request("GET", "/ready")[2])["status"] == "ready", "ready")
    metrics = http.request("GET", "/metrics")[2]
    expect('fingerpost_requests_total{route="api",status="200"}' in metrics and "fingerpost_sources 1" in metrics, metrics)
    # A question asked again is counted again, and its answer is the same.
    def questions():
        return int(re.search(r'fingerpost_requests_total{route="api",status="200"} (\d+)', http.request("GET", "/metrics")[2])[1])
    asked = questions()
    expect(len({http.request("GET", QUESTION)[2] for _ in range(3)}) == 1 and questions() == asked + 3, "asked again")
    # The map is as old as the last change that it does not know of.
    while "fingerpost_index_age_seconds 0\n" not in http.request("GET", "/metrics")[2]:
        pass
    # Many questions on one connection; the names of the metrics do not grow with what clients make up.
    for i in range(200):
        http.request("GET", f"/made-up-{i}")
    expect("made-up" not in http.request("GET", "/metrics")[2], "metrics")
    for wrong in ("GET", "DELETE"):
        status, headers, _ = http.request(wrong, "/mcp")
        expect(status == 405 and headers["Allow"] == "POST", wrong)


def writes_nothing(http):
    """Without --allow-writes no tool that changes files is there, under any name for it."""
    listed = json.loads(http.request("POST", "/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, {"MCP-Protocol-Version": "2025-06-18"})[2])
    names = {tool["name"] for tool in listed["result"]["tools"]}
    expect("where_is" in names and not names & {"record_fix", "record_component"}, names)
    called = http.request("POST", "/mcp", {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "record_fix", "arguments": {}}}, {"MCP-Protocol-Version": "2025-06-18"})
    expect(json.loads(called[2])["error"]["code"] == -32602, called)
    expect("/api/v1/record_fix" not in json.loads(http.request("GET", "/api/v1/openapi.json")[2])["paths"], "nor described")


def several(program):
    """A workspace file names the repositories; a question without one asks all."""
    with repository() as (tree, env), repository() as (other, _):
        os.rename(other, other := os.path.join(os.path.dirname(other), "bank"))
        with open(os.path.join(other, "docs", "ledger.md"), "w") as out:
            out.write("# Ledger\n\n## Closing the books\n\nAt midnight.\n")
        listed = os.path.join(os.path.dirname(tree), "workspace")
        with open(listed, "w") as out:
            out.write(f"# what we serve\n{tree}\n\n{other}\n")
        process = subprocess.Popen([program, "mcp", "--workspace", listed], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
        process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "where_is", "arguments": {"query": "closing the books"}}}) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())["result"]["structuredContent"]["answers"][0]
        expect((answer["repository"], answer["path"], answer["line_start"]) == ("bank", "docs/ledger.md", 3), answer)
        process.stdin.close()
        expect(process.wait(10) == 0, "the end")


def strangers(http):
    port = http.port
    for headers, wanted in (({"Host": f"evil.example:{port}"}, 403), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Origin": f"http://localhost:{port}"}, 200)):
        status, reply_headers, body = http.request("GET", "/health", None, headers)
        expect(status == wanted and "Access-Control-Allow-Origin" not in reply_headers, (headers, status))
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        expect(http.request("POST", "/mcp", "{}", {"Content-Type": kind})[0] == 415, kind)
    head = f"Host: localhost:{port}\r\n".encode()
    for data, wanted in ((b"GARBAGE\r\n\r\n", 400), (b"GET / HTTP/1.1\r\n\r\n", 400), (b"TRACE / HTTP/1.1\r\n" + head + b"\r\n", 501), (b"GET /" + b"a" * 3000 + b" HTTP/1.1\r\n" + head + b"\r\n", 414),
                         (b"GET / HTTP/1.1\r\n" + head + b"A: " + b"b" * 20000, 431), (b"POST /mcp HTTP/1.1\r\n" + head + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400),
                         (b"POST /mcp HTTP/1.1\r\n" + head + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n", 400), (b"POST /mcp HTTP/1.1\r\n" + head + b"Content-Length: 99999999\r\n\r\n", 413)):
        expect(raw(port, data).startswith(b"HTTP/1.1 %d " % wanted), (data[:60], wanted))
    # Nothing of a fault inside is told.
    expect(b"EXCEPTION" not in raw(port, b"POST /mcp HTTP/1.1\r\n" + head + b"Connection: close\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n\xff\xfe\xfd\xfc"), "no exceptions")
    expect(http.request("POST", "/" + "a" * 1500, {})[0] == 404, "a long path")
    # Requests sent in one go are answered one after the other.
    both = raw(port, (b"GET /health HTTP/1.1\r\n" + head + b"\r\n") * 3 + b"GET /health HTTP/1.1\r\n" + head + b"Connection: close\r\n\r\n")
    expect(both.count(b"HTTP/1.1 200") == 4, both)


def crowd(http, tree):
    """Streams, idle connections and requests that never end starve nobody."""
    port = http.port
    uri = "fingerpost://pointer/docker-compose.yml"
    streams = [listen(port, i, [uri]) for i in range(200)]
    idle = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(200)]
    slow = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(200)]
    for one in slow:
        one.sendall(b"POST /mcp HTTP/1.1\r\nHost: loc")
    for _ in range(50):
        expect(http.request("GET", QUESTION)[0] == 200, "a question beside the crowd")
    metrics = http.request("GET", "/metrics")[2]
    expect("fingerpost_streams 200\n" in metrics, metrics[-400:])
    # A change is told to every stream, with its own tag.
    with open(os.path.join(tree, "docker-compose.yml"), "a") as out:
        out.write("  postgres:\n    image: postgres:16\n")
    for number, (_, stream) in enumerate(streams):
        told = event(stream)
        expect(told["method"] == "notifications/resources/updated" and told["params"]["uri"] == uri, told)
        expect(told["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == f"s{number}", told)
    with open(os.path.join(tree, "docs", "new.md"), "w") as out:
        out.write("# New\n")
    told = event(streams[0][1])
    expect(told["method"] == "notifications/resources/list_changed", told)
    answer = json.loads(http.request("GET", "/api/v1/where_is?query=postgres+image")[2])["answers"][0]
    expect((answer["path"], answer["line_end"]) == ("docker-compose.yml", 7), answer)
    # Closing a stream ends it.
    for one, stream in streams[1:]:
        stream.close()
        one.close()
    while "fingerpost_streams 1\n" not in http.request("GET", "/metrics")[2]:
        pass
    for one in idle + slow:
        one.close()
    return streams[0]


def few_descriptors(program):
    """Where the system allows few open files, connections are turned away before there is none left."""
    with repository() as (tree, env):
        http = Http(program, tree, env, limit=160)
        expect(http.request("GET", QUESTION)[0] == 200, "a question")
        crowd = [socket.create_connection(("127.0.0.1", http.port), 30) for _ in range(200)]
        closed = 0
        for one in crowd:
            one.setblocking(False)
        while closed < 100:
            for one in select.select(crowd, [], [], 10)[0]:
                expect(one.recv(1) == b"", "turned away")
                crowd.remove(one)
                closed += 1
        expect(http.request("GET", QUESTION)[0] == 200, "a question beside the crowd")
        for one in crowd:
            one.close()
        http.close()


def main():
    program = sys.argv[1]
    few_descriptors(program)
    several(program)
    with repository() as (tree, env):
        http = Http(program, tree, env)
        json_api(http)
        strangers(http)
        writes_nothing(http)
        _, last = crowd(http, tree)
        http.close()
        # The server ends its streams with their result.
        end = event(last)
        while end is not None and "method" in end:
            end = event(last)
        expect(end is not None and end["id"] == "s0" and end["result"]["resultType"] == "complete", end)

        token = os.path.join(tree, "..", "token")
        with open(token, "w") as out:
            out.write("a-token-of-this-test\n")
        http = Http(program, tree, env, "--token-file", token)
        expect(http.request("GET", QUESTION)[0] == 401, "no token")
        expect(http.request("GET", QUESTION, None, {"Authorization": "Bearer a-token-of-this-tes"})[0] == 401, "a wrong token")
        expect(http.request("GET", QUESTION, None, {"Authorization": "Bearer a-token-of-this-test"})[0] == 200, "the token")
        http.close()


if __name__ == "__main__":
    main()
