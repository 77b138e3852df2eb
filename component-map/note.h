// How notes name places: a few of them, in one line.
#pragma once

#include <cstddef>
#include <string>

namespace fingerpost {

inline constexpr std::size_t kMostNamed = 3;  // places in one note

// "a" and "b" → "a, b".
inline void append(std::string& list, const std::string& part) {
  list += (list.empty() ? "" : ", ") + part;
}

}  // namespace fingerpost
