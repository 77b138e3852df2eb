// Questions over a generated map of N places: our retrieval and ranking against FTS5's bm25 on the same rows and the
// same words, in one process and one run. Times are the processor's, since whatever else runs must not count.
//   question_bench [--alone] [--rounds N] [PLACES...]      default: 10000 100000 1000000
// --alone asks FTS5 nothing: for a profile, or many rounds.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "component-map/question.h"
#include "component-map/ranking.h"
#include "indexer/read_source.h"
#include "pointer-map/map.h"
#include "pointer-map/retrieval.h"

using namespace fingerpost;

namespace {

// Of this thread, in milliseconds.
double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(p * static_cast<double>(values.size())))];
}

// Words in Zipf's proportions, as prose has them.
class Words {
 public:
  explicit Words(unsigned seed) : random_(seed) {
    for (int i = 0; i < 30000; ++i) {
      std::string word;
      for (unsigned length = 4 + static_cast<unsigned>(random_() % 7); word.size() < length;)
        word += static_cast<char>('a' + random_() % 26);
      words_.push_back(word);
    }
  }
  const std::string& common() { return words_[random_() % 60]; }
  const std::string& any() {
    const double u = std::uniform_real_distribution<double>(0, 1)(random_);
    return words_[std::min(words_.size() - 1,
                           static_cast<std::size_t>(std::pow(static_cast<double>(words_.size()), u)) - 1)];
  }
  std::string sentence(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += (i > 0 ? " " : "") + any();
    return out;
  }
  unsigned next() { return static_cast<unsigned>(random_()); }

 private:
  std::mt19937 random_;
  std::vector<std::string> words_;
};

struct Row {
  std::string title;
  std::string body;
};

void check(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "failed: %s\n", what);
  std::exit(3);
}

struct Options {
  bool alone = false;
  int rounds = 0;  // 0: by the map's size
};

void run(std::size_t places, const Options& options) {
  Words words(1);
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("fingerpost-bench-" + std::to_string(places));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  auto map = Map::open((folder / "map.db").string(), "/bench", true);
  check(map.has_value(), "map");
  auto fts = Database::open((folder / "fts.db").string(), true);
  check(fts && fts->run("CREATE VIRTUAL TABLE f USING fts5(title, body); BEGIN"), "fts5");
  auto insert = fts->prepare("INSERT INTO f VALUES(?1, ?2)");
  check(insert.has_value(), "insert");

  std::uint64_t bytes = 0;
  Analyzer analyzer;
  SegmentBuilder builder;
  constexpr std::size_t kSections = 20;  // a file; each section is two places
  for (std::size_t file = 0; file * kSections * 2 < places; ++file) {
    std::string text;
    for (std::size_t s = 0; s < kSections; ++s) {
      const Row row{words.sentence(4), words.sentence(24)};
      text += "## " + row.title + "\n\n" + row.body + "\n\n";
      if (!options.alone) check(insert->bind(1, row.title).bind(2, row.body).run().has_value(), "insert");
    }
    bytes += text.size();
    const std::string path = "docs/" + words.any() + "/" + words.any() + "-" + std::to_string(file) + ".md";
    ReadSource read = read_source(path, text, {}, {}, analyzer);
    Source source;
    source.path = path;
    source.format = read.format;
    source.hash = read.hash;
    builder.add(source, read.places, read.impacts, analyzer, {});
  }
  builder.add_words(analyzer.take_words());
  check(fts->run("COMMIT").has_value() && map->apply(std::span(&builder, 1), {}).has_value(), "commit");

  RetrievalScratch scratch;
  auto query = fts->prepare("SELECT rowid, bm25(f) FROM f WHERE f MATCH ?1 ORDER BY bm25(f) LIMIT 10");
  check(query.has_value(), "query");
  std::vector<double> ours;
  std::vector<double> steps[3];  // understanding, retrieval, ranking
  std::vector<double> theirs;
  const int rounds = options.rounds > 0 ? options.rounds : places > 300'000 ? 50 : 1000;
  // In turns, so that a machine that slows down does so for both, and each finds its own data near, as where it is
  // alone.
  constexpr int kTurn = 50;
  for (int round = 0; round < rounds; round += kTurn) {
    std::vector<std::vector<std::string>> turn;
    for (int i = 0; i < std::min(kTurn, rounds - round); ++i)
      turn.push_back({words.common(), words.common(), words.common(), words.any(), words.any()});
    for (const std::vector<std::string>& asked : turn) {
      const double start = processor_time();
      auto question = understand(join(asked, " "), *map, Vocabulary::built_in());
      check(question.has_value(), "understand");
      const double understood = processor_time();
      auto candidates = retrieve(*map, question->groups, 240, scratch);
      check(candidates.has_value(), "retrieve");
      const double retrieved = processor_time();
      auto ranked = rank(*map, *question, *candidates, 10);
      check(ranked && !ranked->empty(), "rank");
      const double done = processor_time();
      ours.push_back(done - start);
      steps[0].push_back(understood - start);
      steps[1].push_back(retrieved - understood);
      steps[2].push_back(done - retrieved);
    }
    if (options.alone) continue;
    for (const std::vector<std::string>& asked : turn) {
      std::string match;
      for (const std::string& word : asked) match += (match.empty() ? "\"" : " OR \"") + word + "\"";
      const double start = processor_time();
      query->bind(1, match);
      for (;;) {
        auto row = query->step();
        check(row.has_value(), "step");
        if (!*row) break;
      }
      query->reset();
      theirs.push_back(processor_time() - start);
    }
  }
  if (options.alone) theirs.push_back(0);
  const unsigned live = map->live_count();
  { const Map closed = std::move(*map); }  // writes the log back into the file
  const auto map_bytes = static_cast<double>(std::filesystem::file_size(folder / "map.db"));
  std::printf("| %u | %.2f | %.2f | %.2f %.2f %.2f | %.1f | %.1f | %.0f × | %.2f |\n", live, percentile(ours, 0.5),
              percentile(ours, 0.99), percentile(steps[0], 0.5), percentile(steps[1], 0.5), percentile(steps[2], 0.5),
              percentile(theirs, 0.5), percentile(theirs, 0.99), percentile(theirs, 0.5) / percentile(ours, 0.5),
              map_bytes / static_cast<double>(bytes));
  std::fflush(stdout);
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::size_t> sizes;
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--alone")
      options.alone = true;
    else if (argument == "--rounds" && i + 1 < argc)
      options.rounds = std::atoi(argv[++i]);
    else
      sizes.push_back(std::strtoull(argv[i], nullptr, 10));
  }
  if (sizes.empty()) sizes = {10'000, 100'000, 1'000'000};
  std::printf(
      "| places | ours p50 ms | ours p99 ms | understand, retrieve, rank p50 ms | FTS5 p50 ms | FTS5 p99 ms | FTS5 / "
      "ours | map / text "
      "|\n|---|---|---|---|---|---|---|---|\n");
  for (const std::size_t size : sizes) run(size, options);
}
