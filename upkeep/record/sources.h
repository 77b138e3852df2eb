// The pointer that a record gives, and the values that it must not repeat. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "pointer-map/map.h"

namespace fingerpost {

// A pointer as a person or an assistant gives it (`path`, `path` → key → key, path#heading, path:line, a link) in the
// form in which it is written down: `path` → `key` → `key`. A line becomes the keys or headings that lead to it, since
// lines move. Code::not_found where it leads nowhere, with the nearest that there is.
Result<std::string> written_source(Map& map, std::string_view given);

// A place as it is written down: `path` → `key` → `key`. `places` are those of the source.
std::string written_pointer(const Source& source, const std::vector<StoredPlace>& places, std::size_t index);

// Refuses texts that repeat the value of a setting which stands in the repository's configuration, read live: as
// NAME=value, or as a word or code span that is such a value whole (ports, URLs, images, sizes, durations). The error
// names the pointer to write instead. Commands, code spans with a space in them, may hold the values that they need to
// run, but no NAME=value. Values of secrets are refused anywhere.
Result<Done> refuse_copies(Map& map, const Root& root, const std::vector<std::string>& texts);
// The same for texts that quote what was seen (titles, symptoms), where only secrets are refused.
Result<Done> refuse_secrets(Map& map, const Root& root, const std::vector<std::string>& texts);

}  // namespace fingerpost
