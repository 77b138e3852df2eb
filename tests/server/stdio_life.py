#!/usr/bin/env python3
"""How the program lives at the end of a pipe: it tells of changes, survives nonsense, and ends with whoever started it.

usage: stdio_life.py PROGRAM
"""
import json
import os
import select
import signal
import subprocess
import sys
import tempfile

from running import Stdio, expect, repository

META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
FILE = "fingerpost://pointer/docker-compose.yml"


def request(client, number, method, params):
    client.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


def write(tree, path, text):
    with open(os.path.join(tree, path), "w") as out:
        out.write(text)


def changes(program):
    with repository() as (tree, env):
        client = Stdio(program, tree, env)
        request(client, 1, "subscriptions/listen", {"_meta": META, "notifications": {"resourceSubscriptions": [FILE], "promptsListChanged": True}})
        told = client.receive()
        expect(told["method"] == "notifications/subscriptions/acknowledged" and told["params"]["notifications"] == {"resourceSubscriptions": [FILE]}, told)
        request(client, 2, "resources/subscribe", {"uri": FILE})
        expect(client.receive() == {"jsonrpc": "2.0", "id": 2, "result": {}}, "a legacy subscription beside it")
        request(client, 3, "tools/call", {"name": "where_is", "arguments": {"query": "redis"}, "_meta": META})
        expect(client.receive()["id"] == 3, "a question beside a stream")
        write(tree, "docker-compose.yml", "services:\n  postgres:\n    image: postgres:16\n")
        told = [client.receive(), client.receive()]
        expect(all(one["method"] == "notifications/resources/updated" and one["params"]["uri"] == FILE for one in told), told)
        expect(sorted("_meta" in one["params"] for one in told) == [False, True], told)
        # A stream that was taken back is silent, and so is a resource that nobody wants any more.
        client.send({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}})
        request(client, 4, "resources/unsubscribe", {"uri": FILE})
        expect(client.receive()["id"] == 4, "the end of a subscription")
        write(tree, "docker-compose.yml", "services: {}\n")
        request(client, 5, "subscriptions/listen", {"_meta": META, "notifications": {"resourcesListChanged": True}})
        expect(client.receive()["method"] == "notifications/subscriptions/acknowledged", "a new stream")
        write(tree, "docs/new.md", "# New\n")
        told = client.receive()
        expect(told["method"] == "notifications/resources/list_changed" and told["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == 5, told)
        # The end of the input ends the stream with its result.
        client.process.stdin.close()
        end = client.receive()
        expect(end["id"] == 5 and end["result"]["resultType"] == "complete", end)
        expect(client.process.wait(10) == 0, "the end")


def changes_at_once(program):
    """What is written the moment the acknowledgement is there is told, also while the tree has not been looked at."""
    with repository() as (tree, env):
        for number in range(300):
            write(tree, f"docs/{number}.md", f"# Document {number}\n\nText.\n")
        for round in range(5):
            client = Stdio(program, tree, env)
            request(client, 1, "subscriptions/listen", {"_meta": META, "notifications": {"resourceSubscriptions": [FILE]}})
            expect(client.receive()["method"] == "notifications/subscriptions/acknowledged", "an acknowledgement")
            write(tree, "docker-compose.yml", f"services:\n  redis:\n    image: redis:{round}\n")
            ready = select.select([client.process.stdout], [], [], 20)[0]
            expect(ready and client.receive()["method"] == "notifications/resources/updated", f"round {round}: told")
            client.process.stdin.close()
            expect(client.receive()["id"] == 1 and client.process.wait(10) == 0, "the end")


def open_files(process):
    out = []
    for number in os.listdir(f"/proc/{process}/fd"):
        try:
            out.append(os.readlink(f"/proc/{process}/fd/{number}"))
        except FileNotFoundError:  # closed meanwhile
            pass
    return out


def changes_untold(program):
    """Where the system tells nothing of changes, the files are looked at."""
    blind = ["unshare", "-Ur", "sh", "-c", 'echo 0 >/proc/sys/user/max_inotify_instances && exec "$@"', "sh"]
    if subprocess.run([*blind, "true"], capture_output=True).returncode != 0:
        return  # this machine has no namespaces to take it away in
    with repository() as (tree, env):
        client = Stdio(blind, tree, env, program=program)
        request(client, 1, "subscriptions/listen", {"_meta": META, "notifications": {"resourceSubscriptions": [FILE]}})
        expect(client.receive()["method"] == "notifications/subscriptions/acknowledged", "an acknowledgement")
        expect("anon_inode:inotify" not in open_files(client.process.pid), "nothing tells it")
        write(tree, "docker-compose.yml", "services:\n  postgres:\n    image: postgres:16\n")
        expect(client.receive()["method"] == "notifications/resources/updated", "told all the same")
        request(client, 2, "tools/call", {"name": "where_is", "arguments": {"query": "postgres image"}, "_meta": META})
        expect("postgres:16" in client.receive()["result"]["content"][0]["text"], "and known")
        client.process.stdin.close()
        expect(client.receive()["id"] == 1 and client.process.wait(10) == 0, "the end")


def nonsense(program):
    with repository() as (tree, env):
        client = Stdio(program, tree, env)
        client.process.stdin.write("\n  \n" + "x" * (5 << 20) + "\n" + '{"jsonrpc":"2.0","result":{},"id":9}\n' + '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":77}}\n' + '{"a":"\\ud800"}\n')
        expect(client.receive()["error"]["code"] == -32700, "a line that is too long")
        expect(client.receive()["error"]["code"] in (-32700, -32600), "half a character")
        request(client, "1", "ping", {})
        expect(client.receive() == {"jsonrpc": "2.0", "id": "1", "result": {}}, "alive")
        # Several at once, the last without its line's end: those that are whole are answered in order.
        client.process.stdin.write("".join(json.dumps({"jsonrpc": "2.0", "id": i, "method": "ping"}) + "\n" for i in range(50)) + '{"jsonrpc"')
        client.process.stdin.flush()
        expect([client.receive()["id"] for _ in range(50)] == list(range(50)), "in order")
        client.close()


def dies_with_its_parent(program):
    """Though its input stays open, as it does when somebody else holds the pipe's other end."""
    with repository() as (tree, env):
        theirs, ours = os.pipe()
        starter = "import subprocess, sys; p = subprocess.Popen(sys.argv[1:], stdin=0); print(p.pid, flush=True); p.wait()"
        parent = subprocess.Popen([sys.executable, "-c", starter, program, "mcp", "--repo", tree], stdin=theirs, stdout=subprocess.PIPE, text=True, env=env)
        child = os.pidfd_open(int(parent.stdout.readline()))
        os.write(ours, b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        expect(json.loads(parent.stdout.readline())["result"] == {}, "it serves")
        os.kill(parent.pid, signal.SIGKILL)
        expect(select.select([child], [], [], 10)[0], "it is gone")
        os.close(ours)


def keeps_stdout_to_itself(program):
    """Whatever else writes to the standard output, writes to the standard error."""
    with repository() as (tree, env):
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen([program, "mcp", "--repo", tree], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=env)
            process.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
            process.stdin.flush()
            expect(json.loads(process.stdout.readline())["result"] == {}, "it serves")
            of = [os.stat(f"/proc/{process.pid}/fd/{number}") for number in (1, 2)]
            expect((of[0].st_dev, of[0].st_ino) == (of[1].st_dev, of[1].st_ino), "1 is where 2 is")
            process.stdin.close()
            expect(process.wait(10) == 0, "the end")


def ends_on_signals(program):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        with repository() as (tree, env):
            client = Stdio(program, tree, env)
            request(client, 1, "ping", {})
            expect(client.receive()["id"] == 1, "it serves")
            client.process.send_signal(number)
            expect(client.process.wait(10) is not None and client.process.stdout.read() == "", number)


def ends_when_nobody_reads(program):
    with repository() as (tree, env):
        client = Stdio(program, tree, env)
        client.process.stdout.close()
        try:
            request(client, 1, "ping", {})
            expect(client.process.wait(10) == 0, "the end")
        except BrokenPipeError:
            expect(client.process.wait(10) == 0, "the end")


def main():
    for test in (changes, changes_at_once, changes_untold, nonsense, dies_with_its_parent, keeps_stdout_to_itself, ends_on_signals, ends_when_nobody_reads):
        test(sys.argv[1])


if __name__ == "__main__":
    main()
