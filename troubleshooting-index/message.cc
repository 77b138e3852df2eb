#include "troubleshooting-index/message.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "troubleshooting-index/mask.h"
#include "troubleshooting-index/message_chain.h"
#include "troubleshooting-index/message_line.h"
#include "troubleshooting-index/message_names.h"
#include "troubleshooting-index/message_trouble.h"
#include "troubleshooting-index/reading_links.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostBytes = 512 * 1024;  // from each end
constexpr std::size_t kLongestLine = 8 * 1024;
constexpr std::size_t kMostLines = 12;
constexpr double kLightest = 0.15;
constexpr std::size_t kMostRemarks = 8;

// Keys whose value tells of the problem, and how much.
double weight_of_key(std::string_view text) {
  const std::string key = to_lower(trim(text.substr(0, text.find_first_of(":="))));
  for (std::string_view name :
       {"message", "error", "err", "cause", "summary", "warning", "msg", "stderr", "status message"})
    if (key == name) return .8;
  for (std::string_view name : {"reason", "health", "hint", "detail", "description", "details", "active", "result",
                                "last state", "body", "code"})
    if (key == name) return .6;
  for (std::string_view name : {"status", "state", "conditions", "exit code", "phase", "alert"})
    if (key == name) return .3;
  return 0;
}

double weight_of_severity(Severity severity) {
  switch (severity) {
    case Severity::fatal: return .75;
    case Severity::error: return .65;
    case Severity::warning: return .45;
    case Severity::notice: return .15;
    case Severity::info:
    case Severity::debug:
    case Severity::trace: return .05;
    case Severity::unknown: break;
  }
  return .2;
}

double weight_of(const ReadLine& line) {
  switch (line.kind) {
    case LineKind::blank:
    case LineKind::heading:
    case LineKind::source: return 0;
    case LineKind::frame: return line.severity == Severity::unknown ? .02 : .05;
    case LineKind::progress: return line.trouble > .6 ? .3 : .04;
    case LineKind::prompt: return .08;
    case LineKind::row: return .06;
    case LineKind::asker: return .1;
    case LineKind::bad_row: return .35 + .3 * line.trouble;
    case LineKind::exception: return std::min(1.0, .8 + .15 * line.trouble);
    case LineKind::cause: return .95;
    case LineKind::fact: {
      const double key = weight_of_key(line.said);
      const std::string_view value = trim(std::string_view(line.said).substr(line.said.find_first_of(":=") + 1));
      // "Reason: Error" and "message:" alone say nothing.
      const bool troubled_key = key == 0 && trouble_in(line.said.substr(0, line.said.find_first_of(":="))) > 0;
      if (!troubled_key && value.size() < (key > 0 ? 6 : 10)) return key > 0 && !value.empty() ? .16 : .05;
      const double told = key * (line.trouble > 0 || value.size() > 24 ? 1.0 : .5) + line.trouble * .35 +
                          (line.severity > Severity::notice ? .3 : 0);
      if (key == 0 && line.trouble == 0) return value.size() > 40 ? .2 : .06;
      // "chown: changing ownership of …" looks like a fact, too.
      return std::min(1.0,
                      line.trouble > 0 ? std::max(told, weight_of_severity(line.severity) + line.trouble * .35) : told);
    }
    case LineKind::fields:
    case LineKind::plain: break;
  }
  if (std::count_if(line.said.begin(), line.said.end(), is_alpha) < 4) return .05;
  const bool quiet = line.severity >= Severity::trace && line.severity <= Severity::info;
  return std::min(1.0, weight_of_severity(line.severity) + line.trouble * (quiet ? .3 : .35));
}

std::vector<ReadLine> read_lines(std::string_view pasted) {
  std::vector<ReadLine> out;
  LineContext context;
  const auto read = [&](std::string_view part, int first) {
    const Lines lines(part);
    for (int i = 1; i <= lines.count(); ++i) {
      ReadLine line = read_line(lines.line(i).substr(0, kLongestLine), first + i - 1, context);
      const bool said_nothing = line.said.empty();
      line.said = without_links_to_read(std::move(line.said));
      if (line.said.empty() && !said_nothing) line.kind = LineKind::blank;
      out.push_back(std::move(line));
    }
  };
  if (pasted.size() <= 2 * kMostBytes) {
    read(pasted, 1);
    return out;
  }
  const std::size_t tail = pasted.size() - kMostBytes;
  read(pasted.substr(0, kMostBytes), 1);
  const auto skipped = std::count(pasted.begin(), pasted.begin() + static_cast<std::ptrdiff_t>(tail), '\n');
  read(pasted.substr(tail), static_cast<int>(skipped) + 1);
  return out;
}

// Lines indented below a fact that tells of trouble belong to it: the details under "health: HEALTH_WARN".
void let_details_count(const std::vector<ReadLine>& lines, std::vector<double>& weights) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind != LineKind::fact || weights[i] < .3) continue;
    for (std::size_t k = i + 1; k < lines.size() && lines[k].indent > lines[i].indent; ++k)
      if (lines[k].kind == LineKind::plain) weights[k] = std::max(weights[k], .75);
  }
}

// A line that names a known error carries more than one that only sounds like trouble.
void let_codes_count(const std::vector<ReadLine>& lines, std::vector<double>& weights) {
  constexpr int kMostLooked = 256;
  int looked = 0;
  for (std::size_t i = 0; i < lines.size() && looked < kMostLooked; ++i) {
    const ReadLine& line = lines[i];
    if (line.kind != LineKind::plain && line.kind != LineKind::fields && line.kind != LineKind::fact) continue;
    if (line.said.size() > 12 && line.trouble == 0 && !contains(line.said, "HTTP")) continue;
    ++looked;
    if (holds_known_code(line.said)) weights[i] = std::min(1.0, weights[i] + .2);
  }
}

// Own words beside a paste: a line that no program would write, among lines that programs wrote.
void find_the_asker(std::vector<ReadLine>& lines) {
  const bool any_machine = std::any_of(lines.begin(), lines.end(), [](const ReadLine& l) { return l.machine; });
  if (!any_machine) return;
  for (ReadLine& line : lines) {
    const bool open = line.kind == LineKind::plain || line.kind == LineKind::fact || line.kind == LineKind::progress;
    if (!open || line.severity != Severity::unknown || line.indent > 0) continue;
    const bool question = line.said.back() == '?';
    if (words_of_people(line.said) + (question ? 1 : 0) >= 2 && machine_look(line.said) < 2 && line.trouble < .75)
      line.kind = LineKind::asker;
  }
}

bool is_paste(const std::vector<ReadLine>& lines) {
  int look = 0;
  int people = 0;
  int written = 0;
  for (const ReadLine& line : lines) {
    if (line.kind == LineKind::blank || line.kind == LineKind::asker) continue;
    ++written;
    if (line.machine) return true;
    look = std::max(look, machine_look(line.said));
    people += words_of_people(line.said);
  }
  if (look >= 2) return people < 4 || written > 3;
  return false;
}

void describe(const std::string& text, Message& out) {
  quoted_in(text, out.quoted);
  names_in(text, out.names);
  ports_in(text, out.ports);
}

void add_name(Message& out, const std::string& name) {
  if (name.size() >= 2 && std::find(out.names.begin(), out.names.end(), name) == out.names.end())
    out.names.push_back(name);
}

void read_own_words(const std::vector<ReadLine>& lines, Message& out) {
  std::string all;
  for (const ReadLine& line : lines) {
    if (line.kind == LineKind::blank) continue;
    if (out.lines.size() < kMostLines) {
      out.lines.push_back({line.text, line.said, mask_variables(line.text), 1.0, line.number, 1});
      out.words_of_asker.push_back(line.said);
    }
    all += line.text + "\n";
  }
  out.codes = codes_in(all);
  describe(all, out);
}

}  // namespace

Message read_message(std::string_view pasted) {
  Message out;
  std::vector<ReadLine> lines = read_lines(pasted);
  find_the_asker(lines);
  out.pasted_log = is_paste(lines);
  if (!out.pasted_log) {
    read_own_words(lines, out);
    return out;
  }

  std::vector<double> weights;
  weights.reserve(lines.size());
  for (const ReadLine& line : lines) weights.push_back(weight_of(line));
  let_details_count(lines, weights);
  let_codes_count(lines, weights);
  const ErrorChain chain = chain_of(lines);
  out.outermost = chain.outermost;
  out.root_cause = chain.root_cause;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (std::find(chain.telling.begin(), chain.telling.end(), lines[i].number) != chain.telling.end())
      weights[i] = std::max(weights[i], .9);

  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind == LineKind::asker && out.words_of_asker.size() < kMostRemarks)
      out.words_of_asker.push_back(lines[i].said);
    if (weights[i] > 0 && lines[i].kind != LineKind::asker) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });

  // The same message again, with other numbers, is said once. Masks are made of as many lines as are looked at.
  constexpr std::size_t kMostLooked = 512;
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < order.size() && i < kMostLooked; ++i) {
    const ReadLine& line = lines[order[i]];
    const double weight = weights[order[i]];
    if (weight < kLightest && !out.lines.empty()) break;
    std::string masked = mask_variables(line.said);
    if (masked.empty()) continue;
    if (const auto before = known.find(masked); before != known.end()) {
      ++out.lines[before->second].times;
      continue;
    }
    if (out.lines.size() >= kMostLines) continue;
    known.emplace(masked, out.lines.size());
    out.lines.push_back({line.text, line.said, std::move(masked), weight, line.number, 1});
  }

  std::string telling;
  for (const MessageLine& line : out.lines) telling += line.said + "\n";
  for (const std::string& words : out.words_of_asker) telling += words + "\n";
  // Codes stand on lines that say nothing else, too ("code: 'P2024',"), and in the values of describe and JSON.
  std::string facts;
  for (const ReadLine& line : lines)
    if ((line.kind == LineKind::fact || line.kind == LineKind::fields) && facts.size() < kLongestLine)
      facts += line.said + "\n";
  out.codes = codes_in(telling + facts);
  for (const MessageLine& line : out.lines) describe(line.said, out);
  for (const ReadLine& line : lines) {
    if (out.names.size() >= 32) break;
    add_name(out, line.container);
    add_name(out, line.logger);
    if (line.kind == LineKind::prompt) names_in(line.said, out.names);
  }
  return out;
}

}  // namespace fingerpost
