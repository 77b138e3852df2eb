// What is a secret, by its name, its value or its file. Used twice: a secret's words never enter the map, and its text
// never leaves in an answer (pointer-map/masking.h). Names follow gitleaks' keywords. Pure functions, any thread.
#pragma once

#include <string_view>

namespace fingerpost {

// Whether a key or variable of this name usually holds a secret: DB_PASSWORD, apiKey, client-secret, NEXTAUTH_SECRET.
// Names that speak about one are not: PASSWORD_MIN_LENGTH, TOKEN_EXPIRY, SECRET_NAME.
bool is_secret_name(std::string_view name);

// Whether a value in a secret's place is only a stand-in that gives nothing away: "", changeme, ${VAR}, <your-token>,
// xxx, "testpass", "myredissecret". Words that everybody uses for examples, nothing else.
bool is_placeholder(std::string_view value);

// A value without the quotes and spaces around it.
std::string_view unquoted(std::string_view value);

// Whether a path names a file whose values are secret as a whole (.env, .env.local) and whether it is an example of one
// (.env.example, sample.env), whose harmless values may be shown.
bool is_env_file(std::string_view path);
bool is_example_file(std::string_view path);
// Whether a file holds key material and must not be read at all: *.pem, *.key, id_rsa, *.p12, …
bool is_key_material(std::string_view path);

// What stands in a secret's place.
inline constexpr std::string_view kMask = "********";

}  // namespace fingerpost
