#!/usr/bin/env python3
"""Breaks things in a copy of a repository where documents speak of them, and asks `fingerpost check` to find each at its
line: recall by planting.

    plant_in_documents.py FINGERPOST REPOSITORY [--count 200] [--seed 1] [--kind NAME] [--misses] [--least 0.9]

A plant changes either the world (a file renamed, a heading, target, script or service renamed, a port or an image's
version changed) or one mention of it in a document. It is found when there is a new finding at a line that speaks of it:
one plant a line, so that each is found for itself. What the check said before is no find. Left out are documents that
speak of what was or will be (change logs, proposals), where nothing is wrong when the world changes, and those of tests.
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
IMAGE = re.compile(r"!\[[^\]\[`]*\]\(([^)#\s:<>]+?)\)")
SPAN = re.compile(r"`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+\.[a-z]{1,5})`")
SPAN_LINE = re.compile(r"`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+\.[a-z]{1,5}:)(\d+)`")
ANCHOR = re.compile(r"\]\(#([a-z0-9][a-z0-9-]{3,})\)")
MAKE = re.compile(r"^\s*(?:\$ )?make ([a-z][a-z0-9_-]+)\s*$")
MAKE_SPAN = re.compile(r"`make ([a-z][a-z0-9_-]+)`")
SCRIPT = re.compile(r"^\s*(?:\$ )?(?:npm|pnpm|yarn) run ([a-z][a-z0-9:_-]+)\s*$")
SCRIPT_SPAN = re.compile(r"`(?:npm|pnpm|yarn) run ([a-z][a-z0-9:_-]+)`")
SERVICE = re.compile(r"docker[ -]compose (?:[^`|;&]*? )?(?:logs|exec|restart|stop|start|up|run|pull|build)(?: -{1,2}[a-z-]+)* ([a-z][a-z0-9_-]+)(?=[ `]|$)")
OPTION = re.compile(r"^\s*(?:\$ )?(?:(?:bash|sh|python3?|node) )?(?:\./)?([A-Za-z0-9_./-]+\.(?:sh|py|js)) .*?(?<= )(--[a-z][a-z-]{3,})(?=[ =]|$)")
VARIABLE = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`")
HISTORY = re.compile(r"change|history|release|news|roadmap|todo|migrat|upgrad|proposal|template|plan|backlog|prd|rfc|archive|spec|blog|example|design|fixtures/|testdata/")
SKIPPED = {".git", "node_modules", "vendor"}
CODE = (".py", ".ts", ".tsx", ".js", ".mjs", ".go", ".rb", ".java", ".kt", ".rs", ".php", ".cs", ".ex", ".sh")


class Tree:
    """The copy: its files, and its documents line by line."""

    def __init__(self, root):
        self.root = root
        self.files = set()
        for at, directories, names in os.walk(root):
            directories[:] = [d for d in directories if d not in SKIPPED]
            self.files.update(os.path.relpath(os.path.join(at, name), root) for name in names)
        self.lines = {}  # of files that were read
        self.documents = sorted(path for path in self.files if path.endswith(".md") and not HISTORY.search(path.lower()))

    def read(self, path):
        if path not in self.lines:
            with open(os.path.join(self.root, path), encoding="utf-8", errors="surrogateescape", newline="") as file:
                self.lines[path] = file.read().split("\n")
        return self.lines[path]

    def mentions(self):
        """(document, line number, line, in a code block) of all that documents say."""
        for path in self.documents:
            fence = None
            for number, line in enumerate(self.read(path), 1):
                mark = line.lstrip()[:3]
                if mark in ("```", "~~~") and fence in (None, mark):
                    fence = None if fence else mark
                elif line.strip():
                    yield path, number, line, fence is not None

    def target(self, document, written):
        path = os.path.normpath(os.path.join(os.path.dirname(document), written))
        return path if path in self.files else None

    def named(self, *endings):
        return sorted(path for path in self.files if os.path.basename(path) in endings or path.endswith(endings) and "compose" in path)

    def save(self):
        for path, lines in self.lines.items():
            with open(os.path.join(self.root, path), "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write("\n".join(lines))


class Plant:
    """`edits`: (file, line, old, new) each; `moves`: (from, to) of files; `expected`: (document, line) of what is wrong then."""

    def __init__(self, kind, expected, edits=(), moves=()):
        self.kind, self.expected, self.edits, self.moves = kind, sorted(set(expected)), list(edits), list(moves)

    def __str__(self):
        return f"{self.kind} {' '.join(f'{path}:{line}' for path, line in self.expected)} {self.edits or self.moves}"


HOMES = {
    "make": (("Makefile",), "^{}(?=:(?!=))"),
    "script": (("package.json",), '^ +"{}(?=":)'),
    "service": (("docker-compose.yml", "compose.yml", ".yml", ".yaml"), "^  {}(?=:\\s*$)"),
}


def homes_of(tree, kind, name):
    """(file, line, what stands there) of each definition of a target, script or service."""
    endings, form = HOMES[kind]
    pattern = re.compile(form.format(re.escape(name)))
    return [(path, number, m.group(0)) for path in tree.named(*endings) for number, line in enumerate(tree.read(path), 1) for m in [pattern.match(line)] if m]


def mentions_broken(tree):
    """One mention in a document becomes one of what is not there."""
    out = []

    def broken(kind, path, number, old, new):
        out.append(Plant(kind, [(path, number)], [(path, number, old, new)]))

    for path, number, line, code in tree.mentions():
        if code:
            for kind, pattern in (("make", MAKE), ("script", SCRIPT)):
                for m in pattern.finditer(line):
                    if homes_of(tree, kind, m.group(1)):
                        broken(kind, path, number, " " + m.group(1), " " + m.group(1) + "-gone")
            for m in OPTION.finditer(line):
                if m.group(1) in tree.files:
                    broken("option", path, number, m.group(2), m.group(2) + "-gone")
            for m in SERVICE.finditer(line):
                if homes_of(tree, "service", m.group(1)):
                    broken("service", path, number, m.group(0), m.group(0) + "-gone")
            continue
        for kind, pattern in (("link", LINK), ("image", IMAGE)):
            for m in pattern.finditer(line):
                if tree.target(path, m.group(1)) and "." in os.path.basename(m.group(1)):
                    stem, end = os.path.splitext(m.group(1))
                    broken(kind, path, number, "(" + m.group(1), "(" + stem + "-gone" + end)
        for m in SPAN.finditer(line):
            if m.group(1) in tree.files:
                stem, end = os.path.splitext(m.group(1))
                broken("path", path, number, m.group(0), f"`{stem}_gone{end}`")
        for m in SPAN_LINE.finditer(line):
            if m.group(1)[:-1] in tree.files:
                broken("line", path, number, m.group(0), f"`{m.group(1)}99999`")
        for m in ANCHOR.finditer(line):
            broken("anchor", path, number, "(#" + m.group(1), "(#" + m.group(1) + "-gone")
        for kind, pattern in (("make", MAKE_SPAN), ("script", SCRIPT_SPAN)):
            for m in pattern.finditer(line):
                if homes_of(tree, kind, m.group(1)):
                    broken(kind, path, number, m.group(0), m.group(0)[:-1] + "-gone`")
    return out


def files_renamed(tree):
    """A file gets another name, and all links and paths to it are dead."""
    expected = {}
    for path, number, line, code in tree.mentions():
        if code:
            continue
        targets = [tree.target(path, m.group(1)) for pattern in (LINK, IMAGE) for m in pattern.finditer(line)]
        targets += [m.group(1) for m in SPAN.finditer(line) if m.group(1) in tree.files]
        for target in targets:
            if target and "." in os.path.basename(target):
                expected.setdefault(target, []).append((path, number))
    out = []
    for target, places in sorted(expected.items()):
        if target.endswith(".md") or any(path == target for path, _ in places):
            continue  # a document that is renamed takes its own plants along
        stem, end = os.path.splitext(target)
        out.append(Plant("rename", places, moves=[(target, stem + "-renamed" + end)]))
    return out


def headings_renamed(tree):
    """A heading gets another text, and links to its anchor are dead."""
    links = {}
    for path, number, line, code in tree.mentions():
        if not code:
            for m in ANCHOR.finditer(line):
                links.setdefault((path, m.group(1)), []).append((path, number))
    out = []
    for path, number, line, code in tree.mentions():
        m = re.match(r"#{2,6} ([A-Za-z0-9 ]+)$", line)
        slug = m and m.group(1).strip().lower().replace(" ", "-")
        if m and not code and (path, slug) in links:
            out.append(Plant("heading", links[path, slug], [(path, number, line, line + " renamed")]))
    return out


def names_renamed(tree):
    """A make target, an npm script or a compose service gets another name where it is defined."""
    commands = {"make": {}, "script": {}, "service": {}}
    for path, number, line, code in tree.mentions():
        for kind, patterns in (("make", (MAKE,) if code else (MAKE_SPAN,)), ("script", (SCRIPT,) if code else (SCRIPT_SPAN,)), ("service", (SERVICE,) if code else ())):
            for pattern in patterns:
                for m in pattern.finditer(line):
                    commands[kind].setdefault(m.group(1), []).append((path, number))
    out = []
    for kind, names in commands.items():
        for name, places in sorted(names.items()):
            found = [(path, number, old, old + "-renamed") for path, number, old in homes_of(tree, kind, name)]
            if found and (kind == "service" or len(found) == 1):  # of several that have the name, whose is meant is not known
                out.append(Plant(kind + " renamed", places, found))
    return out


def services_of(tree):
    """{service: (ports published, images)}, each with its place, of compose files."""
    out = {}
    for path in tree.named("docker-compose.yml", "compose.yml", ".yml", ".yaml"):
        service = None
        for number, line in enumerate(tree.read(path), 1):
            m = re.match(r"  ([a-z][a-z0-9_-]+):\s*$", line)
            if m:
                service = m.group(1)
            elif line and not line.startswith(" "):
                service = None
            if service is None:
                continue
            ports, images = out.setdefault(service, ([], []))
            m = re.match(r"\s+- [\"']?(?:[0-9.]+:)?(\d{2,5}):\d+", line)
            if m:
                ports.append((path, number, m.group(1)))
            m = re.match(r"\s+image: \"?(?:[a-z0-9./-]+/)?([a-z0-9-]+):v?(\d+)[0-9.]*", line)
            if m:
                images.append((path, number, m.group(1), m.group(2), line))
    return out


def values_changed(tree):
    """A published port or an image's version changes, and what documents state of it is wrong."""
    services = services_of(tree)
    out = []
    for service, (ports, images) in sorted(services.items()):
        for path, number, port in ports:
            if sum(port == other for p, _ in services.values() for _, _, other in p) > 1:
                continue
            stated = re.compile(rf"(?:port:? `?|localhost:|127\.0\.0\.1:|\b{re.escape(service)}:){port}(?!\d)", re.IGNORECASE)
            places = [(d, n) for d, n, line, code in tree.mentions() if not code and re.search(rf"\b{re.escape(service)}\b", line, re.IGNORECASE) and stated.search(line)]
            if places:
                out.append(Plant("port", places, [(path, number, port, str(int(port) + 1017))]))
        for path, number, name, major, line in images:
            stated = re.compile(rf"\b{re.escape(name)}:v?{major}\b")
            places = [(d, n) for d, n, text, code in tree.mentions() if not code and stated.search(text)]
            if places and sum(name == other for _, i in services.values() for _, _, other, _, _ in i) == 1:
                out.append(Plant("image", places, [(path, number, line, line.replace(":" + major, ":" + str(int(major) + 7)).replace(":v" + major, ":v" + str(int(major) + 7)))]))
    return out


def variables_renamed(tree):
    """A variable that an example of an env file declares gets another name everywhere but in documents."""
    declared = {}
    for path in sorted(tree.files):
        if ".env" in os.path.basename(path):
            for line in tree.read(path):
                m = re.match(r"#? ?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=", line)
                if m:
                    declared.setdefault(m.group(1), [])
    for path, number, line, code in tree.mentions():
        for m in VARIABLE.finditer(line) if not code else ():
            if m.group(1) in declared:
                declared[m.group(1)].append((path, number))
    wanted = {name: places for name, places in declared.items() if places}
    uses = {name: [] for name in wanted}
    word = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
    for path in sorted(tree.files):
        if wanted and not path.endswith((".md", ".mdx")) and os.path.isfile(os.path.join(tree.root, path)) and os.path.getsize(os.path.join(tree.root, path)) < 1 << 20:
            for number, line in enumerate(tree.read(path), 1):
                for name in set(word.findall(line)) & uses.keys():
                    uses[name].append((path, number, line, re.sub(rf"\b{name}\b", name + "_V2", line)))
    # Only where the code is here that reads it: what else reads it is not known.
    read = {name for name in wanted for path, *_ in uses[name] if path.endswith(CODE)}
    # One of a family: a family most of which is gone is taken for another program's.
    family = {name.split("_")[0]: name for name in sorted(read)}
    return [Plant("variable renamed", places, uses[name]) for name, places in sorted(wanted.items()) if family.get(name.split("_")[0]) == name]


KINDS = (mentions_broken, files_renamed, headings_renamed, names_renamed, values_changed, variables_renamed)


def chosen_of(tree, before, args):
    """Plants that do not touch each other: by kind in turn, so that the rare kinds are among them."""
    by_kind = {}
    for make in KINDS:
        for plant in make(tree):
            if not args.kind or plant.kind == args.kind:
                by_kind.setdefault(plant.kind, []).append(plant)
    for plants in by_kind.values():
        random.Random(args.seed).shuffle(plants)
    dirty = {place[:2] for place in before}
    used, moved, out, lines = set(), set(), [], 0
    while any(by_kind.values()) and lines < args.count:
        for kind in sorted(by_kind):
            if not by_kind[kind]:
                continue
            plant = by_kind[kind].pop()
            places = set(plant.expected) | {edit[:2] for edit in plant.edits}
            files = {path for path, _ in places} | {move[0] for move in plant.moves}
            if places & (used | dirty) or files & moved or {move[0] for move in plant.moves} & {path for path, _ in used}:
                continue
            used |= places
            moved |= {move[0] for move in plant.moves}
            out.append(plant)
            lines += len(plant.expected)
    return out


def check(program, root, db):
    run = subprocess.run([program, "--repo", root, "--db", db, "--json", "check"], capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(run.stderr)
    return {(f["path"], f["line"], f["rule"]) for f in json.loads(run.stdout)["findings"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("repository")
    parser.add_argument("--count", type=int, default=200, help="lines that shall be wrong")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", help="only plants of this kind")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--least", type=float, default=0.0, help="the share found below which this fails")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        root = os.path.join(work, "tree")
        shutil.copytree(args.repository, root, symlinks=True, ignore=shutil.ignore_patterns(*SKIPPED))
        db = os.path.join(work, "map.db")
        before = check(args.program, root, db)
        tree = Tree(root)
        plants = chosen_of(tree, before, args)
        for plant in plants:
            for path, number, old, new in plant.edits:
                lines = tree.read(path)
                lines[number - 1] = lines[number - 1].replace(old, new, 1)
        tree.save()
        for plant in plants:
            for old, new in plant.moves:
                os.rename(os.path.join(root, old), os.path.join(root, new))
        found = {place[:2] for place in check(args.program, root, db) - before}
    by_kind = {}
    for plant in plants:
        good, all_ = by_kind.get(plant.kind, (0, 0))
        hits = [place in found for place in plant.expected]
        by_kind[plant.kind] = (good + sum(hits), all_ + len(hits))
        if args.misses:
            for place, hit in zip(plant.expected, hits):
                if not hit:
                    print(f"missed {place[0]}:{place[1]} of {plant}")
    good, all_ = (sum(counts) for counts in zip(*by_kind.values())) if by_kind else (0, 0)
    for kind, (g, n) in sorted(by_kind.items()):
        print(f"{kind:16} {g} of {n}")
    print(f"found {good} of {all_} ({good / max(1, all_):.3f}) of {len(plants)} plants")
    if all_ and good / all_ < args.least:
        sys.exit(1)


main()
