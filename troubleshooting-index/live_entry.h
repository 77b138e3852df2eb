// Entries as their documents are now.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "indexer/live.h"
#include "pointer-map/pointer.h"
#include "troubleshooting-index/entry.h"
#include "troubleshooting-index/entry_index.h"

namespace fingerpost {

// Keeps the documents that it has read, as long as their bytes are the same. One thread.
class LiveEntries {
 public:
  // The entry at these lines of its document, which must be as it was indexed; a section that is no entry comes as one
  // with a title and a locator alone. Nothing when the document has no such entry.
  Result<std::optional<Entry>> read(LiveReader& live, const std::string& path, const IndexedEntry& indexed);
  // The places of a document that an entry was just read from. REQUIRES: read() of the path gave an entry.
  const std::vector<Place>& places(const std::string& path) const { return documents_.at(path)->reading.places; }

 private:
  struct Document {
    std::uint64_t hash = 0;  // of the bytes
    std::string text;        // with mojibake repaired, as indexed
    Reading reading;
    std::vector<Entry> entries;
    std::vector<Entry> passages;  // sections that are no entry
  };
  std::unordered_map<std::string, std::unique_ptr<Document>> documents_;
};

}  // namespace fingerpost
