#include "pointer-map/place_codec.h"

#include "base/text.h"

namespace fingerpost {

std::string encode_places(const std::vector<Place>& places) {
  std::string out;
  std::int32_t line = 0;
  for (const Place& place : places) {
    // Lines mostly grow from place to place; a zigzag gap holds the exceptions.
    const std::int64_t gap = place.line_start - line;
    put_varint(out, static_cast<std::uint64_t>((gap << 1) ^ (gap >> 63)));
    put_varint(out, static_cast<std::uint64_t>(place.line_end - place.line_start));
    line = place.line_start;
    const std::string key = place.key.size() > kStoredKeyBytes ? clip(place.key, kStoredKeyBytes) : place.key;
    const bool same = place.name == place.key;
    put_varint(out, key.size() << 2 | (place.name.empty() ? 0u : same ? 1u : 2u));
    out += key;
    if (!place.name.empty() && !same) {
      const std::string name = place.name.substr(0, kStoredKeyBytes);
      put_varint(out, name.size());
      out += name;
    }
  }
  return out;
}

std::vector<StoredPlace> decode_places(std::string_view bytes, const PlaceInfo* infos, std::size_t count) {
  std::vector<StoredPlace> out(count);
  std::vector<std::pair<std::int32_t, std::size_t>> open;  // ancestors: index, end of the subtree
  std::int32_t line = 0;
  for (std::size_t i = 0; i < count; ++i) {
    StoredPlace& place = out[i];
    const std::uint64_t zigzag = take_varint(bytes);
    line += static_cast<std::int32_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
    place.line_start = line;
    place.line_end = line + static_cast<std::int32_t>(take_varint(bytes));
    const std::uint64_t head = take_varint(bytes);
    const std::size_t size = std::min<std::size_t>(head >> 2, bytes.size());
    place.key = std::string(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if ((head & 3) == 1) place.name = place.key;
    if ((head & 3) == 2) {
      const std::size_t name_size = std::min<std::size_t>(take_varint(bytes), bytes.size());
      place.name = std::string(bytes.substr(0, name_size));
      bytes.remove_prefix(name_size);
    }
    place.kind = infos[i].kind;
    place.role = infos[i].role;
    while (!open.empty() && open.back().second <= i) open.pop_back();
    place.parent = open.empty() ? 0 : open.back().first;
    if (infos[i].span > 1) open.emplace_back(static_cast<std::int32_t>(i), i + infos[i].span);
  }
  return out;
}

void encode_infos(const std::vector<PlaceInfo>& infos, std::string& out) {
  for (const PlaceInfo& info : infos) {
    out += static_cast<char>(info.kind);
    out += static_cast<char>(info.role);
    put_varint(out, info.span);
    put_varint(out, info.lines);
  }
}

void decode_infos(std::string_view bytes, std::size_t count, std::vector<PlaceInfo>& out) {
  for (std::size_t i = 0; i < count; ++i) {
    PlaceInfo info;
    if (bytes.size() >= 2) {
      info.kind = static_cast<Kind>(std::min<int>(static_cast<unsigned char>(bytes[0]), kKindCount - 1));
      info.role = static_cast<Role>(std::min<int>(static_cast<unsigned char>(bytes[1]), kRoleCount - 1));
      bytes.remove_prefix(2);
      info.span = static_cast<std::uint32_t>(take_varint(bytes));
      info.lines = static_cast<std::uint16_t>(take_varint(bytes));
    }
    out.push_back(info);
  }
}

}  // namespace fingerpost
