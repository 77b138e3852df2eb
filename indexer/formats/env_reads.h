// Where source code reads an environment variable.
#pragma once

#include <string_view>
#include <vector>

#include "pointer-map/pointer.h"

namespace fingerpost {

// Adds a `variable` place (role read, or required where the code insists on it) for every read in the text:
// process.env.X, os.environ["X"], os.Getenv("X"), env::var("X"), System.getenv("X"), ENV["X"], getenv("X"), ${X:?} and
// their kin. Linear.
void add_env_reads(std::string_view text, std::int32_t under, Reading& out);

// ${X}, ${X:-default} and ${X:?message} of a shell script.
void add_shell_reads(std::string_view text, std::int32_t under, Reading& out);

}  // namespace fingerpost
