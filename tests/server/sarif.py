#!/usr/bin/env python3
"""Holds what `fingerpost check --format sarif` writes against the SARIF 2.1.0 standard.

usage: sarif.py PROGRAM [SCHEMA]

The schema below is ours, written from the sections of the standard that it names, of the objects that we write: closed,
so that a property which the standard does not have there is found. The published schema (sarif-schema-2.1.0.json of
OASIS, under terms that leave open whether it may be kept here) is used as well where it is given.
"""
import json
import os
import subprocess
import sys

import jsonschema

from running import expect, repository


def closed(required, **properties):
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


def array(items, **more):
    return {"type": "array", "items": items, **more}


TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}  # 3.27.10
MESSAGE = closed("text", text=TEXT)  # 3.11
REGION = dict(closed("startLine", startLine=COUNT, startColumn=COUNT, endColumn=COUNT), dependentRequired={"endColumn": ["startColumn"]})  # 3.30
# 3.4: a URI reference, relative to a base that is named, so without a scheme, ".." or a slash in front.
ARTIFACT = closed("uri uriBaseId", uri={"type": "string", "pattern": r"^(?!/)(?!\.\./)([A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$"}, uriBaseId={"const": "%SRCROOT%"})
PHYSICAL = closed("artifactLocation region", artifactLocation=ARTIFACT, region=REGION)  # 3.29
LOCATION = closed("physicalLocation", physicalLocation=PHYSICAL, id={"type": "integer", "minimum": 0})  # 3.28
RESULT = closed(  # 3.27
    "ruleId ruleIndex level message locations partialFingerprints",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=array(LOCATION, minItems=1, maxItems=1),
    relatedLocations=array(LOCATION, uniqueItems=True),
    partialFingerprints={"type": "object", "minProperties": 1, "additionalProperties": TEXT},  # 3.27.17
)
RULE = closed("id shortDescription defaultConfiguration", id=TEXT, shortDescription=MESSAGE, defaultConfiguration=closed("level", level=LEVEL))  # 3.49
DRIVER = closed("name rules", name={"const": "fingerpost"}, rules=array(RULE, uniqueItems=True))  # 3.19
RUN = closed("tool columnKind results", tool=closed("driver", driver=DRIVER), columnKind={"const": "utf16CodeUnits"}, results=array(RESULT))  # 3.14
LOG = closed("$schema version runs", **{"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"}, "runs": array(RUN, minItems=1, maxItems=1)})  # 3.13


def sarif(program, tree, env):
    run = subprocess.run([program, "--repo", tree, "check", "--level", "info", "--format", "sarif"], env=env, capture_output=True, text=True, check=False)
    expect(run.returncode in (0, 1), run.stderr)
    return json.loads(run.stdout)


def write(tree, path, text):
    os.makedirs(os.path.dirname(os.path.join(tree, path)), exist_ok=True)
    with open(os.path.join(tree, path), "w", encoding="utf-8") as out:
        out.write(text)


def main():
    jsonschema.Draft202012Validator.check_schema(LOG)
    schemas = [LOG]
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as published:
            schemas.append(json.load(published))
    with repository() as (tree, env):
        write(tree, "README.md", "# Shop\n\nRedis and what it is for.\n")
        logs = [sarif(sys.argv[1], tree, env)]
        expect(all(one["level"] == "note" for one in logs[0]["runs"][0]["results"]), "nothing is wrong yet")
        write(tree, "docs/a [b] & ü%.md", "# A\n\nGrüße 🎉 [gone](nowhere.md) ![](img.png) [x](#nothing) `docs/none.md`\n\nRun `make nothing`.\n\nRedis listens on port 6380, image `redis:6`.\n")
        write(tree, "Makefile", "all:\n\techo\n")
        write(tree, ".env.example", "SHOP_NAME=shop\n")
        logs.append(sarif(sys.argv[1], tree, env))
    for log in logs:
        for schema in schemas:
            jsonschema.validators.validator_for(schema, default=jsonschema.Draft4Validator)(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    run = logs[1]["runs"][0]
    expect({"dead-link", "dead-image", "dead-anchor", "drift-port", "undocumented"} <= {one["ruleId"] for one in run["results"]}, run["results"])
    expect(any("relatedLocations" in one for one in run["results"]), "the other place of what drifted")
    rules = run["tool"]["driver"]["rules"]
    for one in run["results"]:
        expect(rules[one["ruleIndex"]]["id"] == one["ruleId"], one)
        region = one["locations"][0]["physicalLocation"]["region"]
        expect(region.get("endColumn", 2) > region.get("startColumn", 1), "a region of at least a character")
    # What is not in the standard is found.
    broken = json.loads(json.dumps(logs[1]))
    broken["runs"][0]["results"][0]["ruleIdentifier"] = "x"
    for schema in schemas:
        try:
            jsonschema.validate(broken, schema)
        except jsonschema.ValidationError:
            continue
        expect(False, "a property too many is not seen")


if __name__ == "__main__":
    main()
