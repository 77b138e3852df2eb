// Mojibake: UTF-8 text that somebody once read as Windows-1252 or Mac Roman and saved as what it looked like ("âœ…",
// "‚úÖ").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fingerpost {

// The text with every damaged run turned into what it meant, or nothing when there is none. Line structure is kept.
// Text that is right is left alone: a run is only taken for damaged when all its characters, read back as bytes, are
// UTF-8. REQUIRES: valid UTF-8. Pure, any thread.
std::optional<std::string> repair_mojibake(std::string_view text);

}  // namespace fingerpost
