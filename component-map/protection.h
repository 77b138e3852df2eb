// Which files are declared protected: "DO NOT MODIFY" lists in documents, and `protected` in .fingerpost.toml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pointer-map/map.h"

namespace fingerpost {

class Protection {
 public:
  // Gathers the declarations of a map. Cheap again while the map stays the same.
  Result<Done> gather(Map& map);
  bool covers(std::string_view path) const;

 private:
  std::vector<std::string> patterns_;
  std::uint64_t seen_ = 0;
};

// Whether a declared path (a file, a directory with or without its slash, a glob) covers a file.
bool pattern_covers(std::string_view pattern, std::string_view path);

}  // namespace fingerpost
