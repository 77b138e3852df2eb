#include "upkeep/check/status.h"

#include <algorithm>
#include <array>

#include "base/mojibake.h"
#include "base/text.h"

namespace fingerpost {
namespace {

constexpr int kHead = 60;  // lines in which a document says its status

constexpr std::array<std::string_view, 10> kDone = {"implemented", "done",     "complete", "completed", "shipped",
                                                    "released",    "resolved", "closed",   "finished",  "merged"};
constexpr std::array<std::string_view, 7> kSettled = {"accepted", "approved", "final",  "live",
                                                      "adopted",  "active",   "decided"};
constexpr std::array<std::string_view, 17> kOpen = {
    "pending",     "draft",   "proposed", "proposal", "planned", "wip",         "todo",  "open",     "in progress",
    "in-progress", "blocked", "review",   "ongoing",  "partial", "not started", "under", "in review"};

bool begins_with_any(std::string_view text, const auto& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.starts_with(word) && (text.size() == word.size() || !is_alpha(text[word.size()]));
  });
}

// The words of a status without the marks before and behind them.
std::string words_of(std::string_view text) {
  while (!text.empty() && !is_alnum(text.front()) && text.front() != '[') text.remove_prefix(1);
  text = text.substr(0, text.find_first_of("|,;.(<*`\"'"));
  if (const auto dash = text.find(" - "); dash != std::string_view::npos) text = text.substr(0, dash);
  if (const auto dash = text.find("—"); dash != std::string_view::npos) text = text.substr(0, dash);
  return clip(trim(text), 40);
}

std::optional<StatedStatus> status_from(std::string_view text, int line) {
  StatedStatus out;
  out.said = words_of(text);
  out.line = line;
  // "[EXISTS / PARTIAL]" is to be filled in; a sentence is no status.
  if (out.said.empty() || out.said.front() == '[' || std::count(out.said.begin(), out.said.end(), ' ') > 3)
    return std::nullopt;
  const std::string lower = to_lower(out.said);
  if (begins_with_any(lower, kDone)) out.stage = StatedStatus::Stage::done;
  if (begins_with_any(lower, kSettled)) out.stage = StatedStatus::Stage::settled;
  if (begins_with_any(lower, kOpen)) out.stage = StatedStatus::Stage::open;
  return out;
}

// What stands behind "Status:" on a line, or in the cell beside it; nothing where the line is another.
std::optional<std::string_view> behind_status(std::string_view line) {
  while (!line.empty() && (line.front() == '*' || line.front() == '_' || line.front() == '>' || line.front() == '-' ||
                           line.front() == '|' || line.front() == ' ' || line.front() == '`'))
    line.remove_prefix(1);
  if (!starts_with_ignoring_case(line, "status")) return std::nullopt;
  line.remove_prefix(6);
  while (!line.empty() && (line.front() == '*' || line.front() == '_' || line.front() == ' ' || line.front() == '`'))
    line.remove_prefix(1);
  if (!line.starts_with(":") && !line.starts_with("|")) return std::nullopt;
  return line.substr(1);
}

}  // namespace

std::optional<StatedStatus> status_of(const CheckedDocument& document) {
  const int last = std::min(document.lines().count(), kHead);
  for (int n = 1; n <= last; ++n) {
    if (document.is_code(n)) continue;
    const std::string_view line = trim(document.lines().line(n));
    if (const auto behind = behind_status(line)) {
      if (auto status = status_from(*behind, n)) return status;
      continue;
    }
    const auto marks = line.find_first_not_of('#');
    if (marks == 0 || marks == std::string_view::npos || to_lower(trim(line.substr(marks))) != "status") continue;
    for (int below = n + 1; below <= last; ++below)
      if (const std::string_view text = trim(document.lines().line(below)); !text.empty())
        return text.starts_with("#") ? std::nullopt : status_from(text, below);
  }
  return std::nullopt;
}

TaskCount tasks_of(const CheckedDocument& document) {
  TaskCount out;
  for (const Place& place : document.reading().places) {
    if (place.kind != Kind::task_item) continue;
    if (place.role == Role::done) {
      ++out.done;
      continue;
    }
    ++out.open;
    const std::string_view written = document.lines().line(place.line_start);
    const auto repaired = repair_mojibake(written);
    std::string_view line = repaired ? std::string_view(*repaired) : written;
    const auto box = line.find(']');
    if (box == std::string_view::npos) continue;
    line = trim(line.substr(box + 1));
    if (!line.starts_with("✅") && !line.starts_with("✓") && !line.starts_with("✔") && !line.starts_with("☑")) continue;
    if (out.contradictory++ == 0) out.first_contradiction = place.line_start;
  }
  return out;
}

}  // namespace fingerpost
