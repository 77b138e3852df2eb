#include "component-map/protection.h"

#include <algorithm>

#include "base/text.h"
#include "indexer/ignore.h"

namespace fingerpost {

bool pattern_covers(std::string_view pattern, std::string_view path) {
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  if (pattern.starts_with("/")) pattern.remove_prefix(1);
  if (pattern.empty()) return false;
  if (pattern.back() == '/') return path.starts_with(pattern);
  if (pattern == path) return true;
  if (path.size() > pattern.size() && path.starts_with(pattern) && path[pattern.size()] == '/') return true;
  if (pattern.find_first_of("*?[") == std::string_view::npos) return false;
  return glob_matches(pattern, path) ||
         (pattern.find('/') == std::string_view::npos && glob_matches(pattern, base_name(path)));
}

Result<Done> Protection::gather(Map& map) {
  if (seen_ == map.version()) return Done{};
  patterns_.clear();
  for (const Source& source : map.sources()) {
    const GlobalDoc first = map.first_doc(source);
    bool declares = base_name(source.path) == ".fingerpost.toml" && directory_of(source.path).empty();
    for (DocId i = 0; i < source.count && !declares; ++i) declares = map.info(first + i).kind == Kind::protected_path;
    if (!declares) continue;
    auto places = map.places_of(source);
    if (!places) return places.error();
    for (const StoredPlace& place : **places)
      if (place.kind == Kind::protected_path) patterns_.push_back(place.name);
  }
  std::sort(patterns_.begin(), patterns_.end());
  patterns_.erase(std::unique(patterns_.begin(), patterns_.end()), patterns_.end());
  seen_ = map.version();
  return Done{};
}

bool Protection::covers(std::string_view path) const {
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const std::string& pattern) { return pattern_covers(pattern, path); });
}

}  // namespace fingerpost
