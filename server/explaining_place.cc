#include "server/explaining_place.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/sureness.h"
#include "base/text.h"
#include "base/utf8.h"
#include "pointer-map/pointer.h"
#include "pointer-map/terms.h"
#include "troubleshooting-index/certainty.h"

namespace fingerpost {
namespace {

// From here on an entry is right four times in five, as often as a place that is as sure (references/ranking.md).
constexpr double kSureEntry = 0.7;
// A place was not written for those who are in trouble: it has to be surer of itself than the first entry, by so much.
constexpr double kSurePlace = 0.6;
constexpr double kLead = 0.05;
// What holds nearly all that was told, without being prose: a key whose text is the very message.
constexpr double kSaysAll = 0.9;

// Whether a line of configuration or code is a comment that says something.
bool is_comment(std::string_view line) {
  static constexpr std::array<std::string_view, 7> kMarks = {"#", "//", "--", ";", "*", "/*", "|"};
  line = trim(line);
  return contains(line, " ") &&
         std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return line.starts_with(mark); });
}

// A port, a file as a whole or a bare value is where something is, and explains nothing.
bool explains(const WhereAnswer& place) {
  if (place.is_prose) return true;
  if (place.kind == name_of(Kind::setting) && place.confidence >= kSaysAll) return true;
  const auto lines = split(place.excerpt, '\n');
  return std::any_of(lines.begin(), lines.end(), is_comment);
}

// Whether the entry is of the place, be it of lines that are not shown of it.
bool is_of(const DiagnosedEntry& entry, const WhereAnswer& place) {
  return entry.path == place.path && entry.line_start <= place.place_end && place.place_start <= entry.line_end;
}

// The words of `asked` that stand in the text, as it writes them.
std::vector<std::string> shared_words(std::string_view asked, std::string_view text) {
  constexpr std::size_t kMost = 8;
  std::set<std::string> terms;
  for (const Word& word : words_of_question(asked)) terms.insert(word.terms.begin(), word.terms.end());
  std::vector<std::string> out;
  for (const Word& word : words_of_question(text)) {
    if (out.size() >= kMost) break;
    bool shared = false;
    for (const std::string& term : word.terms) shared |= terms.erase(term) > 0;  // each once
    if (shared) out.push_back(sanitize_for_display(word.text));
  }
  return out;
}

DiagnosedEntry entry_at(const WhereAnswer& place, std::string_view asked) {
  DiagnosedEntry out;
  out.title = place.locator.empty() ? place.title : place.locator.back();
  out.path = place.path;
  out.line_start = place.line_start;
  out.line_end = place.line_end;
  out.locator = place.locator;
  out.excerpt = place.excerpt;
  out.why = shared_words(asked, place.excerpt);
  out.confidence = place.confidence;
  return out;
}

}  // namespace

bool wants_places(const DiagnoseReply& reply) {
  const bool pasted = !reply.heard.empty();
  return !pasted && (reply.entries.empty() || reply.entries.front().confidence < kSureEntry);
}

void add_explaining_place(const WhereReply& places, std::size_t limit, DiagnoseReply& reply) {
  if (!places.known || places.answers.empty() || !explains(places.answers.front())) return;
  const WhereAnswer& place = places.answers.front();
  if (!reply.known && place.confidence < kSureFrom) return;
  std::vector<DiagnosedEntry>& entries = reply.entries;
  const double first = entries.empty() ? 0 : entries.front().confidence;
  const bool surer = !reply.known || place.confidence >= std::max(kSurePlace, first + kLead);
  const auto same =
      std::find_if(entries.begin(), entries.end(), [&](const DiagnosedEntry& entry) { return is_of(entry, place); });
  if (same != entries.end()) {
    if (same != entries.begin() && !surer) return;
    same->confidence = std::max(same->confidence, place.confidence);
    std::rotate(entries.begin(), same, same + 1);
  } else if (surer) {
    entries.insert(entries.begin(), entry_at(place, places.query));
    if (entries.size() > limit) entries.resize(limit);
  } else {
    return;
  }
  reply.known = entries.front().confidence >= kKnownConfidence;
  if (entries.front().confidence >= kSureFrom) reply.gap.clear();
}

}  // namespace fingerpost
