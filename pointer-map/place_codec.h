// How places stand in the map's blobs. Readers of damaged blobs stop early and never read past the end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pointer-map/map.h"

namespace fingerpost {

// Keys longer than this are cut when they are stored.
inline constexpr std::size_t kStoredKeyBytes = 120;

std::string encode_places(const std::vector<Place>& places);
// `infos` are those of the same source (kinds and roles are kept only there).
std::vector<StoredPlace> decode_places(std::string_view bytes, const PlaceInfo* infos, std::size_t count);

// The place with this index alone. REQUIRES: index < count.
StoredPlace decode_place(std::string_view bytes, const PlaceInfo* infos, std::size_t count, std::size_t index);

void encode_infos(const std::vector<PlaceInfo>& infos, std::string& out);
void decode_infos(std::string_view bytes, std::size_t count, std::vector<PlaceInfo>& out);

}  // namespace fingerpost
