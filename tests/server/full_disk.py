#!/usr/bin/env python3
"""Records a fix where the disk is full, at every size of disk, and where nothing may be written: each time a clear error
or the whole record, never half of one, and nothing is lost once there is room again.

usage: full_disk.py PROGRAM
"""
import os
import resource
import shutil
import signal
import subprocess
import sys

from running import expect, repository

FIX = ["record", "fix", "Redis refuses to save baskets", "--symptom", "MISCONF stop-writes-on-bgsave-error", "--cause", "the host is full", "--step", "make room", "--definitive-source", "docker-compose.yml → services → redis"]
NOBODY = 65534


def no_file_above(size):
    def apply():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return apply


def become_nobody():
    if os.geteuid() == 0:  # who may write anywhere
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def run(program, tree, env, *arguments, within=None):
    return subprocess.run([program, "--repo", tree, *arguments], env=env, preexec_fn=within, capture_output=True, text=True, check=False)


def files_of(tree):
    out = {}
    for at, _, names in os.walk(tree):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                out[os.path.relpath(path, tree)] = file.read()
    return out


def full_disk(program, scratch, tree, env):
    # An index of some size, so that between no room at all and enough each of the files is the one that does not fit.
    os.makedirs(os.path.join(tree, "references"))
    with open(os.path.join(tree, "references", "troubleshooting-index.md"), "w", encoding="utf-8") as out:
        out.write("# Troubleshooting\n\n" + "".join(f"## Basket {i} is empty\n\n**Symptoms**: nothing in basket {i}\n\n**Troubleshooting Path**:\n1. look into it\n\n" for i in range(600)))
    before = files_of(tree)
    outcomes = set()
    for size in (0, 4096, 40_000, 65_536, 100_000, 200_000, 300_000, 400_000, 600_000, 1_000_000, 20_000_000):
        for name in os.listdir(scratch):
            if name not in (os.path.basename(tree), "none"):
                shutil.rmtree(os.path.join(scratch, name))
        for path, text in before.items():
            with open(os.path.join(tree, path), "wb") as out:
                out.write(text)
        full = run(program, tree, env, *FIX, within=no_file_above(size))
        after = files_of(tree)
        expect(after.keys() == before.keys(), f"no file is left over at {size}: {after.keys() - before.keys()}")
        written = [path for path in before if after[path] != before[path]]
        expect(written in ([], ["references/troubleshooting-index.md"]), written)
        expect(full.returncode in (0, 3), f"{size}: {full.returncode} {full.stderr}")
        if full.returncode == 3:
            expect("no space" in full.stderr and "make room" in full.stderr, f"{size}: {full.stderr}")
            expect(("was written" in full.stderr) == bool(written), f"{size}: {full.stderr}")
        else:
            expect(bool(written), f"{size}: {full.stdout}")
        outcomes.add((full.returncode, bool(written)))
        # With room again the record is made, or is there.
        again = run(program, tree, env, *FIX)
        expect(again.returncode == (1 if written else 0), f"{size}: {again.stdout}{again.stderr}")
        found = run(program, tree, env, "diagnose", "MISCONF stop-writes-on-bgsave-error")
        expect("Redis refuses to save baskets" in found.stdout, f"{size}: {found.stdout}{found.stderr}")
        text = files_of(tree)["references/troubleshooting-index.md"]
        expect(text.count(b"Redis refuses to save baskets") == 1, f"{size}: once")
        for line in before["references/troubleshooting-index.md"].split(b"\n"):
            expect(line in text, f"{size}: {line}")
    expect({(3, False), (0, True)} <= outcomes, outcomes)


def read_only(program, scratch, tree, env):
    locked = os.path.join(scratch, "locked")
    open_to_all = os.path.join(scratch, "open")
    for name in (locked, open_to_all):
        os.makedirs(name)
    os.chmod(scratch, 0o755)
    os.chmod(open_to_all, 0o777)
    before = files_of(tree)
    for at, _, names in os.walk(tree):
        os.chmod(at, 0o555)
        for name in names:
            os.chmod(os.path.join(at, name), 0o444)
    os.chmod(locked, 0o555)
    try:
        no_tree = run(program, tree, dict(env, XDG_CACHE_HOME=open_to_all, XDG_STATE_HOME=open_to_all), *FIX, within=become_nobody)
        expect(no_tree.returncode == 3 and "not allowed" in no_tree.stderr and "owner and mode" in no_tree.stderr, no_tree.stderr)
        no_map = run(program, tree, dict(env, XDG_CACHE_HOME=locked, XDG_STATE_HOME=open_to_all), *FIX, within=become_nobody)
        expect(no_map.returncode == 3 and "XDG_CACHE_HOME" in no_map.stderr, no_map.stderr)
        expect(files_of(tree) == before, "nothing is changed")
        # What is kept besides cannot be written: it says so, and that the record itself was.
        for at, _, names in os.walk(tree):
            os.chmod(at, 0o777)
            for name in names:
                os.chmod(os.path.join(at, name), 0o666)
        no_state = run(program, tree, dict(env, XDG_CACHE_HOME=open_to_all, XDG_STATE_HOME=locked), *FIX, within=become_nobody)
        expect(no_state.returncode == 3 and "was written" in no_state.stderr and "XDG_STATE_HOME" in no_state.stderr, no_state.stderr)
        expect(any(b"Redis refuses to save baskets" in text for text in files_of(tree).values()), "the record")
    finally:
        for at, _, _ in os.walk(scratch):
            os.chmod(at, 0o755)


def main():
    for case in (full_disk, read_only):
        with repository() as (tree, env):
            case(sys.argv[1], os.path.dirname(tree), tree, env)


if __name__ == "__main__":
    main()
