#!/usr/bin/env python3
"""Holds questions.jsonl to the fixtures: every gold place exists and shows the text that is expected of an answer.

Exits 1 and names each line that is wrong, so that an edited fixture cannot silently make a question unanswerable.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"


def faults(question):
    if question.get("kind") not in ("where", "value", "task", "symptom"):
        yield "unknown kind"
    shown = []
    for gold in question["gold"]:
        path = FIXTURES / question["repo"] / gold["path"]
        if not path.is_file():
            yield f"no such file: {gold['path']}"
            continue
        # Only LF and CRLF end a line, as everywhere in this project.
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
        first, last = gold["line_start"], gold["line_end"]
        if not 1 <= first <= last <= len(lines) or not lines[first - 1].strip():
            yield f"{gold['path']}:{first}-{last} begins with an empty line or lies outside of the file"
            continue
        shown.append("\n".join(lines[first - 1 : last]))
    expected = question.get("expect")
    if expected is not None and not any(expected in text for text in shown):
        yield f"'{expected}' stands in no gold place"


def main():
    questions = [json.loads(line) for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    bad = 0
    seen = set()
    for number, question in enumerate(questions, 1):
        asked = (question["repo"], question["query"])
        for fault in [*faults(question), *(["asked twice"] if asked in seen else [])]:
            bad += 1
            print(f"questions.jsonl:{number}: {fault}")
        seen.add(asked)
    print(f"{len(questions)} questions, {sum(not q['gold'] for q in questions)} without an answer, {bad} faults")
    return 1 if bad or not questions else 0


if __name__ == "__main__":
    sys.exit(main())
