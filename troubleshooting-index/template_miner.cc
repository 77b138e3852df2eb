#include "troubleshooting-index/template_miner.h"

#include <algorithm>

#include "base/text.h"
#include "troubleshooting-index/mask.h"
#include "troubleshooting-index/message_trouble.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLine = 4 * 1024;
constexpr std::size_t kLongestRecord = 4 * 1024;
constexpr std::size_t kMostGroups = 4096;
constexpr std::size_t kMostExact = 32 * 1024;
constexpr std::size_t kMostAlike = 24;  // groups that a new line is compared with
constexpr double kAlike = .7;           // share of equal words, as in Drain
constexpr double kLeastTrouble = .5;    // of a line without a level
constexpr std::size_t kMostWords = 64;

std::vector<std::string> words_of(const std::string& masked) {
  std::vector<std::string> words;
  for (std::string_view word : split(masked, ' '))
    if (!word.empty() && words.size() < kMostWords) words.emplace_back(word);
  return words;
}

// A word that tells one problem from another: a code, a status, a name in capitals.
bool identifies(std::string_view word) {
  int capitals = 0;
  for (const char c : word) capitals += is_upper(c) ? 1 : 0;
  return capitals >= 3 || (word.size() == 3 && std::all_of(word.begin(), word.end(), is_digit)) || trouble_in(word) > 0;
}

bool alike(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i] || a[i] == "<*>") {
      ++equal;
      continue;
    }
    if (identifies(a[i]) || identifies(b[i])) return false;
  }
  return static_cast<double>(equal) >= kAlike * static_cast<double>(a.size());
}

// Cheaply: whether the line may be part of a problem. Most lines of a log are not.
bool may_matter(std::string_view line, const LineContext& context, double trouble) {
  if (trouble > 0 || context.in_traceback || context.after_file) return true;
  const std::string_view text = trim(line.substr(0, 64));
  return !text.empty() && (text.front() == '/' || text.substr(0, 3) == "at " || text.substr(0, 6) == "File \"" ||
                           text.substr(0, 4) == "... ");
}

}  // namespace

void TemplateMiner::feed(std::string_view chunk) {
  while (!chunk.empty()) {
    const std::size_t end = chunk.find('\n');
    const std::string_view part = chunk.substr(0, end);
    if (end != std::string_view::npos && rest_.empty() && !rest_cut_) {
      take_line(part.substr(0, kLongestLine));
    } else {
      const std::size_t room = kLongestLine - std::min(kLongestLine, rest_.size());
      rest_ += part.substr(0, room);
      rest_cut_ = rest_cut_ || part.size() > room;
      if (end == std::string_view::npos) return;
      take_line(rest_);
      rest_.clear();
      rest_cut_ = false;
    }
    chunk.remove_prefix(end + 1);
  }
}

void TemplateMiner::take_line(std::string_view raw) {
  ++line_;
  const LineHead head = head_of(raw);
  const double trouble = trouble_in(raw);
  const bool grave = head.severity >= Severity::warning;
  if (!grave && !may_matter(raw, context_, trouble)) {
    // What is indented below an error belongs to it; any other line ends its record.
    const bool continues = !record_.empty() && !head.stamped && !raw.empty() && is_space(raw.front());
    if (!continues)
      close_record();
    else if (record_.size() + raw.size() < kLongestRecord)
      record_.append(raw).push_back('\n');
    return;
  }
  const ReadLine line = read_line(raw, 0, context_);
  const bool of_stack = line.kind == LineKind::frame || line.kind == LineKind::source || line.kind == LineKind::cause ||
                        line.kind == LineKind::blank || line.kind == LineKind::heading;
  const bool indented = !head.stamped && line.indent > 0;
  const bool continues =
      !record_.empty() && (of_stack || indented || (open_stack_ && line.kind == LineKind::exception));
  if (!continues) close_record();
  open_stack_ = of_stack && line.kind != LineKind::blank;

  double gravity = 0;
  Severity severity = line.severity;
  switch (line.kind) {
    case LineKind::exception:
    case LineKind::cause:
      // The innermost cause stands last and tells most.
      gravity = 2;
      severity = std::max(severity, Severity::error);
      break;
    case LineKind::plain:
    case LineKind::fields:
    case LineKind::fact:
    case LineKind::bad_row:
      if (severity >= Severity::warning)
        gravity = 1 + line.trouble * .5;
      else if (severity == Severity::unknown && line.trouble >= kLeastTrouble)
        gravity = line.trouble;
      else if (severity != Severity::unknown && line.trouble >= .7)
        gravity = .5;  // an error told at a level that hides it
      if (gravity > 0 && severity < Severity::warning)
        severity = line.trouble >= .85 ? Severity::error : Severity::warning;
      break;
    default: break;
  }
  if (record_.empty() && gravity == 0 && line.kind != LineKind::heading) return;
  if (record_.empty()) record_first_ = line_;
  record_last_ = line_;
  if (record_.size() + line.text.size() < kLongestRecord) record_.append(line.text).push_back('\n');
  if (gravity > 0 && gravity >= gravity_) {
    gravity_ = gravity;
    telling_ = line.said;
  }
  severity_ = gravity > 0 ? std::max(severity_, severity) : severity_;
}

void TemplateMiner::close_record() {
  if (gravity_ > 0) {
    const std::size_t index = group_of(mask_variables(telling_));
    if (index == kMostGroups) {
      ++left_out_;
    } else {
      LogProblem& problem = groups_[index].problem;
      if (problem.count == 0) {
        problem.example = record_;
        problem.first_line = record_first_;
      }
      ++problem.count;
      problem.last_line = record_last_;
      problem.severity = std::max(problem.severity, severity_);
    }
  }
  record_.clear();
  gravity_ = 0;
  severity_ = Severity::unknown;
  open_stack_ = false;
  context_ = LineContext{};
}

std::size_t TemplateMiner::group_of(const std::string& masked) {
  if (const auto known = exact_.find(masked); known != exact_.end()) return known->second;
  if (exact_.size() >= kMostExact) exact_.clear();
  std::vector<std::string> words = words_of(masked);
  std::vector<std::size_t>& near =
      alike_[(words.empty() ? std::string() : words.front().substr(0, 32)) + ' ' + std::to_string(words.size())];
  for (std::size_t i = 0; i < near.size() && i < kMostAlike; ++i) {
    Group& group = groups_[near[i]];
    if (!alike(group.words, words)) continue;
    for (std::size_t w = 0; w < words.size(); ++w)
      if (group.words[w] != words[w]) group.words[w] = "<*>";
    group.problem.masked = join(group.words, " ");
    exact_.emplace(masked, near[i]);
    return near[i];
  }
  if (groups_.size() >= kMostGroups) return kMostGroups;
  const std::size_t index = groups_.size();
  groups_.emplace_back();
  groups_.back().problem.masked = masked;
  groups_.back().words = std::move(words);
  near.push_back(index);
  exact_.emplace(masked, index);
  return index;
}

std::vector<LogProblem> TemplateMiner::finish(std::size_t most) {
  if (!rest_.empty()) take_line(rest_);
  rest_.clear();
  close_record();
  std::vector<LogProblem> problems;
  problems.reserve(groups_.size());
  for (Group& group : groups_) problems.push_back(std::move(group.problem));
  groups_.clear();
  exact_.clear();
  alike_.clear();
  std::stable_sort(problems.begin(), problems.end(), [](const LogProblem& a, const LogProblem& b) {
    if (a.severity != b.severity) return a.severity > b.severity;
    return a.count > b.count;
  });
  if (problems.size() > most) problems.resize(most);
  return problems;
}

}  // namespace fingerpost
