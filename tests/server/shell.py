#!/usr/bin/env python3
"""The program as people use it at a shell: completions that a shell runs, the man page, connecting a client, doctor, and
what is said of mistakes.

usage: shell.py PROGRAM
"""
import json
import os
import re
import shutil
import subprocess
import sys

from running import expect, repository

PROGRAM = os.path.abspath(sys.argv[1])


def run(env, *words, status=0, stdin=""):
    done = subprocess.run([PROGRAM, *words], env=env, input=stdin, capture_output=True, text=True)
    expect(done.returncode == status, (words, done.returncode, done.stdout, done.stderr))
    return done.stdout if status in (0, 1) else done.stderr


def completed(env, *words):
    """What bash offers for the last of the words."""
    script = run(env, "completions", "bash") + f"""
COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
COMP_CWORD={len(words) - 1}
_fingerpost
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    return subprocess.run(["bash", "-c", script], check=True, capture_output=True, text=True).stdout.split()


def completions(env):
    expect(completed(env, "fingerpost", "whe") == ["where"], "a command")
    expect(completed(env, "fingerpost", "where", "--li") == ["--limit"], "an option")
    expect(completed(env, "fingerpost", "--json", "connect", "c") == ["claude-code", "codex", "cursor"], "a value")
    for shell in ("zsh", "fish"):
        script = run(env, "completions", shell)
        expect("where" in script and "diagnose" in script, shell)
        if shutil.which(shell):
            subprocess.run([shell, "-n"], input=script, check=True, text=True)
    expect("there are bash, zsh and fish" in run(env, "completions", "powershell", status=2), "another shell")


def manual(env):
    page = run(env, "man")
    expect(page.startswith(".TH ") and ".SH" in page, page[:200])
    if shutil.which("groff"):
        warned = subprocess.run(["groff", "-Kutf8", "-man", "-Tutf8", "-ww", "-z"], input=page, capture_output=True, text=True)
        expect(warned.returncode == 0 and warned.stderr == "", warned.stderr)


def connecting(env, tree):
    files = {"claude-code": ".mcp.json", "codex": ".codex/config.toml", "cursor": ".cursor/mcp.json", "vscode": ".vscode/mcp.json", "gemini": ".gemini/settings.json"}
    with open(os.path.join(tree, ".mcp.json"), "w") as out:
        json.dump({"mcpServers": {"other": {"command": "x"}}}, out)
    for client, path in files.items():
        expect("fingerpost" in run(env, "connect", client), "printed")
        run(env, "connect", client, "--write", "--repo", tree)
        with open(os.path.join(tree, path)) as file:
            first = file.read()
        expect(PROGRAM in first and '"mcp"' in first, first)
        expect("has it already" in run(env, "connect", client, "--write", "--repo", tree), client)
        with open(os.path.join(tree, path)) as file:
            expect(file.read() == first, "twice is once")
    with open(os.path.join(tree, ".mcp.json")) as file:
        expect(json.load(file)["mcpServers"]["other"] == {"command": "x"}, "what was there stays")
    os.remove(os.path.join(tree, ".mcp.json"))
    os.symlink("/etc/hostname", os.path.join(tree, ".mcp.json"))
    expect("symbolic link" in run(env, "connect", "claude-code", "--write", "--repo", tree, status=3), "a link is not followed")
    expect("did you mean 'vscode'" in run(env, "connect", "vscod", status=2), "the nearest client")


def doctor(env, tree):
    said = run(env, "doctor", "--mcp")
    cost = int(re.search(r"all +(\d+) tokens in every conversation", said).group(1))
    expect(0 < cost < 2500 and "NOT" not in said, said)
    steps = json.loads(run(env, "doctor", "--json", "--repo", tree))
    expect(steps["ok"] and [one["step"] for one in steps["steps"]][:3] == ["program", "git", "ctags"], steps)
    expect(all(one["seconds"] >= 0 and one["said"] for one in steps["steps"]), steps)


def mistakes(env, tree):
    expect("did you mean 'where'" in run(env, "wher", "x", status=2), "the nearest command")
    expect(f"index --repo {tree}" in run(env, "index", tree, status=2), "how a repository is named")
    expect("Example" in run(env, "where", "--help"), "help has an example")
    run(env, "where", "which port does redis publish", "--repo", tree)
    run(env, "where", "where are the walrus tusks polished", "--repo", tree, status=1)
    expect("from 1 to 50" in run(env, "where", "x", "--limit", "99", "--repo", tree, status=2), "a number out of range")
    run(env, "where", "x", "--repo", os.path.join(tree, "none"), status=3)
    expect("bearer token is needed" in run(env, "serve", "--listen", "0.0.0.0", "--port", "0", "--repo", tree, status=3), "a token is needed elsewhere")
    expect("home directory" in run(env, "overview", "--repo", "/", status=3), "no whole file system")
    # No colour and no links but on a terminal.
    expect("\x1b" not in run(env, "overview", "--repo", tree), "plain text")


def main():
    with repository() as (tree, env):
        completions(env)
        manual(env)
        connecting(env, tree)
        doctor(env, tree)
        mistakes(env, tree)


if __name__ == "__main__":
    main()
