#include "component-map/aliases.h"

#include "base/text.h"
#include "indexer/settings.h"

namespace fingerpost {

Result<Aliases> aliases_of(Map& map) {
  Aliases out;
  const Source* source = map.find(kSettingsFile);
  if (source == nullptr) return out;
  auto places = map.places_of(*source);
  if (!places) return places.error();
  for (const StoredPlace& place : **places) {
    const StoredPlace& table = (**places)[static_cast<std::size_t>(place.parent)];
    if (table.key == "aliases" && table.parent == 0 && !place.name.empty()) out[to_lower(place.key)] = place.name;
  }
  return out;
}

}  // namespace fingerpost
