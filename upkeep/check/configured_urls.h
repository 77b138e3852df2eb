// The addresses that configuration sets, as URLs: in env files, compose files, manifests, settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "upkeep/check/evidence.h"

namespace fingerpost {

struct PlainUrl {
  std::string host;                   // lower case; "localhost" for every name of this machine
  int port = 0;                       // written, or what the scheme has
  std::vector<std::string> segments;  // of the path
};

// A URL of http or https as it begins in a text, up to where it ends there; "" for none. Neither its query nor its
// fragment, and no full stop or bracket of the sentence around it.
std::string_view web_url_at(std::string_view text);

// The parts of one that says all of itself: nothing for credentials, placeholders, variables and patterns.
std::optional<PlainUrl> plain_url(std::string_view url);

struct ConfiguredUrl {
  PlainUrl url;
  std::string text;
  std::string path;
  int line = 1;
};

// Those of files that are neither documents nor code, tests nor examples; not in comments. At most 5,000.
std::vector<ConfiguredUrl> configured_urls(Evidence& evidence);

}  // namespace fingerpost
