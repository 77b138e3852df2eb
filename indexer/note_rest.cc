#include "indexer/note_rest.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "indexer/batched_work.h"
#include "indexer/read_source.h"

namespace fingerpost {
namespace {

// Each batch is a transaction, after which the map loads its sources again.
constexpr std::size_t kBatchOfNotes = 16u << 20;  // bytes

struct NotedPart {
  std::vector<SourceNotes> notes;
  std::size_t bytes = 0;
};

}  // namespace

Result<bool> note_rest(const Root& root, Map& map, const IndexOptions& options) {
  if (options.notes_of == nullptr || map.without_notes() == 0) return true;
  std::vector<SourceNotes> rest;
  for (const Source& source : map.sources())
    if (!source.noted) rest.push_back({source.path, source.hash, {}});
  const std::size_t workers = rest.size() < 8 ? 1 : static_cast<std::size_t>(std::max(options.threads, 1));
  std::vector<Analyzer> analyzers(workers);
  std::optional<Error> failed;
  bool stopped = false;
  const auto work = [&](std::size_t worker, std::size_t item, NotedPart& part) {
    SourceNotes& of = rest[item];
    auto read = root.read(of.path, options.limits.file_bytes);
    if (!read || hash_of(read->bytes) != of.hash) return;
    of.bytes = notes_of_source(of.path, read->bytes, options.limits, analyzers[worker], options.notes_of);
    part.bytes += of.bytes.size();
    part.notes.push_back(std::move(of));
  };
  const auto full = [&](const NotedPart& part) { return part.bytes > kBatchOfNotes / workers; };
  const auto finish = [](std::size_t, NotedPart&) {};
  const auto take = [&](std::vector<NotedPart>& parts) {
    std::vector<SourceNotes> all;
    for (NotedPart& part : parts)
      all.insert(all.end(), std::make_move_iterator(part.notes.begin()), std::make_move_iterator(part.notes.end()));
    if (auto added = map.add_notes(all); !added) failed = added.error();
    return !failed;
  };
  const auto tick = [&](std::size_t done) {
    if (options.on_progress) options.on_progress({"documents again for their notes", done, rest.size()});
    stopped = stopped || (options.cancelled && options.cancelled());
    return !stopped;
  };
  in_batches(rest.size(), workers,
             BatchSteps<NotedPart, decltype(work), decltype(full), decltype(finish), decltype(take), decltype(tick)>{
                 work, full, finish, take, tick});
  if (failed) return *failed;
  return !stopped;
}

}  // namespace fingerpost
