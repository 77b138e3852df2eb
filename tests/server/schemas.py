#!/usr/bin/env python3
"""Asks for everything, in every revision, over stdio, and holds each reply and notification against the protocol's
schemas, and each tool's content against the tool's own.

usage: schemas.py PROGRAM
"""
import json
import os
import shutil
import sys
import tempfile

from protocol import MODERN, RESULTS, REVISIONS, check_notification, check_reply, check_structured
from running import Http, Stdio, expect

META = {"io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientCapabilities": {}}
FIXTURES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "fixtures")

# What each tool is asked: things that are known, that are not, and everything that may be left out.
ARGUMENTS = {
    "where_is": [{"query": "which port does redis publish"}, {"query": "where are the walrus tusks polished"}, {"query": "tests", "limit": 20, "detail": True}, {"query": "port", "kind": "setting"}],
    "diagnose": [{"symptom": "connection refused on port 5433"}, {"symptom": "the walrus has no tusks", "limit": 2}, {"symptom": "FATAL: password authentication failed for user"}],
    "known_issues": [{}, {"component": "api"}, {"component": "walrus"}, {"limit": 1}],
    "overview": [{}],
    "probe": [{}, {"name": "ports"}, {"name": "tcp", "target": "127.0.0.1:1"}],
    "gaps": [{}, {"limit": 1}],
    "check_docs": [{}, {"limit": 1}],
    "record_fix": [{"title": "The walrus sleeps", "symptoms": ["nothing moves"], "causes": ["it is Sunday"], "steps": ["wait"], "definitive_source": "README.md", "dry_run": True}, {"title": "The walrus sleeps"}],
    "record_component": [{"name": "Walrus", "definitive_source": "README.md", "dry_run": True}, {"name": "Walrus", "definitive_source": "none.md"}],
    "confirm_fix": [{"entry": "none.md:1", "worked": True}],
}


def whole_schemas(program, trees, env):
    """What each tool answers, in full, by the tool's name."""
    http = Http(program, trees[0], env, "--allow-writes", *[word for tree in trees[1:] for word in ("--repo", tree)])
    paths = json.loads(http.request("GET", "/api/v1/openapi.json")[2])["paths"]
    http.close()
    return {path.rsplit("/", 1)[1]: one["post"]["responses"]["200"]["content"]["application/json"]["schema"] for path, one in paths.items()}


class Conversation:
    """One client of one revision, whose every message is checked."""

    def __init__(self, program, trees, env, revision):
        self.revision = revision
        self.whole = whole_schemas(program, trees, env)
        self.stdio = Stdio(program, trees[0], env, *[word for tree in trees[1:] for word in ("--repo", tree)])
        self.number = 0
        self.seen = set()
        self.notifications = []
        if revision != MODERN:
            self.ask("initialize", {"protocolVersion": revision, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}})

    def ask(self, method, params=None):
        self.number += 1
        message = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": dict(params or {})}
        if self.revision == MODERN:
            message["params"]["_meta"] = dict(META, progressToken=self.number)
        self.stdio.send(message)
        while True:
            reply = self.stdio.receive()
            where = f"{method} of {self.revision}"
            if "method" in reply:
                check_notification(reply, self.revision, where)
                self.notifications.append(reply)
                continue
            expect(reply["id"] == self.number, reply)
            check_reply(message, reply, self.revision, where)
            if "result" in reply:
                self.seen.add(method)
            return reply

    def list(self, method, key):
        out, params = [], {}
        while True:
            result = self.ask(method, params)["result"]
            out += result[key]
            if "nextCursor" not in result:
                return out
            params = {"cursor": result["nextCursor"]}


def ask_for_everything(talk):
    modern = talk.revision == MODERN
    if modern:
        talk.ask("server/discover")
    else:
        talk.ask("ping")
        talk.ask("logging/setLevel", {"level": "error"})
    tools = talk.list("tools/list", "tools")
    for tool in tools:
        expect(tool["name"] in ARGUMENTS, f"this test knows arguments for {tool['name']}")
        for arguments in ARGUMENTS[tool["name"]]:
            result = talk.ask("tools/call", {"name": tool["name"], "arguments": arguments})["result"]
            if not result["isError"]:
                check_structured(tool, talk.whole[tool["name"]], result, f"{arguments} in {talk.revision}")
        expect(talk.ask("tools/call", {"name": tool["name"], "arguments": {"walrus": 1}})["result"]["isError"], "an unknown argument")
    for issue in talk.ask("tools/call", {"name": "known_issues", "arguments": {"limit": 1}})["result"]["structuredContent"]["entries"]:
        arguments = {"entry": f"{issue['path']}:{issue['line_start']}", "worked": True, "note": "with a restart"}
        check_structured(next(one for one in tools if one["name"] == "confirm_fix"), talk.whole["confirm_fix"], talk.ask("tools/call", {"name": "confirm_fix", "arguments": arguments})["result"], "a confirmation")
        check_structured(next(one for one in tools if one["name"] == "diagnose"), talk.whole["diagnose"], talk.ask("tools/call", {"name": "diagnose", "arguments": {"symptom": issue["title"]}})["result"], "a confirmed entry")
    for prompt in talk.list("prompts/list", "prompts"):
        talk.ask("prompts/get", {"name": prompt["name"], "arguments": {one["name"]: "redis" for one in prompt.get("arguments", [])}})
        for argument in prompt.get("arguments", []):
            talk.ask("completion/complete", {"ref": {"type": "ref/prompt", "name": prompt["name"]}, "argument": {"name": argument["name"], "value": "r"}})
    for resource in talk.list("resources/list", "resources"):
        talk.ask("resources/read", {"uri": resource["uri"]})
    for template in talk.list("resources/templates/list", "resourceTemplates"):
        for name in ("path", "component", "entry", "lines"):
            talk.ask("completion/complete", {"ref": {"type": "ref/resource", "uri": template["uriTemplate"]}, "argument": {"name": name, "value": "a"}})
    if modern:
        talk.list("skills/list", "skills")
    else:
        uri = talk.list("resources/list", "resources")[0]["uri"]
        talk.ask("resources/subscribe", {"uri": uri})
        talk.ask("resources/unsubscribe", {"uri": uri})
    # Faults of every kind have their form too.
    for method, params in (("tools/call", {"name": "walrus"}), ("prompts/get", {"name": "walrus"}), ("resources/read", {"uri": "fingerpost://pointer/walrus.md"}), ("walrus/polish", {}), ("resources/list", {"cursor": "walrus"}),
                           ("completion/complete", {"ref": {"type": "ref/prompt", "name": "walrus"}, "argument": {"name": "a", "value": ""}})):
        expect("error" in talk.ask(method, params), method)


def listen(talk, tree):
    talk.number += 1
    message = {"jsonrpc": "2.0", "id": talk.number, "method": "subscriptions/listen", "params": {"_meta": META, "notifications": {"resourcesListChanged": True, "resourceSubscriptions": ["fingerpost://pointer/README.md"]}}}
    talk.stdio.send(message)
    check_notification(talk.stdio.receive(), MODERN, "acknowledgement")
    with open(os.path.join(tree, "README.md"), "a") as out:
        out.write("\nMore.\n")
    check_notification(talk.stdio.receive(), MODERN, "a change")
    with open(os.path.join(tree, "NEW.md"), "w") as out:
        out.write("# New\n")
    check_notification(talk.stdio.receive(), MODERN, "a new file")
    talk.stdio.process.stdin.close()
    reply = talk.stdio.receive()
    check_reply(message, reply, MODERN, "the end of a stream")
    expect(reply["id"] == message["id"] and talk.stdio.process.wait(10) == 0, "the end")
    talk.seen.add("subscriptions/listen")


def main():
    seen = set()
    with tempfile.TemporaryDirectory() as scratch:
        env = dict(os.environ, XDG_CACHE_HOME=scratch, XDG_STATE_HOME=scratch)
        trees = []
        for name in sorted(os.listdir(FIXTURES)):
            if os.path.isdir(os.path.join(FIXTURES, name)):
                trees.append(shutil.copytree(os.path.join(FIXTURES, name), os.path.join(scratch, name)))
        for revision in REVISIONS:
            # One of them, each in its turn, and all together.
            for served in ([trees[REVISIONS.index(revision) % len(trees)]], trees):
                talk = Conversation(sys.argv[1], served, env, revision)
                ask_for_everything(talk)
                seen |= talk.seen
                talk.stdio.close()
        tree = next(one for one in trees if os.path.exists(os.path.join(one, "README.md")))
        talk = Conversation(sys.argv[1], [tree], env, MODERN)
        talk.ask("tools/call", {"name": "where_is", "arguments": {"query": "redis"}})
        listen(talk, tree)
        seen |= talk.seen
    expect(set(RESULTS) <= seen, f"every method was answered, {set(RESULTS) - seen} too")


if __name__ == "__main__":
    main()
