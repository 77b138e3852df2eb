// Paths that a repository's files name, inside of it.
#pragma once

#include <string>
#include <string_view>

#include "probes/surroundings.h"

namespace fingerpost {

// "./data" as written in a file of `directory`, relative to the root; "" for what is absolute or leaves it, "." for the
// root itself.
std::string path_inside(std::string_view directory, std::string_view written);

// A directory of the repository; symbolic links are followed as long as they stay inside. Any thread.
bool directory_exists(const Surroundings& around, const std::string& path);
// Whether we may create files in it. False where it is not there.
bool directory_is_writable(const Surroundings& around, const std::string& path);

}  // namespace fingerpost
