// Dates in documents that have passed: "last updated" before what git says of the document or of the files that it
// points at, and reviews that are due.
#include <ctime>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "base/day.h"
#include "base/text.h"
#include "upkeep/check/dates.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/paths.h"
#include "upkeep/check/rule.h"

namespace fingerpost {
namespace {

constexpr int kTolerance = 30;           // days that a date may lag behind
constexpr int kMostLinesOfDates = 4000;  // of a document that are read

constexpr std::string_view kUpdated[] = {"last updated", "last update:",  "last reviewed", "last modified",
                                         "last revised", "updated:",      "reviewed:",     "last-updated",
                                         "last_updated", "last_reviewed", "last-reviewed", "updated on"};
constexpr std::string_view kDue[] = {"next review", "review by",  "review due",    "review before", "review on",
                                     "next_review", "review_by",  "next-review",   "review-by",     "review_due",
                                     "review-due",  "nextreview", "due for review"};
// Of a review to come as of one that was done: due where the document was not touched since the date.
constexpr std::string_view kDueOrDone[] = {"reviewdate", "review date", "review_date", "review-date"};

// The date that follows on one of the words, with nothing but marks and small words between.
std::optional<StatedDate> date_behind(std::string_view line, std::span<const std::string_view> words) {
  const std::string lower = to_lower(line.substr(0, 200));
  for (const std::string_view word : words) {
    const auto found = lower.find(word);
    if (found == std::string::npos || (found > 0 && is_alpha(lower[found - 1]))) continue;
    const std::size_t from = found + word.size();
    auto date = date_in(line.substr(from));
    if (!date) continue;
    const std::string between = lower.substr(from, std::min(date->at, lower.size() - from));
    std::string letters;
    for (const char c : between) letters += is_alpha(c) ? c : ' ';
    bool small = true;
    for (const std::string_view part : split(letters, ' '))
      small = small && (part.empty() || part == "date" || part == "due" || part == "on" || part == "by" ||
                        part == "is" || part == "at" || part == "before" || part == "end" || part == "of");
    if (!small || between.size() > 40) continue;
    date->at += from;
    return date;
  }
  return std::nullopt;
}

CheckFinding finding_of_date(const CheckedDocument& document, int line, const StatedDate& date) {
  CheckFinding out;
  out.path = document.path();
  out.line = line;
  out.column = static_cast<int>(date.at) + 1;
  out.width = static_cast<int>(date.length);
  return out;
}

// What git says against a date that a document gives itself; "" for nothing.
std::string contradiction(Evidence& evidence, const CheckedDocument& document, const StatedDate& date) {
  const std::int64_t stated = (std::int64_t{date.day} + kTolerance) * kDay;
  const auto touched = evidence.ages().touched(document.path());
  if (!touched) return {};
  if (*touched / kDay > stated / kDay) return fmt::format("the document last changed on {}", day_of(*touched));
  if (document.is_hypothetical()) return {};  // a proposal is of its day
  int changes = 0;
  int most = 0;
  std::string most_changed;
  for (const std::string& path : files_pointed_at(evidence, document)) {
    const int since = evidence.ages().changes_since(path, stated);
    changes += since;
    if (since > most) most_changed = path;
    most = std::max(most, since);
  }
  if (changes == 0) return {};
  return fmt::format("what it points at was changed since ({} times, most in {})", changes, most_changed);
}

void check_stale_date(Evidence& evidence, CheckFindings& out) {
  for (const auto& document : evidence.documents()) {
    for (int n = 1; n <= std::min(document->lines().count(), kMostLinesOfDates); ++n) {
      const std::string_view line = document->lines().line(n);
      if (document->is_code(n)) continue;
      const auto stated = date_behind(line, kUpdated);
      if (!stated) continue;
      const std::string why = contradiction(evidence, *document, *stated);
      if (why.empty()) break;
      CheckFinding finding = finding_of_date(*document, n, *stated);
      finding.message = fmt::format("the date says {}, and {}", line.substr(stated->at, stated->length), why);
      out.push_back(std::move(finding));
      break;
    }
  }
}

void check_review_due(Evidence& evidence, CheckFindings& out) {
  const auto today = static_cast<int>(std::time(nullptr) / kDay);
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (int n = 1; n <= std::min(document->lines().count(), kMostLinesOfDates); ++n) {
      const std::string_view line = document->lines().line(n);
      if (document->is_code(n)) continue;
      auto due = date_behind(line, kDue);
      if (!due) {
        due = date_behind(line, kDueOrDone);
        const auto touched = due ? evidence.ages().touched(document->path()) : std::nullopt;
        if (!touched || *touched / kDay >= due->day) continue;
      }
      if (!due || due->day >= today || contains(line, "[x]") || contains(line, "[X]") || contains(line, "~~")) continue;
      CheckFinding finding = finding_of_date(*document, n, *due);
      finding.message = fmt::format("the review of {} is due", line.substr(due->at, due->length));
      finding.advice = "review it and set the next date";
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule stale_date_rule;
const Rule stale_date_rule = {"stale-date", CheckLevel::info,
                              "a \"last updated\" date is older than changes to the document or to what it points at",
                              check_stale_date};
extern const Rule review_due_rule;
const Rule review_due_rule = {"review-due", CheckLevel::warning, "the date that a document sets for its review is past",
                              check_review_due};

}  // namespace fingerpost
