// Pointers as people write them in documents: `docs/deploy.md` § Rollback, `compose.yml` → `services` → `redis`, a
// link, a bare path. Pure but for the map that is asked what exists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pointer-map/map.h"

namespace fingerpost {

// A path, then the keys or headings that lead to the place.
struct WrittenPointer {
  std::string path;
  std::vector<std::string> locator;
};

// Where a written pointer leads.
struct PointedPlace {
  const Source* source = nullptr;  // the map's
  DocId index = 0;                 // of the place in it
  StoredPlace place;
};

// One pointer made of segments parted by "→", "›", "->" or "§", the first of which is the path. Nothing when it is
// empty.
std::optional<WrittenPointer> parse_written_pointer(std::string_view text);

// The place that it means, as the map knows it now. A locator matches when its segments stand in this order on the way
// to the place; without one it is the document. Nothing when the path or a segment is not there.
Result<std::optional<PointedPlace>> resolve(Map& map, const WrittenPointer& pointer);

// The first pointer in some prose of the document `from` that leads to a source of the map: paths are those of the root
// or relative to the document; a file's name alone counts when only one source has it. A heading named behind it (§ X,
// #anchor, "section X") narrows it down when it is there. Nothing when no path stands in the text.
Result<std::optional<PointedPlace>> pointer_in_prose(Map& map, std::string_view from, std::string_view prose);

}  // namespace fingerpost
