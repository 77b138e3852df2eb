// Versions and what is demanded of them. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// The first dotted number in a text: "v18.17.0" → 18, 17, 0; "go version go1.22.1 linux/amd64" → 1, 22, 1. Empty for
// none.
using Version = std::vector<int>;
Version version_in(std::string_view text);
std::string text_of(const Version& version);

// Whether a version meets what is demanded, in the forms of npm, pip, asdf and go: "18", "18.17.x", "^20.1", "~3.11",
// ">=18 <21", ">= 3.9, < 4", "18 || 20". Nothing where the demand is of no known form ("lts/*", "latest").
std::optional<bool> satisfies(const Version& version, std::string_view demand);

}  // namespace fingerpost
