// What source code sets to a literal: fields and properties with a default, entries of literal trees, constants of any
// spelling. The value that a program has when nobody configures it stands there and nowhere else.
#pragma once

#include <cstdint>
#include <string_view>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Adds a `setting` place (role fallback) for every line that gives a name a literal: a number with its unit or in a
// call of a duration (`public int Port { get; set; } = 8080;`, `'badge_years' => 20,`, `timeout:
// Duration::from_secs(5),`, `static const size_t kMost = 4 * 1024;`), a text or a truth value. What a function counts
// with (0, 1, an empty text, or anything without a name of some length) is left out. Lines only, no grammar: `path`
// tells the language. Linear.
void add_code_settings(std::string_view path, std::string_view text, std::int32_t under, Reading& out);

}  // namespace fingerpost
