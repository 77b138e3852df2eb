#include "component-map/where.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"
#include "base/utf8.h"
#include "component-map/excerpt.h"
#include "component-map/question.h"
#include "component-map/ranking.h"
#include "indexer/index.h"

namespace fingerpost {
namespace {

constexpr std::size_t kCandidates = 240;
constexpr double kKnown = 0.5;  // the confidence from which an answer is given as known
constexpr int kWholeSectionLines = 60;

// How sure we are that the best place answers: from how much of what was asked it holds, and how strongly. A logistic
// curve fitted to questions with and without an answer (references/ranking.md).
double confidence_of(const Ranked& best) {
  const double elsewhere =
      3.0 * std::max(0.0, best.missed - 0.7);  // a telling word that the repository uses, but not here
  const double z =
      10.0 * (best.coverage - 0.515) + 1.0 * (best.words - 0.3) - elsewhere + (best.exact_name ? 1.5 : 0.0);
  return 1.0 / (1.0 + std::exp(-z));
}

std::string title_of(const Ranked& r) {
  if (r.locator.empty()) return r.source->path;
  return join(r.locator, " › ");
}

}  // namespace

Result<WhereReply> Where::ask_once(std::string_view query, const WhereOptions& options, LiveReader& live,
                                   std::vector<std::string>& stale) {
  WhereReply reply;
  auto question = understand(query, map_, Vocabulary::built_in());
  if (!question) return question.error();
  reply.query = question->text;
  auto candidates = retrieve(map_, question->groups, kCandidates, scratch_);
  if (!candidates) return candidates.error();
  auto ranked = rank(map_, *question, *candidates, std::max<std::size_t>(options.limit, 1));
  if (!ranked) return ranked.error();
  for (const Ranked& r : *ranked) {
    auto file = live.read(r.source->path);
    if (!file || (r.source->hash != (*file)->hash && r.source->format != "file")) {
      stale.push_back(r.source->path);
      continue;
    }
    WhereAnswer answer;
    answer.path = sanitize_for_display(r.source->path);
    answer.line_start = r.place.line_start;
    answer.line_end = r.place.line_end;
    if (r.place.kind == Kind::document) answer.line_end = std::min(answer.line_end, answer.line_start + 39);
    for (const std::string& segment : r.locator) answer.locator.push_back(sanitize_for_display(segment));
    answer.title = sanitize_for_display(title_of(r));
    answer.kind = name_of(r.place.kind);
    answer.role = name_of(r.place.role);
    answer.excerpt = excerpt_of(**file, r.source->path, answer.line_start, answer.line_end, *question,
                                options.detail ? ExcerptLimits{60, 6000} : ExcerptLimits{});
    answer.confidence = std::round(confidence_of(r) * 100) / 100;
    reply.answers.push_back(std::move(answer));
  }
  reply.known = !reply.answers.empty() && reply.answers.front().confidence >= kKnown;
  if (!reply.known) {
    std::vector<std::string> nowhere;
    for (const QuestionWord& word : question->words)
      if (word.unknown) nowhere.push_back("'" + word.text + "'");
    reply.gap = nowhere.empty() ? "no place holds enough of the question"
                                : join(nowhere, ", ") + " stands nowhere in this repository";
  }
  return reply;
}

Result<WhereReply> Where::ask(std::string_view query, const WhereOptions& options) {
  // A file that changed since it was indexed is read anew and the question asked again; a few rounds, since somebody
  // may be saving files all the while. What still differs then is left out rather than shown wrongly.
  for (int round = 0;; ++round) {
    LiveReader live(root_);
    std::vector<std::string> stale;
    auto reply = ask_once(query, options, live, stale);
    if (!reply || stale.empty() || round == 3) return reply;
    std::sort(stale.begin(), stale.end());
    stale.erase(std::unique(stale.begin(), stale.end()), stale.end());
    if (auto done = update_sources(root_, map_, stale, Limits{}); !done) return done.error();
  }
}

}  // namespace fingerpost
