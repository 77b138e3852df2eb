// The little cryptography that the server needs. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// The SHA-256 of the bytes as 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);
// 32 hexadecimal digits that nobody can foretell.
std::string random_hex();
// Whether both are the same, in a time that tells nothing of where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace fingerpost
