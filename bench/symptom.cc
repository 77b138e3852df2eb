// Symptoms asked of a generated index of N entries: understanding, searching, in one process; and how fast entries are
// read out of markdown.
//   symptom_bench [ENTRIES...]      default: 10000 100000 1000000
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "indexer/read_source.h"
#include "troubleshooting-index/entry_index.h"
#include "troubleshooting-index/extract.h"
#include "troubleshooting-index/symptom_query.h"

using namespace fingerpost;

namespace {

// Of this thread, in milliseconds: whatever else runs must not count.
double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// Words in Zipf's proportions, as prose has them.
class Words {
 public:
  Words() {
    for (int i = 0; i < 20000; ++i) {
      std::string word;
      for (unsigned length = 4 + static_cast<unsigned>(random_() % 7); word.size() < length;)
        word += static_cast<char>('a' + random_() % 26);
      words_.push_back(word);
    }
  }
  std::string sentence(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) {
      const double u = std::uniform_real_distribution<double>(0, 1)(random_);
      const auto at = static_cast<std::size_t>(std::pow(static_cast<double>(words_.size()), u)) - 1;
      out += (i > 0 ? " " : "") + words_[std::min(words_.size() - 1, at)];
    }
    return out;
  }

 private:
  std::mt19937 random_{1};
  std::vector<std::string> words_;
};

std::string document(Words& words, int entries) {
  std::string text = "# Troubleshooting\n\n";
  for (int i = 0; i < entries; ++i)
    text += "### " + words.sentence(4) + " fails\n\n**Symptoms**: `" + words.sentence(6) +
            "`\n\n**Cause**: " + words.sentence(12) + "\n\n**Fix**: " + words.sentence(10) + "\n\n```bash\nmake " +
            words.sentence(2) + "\n```\n\n";
  return text;
}

void run(std::size_t entries) {
  Words words;
  Analyzer analyzer;
  EntryIndex index;
  double bytes = 0;
  double reading = 0;
  double extracting = 0;
  double making = 0;  // the index, from what the map keeps
  std::string first_notes;
  constexpr int kEntries = 40;  // of a document
  for (std::size_t file = 0; file * kEntries < entries; ++file) {
    const std::string text = document(words, kEntries);
    bytes += static_cast<double>(text.size());
    const std::string path = "docs/" + std::to_string(file) + ".md";
    double start = processor_time();
    const Reading places = read_places(path, text, {});
    reading += processor_time() - start;
    start = processor_time();
    const std::size_t found = extract_entries(path, text, places).size();
    extracting += processor_time() - start;
    if (found != kEntries) {
      std::fprintf(stderr, "%zu entries instead of %d\n", found, kEntries);
      std::exit(3);
    }
    const std::string notes = note_entries(path, text, places, analyzer);
    if (file == 0) first_notes = notes;
    start = processor_time();
    index.add(path, decode_entries(notes));
    making += processor_time() - start;
  }
  double start = processor_time();
  index.freeze();
  making += processor_time() - start;
  std::vector<double> changes;  // one document becomes another
  for (int round = 0; round < 9; ++round) {
    start = processor_time();
    index.remove("docs/0.md");
    index.add("docs/0.md", decode_entries(first_notes));
    index.freeze();
    changes.push_back(processor_time() - start);
  }
  const WordList spellings(analyzer.take_words());
  std::vector<double> lines;
  std::vector<double> pastes;
  for (int round = 0; round < 100; ++round) {
    const std::string line = "ERROR worker: " + words.sentence(7);
    start = processor_time();
    index.search(ask_for(line, read_message(line), index, spellings).query, 40);
    lines.push_back(processor_time() - start);
    std::string paste;
    for (int i = 0; i < 40; ++i)
      paste += "2026-01-02T03:04:" + std::to_string(10 + i) + "Z " + (i % 9 == 0 ? "ERROR " : "INFO ") +
               words.sentence(9) + "\n";
    start = processor_time();
    index.search(ask_for(paste, read_message(paste), index, spellings).query, 40);
    pastes.push_back(processor_time() - start);
  }
  std::printf("| %zu | %.2f | %.2f | %.1f | %.2f | %.0f | %.0f |\n", index.size(), median(lines), median(pastes),
              making, median(changes), bytes / 1048.576 / extracting, bytes / 1048.576 / (reading + extracting));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::size_t> sizes;
  for (int i = 1; i < argc; ++i) sizes.push_back(std::strtoull(argv[i], nullptr, 10));
  if (sizes.empty()) sizes = {10'000, 100'000, 1'000'000};
  std::printf(
      "| entries | one line p50 ms | 40 lines p50 ms | index from nothing ms | one document changed ms | extraction "
      "MB/s | with reading MB/s |\n|---|---|---|---|---|---|---|\n");
  for (const std::size_t size : sizes) run(size);
}
