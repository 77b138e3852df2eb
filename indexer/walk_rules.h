// Which names are walked and listed, whatever the ignore files say. Visible tables; pure functions.
#pragma once

#include <string_view>

namespace fingerpost {

// Directories of other people's or generated files: node_modules, vendor, .venv, …
bool is_vendored_directory(std::string_view name);
// Whether a directory whose name begins with a dot is walked: .github, .claude, …
bool is_read_hidden_directory(std::string_view name);
// Whether a file whose name begins with a dot is listed.
bool is_read_hidden_file(std::string_view name);
// Files that hold nothing to point at: images, archives, binaries, lock files, minified and generated code.
bool is_skipped_file(std::string_view name);

}  // namespace fingerpost
