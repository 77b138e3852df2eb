// Documents that contradict themselves about how far they are, and templates that nobody filled in. For information.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/status.h"

namespace fingerpost {
namespace {

constexpr std::size_t kFewPlaces = 3;  // different ones make a template; one or two are tags of a text

CheckFinding about(const CheckedDocument& document, int line, std::string message) {
  CheckFinding out;
  out.path = document.path();
  out.line = line;
  out.message = std::move(message);
  return out;
}

void check_status_contradiction(Evidence& evidence, CheckFindings& out) {
  for (const auto& document : evidence.documents()) {
    const TaskCount tasks = tasks_of(*document);
    if (tasks.done + tasks.open == 0) continue;
    if (tasks.contradictory > 0)
      out.push_back(
          about(*document, tasks.first_contradiction,
                fmt::format("{} tasks carry a mark of what is done and are not ticked", tasks.contradictory)));
    const auto status = status_of(*document);
    if (!status) continue;
    if (status->stage == StatedStatus::Stage::done && tasks.open > 0)
      out.push_back(about(*document, status->line,
                          fmt::format("the status is '{}', and {} of {} tasks are open", status->said, tasks.open,
                                      tasks.done + tasks.open)));
    if (status->stage == StatedStatus::Stage::open && tasks.open == 0)
      out.push_back(about(*document, status->line,
                          fmt::format("the status is '{}', and all {} tasks are done", status->said, tasks.done)));
  }
}

// What stands in brackets that are neither a link nor a box: "SPECIFIC FUNCTION", "path/to/file"; "" for none.
std::string_view bracketed_at(std::string_view line, std::size_t open) {
  const auto close = line.find(']', open);
  if (close == std::string_view::npos || close - open > 60) return {};
  if (close + 1 < line.size() && (line[close + 1] == '(' || line[close + 1] == '[' || line[close + 1] == ':'))
    return {};
  const std::string_view inside = line.substr(open + 1, close - open - 1);
  const bool words = inside.size() >= 4 && std::all_of(inside.begin(), inside.end(), [](char c) {
                       return is_alpha(c) || c == ' ' || c == '/' || c == '-' || c == '_';
                     });
  return words ? inside : std::string_view();
}

// Several words in capitals, as only a place to be filled in has them.
bool is_blank_in_capitals(std::string_view inside) {
  int words = 0;
  for (std::string_view word : split(inside, ' ')) {
    if (std::any_of(word.begin(), word.end(), [](char c) { return is_alpha(c) && !is_upper(c); })) return false;
    words += word.size() > 1;
  }
  return words >= 2;
}

void check_unfilled_template(Evidence& evidence, CheckFindings& out) {
  for (const auto& document : evidence.documents()) {
    std::set<std::string_view> blanks;
    std::string_view first;  // of those in capitals, which make the others places too
    int line = 0;
    for (int n = 1; n <= document->lines().count(); ++n) {
      if (document->is_code(n) || document->is_comment(n)) continue;
      const std::string_view text = document->lines().line(n);
      for (auto at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
        const std::string_view inside = bracketed_at(text, at);
        // A name that the document gives an address to is a link.
        if (inside.empty() || contains(document->text(), fmt::format("[{}]:", inside))) continue;
        blanks.insert(inside);
        if (line > 0 || !is_blank_in_capitals(inside)) continue;
        first = inside;
        line = n;
      }
    }
    if (line > 0 && blanks.size() >= kFewPlaces)
      out.push_back(about(*document, line,
                          fmt::format("{} places are still to be filled in, such as [{}]", blanks.size(), first)));
  }
}

}  // namespace

extern const Rule status_contradiction_rule;
const Rule status_contradiction_rule = {"status-contradiction", CheckLevel::info,
                                        "a document's status or marks say otherwise than its tasks",
                                        check_status_contradiction};
extern const Rule unfilled_template_rule;
const Rule unfilled_template_rule = {"unfilled-template", CheckLevel::info,
                                     "a document has places of its template that nobody filled in",
                                     check_unfilled_template};

}  // namespace fingerpost
