#include "troubleshooting-index/template_miner.h"

#include <xxhash.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "troubleshooting-index/mask.h"
#include "troubleshooting-index/message_trouble.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLine = 4 * 1024;
constexpr std::size_t kLongestRecord = 4 * 1024;
constexpr std::size_t kMostGroups = 4096;
constexpr std::size_t kMostSeen = 32 * 1024;
constexpr std::size_t kMostExact = 32 * 1024;
constexpr std::size_t kMostAlike = 24;  // groups that a new line is compared with
constexpr double kAlike = .7;           // share of equal words, as in Drain
constexpr double kLeastTrouble = .5;    // of a line without a level
constexpr std::size_t kMostTemplateWords = 64;

std::vector<std::string> words_of(const std::string& masked) {
  std::vector<std::string> words;
  for (std::string_view word : split(masked, ' '))
    if (!word.empty() && words.size() < kMostTemplateWords) words.emplace_back(word);
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

// Whether the number behind this word tells what happened: errno 111, exit code 137, port 5432.
bool tells(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kEndings = {"rrno", "code", "exit", "rror", "gnal", "port", "atus"};
  return word.size() >= 4 &&
         std::find(kEndings.begin(), kEndings.end(), word.substr(word.size() - 4)) != kEndings.end();
}

// The hash of a line without its numbers and ids, but for those that tell one problem from another: statuses, codes,
// and whether something is 0.
std::uint64_t letters_of(std::string_view line) {
  std::array<char, kLongestLine> letters;
  std::size_t length = 0;
  std::string_view word;
  for (std::size_t at = 0; at < line.size() && length < letters.size();) {
    const std::size_t start = at;
    bool digit = false;
    bool letter = false;
    while (at < line.size() && is_alnum(line[at])) {
      const bool is = is_digit(line[at++]);
      digit = digit || is;
      letter = letter || !is;
    }
    const std::string_view run = line.substr(start, at - start);
    if (run.empty()) {
      letters[length++] = line[at++];
      continue;
    }
    const bool status = run.size() == 3 && (run[0] == '4' || run[0] == '5');
    const bool number = digit && !letter;
    if (!digit || (number && (status || run == "0" || tells(word)))) {
      const std::size_t count = std::min(run.size(), letters.size() - length);
      std::copy_n(run.begin(), count, letters.begin() + static_cast<std::ptrdiff_t>(length));
      length += count;
    } else {
      letters[length++] = '1';
    }
    if (!number) word = run;
  }
  return XXH3_64bits(letters.data(), length);
}

std::string shown(const std::string& record) {
  std::string out;
  for (std::string_view line : split(record, '\n'))
    if (!line.empty()) out += without_escapes(line) + "\n";
  return out;
}

}  // namespace

void TemplateMiner::feed(std::string_view chunk) {
  while (!chunk.empty()) {
    const std::size_t end = chunk.find('\n');
    const std::string_view part = chunk.substr(0, end);
    if (end != std::string_view::npos && rest_.empty()) {
      take_line(part.substr(0, kLongestLine));
    } else {
      rest_ += part.substr(0, kLongestLine - std::min(kLongestLine, rest_.size()));
      if (end == std::string_view::npos) return;
      take_line(rest_);
      rest_.clear();
    }
    chunk.remove_prefix(end + 1);
  }
}

TemplateMiner::Seen TemplateMiner::look_at(std::string_view raw) {
  Seen seen;
  const LineHead head = head_of(raw);
  const double trouble = trouble_in(raw);
  seen.stamped = head.stamped;
  seen.indented = !head.stamped && !raw.empty() && is_space(raw.front());
  seen.matters = head.severity >= Severity::warning || may_matter(raw, context_, trouble);
  if (!seen.matters) return seen;
  const ReadLine line = read_line(raw, 0, context_);
  seen.kind = line.kind;
  seen.severity = line.severity;
  seen.indented = !head.stamped && line.indent > 0;
  switch (line.kind) {
    case LineKind::exception:
    case LineKind::cause:
      // The innermost cause stands last and tells most.
      seen.gravity = 2;
      seen.severity = std::max(seen.severity, Severity::error);
      break;
    case LineKind::plain:
    case LineKind::fields:
    case LineKind::fact:
    case LineKind::bad_row:
      if (line.severity >= Severity::warning)
        seen.gravity = 1 + line.trouble * .5;
      else if (line.severity == Severity::unknown && line.trouble >= kLeastTrouble)
        seen.gravity = line.trouble;
      else if (line.severity != Severity::unknown && line.trouble >= .7)
        seen.gravity = .5;  // an error told at a level that hides it
      if (seen.gravity > 0 && seen.severity < Severity::warning)
        seen.severity = line.trouble >= .85 ? Severity::error : Severity::warning;
      break;
    default: break;
  }
  if (seen.gravity > 0) seen.masked = mask_variables(line.said);
  return seen;
}

void TemplateMiner::take_line(std::string_view raw) {
  ++line_;
  const auto fresh = [&] { return !context_.in_traceback && !context_.after_file && !context_.in_table; };
  if (!fresh()) return add_to_record(look_at(raw), raw);
  const std::uint64_t key = letters_of(raw);
  if (const auto known = seen_.find(key); known != seen_.end()) return add_to_record(known->second, raw);
  Seen seen = look_at(raw);
  add_to_record(seen, raw);
  if (!fresh() || seen.kind == LineKind::frame || seen.kind == LineKind::heading) return;
  if (seen_.size() >= kMostSeen) seen_.clear();
  seen_.emplace(key, std::move(seen));
}

void TemplateMiner::add_to_record(const Seen& seen, std::string_view raw) {
  const bool of_stack = seen.kind == LineKind::frame || seen.kind == LineKind::source || seen.kind == LineKind::cause ||
                        seen.kind == LineKind::blank || seen.kind == LineKind::heading;
  const bool continues =
      !record_.empty() &&
      (seen.indented || (seen.matters && (of_stack || (open_stack_ && seen.kind == LineKind::exception))));
  if (!continues && !record_.empty()) {
    const LineContext context = context_;
    close_record();
    if (seen.matters) context_ = context;  // this line has set it
  }
  if (!seen.matters && record_.empty()) return;
  if (record_.empty() && seen.gravity == 0 && seen.kind != LineKind::heading) return;
  if (record_.empty()) record_first_ = line_;
  record_last_ = line_;
  if (record_.size() + raw.size() < kLongestRecord) record_.append(raw).push_back('\n');
  if (!seen.matters) return;
  open_stack_ = of_stack && seen.kind != LineKind::blank;
  if (seen.gravity == 0) return;
  severity_ = std::max(severity_, seen.severity);
  if (seen.gravity >= gravity_) {
    gravity_ = seen.gravity;
    telling_ = seen.masked;
  }
}

void TemplateMiner::close_record() {
  if (gravity_ > 0) {
    const std::size_t index = group_of(telling_);
    if (index == kMostGroups) {
      ++left_out_;
    } else {
      LogProblem& problem = groups_[index].problem;
      if (problem.count == 0) {
        problem.example = shown(record_);
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
