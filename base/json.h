// JSON values, keys in the order in which they were put. A heavy header: include it in .cc files, and in headers only
// where a Json is part of the contract.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace fingerpost {

using Json = nlohmann::ordered_json;

// An empty object with room for so many members. One that grows copies all that it holds so far, down to the last text.
Json object_with_room(std::size_t members);

// A value that to_line() writes as it is given: what it once wrote itself. Nothing else can read what is in it.
Json already_written(std::string_view line);

// One line of JSON; bytes that are not UTF-8 become U+FFFD (dump() alone would throw).
std::string to_line(const Json& value);
// For people: indented by two.
std::string to_pretty(const Json& value);
// The value, or nothing when the text is no JSON or nests deeper than `depth` (dump() of a value nested a million deep
// would overflow the stack).
std::optional<Json> parse_json(std::string_view text, int depth = 64);

}  // namespace fingerpost
