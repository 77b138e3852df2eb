#!/usr/bin/env python3
"""Breaks things in a copy of a repository, one at a time where documents speak of them, and asks `fingerpost check` to
find each at its line: recall by planting.

    plant_in_documents.py FINGERPOST REPOSITORY [--count 200] [--seed 1] [--misses]

A plant changes either the world (a file renamed, a target, script or service removed, a port changed) or one mention of
it in a document. What the check said before is no find.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

LINK = re.compile(r"(?<![!\\`])\[[^\]\[`]*\]\(([^)#\s:<>]+?)(#[^)\s]*)?\)")
SPAN = re.compile(r"`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+\.[a-z]{1,5})`")
ANCHOR = re.compile(r"\]\(#([a-z0-9][a-z0-9-]{3,})\)")
MAKE = re.compile(r"^\s*(?:\$ )?make ([a-z][a-z0-9_-]+)\s*$")
SCRIPT = re.compile(r"^\s*(?:\$ )?(?:npm|pnpm|yarn) run ([a-z][a-z0-9:_-]+)\s*$")


def check(program, tree, db):
    run = subprocess.run([program, "--repo", tree, "--db", db, "--json", "check"], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(run.stderr)
    return {(f["path"], f["line"], f["rule"]) for f in json.loads(run.stdout)["findings"]}


def documents(tree):
    for at, directories, names in os.walk(tree):
        directories[:] = [d for d in directories if d not in (".git", "node_modules", "vendor")]
        for name in names:
            if name.endswith(".md"):
                yield os.path.relpath(os.path.join(at, name), tree)


def lines_outside_code(text):
    fence = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fence = not fence
            continue
        yield number, line, fence


def plants_of(tree):
    """(kind, document, line, old text, new text) of every mention that could be broken."""
    out = []
    for path in documents(tree):
        with open(os.path.join(tree, path), encoding="utf-8", errors="replace") as file:
            text = file.read()
        here = os.path.dirname(os.path.join(tree, path))
        for number, line, fence in lines_outside_code(text):
            if not fence:
                for m in LINK.finditer(line):
                    target = m.group(1)
                    if os.path.isfile(os.path.join(here, target)) and "." in os.path.basename(target):
                        stem, end = os.path.splitext(target)
                        out.append(("link", path, number, "(" + target, "(" + stem + "-gone" + end))
                for m in SPAN.finditer(line):
                    if os.path.isfile(os.path.join(tree, m.group(1))):
                        stem, end = os.path.splitext(m.group(1))
                        out.append(("path", path, number, "`" + m.group(1) + "`", "`" + stem + "_gone" + end + "`"))
                for m in ANCHOR.finditer(line):
                    out.append(("anchor", path, number, "(#" + m.group(1), "(#" + m.group(1) + "-gone"))
            else:
                for kind, pattern in (("make", MAKE), ("script", SCRIPT)):
                    m = pattern.match(line)
                    if m:
                        out.append((kind, path, number, m.group(1), m.group(1) + "-gone"))
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("repository")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--least", type=float, default=0.0, help="the share found below which this fails")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        tree = os.path.join(work, "tree")
        shutil.copytree(args.repository, tree, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules"))
        db = os.path.join(work, "map.db")
        before = check(args.program, tree, db)
        chosen = plants_of(tree)
        random.Random(args.seed).shuffle(chosen)
        taken, lines = [], set()
        for one in chosen:  # one a line, so that each is found for itself
            if (one[1], one[2]) not in lines and not any(f[:2] == (one[1], one[2]) for f in before):
                lines.add((one[1], one[2]))
                taken.append(one)
            if len(taken) == args.count:
                break
        for _, path, number, old, new in taken:
            whole = os.path.join(tree, path)
            with open(whole, encoding="utf-8", errors="surrogateescape", newline="") as file:
                text = file.read().split("\n")
            text[number - 1] = text[number - 1].replace(old, new, 1)
            with open(whole, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write("\n".join(text))
        found = {f[:2] for f in check(args.program, tree, db)}
        by_kind = {}
        for kind, path, number, old, new in taken:
            hit = (path, number) in found
            good, all_ = by_kind.get(kind, (0, 0))
            by_kind[kind] = (good + hit, all_ + 1)
            if not hit and args.misses:
                print(f"missed {kind} {path}:{number} {old} -> {new}")
        good = sum(g for g, _ in by_kind.values())
        for kind, (g, n) in sorted(by_kind.items()):
            print(f"{kind:8} {g} of {n}")
        print(f"found {good} of {len(taken)} ({good / max(1, len(taken)):.3f})")
        if taken and good / len(taken) < args.least:
            sys.exit(1)


main()
