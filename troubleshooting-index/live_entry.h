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

// Reads each document once a question. One thread.
class LiveEntries {
 public:
  explicit LiveEntries(LiveReader& live) : live_(live) {}

  // The entry at these lines of its document, which must be as it was indexed; a section that is no entry comes as one
  // with a title and a locator alone. Nothing when the document has no such entry.
  Result<std::optional<Entry>> read(const std::string& path, const IndexedEntry& indexed);

 private:
  struct Document {
    std::string text;  // with mojibake repaired, as indexed
    Reading reading;
    std::vector<Entry> entries;
  };
  LiveReader& live_;
  std::unordered_map<std::string, std::unique_ptr<Document>> documents_;
};

}  // namespace fingerpost
