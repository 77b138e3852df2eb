// How secrets are hidden in what is shown. Patterns follow gitleaks' rules (keyword, shape, entropy), with the
// credentials in URLs that gitleaks lacks. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// The text with every secret in it replaced by kMask; line structure kept. `path` tells env files, where all values are
// hidden (in examples of one only those that may be secrets). Idempotent.
std::string mask_secrets(std::string_view text, std::string_view path);

}  // namespace fingerpost
