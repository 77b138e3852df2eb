#include "component-map/confidence.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/text.h"
#include "component-map/held_words.h"

namespace fingerpost {
namespace {

constexpr float kNear = 0.5f;       // a synonym from this weight on says the same
constexpr float kDoubt = 0.75f;     // of what a far synonym lacks, taken back
constexpr float kScattered = 1.5f;  // how much what stands apart is held against a place
constexpr float kOfScript = 0.3f;   // of that, against a script as a whole
constexpr int kMostLines = 400;     // looked at of one place
constexpr double kOtherName = 8.0;  // of the curve, for what only resembles the name that is asked for
constexpr int kTogether = 12;       // lines within which words speak of one thing

// Whether a line speaks of all names that begin as this one does: "MAIL_*".
bool means_by_beginning(std::string_view line, std::string_view name) {
  for (std::size_t at = line.find("_*"); at != std::string_view::npos; at = line.find("_*", at + 1)) {
    std::size_t from = at;
    while (from > 0 && (is_alnum(line[from - 1]) || line[from - 1] == '_')) --from;
    if (at > from && name.starts_with(line.substr(from, at + 1 - from))) return true;
  }
  return false;
}

// Its letters and digits, in lower case.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (is_alnum(c)) out += c;
  return to_lower(out);
}

double logistic(double z) {
  return 1.0 / (1.0 + std::exp(-z));
}

// How surely the place is about what is asked at all: a logistic curve fitted to questions with and without an answer
// (references/ranking.md).
double answers_at_all(const Question& question, const Ranked& place) {
  const double elsewhere =
      5.9 * std::max(0.0, place.missed - 0.7);           // a telling word that the repository uses, but not here
  const double subject = place.misses_most ? 0.5 : 0.0;  // what is asked about is most likely that word
  // Half of a long sentence says more than half of two words.
  const double length = 0.47 * static_cast<double>(std::min<std::size_t>(question.groups.size(), 10));
  const double name = (place.exact_name ? 2.2 : 0.0) - (place.misses_name ? kOtherName : 0.0);
  return logistic(3.9 * place.coverage + 5.0 * place.words + length - elsewhere - subject + name - 5.3);
}

}  // namespace

bool is_about(const Question& question, const Ranked& place) {
  constexpr double kKnown = 0.45;
  return answers_at_all(question, place) >= kKnown;
}

// Another, fitted to whether the first answer was right; never surer than that it is about the question at all.
double confidence_of(const Question& question, const Ranked& place) {
  constexpr float kDeep = 5.0f;  // deeper is no surer
  const double length = 0.22 * static_cast<double>(std::min<std::size_t>(question.groups.size(), 10));
  const double depth = 0.27 * std::min(place.depth, kDeep);  // what lies deep says one thing
  const double right = logistic(2.23 * place.coverage + 3.09 * place.words + 2.45 * place.share + 1.96 * place.beside +
                                length + depth - 6.1);
  return std::min(right, answers_at_all(question, place));
}

void answer_for(const Ranked& found, Ranked& place) {
  place.words = found.words;
  place.coverage = found.coverage;
  place.beside = found.beside;
  place.share = found.share;
  place.depth = found.depth;
  place.exact_name = found.exact_name;
  place.missed = found.missed;
  place.misses_most = found.misses_most;
  place.misses_name = found.misses_name;
}

void check_against_text(const AskedWords& asked, const LiveFile& file, Ranked& place) {
  const Question& question = asked.question();
  const std::size_t count = question.groups.size();
  const float total = weight_of(question);
  if (count == 0 || total <= 0) return;
  // What it holds is its own where it stands together, which is looked at below.
  place.coverage = std::max(place.coverage, place.inside_coverage);
  Held named(count, 0.0f);  // by the address
  hold(asked, place.source->path, named);
  for (const std::string& key : place.locator) hold(asked, key, named);
  const int first = place.place.line_start;
  const int last = std::min({place.place.line_end, file.lines->count(), first + kMostLines - 1});
  std::vector<Held> lines;
  Held all = named;
  for (int line = first; line <= last; ++line) {
    lines.emplace_back(count, 0.0f);
    hold(asked, file.lines->line(line), lines.back());
    for (std::size_t g = 0; g < count; ++g) all[g] = std::max(all[g], lines.back()[g]);
  }
  place.misses_name = std::any_of(question.absent.begin(), question.absent.end(), [&](const std::string& name) {
    for (int line = first; line <= last; ++line)
      if (means_by_beginning(file.lines->line(line), name)) return false;
    return true;
  });
  // A far synonym stands here, and neither the word nor a near one: it is the synonym's place, not the word's.
  for (std::size_t g = 0; g < count; ++g) {
    const TermGroup& group = question.groups[g];
    if (all[g] <= 0 || all[g] >= kNear || group.sureness <= all[g]) continue;
    place.coverage -= kDoubt * weight_of(group) * (group.sureness - all[g]) / total;
    place.missed = std::max(place.missed, weight_of(group));
  }
  // A telling word of the field that the repository never uses: most likely what is asked about.
  for (const QuestionWord& word : question.words)
    place.misses_most = place.misses_most || (word.unknown && word.importance >= 1.0f);
  // What a long text holds only here and there, it may not speak of at all.
  const int length = last - first + 1;
  if (length > kTogether) {
    float whole = 0;
    for (std::size_t g = 0; g < count; ++g) whole += all[g] > 0 ? weight_of(question.groups[g]) : 0;
    float best = 0;
    for (int start = 0; start + kTogether <= length; ++start) {
      float together = 0;
      for (std::size_t g = 0; g < count; ++g) {
        bool here = named[g] > 0;
        for (int i = start; i < start + kTogether && !here; ++i) here = lines[static_cast<std::size_t>(i)][g] > 0;
        together += here ? weight_of(question.groups[g]) : 0;
      }
      best = std::max(best, together);
    }
    place.coverage -= kScattered * (place.whole_file ? kOfScript : 1.0f) * (whole - best) / total;
  }
  place.coverage = std::max(place.coverage, 0.0f);
}

bool names_flag(std::string_view flag, const LiveFile& file, const Ranked& place) {
  const std::string wanted = squeezed(flag);
  if (std::any_of(place.locator.begin(), place.locator.end(),
                  [&](const std::string& key) { return contains(squeezed(key), wanted); }))
    return true;
  const int last = std::min({place.place.line_end, file.lines->count(), place.place.line_start + kMostLines - 1});
  for (int line = place.place.line_start; line <= last; ++line)
    if (contains(squeezed(file.lines->line(line)), wanted)) return true;
  return false;
}

}  // namespace fingerpost
