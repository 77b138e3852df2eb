#include "server/mcp/line_reader.h"

#include "base/text.h"

namespace fingerpost::mcp {

void LineReader::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    const std::string_view part = bytes.substr(0, end);
    if (!dropping_ && pending_.size() + part.size() > longest_) {
      dropping_ = true;
      pending_.clear();
      pending_.shrink_to_fit();
    }
    if (!dropping_) pending_.append(part);
    if (end == std::string_view::npos) return;
    if (dropping_ || !trim(pending_).empty()) lines_.push_back({std::move(pending_), dropping_});
    pending_.clear();
    dropping_ = false;
    bytes.remove_prefix(end + 1);
  }
}

std::optional<LineReader::Line> LineReader::take() {
  if (lines_.empty()) return std::nullopt;
  Line line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

}  // namespace fingerpost::mcp
