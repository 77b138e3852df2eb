// Terms with their posting lists, sorted and packed into blocks of a few kilobytes: a map has hundreds of thousands of
// terms, most of them with a place or two, and a row of the database for each would cost more than what it holds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace fingerpost {

// Calls `on_block(bytes)` for each block that is full. A list longer than a block makes a block longer.
class TermBlockWriter {
 public:
  using OnBlock = std::function<Result<Done>(std::string_view bytes)>;
  explicit TermBlockWriter(OnBlock on_block) : on_block_(std::move(on_block)) {}

  // REQUIRES: terms ascend.
  Result<Done> add(std::string_view term, std::string_view list);
  Result<Done> finish();
  // The first term of every block, a line each: what find_block() is asked.
  const std::string& first_terms() const { return first_terms_; }

 private:
  OnBlock on_block_;
  std::string block_;
  std::string last_;
  std::string first_terms_;
};

// Reads what TermBlockWriter wrote; damaged bytes end the block early.
class TermBlockReader {
 public:
  explicit TermBlockReader(std::string_view bytes) : bytes_(bytes) {}
  bool next();
  const std::string& term() const { return term_; }
  std::string_view list() const { return list_; }

 private:
  std::string_view bytes_;
  std::string term_;
  std::string_view list_;
};

// The list of a term in a block, or nothing.
std::optional<std::string_view> list_in_block(std::string_view block, std::string_view term);

// Which block holds a term, if any does.
class TermDirectory {
 public:
  explicit TermDirectory(std::string first_terms);
  std::optional<std::uint32_t> block_of(std::string_view term) const;
  std::uint32_t blocks() const { return static_cast<std::uint32_t>(first_.size()); }

 private:
  std::string text_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      first_;  // of each block's first term: offset and length in text_
};

}  // namespace fingerpost
