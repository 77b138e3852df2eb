#!/usr/bin/env python3
"""Asks the real program the questions of questions.jsonl over MCP and holds the answers to the floors below.

usage: ask_questions.py PROGRAM. Prints the figures and every miss; exits 1 when a figure lies under its floor.

A hit: a gold path with overlapping lines, in an answer of at most 40 lines or four times the gold range, whichever is
more. A question of kind value also wants `expect` in the excerpt when the first gold place was hit. A question without
gold is answered well by "known": false.
"""
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"
LIMIT = 5

# The least share that each figure may have, by kind. Raise a floor when the product gets better; lower one only with a
# reason in the commit. unknown is a ceiling: answerable questions to which the program said that it does not know.
FLOORS = {
    #         R@1   R@5   abstained  unknown (at most)
    "where": (0.83, 0.93, 0.75, 0.07),
    "value": (0.75, 0.92, None, 0.08),
    "task": (0.92, 1.00, None, 0.00),
    "symptom": (0.88, 0.88, 0.75, 0.10),
}


class Server:
    """The program as a child that speaks JSON-RPC, one message a line."""

    def __init__(self, program, tree, state):
        env = dict(os.environ, XDG_CACHE_HOME=str(state), XDG_STATE_HOME=str(state))
        # The server answers from documents while code is still being read; the figures are of the whole map.
        subprocess.run([program, "--repo", str(tree), "index"], check=True, stdout=subprocess.DEVNULL, env=env)
        self.process = subprocess.Popen(
            [program, "mcp", "--repo", str(tree)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
        )
        self.id = 0

    def ask(self, query, kind):
        self.id += 1
        name, argument = ("diagnose", "symptom") if kind == "symptom" else ("where_is", "query")
        params = {"name": name, "arguments": {argument: query, "limit": LIMIT}}
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": self.id, "method": "tools/call", "params": params}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the program ended during: {query}")
        reply = json.loads(line)
        if "error" in reply or reply["result"].get("isError"):
            sys.exit(f"an error for '{query}': {line}")
        body = reply["result"]["structuredContent"]
        if kind == "symptom":
            body["answers"] = [entry["source"] for entry in body["entries"]]
        return body

    def close(self):
        self.process.stdin.close()
        if self.process.wait(30) != 0:
            sys.exit(f"the program ended with {self.process.returncode}")


def rank_of(question, answers):
    """The place of the first hit among the answers, from 1; None without one."""
    for rank, answer in enumerate(answers, 1):
        first, last = answer["line_start"], answer["line_end"]
        for index, gold in enumerate(question["gold"]):
            longest = max(40, 4 * (gold["line_end"] - gold["line_start"] + 1))
            overlaps = first <= gold["line_end"] and last >= gold["line_start"]
            if answer["path"] != gold["path"] or not overlaps or last - first + 1 > longest:
                continue
            if question["kind"] != "value" or index > 0 or question["expect"] in answer.get("excerpt", ""):
                return rank
    return None


def describe(question, rank, body):
    wanted = "; ".join(f"{g['path']}:{g['line_start']}-{g['line_end']}" for g in question["gold"][:3]) or "'not known'"
    got = "; ".join(f"{a['path']}:{a['line_start']}-{a['line_end']}" for a in body["answers"][:3])
    return (
        f"[{question['repo']}/{question['kind']}] {question['query']}\n"
        f"  wanted {wanted}\n  got    known={body['known']}, hit at {rank}: {got}"
    )


def ask_all(program, scratch):
    """Yields each question with the rank of its hit and the answer."""
    by_repo = collections.defaultdict(list)
    for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        by_repo[question["repo"]].append(question)
    for repo, questions in sorted(by_repo.items()):
        # A repository of its own: inside this one, this one's ignore rules would leave the fixture out.
        tree = scratch / repo
        shutil.copytree(FIXTURES / repo, tree)
        subprocess.run(["git", "init", "--quiet", str(tree)], check=True)
        server = Server(program, tree, scratch / (repo + "-state"))
        for question in questions:
            body = server.ask(question["query"], question["kind"])
            yield question, rank_of(question, body["answers"]) if body["known"] else None, body
        server.close()


def share(rows, holds):
    return sum(1 for row in rows if holds(row)) / len(rows) if rows else None


def main():
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(ask_all(os.path.abspath(sys.argv[1]), pathlib.Path(scratch)))
    for question, rank, body in rows:
        good = rank == 1 if question["gold"] else not body["known"]
        if not good:
            print(describe(question, rank, body))
    print(f"\n{'kind':<7}{'n':>4}{'R@1':>8}{'R@5':>8}{'absent':>8}{'abstained':>11}{'unknown':>9}")
    under = []
    for kind, floors in FLOORS.items():
        asked = [row for row in rows if row[0]["kind"] == kind and row[0]["gold"]]
        absent = [row for row in rows if row[0]["kind"] == kind and not row[0]["gold"]]
        first = share(asked, lambda row: row[1] == 1)
        fifth = share(asked, lambda row: row[1] is not None)
        abstained = share(absent, lambda row: not row[2]["known"])
        unknown = share(asked, lambda row: not row[2]["known"])
        shown = f"{abstained:>11.3f}" if absent else f"{'':>11}"
        print(f"{kind:<7}{len(asked):>4}{first:>8.3f}{fifth:>8.3f}{len(absent):>8}{shown}{unknown:>9.3f}")
        for name, figure, floor in zip(("R@1", "R@5", "abstained"), (first, fifth, abstained), floors):
            if floor is not None and (figure is None or figure < floor):
                under.append(f"{kind} {name}: {figure} is under its floor {floor}")
        if unknown > floors[3]:
            under.append(f"{kind} unknown: {unknown} is over its ceiling {floors[3]}")
    unknown_kinds = {row[0]["kind"] for row in rows} - set(FLOORS)
    under += [f"no floor for kind {kind}" for kind in sorted(unknown_kinds)]
    print("\n".join(under))
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
