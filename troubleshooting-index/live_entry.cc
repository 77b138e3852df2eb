#include "troubleshooting-index/live_entry.h"

#include "base/mojibake.h"
#include "indexer/read_source.h"
#include "troubleshooting-index/extract.h"

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
    known = documents_.insert_or_assign(path, std::move(document)).first;
  }
  const Document& document = *known->second;
  if (!indexed.passage) {
    for (const Entry& entry : document.entries)
      if (entry.line_start == indexed.line_start && entry.line_end == indexed.line_end &&
          entry.title.starts_with(indexed.title.substr(0, 40)))
        return std::optional<Entry>(entry);
    return std::optional<Entry>();
  }
  const std::vector<Place>& places = document.reading.places;
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (places[i].kind != Kind::section || places[i].line_start != indexed.line_start) continue;
    Entry entry;
    entry.line_start = places[i].line_start;
    entry.line_end = places[i].line_end;
    entry.title = places[i].key;
    for (std::size_t at = i; at != 0; at = static_cast<std::size_t>(places[at].parent))
      if (!places[at].key.empty()) entry.locator.insert(entry.locator.begin(), places[at].key);
    return std::optional<Entry>(std::move(entry));
  }
  return std::optional<Entry>();
}

}  // namespace fingerpost
