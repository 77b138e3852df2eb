#include "component-map/live.h"

#include "base/utf8.h"
#include "indexer/read_source.h"

namespace fingerpost {

Result<const LiveFile*> LiveReader::read(const std::string& path) {
  if (const auto known = files_.find(path); known != files_.end())
    return static_cast<const LiveFile*>(known->second.get());
  auto read = root_.read(path, limits_.code_bytes);
  if (!read) return read.error();
  auto file = std::make_unique<LiveFile>();
  file->bytes = std::move(read->bytes);
  file->hash = hash_of(file->bytes);
  file->text = std::string(DecodedSource(file->bytes).text());
  file->lines = std::make_unique<Lines>(file->text);
  return static_cast<const LiveFile*>((files_[path] = std::move(file)).get());
}

}  // namespace fingerpost
