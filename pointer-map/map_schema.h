// The tables of the pointer map. The version is raised whenever a table, a blob's encoding, a kind's number or the
// analysis of text changes, or what is read of a file; an older map is then rebuilt.
#pragma once

#include <cstdint>

namespace fingerpost {

inline constexpr int kMapVersion = 23;

inline constexpr const char* kMapSchema = R"sql(
CREATE TABLE source(
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, format TEXT NOT NULL,
  size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, inode INTEGER NOT NULL, hash INTEGER NOT NULL,
  segment INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, noted INTEGER NOT NULL) STRICT;
CREATE TABLE places(source INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE notes(source INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE finding(source INTEGER NOT NULL, line INTEGER NOT NULL, message TEXT NOT NULL) STRICT;
CREATE INDEX finding_of_source ON finding(source);
CREATE TABLE left_out(path TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE TABLE segment(id INTEGER PRIMARY KEY, docs INTEGER NOT NULL, info BLOB NOT NULL, words BLOB NOT NULL, first_terms BLOB NOT NULL) STRICT;
CREATE TABLE block(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE note(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";

// A segment's blocks of terms have these ids, in their order.
inline constexpr int kBlockBits = 24;
constexpr std::int64_t block_id(std::int64_t segment, std::uint32_t block) {
  return segment << kBlockBits | static_cast<std::int64_t>(block);
}

}  // namespace fingerpost
