#include "pointer-map/term_blocks.h"

#include <algorithm>

#include "pointer-map/postings.h"

namespace fingerpost {

// Three to a page of 16 KiB.
static constexpr std::size_t kBlockBytes = 5400;

Result<Done> TermBlockWriter::add(std::string_view term, std::string_view list) {
  if (!block_.empty() && block_.size() + term.size() + list.size() + 6 > kBlockBytes) {
    if (auto done = on_block_(block_); !done) return done.error();
    block_.clear();
  }
  std::size_t shared = 0;
  if (block_.empty()) {
    first_terms_.append(term) += '\n';
  } else {
    while (shared < term.size() && shared < last_.size() && term[shared] == last_[shared]) ++shared;
  }
  put_varint(block_, shared);
  put_varint(block_, term.size() - shared);
  block_ += term.substr(shared);
  put_varint(block_, list.size());
  block_ += list;
  last_ = term;
  return Done{};
}

Result<Done> TermBlockWriter::finish() {
  if (block_.empty()) return Done{};
  auto done = on_block_(block_);
  block_.clear();
  return done;
}

bool TermBlockReader::next() {
  if (bytes_.empty()) return false;
  const std::uint64_t shared = take_varint(bytes_);
  const std::uint64_t more = take_varint(bytes_);
  if (shared > term_.size() || more > bytes_.size()) return false;
  term_.resize(shared);
  term_ += bytes_.substr(0, more);
  bytes_.remove_prefix(more);
  if (bytes_.empty()) return false;  // cut off: a list has its size at least
  const std::uint64_t size = take_varint(bytes_);
  if (size > bytes_.size()) return false;
  list_ = bytes_.substr(0, size);
  bytes_.remove_prefix(size);
  return true;
}

std::optional<std::string_view> list_in_block(std::string_view block, std::string_view term) {
  // Entries are passed over without making their terms: `same` bytes of the one before are those of `term`.
  std::size_t same = 0;
  while (!block.empty()) {
    const std::uint64_t shared = take_varint(block);
    const std::uint64_t more = take_varint(block);
    if (more > block.size()) return std::nullopt;
    const std::string_view rest = block.substr(0, more);
    block.remove_prefix(more);
    if (block.empty()) return std::nullopt;
    const std::uint64_t size = take_varint(block);
    if (size > block.size()) return std::nullopt;
    const std::string_view list = block.substr(0, size);
    block.remove_prefix(size);
    if (shared < same) return std::nullopt;  // past where it would stand
    if (shared > same) continue;
    const std::string_view wanted = term.substr(same);
    std::size_t equal = 0;
    while (equal < rest.size() && equal < wanted.size() && rest[equal] == wanted[equal]) ++equal;
    if (equal == rest.size() && equal == wanted.size()) return list;
    same += equal;
  }
  return std::nullopt;
}

TermDirectory::TermDirectory(std::string first_terms) : text_(std::move(first_terms)) {
  std::size_t start = 0;
  for (std::size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', start)) {
    first_.emplace_back(static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start));
    start = end + 1;
  }
}

std::optional<std::uint32_t> TermDirectory::block_of(std::string_view term) const {
  const auto after = std::upper_bound(first_.begin(), first_.end(), term, [&](std::string_view wanted, const auto& at) {
    return wanted < std::string_view(text_).substr(at.first, at.second);
  });
  if (after == first_.begin()) return std::nullopt;
  return static_cast<std::uint32_t>(after - first_.begin() - 1);
}

}  // namespace fingerpost
