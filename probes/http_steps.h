// What the probes of HTTP servers share: which servers there are, and the steps until one has answered.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "probes/http_client.h"
#include "probes/network.h"
#include "probes/probe.h"

namespace fingerpost {

// The servers of this repository over HTTP: those of the settings, variables that hold the URL of an own part
// (API_BASE_URL), PORT, compose services that are built here or are known to speak HTTP. URLs of third parties are
// left to whoever asks for them.
std::vector<Planned> plan_http(const Probe& probe, const Surroundings& around);
Result<Planned> aim_http(const Probe& probe, const std::string& argument, const Surroundings& around);

// The request that a target means, with its credentials; `path` "" for the target's own.
HttpRequest request_for(const Planned& planned, const Surroundings& around, std::string_view path = {});

// Asks, and adds the checks `tls` (for https) and `answer`, with codes. A certificate that does not hold is a failed
// check and no end: the rest is asked without trusting it. Nothing when no answer came.
std::optional<HttpReply> ask(const HttpRequest& request, const Planned& planned, const Address& address,
                             const Deadline& deadline, Outcome& out);

// The value of an answer's <title>, or "".
std::string title_of(const HttpReply& reply);
bool is_html(const HttpReply& reply);
std::optional<Json> json_body(const HttpReply& reply);

}  // namespace fingerpost
