#!/usr/bin/env python3
"""What the program is linked with: nothing that hands text to a shell, and what makes a fault harder to use.

usage: binary.py PROGRAM
"""
import subprocess
import sys

from running import expect


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    program = sys.argv[1]
    imports = {line.split()[-1].split("@")[0] for line in said("nm", "-D", "--undefined-only", program).splitlines()}
    for shell in ("system", "popen", "wordexp"):
        expect(shell not in imports, f"nothing calls {shell}")
    expect(not any(name.startswith(("exec", "fork", "vfork")) for name in imports), "programs are started in one way alone")
    expect("__stack_chk_fail" in imports, "stacks are guarded")
    expect(any(name.endswith("_chk") for name in imports), "copies are checked")
    header = said("readelf", "-hlW", program)
    expect("DYN (Position-Independent Executable" in header, "its place in memory is not fixed")
    expect("GNU_RELRO" in header, "tables of addresses are read-only")
    stack = next(line for line in header.splitlines() if "GNU_STACK" in line)
    expect(" RWE " not in stack, "the stack holds no code")
    expect("BIND_NOW" in said("readelf", "-dW", program), "and so from the start")


if __name__ == "__main__":
    main()
