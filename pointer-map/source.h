// A source as the map keeps it: which file, what it looked like, and where its places are.
#pragma once

#include <cstdint>
#include <string>

#include "pointer-map/postings.h"

namespace fingerpost {

// What a file looked like when it was indexed. Times in nanoseconds since the epoch.
struct FileStamp {
  std::int64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  std::int64_t inode = 0;
  bool operator==(const FileStamp&) const = default;
};

struct Source {
  std::int64_t id = 0;
  std::string path;
  std::string format;
  FileStamp stamp;
  std::uint64_t hash = 0;  // XXH3 of the bytes: an answer is given from these lines only when the file still has it
  std::int64_t segment = 0;
  DocId first = 0;  // its places in the segment: [first, first + count)
  DocId count = 0;
  bool noted = false;  // what a room above notes of it is in the map, be it nothing
};

}  // namespace fingerpost
