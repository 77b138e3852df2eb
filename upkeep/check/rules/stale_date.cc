// "Last updated" and review dates that the history of the document contradicts.
#include <chrono>
#include <cstdlib>

#include <fmt/format.h>

#include "base/process.h"
#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"

namespace fingerpost {
namespace {

constexpr int kTolerance = 30;      // days that a date may lag behind
constexpr int kMostDocuments = 40;  // each costs a process of git

// The date "2025-03-04" in a text as a day number, and where it stands; -1 for none.
int date_in(std::string_view text, std::size_t& at) {
  for (at = 0; at + 10 <= text.size(); ++at) {
    const std::string_view one = text.substr(at, 10);
    bool shape = one[4] == '-' && one[7] == '-' && (at == 0 || !is_digit(text[at - 1]));
    for (std::size_t i = 0; i < 10 && shape; ++i) shape = i == 4 || i == 7 || is_digit(one[i]);
    if (!shape) continue;
    const auto number = [&](std::size_t from, std::size_t count) {
      int out = 0;
      for (char c : one.substr(from, count)) out = out * 10 + (c - '0');
      return out;
    };
    const std::chrono::year_month_day date{std::chrono::year(number(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                           std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    if (date.ok()) return static_cast<int>(std::chrono::sys_days(date).time_since_epoch().count());
  }
  return -1;
}

bool says_updated(std::string_view line) {
  const std::string lower = to_lower(line.substr(0, 120));
  for (std::string_view word : {"last updated", "last update:", "last reviewed", "last modified", "last revised",
                                "updated:", "reviewed:", "last-updated", "last_updated", "updated on"})
    if (contains(lower, word)) return true;
  return false;
}

void check_stale_date(Evidence& evidence, CheckFindings& out) {
  int asked = 0;
  for (const auto& document : evidence.documents()) {
    for (int n = 1; n <= std::min(document->lines().count(), 4000); ++n) {
      const std::string_view line = document->lines().line(n);
      std::size_t at = 0;
      if (document->is_code(n) || !says_updated(line)) continue;
      const int stated = date_in(line, at);
      if (stated < 0 || ++asked > kMostDocuments) continue;
      std::string output;
      auto run = run_process({"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "log", "-1",
                              "--format=%cs", "--", document->path()},
                             evidence.root().path(), "", std::chrono::seconds(2),
                             [&](std::string_view bytes) { output += bytes; });
      std::size_t unused = 0;
      const int changed = run && run->exit_status == 0 ? date_in(output, unused) : -1;
      if (changed < 0 || changed - stated <= kTolerance) break;
      CheckFinding finding;
      finding.path = document->path();
      finding.line = n;
      finding.column = static_cast<int>(at) + 1;
      finding.width = 10;
      finding.message =
          fmt::format("the date says {}, and the document last changed on {}", line.substr(at, 10), trim(output));
      out.push_back(std::move(finding));
      break;
    }
  }
}

}  // namespace

extern const Rule stale_date_rule;
const Rule stale_date_rule = {"stale-date", CheckLevel::info,
                              "a \"last updated\" date is older than the document's last change", check_stale_date};

}  // namespace fingerpost
