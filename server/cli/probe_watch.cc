#include "server/cli/probe_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr int kLongestTarget = 48;  // what is shown of it in a table

std::tm local(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::localtime_r(&time, &parts);
  return parts;
}

std::string clock_of(std::int64_t seconds) {
  const std::tm parts = local(seconds);
  return fmt::format("{:02}:{:02}:{:02}", parts.tm_hour, parts.tm_min, parts.tm_sec);
}

// The time of this day, the date of another.
std::string since_of(std::int64_t since, std::int64_t now) {
  const std::tm then = local(since);
  const std::tm today = local(now);
  if (then.tm_yday == today.tm_yday && then.tm_year == today.tm_year) return clock_of(since);
  return fmt::format("{:04}-{:02}-{:02}", then.tm_year + 1900, then.tm_mon + 1, then.tm_mday);
}

std::string utc_of(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string label_of(const std::string& probe, const std::string& target) {
  return target.empty() ? probe : fmt::format("{} {}", probe, target);
}

std::string single_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return text;
}

}  // namespace

void ProbeWatch::take(const ProbeReport& report, const std::vector<ProbeState>& kept, std::int64_t now) {
  ++round_;
  now_ = now;
  verdict_ = fmt::format("{}: {}", name_of(report.verdict.status), single_line(report.verdict.summary));
  for (const std::string& problem : report.problems) verdict_ += "; " + single_line(problem);
  std::vector<Row> before = std::move(rows_);
  rows_.clear();
  for (const Outcome& outcome : report.outcomes) {
    Row row;
    row.probe = outcome.probe;
    row.target = outcome.target;
    row.state = std::string(name_of(outcome.status));
    row.seen = single_line(outcome.summary);
    row.since = now;
    const auto same = [&](const auto& one) { return one.probe == row.probe && one.target == row.target; };
    const auto last = std::find_if(before.begin(), before.end(), same);
    if (last == before.end()) {
      if (round_ > 1) row.was = "new";
    } else {
      if (last->state == row.state)
        row.since = last->since;
      else
        row.was = last->state;
      before.erase(last);
    }
    if (const auto known = std::find_if(kept.begin(), kept.end(), same);
        known != kept.end() && known->state == row.state) {
      row.since = known->since;
      row.flapping = known->flapping;
    }
    rows_.push_back(std::move(row));
  }
  gone_ = std::move(before);
  report_ = json_of(report);
}

std::string ProbeWatch::table(const Screen& screen) {
  std::size_t width = 0;
  for (const Row& row : rows_) width = std::max(width, label_of(row.probe, row.target).size());
  width = std::min<std::size_t>(width, kLongestTarget);
  std::vector<std::string> lines = {
      fmt::format("{}  round {}, every {} s; Ctrl-C ends it", clock_of(now_), round_, every_), verdict_};
  // The head, and the line that the cursor is left on.
  const auto room = static_cast<std::size_t>(std::max(screen.rows - 4, 1));
  std::vector<const Row*> shown;
  for (const Row& row : rows_) shown.push_back(&row);
  // Where not all of them have room, what changed and what does not pass stay.
  if (shown.size() > room) {
    std::stable_sort(shown.begin(), shown.end(), [](const Row* a, const Row* b) {
      return std::pair(a->was.empty(), a->state == "pass") < std::pair(b->was.empty(), b->state == "pass");
    });
    shown.resize(room);
  }
  for (const Row* row : shown) {
    std::string line = fmt::format("{} {:<5} {:>10}  {:<{}}  {}{}{}", row->was.empty() ? " " : "*", row->state,
                                   since_of(row->since, now_), clip(label_of(row->probe, row->target), kLongestTarget),
                                   width, row->was.empty() ? "" : fmt::format("(was {}) ", row->was), row->seen,
                                   row->flapping ? "; goes up and down" : "");
    if (screen.colour && !row->was.empty()) line = fmt::format("\x1b[1m{}\x1b[0m", line);
    lines.push_back(std::move(line));
  }
  if (shown.size() < rows_.size()) lines.push_back(fmt::format("  … and {} more", rows_.size() - shown.size()));
  // No line wraps, so that the number of lines is what the cursor goes up by.
  std::string out = "\x1b[?7l";
  if (drawn_ > 0) out += fmt::format("\x1b[{}A\r", drawn_);
  for (const std::string& line : lines) out += line + "\x1b[K\n";
  drawn_ = static_cast<int>(lines.size());
  return out + "\x1b[J\x1b[?7h";
}

std::string ProbeWatch::lines() const {
  const std::string time = clock_of(now_);
  std::string out = fmt::format("{} {}\n", time, verdict_);
  for (const Row& row : rows_) {
    if (round_ > 1 && row.was.empty()) continue;
    out += fmt::format("{} {:<5} {}: {}", time, row.state, label_of(row.probe, row.target), row.seen);
    if (!row.was.empty()) out += fmt::format(" (was {})", row.was);
    if (row.was.empty() && row.since < now_) out += fmt::format(" (since {})", since_of(row.since, now_));
    if (row.flapping) out += "; goes up and down";
    out += '\n';
  }
  for (const Row& row : gone_)
    out += fmt::format("{} gone  {} (was {})\n", time, label_of(row.probe, row.target), row.state);
  return out;
}

std::string ProbeWatch::json_line() const {
  Json out = {{"round", round_}, {"time", utc_of(now_)}};
  out.update(report_);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Json& outcome = out["outcomes"][i];
    outcome["since"] = utc_of(rows_[i].since);
    if (!rows_[i].was.empty()) outcome["was"] = rows_[i].was;
    if (rows_[i].flapping) outcome["flapping"] = true;
  }
  return to_line(out) + "\n";
}

}  // namespace fingerpost
