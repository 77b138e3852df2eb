// What a change does to a file, as a patch that `git apply` and `patch -p1` take. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fingerpost {

// One hunk with three lines around it: the changes made here are one stretch each. "" where nothing changes. `before`
// is nothing for a new file.
std::string unified_diff(std::string_view path, const std::optional<std::string>& before, std::string_view after);

}  // namespace fingerpost
