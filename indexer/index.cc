#include "indexer/index.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <unordered_map>

#include "indexer/batched_work.h"
#include "indexer/format.h"
#include "indexer/note_rest.h"
#include "indexer/read_source.h"
#include "indexer/symbols.h"
#include "indexer/walk.h"
#include "pointer-map/secrets.h"

namespace fingerpost {
namespace {

using Clock = std::chrono::steady_clock;

// A file changed this shortly before it was read may change again within one tick of its file system's clock and keep
// its stamp (git's "racily clean" entries). Its stamp is kept unusable, so that the next run looks at its bytes.
constexpr std::int64_t kRacyNs = 50'000'000;

// A batch is committed when the workers have gathered about this many bytes, which bounds memory.
constexpr std::size_t kBatchBytes = 56u << 20;

bool is_code(std::string_view path) {
  const Format* format = format_of(path);
  return format != nullptr && format->name == "code";
}

// Whether a file is data by its size: few write a key tree or plain text this large by hand. It is read behind what
// people wrote, so that their documents and configuration can be asked for at once.
bool is_data(std::string_view path, std::int64_t size, const Limits& limits) {
  if (size <= static_cast<std::int64_t>(limits.written_bytes)) return false;
  const Format* format = format_of(path);
  if (format == nullptr) return false;
  for (const std::string_view name : {"yaml", "json", "toml", "ini", "text"})
    if (format->name == name) return true;
  return false;
}

FileStamp stamp_of(const FileStat& stat) {
  FileStamp stamp{stat.size, stat.mtime_ns, stat.ctime_ns, static_cast<std::int64_t>(stat.inode)};
  const auto now =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  if (now - std::max(stat.mtime_ns, stat.ctime_ns) < kRacyNs) stamp.mtime_ns = -1;
  return stamp;
}

struct FileRead {
  bool gone = false;
  bool same_bytes = false;
  FileStamp stamp;
  ReadSource read;
  bool noted = true;
};

// Reads one file for the map. A file that cannot be read is known by its path, with a finding that says why.
FileRead read_file(const Root& root, const std::string& path, const Source* known, std::vector<Place> symbols,
                   const IndexOptions& options, Analyzer& analyzer) {
  const Limits& limits = options.limits;
  FileRead out;
  const Format* format = format_of(path);
  std::string problem;
  const std::size_t limit = format != nullptr && format->name == "code" ? limits.code_bytes : limits.file_bytes;
  std::string bytes;
  if (format != nullptr && !is_key_material(path)) {
    auto text = root.read(path, limit);
    if (text) {
      out.stamp = stamp_of(text->stat);
      bytes = std::move(text->bytes);
      if (known != nullptr && known->hash == hash_of(bytes) && known->format == format->name) {
        out.same_bytes = true;
        return out;
      }
    } else {
      problem = text.error().message + "; known by its path alone";
    }
  } else if (format != nullptr) {
    problem = "key material; known by its path alone";
  }
  if (format == nullptr || !problem.empty()) {
    auto stat = root.stat(path);
    if (!stat && stat.error().code == Code::not_found) {
      out.gone = true;
      return out;
    }
    if (stat) out.stamp = stamp_of(*stat);
  }
  out.noted = options.notes || !problem.empty() || format == nullptr || !is_document_format(format->name);
  const NotesOf notes_of = out.noted ? options.notes_of : nullptr;
  out.read = read_source(path, bytes, std::move(symbols), limits, analyzer, notes_of);
  if (!problem.empty()) out.read.findings.push_back({1, problem});
  return out;
}

void add(FileRead& file, const std::string& path, const Analyzer& analyzer, SegmentBuilder& builder) {
  Source source;
  source.path = path;
  source.format = file.read.format;
  source.stamp = file.stamp;
  source.hash = file.read.hash;
  source.noted = file.noted;
  builder.add(std::move(source), file.read.places, file.read.impacts, analyzer, std::move(file.read.findings),
              std::move(file.read.notes));
}

// What one worker has made of its files since it was last asked.
struct Part {
  SegmentBuilder builder;
  std::vector<std::string> gone;
  std::vector<Source> touched;  // other stamps, same bytes
  std::size_t read = 0;
  std::uint64_t bytes = 0;
};

class Update {
 public:
  Update(const Root& root, Map& map, const IndexOptions& options) : root_(root), map_(map), options_(options) {}

  Result<IndexReport> run() {
    const auto start = Clock::now();
    WalkOptions walk_options;
    walk_options.limits = options_.limits;
    auto walked = walk(root_, walk_options);
    if (!walked) return walked.error();
    std::vector<std::string> documents;
    std::vector<std::string> code;
    std::vector<std::string> data;
    if (options_.on_directories) options_.on_directories(walked->directories);
    compare(walked->files, documents, code, data);
    if (auto done = read_all("documents and configuration", documents, {}); !done) return done.error();
    if (options_.notes && !stopped_) {
      auto noted = note_rest(root_, map_, options_);
      if (!noted) return noted.error();
      stopped_ = !*noted;
    }
    if (options_.code && !stopped_) {
      if (auto done = read_later(code, data); !done) return done.error();
    }
    const std::string_view whole = (code.empty() && data.empty()) || (options_.code && !stopped_) ? "yes" : "no";
    if (map_.note(kCodeNote) != whole)
      if (auto done = map_.set_note(kCodeNote, whole); !done) return done.error();
    std::vector<StoredFinding> left_out;
    for (const auto& [path, reason] : walked->left_out) left_out.push_back({path, 0, reason});
    report_.left_out = left_out.size();
    if (changed_ || map_.note("walked").empty()) {
      if (auto done = map_.set_left_out(left_out); !done) return done.error();
      if (auto done = map_.set_note("walked", "yes"); !done) return done.error();
    }
    report_.sources = map_.sources().size();
    report_.places = map_.live_count();
    report_.complete = !stopped_;
    report_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return report_;
  }

 private:
  // Both lists are sorted by path: what is new or has another stamp is read, what is only in the map is forgotten.
  void compare(const std::vector<WalkedFile>& files, std::vector<std::string>& documents,
               std::vector<std::string>& code, std::vector<std::string>& data) {
    const std::vector<Source>& known = map_.sources();
    std::size_t k = 0;
    for (const WalkedFile& file : files) {
      while (k < known.size() && known[k].path < file.path) removed_.push_back(known[k++].path);
      if (k < known.size() && known[k].path == file.path) {
        const FileStamp stamp{file.size, file.mtime_ns, file.ctime_ns, static_cast<std::int64_t>(file.inode)};
        if (known[k++].stamp == stamp) continue;
      }
      (is_code(file.path)                               ? code
       : is_data(file.path, file.size, options_.limits) ? data
                                                        : documents)
          .push_back(file.path);
    }
    while (k < known.size()) removed_.push_back(known[k++].path);
    report_.removed = removed_.size();
    changed_ = !removed_.empty() || !documents.empty() || (options_.code && !(code.empty() && data.empty()));
  }

  Result<Done> read_later(const std::vector<std::string>& code, const std::vector<std::string>& data) {
    std::unordered_map<std::string, std::vector<Place>> symbols;
    if (!code.empty()) {
      auto read = read_symbols(
          root_, code, std::chrono::seconds(120), options_.limits.code_bytes,
          [&](const std::string& path, std::vector<Place> places) { symbols[path] = std::move(places); },
          options_.cancelled);
      // Code without its definitions is not kept: it would be taken for read.
      stopped_ = options_.cancelled && options_.cancelled();
      if (stopped_) return Done{};
      for (const auto& problem : read) symbol_problems_[problem.path].push_back({1, problem.message});
    }
    std::vector<std::string> paths = code;
    paths.insert(paths.end(), data.begin(), data.end());
    return read_all("code and data", paths, std::move(symbols));
  }

  Result<Done> read_all(const char* phase, const std::vector<std::string>& paths,
                        std::unordered_map<std::string, std::vector<Place>> symbols) {
    if (paths.empty() && removed_.empty()) return Done{};
    const std::size_t workers = paths.size() < 8 ? 1 : static_cast<std::size_t>(std::max(options_.threads, 1));
    std::vector<Analyzer> analyzers(workers);
    std::optional<Error> failed;
    std::vector<Source> restamped;
    // Looked up before the map changes under the workers.
    std::unordered_map<std::string_view, Source> known;
    for (const std::string& path : paths)
      if (const Source* source = map_.find(path)) known.emplace(path, *source);
    const auto work = [&](std::size_t worker, std::size_t item, Part& part) {
      const std::string& path = paths[item];
      const auto before = known.find(path);
      std::vector<Place> more;
      if (const auto found = symbols.find(path); found != symbols.end()) more = std::move(found->second);
      FileRead file = read_file(root_, path, before == known.end() ? nullptr : &before->second, std::move(more),
                                options_, analyzers[worker]);
      if (file.gone) {
        part.gone.push_back(path);
      } else if (file.same_bytes) {
        Source source;
        source.path = path;
        source.stamp = file.stamp;
        part.touched.push_back(std::move(source));
      } else {
        ++part.read;
        part.bytes += static_cast<std::uint64_t>(file.stamp.size);
        if (const auto found = symbol_problems_.find(path); found != symbol_problems_.end())
          file.read.findings.insert(file.read.findings.end(), found->second.begin(), found->second.end());
        add(file, path, analyzers[worker], part.builder);
      }
    };
    const auto full = [&](const Part& part) { return part.builder.bytes() > kBatchBytes / workers; };
    const auto finish = [&](std::size_t worker, Part& part) {
      part.builder.add_words(analyzers[worker].take_words());
      part.builder.finish();
    };
    const auto take = [&](std::vector<Part>& parts) {
      std::vector<SegmentBuilder> builders;
      for (Part& part : parts) {
        report_.touched += part.touched.size();
        report_.read += part.read;
        report_.bytes += part.bytes;
        removed_.insert(removed_.end(), part.gone.begin(), part.gone.end());
        restamped.insert(restamped.end(), part.touched.begin(), part.touched.end());
        builders.push_back(std::move(part.builder));
      }
      auto applied = map_.apply(builders, removed_);
      removed_.clear();
      if (!applied) failed = applied.error();
      return !failed;
    };
    const auto tick = [&](std::size_t done) {
      if (options_.on_progress) options_.on_progress({phase, done, paths.size()});
      stopped_ = stopped_ || (options_.cancelled && options_.cancelled());
      return !stopped_;
    };
    in_batches(paths.size(), workers,
               BatchSteps<Part, decltype(work), decltype(full), decltype(finish), decltype(take), decltype(tick)>{
                   work, full, finish, take, tick});
    if (failed) return *failed;
    if (!restamped.empty()) return map_.restamp(restamped);
    return Done{};
  }

  const Root& root_;
  Map& map_;
  const IndexOptions& options_;
  IndexReport report_;
  std::vector<std::string> removed_;
  std::unordered_map<std::string, std::vector<Finding>> symbol_problems_;
  bool changed_ = false;
  bool stopped_ = false;
};

}  // namespace

Result<IndexReport> update_map(const Root& root, Map& map, const IndexOptions& options) {
  return Update(root, map, options).run();
}

Result<Done> update_sources(const Root& root, Map& map, const std::vector<std::string>& paths,
                            const IndexOptions& options) {
  const Limits& limits = options.limits;
  Analyzer analyzer;
  SegmentBuilder builder;
  std::vector<std::string> removed;
  std::vector<std::string> code;
  for (const std::string& path : paths)
    if (is_code(path)) code.push_back(path);
  std::unordered_map<std::string, std::vector<Place>> symbols;
  if (!code.empty())
    read_symbols(root, code, std::chrono::seconds(10), limits.code_bytes,
                 [&](const std::string& path, std::vector<Place> places) { symbols[path] = std::move(places); });
  for (const std::string& path : paths) {
    FileRead file = read_file(root, path, nullptr, std::move(symbols[path]), options, analyzer);
    if (file.gone) {
      removed.push_back(path);
      continue;
    }
    add(file, path, analyzer, builder);
  }
  builder.add_words(analyzer.take_words());
  return map.apply(std::span(&builder, 1), removed);
}

}  // namespace fingerpost
