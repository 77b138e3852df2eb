#include "troubleshooting-index/written_messages.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "base/path_kinds.h"
#include "base/text.h"
#include "indexer/format.h"
#include "pointer-map/retrieval.h"
#include "pointer-map/terms.h"

namespace fingerpost {
namespace {

constexpr std::size_t kPastedLines = 8;      // of the paste
constexpr std::size_t kMostWords = 40;       // of a line
constexpr std::size_t kMostCandidates = 60;  // places
constexpr std::size_t kLookedThrough = 24;   // of these
constexpr int kMostPlaceLines = 400;
constexpr int kShownWhole = 15;       // lines; of a longer place those around the message
constexpr std::size_t kLeastRun = 3;  // words that stand together; fewer do by chance
constexpr std::size_t kLeastWords = 4;
constexpr std::size_t kLeastBytes = 20;
constexpr std::size_t kManyWords = 6;  // enough by themselves
constexpr float kLeastShare = 0.6f;    // otherwise
constexpr float kLeastCoverage = 0.5f;

// Letters and digits that stand together, in lower case. Mere numbers are filled in, and no part of a message.
std::vector<std::string> plain_words(std::string_view text, std::size_t most) {
  std::vector<std::string> out;
  std::string word;
  for (std::size_t i = 0; i <= text.size() && out.size() < most; ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80) {
      word += c;
    } else if (!word.empty()) {
      if (!std::all_of(word.begin(), word.end(), is_digit)) out.push_back(to_lower(word));
      word.clear();
    }
  }
  return out;
}

// The words of `said` that stand in `line` in runs of kLeastRun or more, each taken once.
std::vector<std::string> common_words(const std::vector<std::string>& said, const std::vector<std::string>& line) {
  std::vector<std::string> out;
  std::size_t from = 0;  // in the line: runs follow each other
  for (std::size_t i = 0; i < said.size();) {
    std::size_t longest = 0;
    std::size_t at = 0;
    for (std::size_t j = from; j < line.size(); ++j) {
      std::size_t length = 0;
      while (i + length < said.size() && j + length < line.size() && said[i + length] == line[j + length]) ++length;
      if (length > longest) {
        longest = length;
        at = j;
      }
    }
    if (longest < kLeastRun) {
      ++i;
      continue;
    }
    out.insert(out.end(), said.begin() + static_cast<std::ptrdiff_t>(i),
               said.begin() + static_cast<std::ptrdiff_t>(i + longest));
    i += longest;
    from = at + longest;
  }
  return out;
}

bool is_enough(const std::vector<std::string>& common, std::size_t said) {
  std::size_t bytes = 0;
  for (const std::string& word : common) bytes += word.size();
  return common.size() >= kLeastWords && bytes >= kLeastBytes &&
         (common.size() >= kManyWords || static_cast<float>(common.size()) >= kLeastShare * static_cast<float>(said));
}

std::vector<TermGroup> groups_of(std::string_view text) {
  std::vector<TermGroup> out;
  for (const Word& word : words_of_question(text)) {
    if (word.stop || out.size() >= kMostGroups || !std::any_of(word.text.begin(), word.text.end(), is_alpha)) continue;
    TermGroup& group = out.emplace_back();
    group.alternatives.push_back({word.terms.front(), 1.0f});
  }
  return out;
}

// The line of a place that holds most of the message, with where that is; a share of 0 where none holds enough.
WrittenMessage look_through(const LiveFile& file, const StoredPlace& place, const std::vector<std::string>& said) {
  const std::unordered_set<std::string_view> known(said.begin(), said.end());
  WrittenMessage best;
  const int last = std::min({place.line_end, file.lines->count(), place.line_start + kMostPlaceLines - 1});
  for (int n = place.line_start; n <= last; ++n) {
    const std::vector<std::string> line = plain_words(file.lines->line(n), 2 * kMostWords);
    if (std::count_if(line.begin(), line.end(), [&](const std::string& word) { return known.contains(word); }) <
        static_cast<std::ptrdiff_t>(kLeastWords))
      continue;
    const std::vector<std::string> common = common_words(said, line);
    const float share = static_cast<float>(common.size()) / static_cast<float>(said.size());
    if (share <= best.share || !is_enough(common, said.size())) continue;
    const bool whole = place.line_end - place.line_start < kShownWhole;
    best.line_start = whole ? place.line_start : std::max(place.line_start, n - 2);
    best.line_end = whole ? place.line_end : std::min(place.line_end, n + 3);
    best.words = join(common, " ");
    best.share = share;
    best.count = common.size();
  }
  return best;
}

// How surely it is the one: many words in their order stand together by chance less than few.
float certainty_of(const WrittenMessage& one) {
  constexpr std::size_t kPlenty = 12;
  return one.share * static_cast<float>(std::min(one.count, kPlenty));
}

// Puts one in unless a better one stands at the same place.
void keep(std::vector<WrittenMessage>& found, WrittenMessage one) {
  for (WrittenMessage& known : found) {
    if (known.source != one.source || known.line_start > one.line_end || one.line_start > known.line_end) continue;
    const bool better = one.share > known.share ||
                        (one.share == known.share && one.line_end - one.line_start < known.line_end - known.line_start);
    if (better) known = std::move(one);
    return;
  }
  found.push_back(std::move(one));
}

}  // namespace

Result<std::vector<WrittenMessage>> where_written(Map& map, LiveReader& live, const Message& message) {
  const Map::ReadScope reading(map);
  std::vector<std::string_view> texts;
  if (!message.root_cause.empty()) texts.emplace_back(message.root_cause);
  for (const MessageLine& line : message.lines)
    if (texts.size() < kPastedLines && std::find(texts.begin(), texts.end(), line.said) == texts.end())
      texts.emplace_back(line.said);
  std::vector<WrittenMessage> found;
  RetrievalScratch scratch;
  for (const std::string_view text : texts) {
    const std::vector<std::string> said = plain_words(text, kMostWords);
    if (said.size() < kLeastWords) continue;
    std::vector<TermGroup> groups = groups_of(text);
    auto candidates = retrieve(map, groups, kMostCandidates, scratch);
    if (!candidates) return candidates.error();
    float total = 0;
    for (const TermGroup& group : groups) total += group.importance * group.rarity;
    std::size_t looked = 0;
    for (const Candidate& candidate : *candidates) {
      float covered = 0;
      for (std::size_t g = 0; g < groups.size(); ++g)
        if ((candidate.covered >> g & 1u) != 0) covered += groups[g].importance * groups[g].rarity;
      DocId index = 0;
      const Source* source = map.source_of(candidate.doc, index);
      // Tests write what the program does, and are not where it comes from.
      if (source == nullptr || is_document_format(source->format) || covered < kLeastCoverage * total ||
          is_test_path(source->path))
        continue;
      if (++looked > kLookedThrough) break;
      if (!live.is_current(*source)) continue;
      auto file = live.read(source->path);
      if (!file) continue;  // gone since
      auto place = map.place_of(*source, index);
      if (!place) return place.error();
      WrittenMessage one = look_through(**file, *place, said);
      if (one.share == 0) continue;
      one.source = source;
      one.holder = index == 0 || place->key.empty() ? std::string(base_name(source->path)) : place->key;
      keep(found, std::move(one));
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const WrittenMessage& a, const WrittenMessage& b) { return certainty_of(a) > certainty_of(b); });
  if (found.size() > 2) found.resize(2);
  return found;
}

}  // namespace fingerpost
