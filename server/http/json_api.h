// The tools as a JSON API: POST /api/v1/TOOL with the arguments as body, GET with them as query, and the description of
// all that in /api/v1/openapi.json, computed from the tools.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "server/http/message.h"
#include "server/workspace.h"

namespace fingerpost::http {

// A reply of RFC 9457: application/problem+json.
Reply problem_of(int status, std::string_view title, std::string_view detail = {});
Reply problem_of(const Error& error);

// Where the map is not ready yet, the request waits for it for some seconds, or not at all unless `may_wait`. `gone`
// as Asker has it. REQUIRES: the path starts with /api/v1/. Any thread.
Reply answer_api(const Request& request, Workspace& workspace, bool writes, bool may_wait,
                 const std::function<bool()>& gone);
Json openapi_of(const Workspace& workspace, bool writes);

}  // namespace fingerpost::http
