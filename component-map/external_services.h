// Services outside of the repository that its configuration speaks of: by the names of variables, by hosts of URLs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// "STRIPE_API_KEY" → "stripe"; nullopt for a variable that names no service: LOG_LEVEL, BASE_URL.
std::optional<std::string> service_of_variable(std::string_view variable);

// The public hosts of the URLs in a line: "https://key@sentry.example.io/4" → "sentry.example.io". No addresses, no
// local or reserved names, nothing of what stands around the host.
std::vector<std::string> hosts_in(std::string_view line);

}  // namespace fingerpost
