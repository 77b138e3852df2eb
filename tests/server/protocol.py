"""The protocol's own schemas, one a revision (schemas/, as published), to hold whole messages against."""
import functools
import json
import os

import jsonschema

from running import expect

REVISIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28")
MODERN = REVISIONS[-1]

# What a result of this method is called in every revision that has it.
RESULTS = {
    "initialize": "InitializeResult",
    "server/discover": "DiscoverResult",
    "ping": "EmptyResult",
    "logging/setLevel": "EmptyResult",
    "resources/subscribe": "EmptyResult",
    "resources/unsubscribe": "EmptyResult",
    "tools/list": "ListToolsResult",
    "tools/call": "CallToolResult",
    "prompts/list": "ListPromptsResult",
    "prompts/get": "GetPromptResult",
    "resources/list": "ListResourcesResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/read": "ReadResourceResult",
    "completion/complete": "CompleteResult",
    "subscriptions/listen": "SubscriptionsListenResult",
}
NOTIFICATIONS = {
    "notifications/progress": "ProgressNotification",
    "notifications/resources/updated": "ResourceUpdatedNotification",
    "notifications/resources/list_changed": "ResourceListChangedNotification",
    "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
}


@functools.lru_cache(maxsize=None)
def validator(revision, name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "schemas", revision + ".json")) as file:
        whole = json.load(file)
    definitions = "definitions" if "definitions" in whole else "$defs"
    if name not in whole[definitions]:
        return None
    kind = jsonschema.Draft7Validator if definitions == "definitions" else jsonschema.Draft202012Validator
    return kind({"$schema": whole["$schema"], definitions: whole[definitions], "$ref": f"#/{definitions}/{name}"})


def hold(value, revision, name, where):
    """Expects that the value is what the revision calls by this name."""
    judge = validator(revision, name)
    expect(judge is not None, f"{where}: revision {revision} has {name}")
    wrong = jsonschema.exceptions.best_match(judge.iter_errors(value))
    expect(wrong is None, f"{where}: a {name} of {revision}: {wrong and wrong.json_path}: {wrong and wrong.message[:300]}")


def error_name(revision):
    return "JSONRPCError" if revision < "2025-11-25" else "JSONRPCErrorResponse"


def check_reply(message, reply, revision, where):
    """Expects that a reply to the message is what the revision wants. The skills' methods are an extension without one."""
    if "error" in reply:
        # Before 2025-11-25 the schema has no error without the id of a request; JSON-RPC wants null there.
        if reply["id"] is not None:
            hold(reply, revision, error_name(revision), where)
        return
    hold(reply, revision, "JSONRPCResponse" if revision < "2025-11-25" else "JSONRPCResultResponse", where)
    name = RESULTS.get(message["method"])
    if name is not None:
        hold(reply["result"], revision, name, where)


def check_notification(notification, revision, where):
    hold(notification, revision, "JSONRPCNotification", where)
    hold(notification, revision, NOTIFICATIONS[notification["method"]], where)


def check_structured(tool, whole, result, where):
    """Expects that a tool's structured content is what the tool says of it in tools/list, and nothing that its whole
    schema, that of the JSON API, does not tell of."""
    expect("structuredContent" in result, where + ": structured content")
    for schema in (tool["outputSchema"], closed(whole)):
        jsonschema.Draft202012Validator.check_schema(schema)
        wrong = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(schema).iter_errors(result["structuredContent"]))
        expect(wrong is None, f"{where}: {tool['name']} answers as it says: {wrong and wrong.json_path}: {wrong and wrong.message[:300]}")


def closed(schema):
    """The schema with every object closed: a member that it does not name is one that clients are not told of."""
    out = dict(schema)
    if "properties" in out:
        out["properties"] = {name: closed(inner) for name, inner in out["properties"].items()}
        out.setdefault("additionalProperties", False)
    if "items" in out:
        out["items"] = closed(out["items"])
    return out
