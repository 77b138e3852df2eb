// The bounds of everything that is read. What is over one becomes a finding, never a crash.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fingerpost {

struct Limits {
  std::size_t file_bytes = 1u << 20;      // a larger document or configuration file is listed by its path alone
  std::size_t code_bytes = 2u << 20;      // the same for source code
  std::size_t written_bytes = 64u << 10;  // a larger key tree or plain text is data, and is read last
  int nesting = 64;                       // of keys, lists, headings
  std::size_t places_per_source = 50'000;
  std::size_t sources = 200'000;
  std::uint64_t total_bytes = 8ull << 30;
};

}  // namespace fingerpost
