#include "pointer-map/place_codec.h"

#include <algorithm>

#include "base/text.h"

namespace fingerpost {

// So many places stand behind each other in a group, which begins with its size: one place of many is found by passing
// over groups.
static constexpr std::size_t kGroup = 64;

std::string encode_places(const std::vector<Place>& places) {
  std::string all;
  std::string out;  // the group at hand
  std::int32_t line = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    if (i % kGroup == 0 && i > 0) {
      put_varint(all, out.size());
      all += out;
      out.clear();
      line = 0;
    }
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
  put_varint(all, out.size());
  return all += out;
}

namespace {

// Walks over encoded places, one after the other.
class PlaceReader {
 public:
  explicit PlaceReader(std::string_view bytes) : bytes_(bytes) {}

  // Goes to a place ahead, which next() takes.
  void pass_to(std::size_t index) {
    for (; index - at_ >= kGroup && at_ % kGroup == 0; at_ += kGroup) take(take_varint(bytes_));
    while (at_ < index) next();
  }

  // Takes the next place's lines, key and name.
  void next() {
    if (at_++ % kGroup == 0) {
      take_varint(bytes_);
      line_start_ = 0;
    }
    const std::uint64_t zigzag = take_varint(bytes_);
    line_start_ += static_cast<std::int32_t>((zigzag >> 1) ^ (~(zigzag & 1) + 1));
    line_end_ = line_start_ + static_cast<std::int32_t>(take_varint(bytes_));
    const std::uint64_t head = take_varint(bytes_);
    key_ = take(head >> 2);
    name_ = (head & 3) == 1 ? key_ : (head & 3) == 2 ? take(take_varint(bytes_)) : std::string_view();
  }

  void put_into(StoredPlace& place, const PlaceInfo& info) const {
    place.kind = info.kind;
    place.role = info.role;
    place.line_start = line_start_;
    place.line_end = line_end_;
    place.key = std::string(key_);
    place.name = std::string(name_);
  }

 private:
  std::string_view take(std::uint64_t size) {
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::int32_t line_start_ = 0;
  std::int32_t line_end_ = 0;
  std::string_view key_;
  std::string_view name_;
};

}  // namespace

std::vector<StoredPlace> decode_places(std::string_view bytes, const PlaceInfo* infos, std::size_t count) {
  std::vector<StoredPlace> out(count);
  std::vector<std::pair<std::int32_t, std::size_t>> open;  // ancestors: index, end of the subtree
  PlaceReader reader(bytes);
  for (std::size_t i = 0; i < count; ++i) {
    reader.next();
    reader.put_into(out[i], infos[i]);
    while (!open.empty() && open.back().second <= i) open.pop_back();
    out[i].parent = open.empty() ? 0 : open.back().first;
    out[i].depth = static_cast<std::int32_t>(open.size());
    if (infos[i].span > 1) open.emplace_back(static_cast<std::int32_t>(i), i + infos[i].span);
  }
  return out;
}

StoredPlace decode_place(std::string_view bytes, const PlaceInfo* infos, std::size_t count, std::size_t index) {
  StoredPlace out;
  PlaceReader reader(bytes);
  reader.pass_to(index);
  reader.next();
  reader.put_into(out, infos[index]);
  for (std::size_t at = 0; at < index && at < count;) {  // down from the document, past the siblings before it
    const std::size_t end = at + std::max<std::size_t>(infos[at].span, 1);
    if (index < end) {
      out.parent = static_cast<std::int32_t>(at);
      ++out.depth;
      ++at;
    } else {
      at = end;
    }
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
