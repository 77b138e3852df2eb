// Live reading: the text of a place as the file is at this moment. Nothing here comes from the map.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/file_root.h"
#include "base/result.h"
#include "base/text.h"
#include "indexer/limits.h"
#include "pointer-map/map.h"

namespace fingerpost {

// One file as it was read for one question.
struct LiveFile {
  std::string bytes;
  std::string text;              // decoded to UTF-8
  std::uint64_t hash = 0;        // of the bytes
  std::unique_ptr<Lines> lines;  // of `text`
};

// What an answer was made from: with the same map, and the same bytes in the files that were read, it would be made
// again.
struct Basis {
  struct File {
    std::string path;
    std::optional<std::uint64_t> hash;  // of its bytes; nullopt where it could not be read
  };
  std::uint64_t map_version = 0;  // Map::version(); 0 for an answer that may be another one the next time
  std::vector<File> files;
};

// Whether the files are still those; whether the map is, its version tells. Reads each of them whole: stamps do not
// tell of every change. Any thread.
bool files_hold(const Basis& basis, const Root& root, const Limits& limits = {});

// Reads files once a question. One thread.
class LiveReader {
 public:
  explicit LiveReader(const Root& root, const Limits& limits = {}) : root_(root), limits_(limits) {}

  // The file as it is now; Code::not_found when it is gone. The pointer lives as long as the reader.
  Result<const LiveFile*> read(const std::string& path);
  // Whether the map still describes the file: only then are its lines those of the file.
  bool is_current(const Source& source);
  // What was read so far, with a map.
  Basis basis(const Map& map) const;

 private:
  const Root& root_;
  Limits limits_;
  std::unordered_map<std::string, std::unique_ptr<LiveFile>> files_;
  std::set<std::string> unreadable_;
};

// The literal that a line sets, without quotes; "" for nothing and for what only refers to another variable. Compared,
// never shown.
std::string literal_at(LiveReader& live, const std::string& path, int line);

}  // namespace fingerpost
