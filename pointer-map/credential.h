// What a secret looks like by itself, whatever it is called. Shapes of tokens follow gitleaks' rules. Pure functions,
// any thread.
#pragma once

#include <string_view>

namespace fingerpost {

// Whether a word by itself looks like a credential: a known token shape (ghp_…, AKIA…, sk_live_…, eyJ….….…) or a long
// random string.
bool is_credential(std::string_view word);

// Whether a word looks like a password that a person or a password manager made: 12 to 64 bytes in which letters of
// both cases, digits and at least two signs (# & @ ! $ % ^ * ~ ?) change places all the time, as it is or
// percent-encoded. Words with brackets, slashes, quotes or an assignment in them are code, paths or URLs, and are not.
bool is_typed_password(std::string_view word);

// Whether any word of a line can be one; cheap.
bool may_hold_typed_password(std::string_view line);

// Shannon's entropy, in bits for each byte: random hexadecimal digits have about 3.7.
double entropy_of(std::string_view text);

}  // namespace fingerpost
