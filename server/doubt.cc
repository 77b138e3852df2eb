#include "server/doubt.h"

#include <fmt/format.h>

#include "base/sureness.h"

namespace fingerpost {

std::string text_of(const Doubt& doubt, std::string_view places) {
  if (!doubt.known)
    return fmt::format("Not known: {}{}.\n", doubt.gap,
                       doubt.gap_id.empty() ? "" : fmt::format(" (gap {})", doubt.gap_id)) +
           (doubt.any ? fmt::format("Nearest {}:\n", places) : "");
  if (!doubt.any || doubt.confidence >= kSureFrom) return "";
  return fmt::format("Not sure (confidence {:.2f}){}{}.\n", doubt.confidence, doubt.gap.empty() ? "" : ": ", doubt.gap);
}

}  // namespace fingerpost
