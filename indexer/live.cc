#include "indexer/live.h"

#include <algorithm>

#include "base/utf8.h"
#include "indexer/read_source.h"

namespace fingerpost {

bool files_hold(const Basis& basis, const Root& root, const Limits& limits) {
  return std::all_of(basis.files.begin(), basis.files.end(), [&](const Basis::File& file) {
    const auto read = root.read(file.path, limits.code_bytes);
    return read ? file.hash == hash_of(read->bytes) : !file.hash;
  });
}

Result<const LiveFile*> LiveReader::read(const std::string& path) {
  if (const auto known = files_.find(path); known != files_.end())
    return static_cast<const LiveFile*>(known->second.get());
  auto read = root_.read(path, limits_.code_bytes);
  if (!read) {
    unreadable_.insert(path);
    return read.error();
  }
  auto file = std::make_unique<LiveFile>();
  file->bytes = std::move(read->bytes);
  file->hash = hash_of(file->bytes);
  file->text = std::string(DecodedSource(file->bytes).text());
  file->lines = std::make_unique<Lines>(file->text);
  return static_cast<const LiveFile*>((files_[path] = std::move(file)).get());
}

Basis LiveReader::basis(const Map& map) const {
  Basis out;
  out.map_version = map.version();
  for (const auto& [path, file] : files_) out.files.push_back({path, file->hash});
  for (const std::string& path : unreadable_) out.files.push_back({path, std::nullopt});
  return out;
}

bool LiveReader::is_current(const Source& source) {
  auto file = read(source.path);
  return file && (*file)->hash == source.hash;
}

std::string literal_at(LiveReader& live, const std::string& path, int line) {
  auto file = live.read(path);
  if (!file || line > (*file)->lines->count()) return {};
  std::string_view text = (*file)->lines->line(line);
  const auto sign = text.find_first_of("=:");
  if (sign == std::string_view::npos) return {};
  text = trim(text.substr(sign + 1));
  if (const auto comment = text.find(" #"); comment != std::string_view::npos) text = trim(text.substr(0, comment));
  while (!text.empty() && (text.front() == '"' || text.front() == '\'')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ',')) text.remove_suffix(1);
  return contains(text, "${") || contains(text, "{{") ? std::string() : std::string(text);
}

}  // namespace fingerpost
