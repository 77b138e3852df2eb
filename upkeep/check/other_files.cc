#include "upkeep/check/other_files.h"

#include <cstdint>

namespace fingerpost {

static constexpr std::uint64_t kMostOtherBytes = 96u << 20;
static constexpr std::int64_t kLargestOtherFile = 1 << 20;

bool each_other_file(Evidence& evidence, const std::function<void(std::string_view bytes)>& visit) {
  std::uint64_t bytes = 0;
  for (const Source& source : evidence.map().sources()) {
    if (source.format == "markdown" || source.stamp.size > kLargestOtherFile) continue;
    bytes += static_cast<std::uint64_t>(source.stamp.size);
    if (bytes > kMostOtherBytes) return false;
    if (auto file = evidence.root().read(source.path, kLargestOtherFile)) visit(file->bytes);
  }
  return true;
}

}  // namespace fingerpost
