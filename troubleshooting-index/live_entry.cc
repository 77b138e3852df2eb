#include "troubleshooting-index/live_entry.h"

#include "base/mojibake.h"
#include "indexer/read_source.h"
#include "troubleshooting-index/extract.h"
#include "troubleshooting-index/passages.h"

namespace fingerpost {

Result<std::optional<Entry>> LiveEntries::read(LiveReader& live, const std::string& path, const IndexedEntry& indexed) {
  constexpr std::size_t kKept = 64;  // documents; some megabytes
  auto file = live.read(path);
  if (!file) return file.error();
  auto known = documents_.find(path);
  if (known == documents_.end() || known->second->hash != (*file)->hash) {
    if (documents_.size() >= kKept) documents_.clear();
    auto document = std::make_unique<Document>();
    const auto meant = repair_mojibake((*file)->text);
    document->hash = (*file)->hash;
    document->text = meant ? *meant : (*file)->text;
    document->reading = read_places(path, document->text, Limits());
    document->entries = extract_entries(path, document->text, document->reading);
    document->passages = passages_of(path, document->reading, document->entries);
    known = documents_.insert_or_assign(path, std::move(document)).first;
  }
  const Document& document = *known->second;
  for (const Entry& entry : indexed.passage ? document.passages : document.entries)
    if (entry.line_start == indexed.line_start && entry.line_end == indexed.line_end &&
        entry.title.starts_with(indexed.title.substr(0, 40)))
      return std::optional<Entry>(entry);
  return std::optional<Entry>();
}

}  // namespace fingerpost
