// How hard a secret is to guess. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// Why this value is weak for a secret of this name, in words that give nothing of it away; "" when it is not.
std::string weakness_of(std::string_view name, std::string_view value);

// Whether a secret of this name is made by a program (a signing key, a session secret) and not chosen by a person.
bool is_generated_secret(std::string_view name);

}  // namespace fingerpost
