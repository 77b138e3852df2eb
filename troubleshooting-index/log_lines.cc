#include "troubleshooting-index/log_lines.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestPart = 128;  // a bracket or a name that is longer is no part of a head

bool is_name(char c) {
  return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '/';
}

// Takes one part of a head after the other. What a part accepts only grows with what stood before it, so that reading
// the rest of a line again finds nothing more.
class HeadReader {
 public:
  explicit HeadReader(std::string_view line) : line_(line) {}

  LineHead read() {
    for (;;) {
      std::size_t at = head_.length;
      while (at < line_.size() && (line_[at] == ' ' || line_[at] == '\t')) ++at;
      if (at >= line_.size()) break;
      const std::size_t end = part_at(at);
      if (end <= at) break;
      head_.length = end;
    }
    // The blanks before the message belong to the head, those of an unstamped line to its indentation.
    if (head_.length > 0)
      while (head_.length < line_.size() && line_[head_.length] == ' ') ++head_.length;
    return head_;
  }

 private:
  char peek(std::size_t at) const { return at < line_.size() ? line_[at] : '\0'; }
  bool ends(std::size_t at) const { return at >= line_.size() || line_[at] == ' ' || line_[at] == '\t'; }
  std::size_t digits_end(std::size_t at) const {
    while (is_digit(peek(at))) ++at;
    return at;
  }
  std::size_t name_end(std::size_t at) const {
    const std::size_t limit = std::min(line_.size(), at + kLongestPart);
    while (at < limit && is_name(line_[at])) ++at;
    return at;
  }
  std::size_t blanks_end(std::size_t at) const {
    while (peek(at) == ' ') ++at;
    return at;
  }

  std::size_t part_at(std::size_t at) {
    for (const auto part : {&HeadReader::time, &HeadReader::klog, &HeadReader::compose, &HeadReader::bracket,
                            &HeadReader::single_letter, &HeadReader::level, &HeadReader::platform, &HeadReader::syslog,
                            &HeadReader::thread_and_number, &HeadReader::spring, &HeadReader::pid, &HeadReader::caller})
      if (const std::size_t end = (this->*part)(at); end > at) return end;
    return at;
  }

  std::size_t time(std::size_t at) {
    const std::size_t length = time_at(line_, at);
    if (length == 0) return at;
    std::size_t end = at + length;
    // A date that a sentence begins with is followed by a word; every stamp is, too. Both say nothing of the problem.
    if (peek(end) == ':' || peek(end) == ',') ++end;
    if (!ends(end)) return at;
    timed_ = head_.stamped = true;
    return end;
  }

  // E0305 11:22:33.444555       1 server.go:75]
  std::size_t klog(std::size_t at) {
    constexpr std::string_view kLevels = "IWEF";
    const std::size_t level = kLevels.find(peek(at));
    if (level == std::string_view::npos || peek(at) == '\0' || digits_end(at + 1) != at + 5 || peek(at + 5) != ' ')
      return at;
    const std::size_t length = time_at(line_, at + 6);
    if (length == 0) return at;
    std::size_t end = blanks_end(at + 6 + length);
    end = blanks_end(digits_end(end));
    const std::size_t file = name_end(end);
    if (file > end && peek(file) == ':' && peek(digits_end(file + 1)) == ']') end = digits_end(file + 1) + 1;
    constexpr std::array<Severity, 4> kSeverities = {Severity::info, Severity::warning, Severity::error,
                                                     Severity::fatal};
    set(kSeverities[level]);
    timed_ = head_.stamped = true;
    return end;
  }

  // web-1  | message
  std::size_t compose(std::size_t at) {
    std::size_t name = name_end(at);
    if (name < at + 2) return at;
    // A program inside a container may do the same, with a name of two words.
    if (timed_ && peek(name) == ' ' && is_alpha(peek(name + 1))) name = name_end(name + 1);
    const std::size_t bar = blanks_end(name);
    // Compose pads names with two blanks; with one it is a log only where the name looks like a container's.
    const bool padded =
        bar >= name + 2 || timed_ || line_.substr(at, name - at).find_first_of("-_") != std::string_view::npos;
    if (bar == name || !padded || peek(bar) != '|' || !ends(bar + 1) || bar > at + kLongestPart) return at;
    head_.container = line_.substr(at, name - at);
    head_.stamped = true;
    timed_ = true;
    return bar + 1;
  }

  // [ERROR], [2024-03-05 11:22:33,444], [17], [   12.345678], [app.worker], [pod/web-1/app], ##[error]
  std::size_t bracket(std::size_t at) {
    std::size_t open = at;
    while (peek(open) == '#') ++open;
    if (peek(open) != '[') return at;
    const std::size_t limit = std::min(line_.size(), open + kLongestPart);
    std::size_t close = open + 1;
    while (close < limit && line_[close] != ']') ++close;
    if (close >= limit || line_[close] != ']') return at;
    const std::string_view inside = trim(line_.substr(open + 1, close - open - 1));
    const bool glued = !ends(close + 1) && peek(close + 1) != '[' && peek(close + 1) != ':';
    if (inside.empty() || (glued && open == at)) return at;
    std::size_t end = close + 1;
    if (peek(end) == ':') ++end;
    if (const Severity severity = severity_named(inside); severity != Severity::unknown) {
      set(severity);
      return end;
    }
    if (open != at) return at;
    if (time_at(inside, 0) == inside.size()) {
      timed_ = head_.stamped = true;
      return end;
    }
    const bool number = std::all_of(inside.begin(), inside.end(), [](char c) { return is_digit(c) || c == '.'; });
    if (number) {
      if (contains(inside, ".")) timed_ = head_.stamped = true;  // seconds since boot
      return end;
    }
    // A name: a logger or a process, but for the bracket that is the message ("[1/1] Waiting", "[shop.example.org] …").
    if (!timed_ && !levelled_ && !starts_with_ignoring_case(inside, "pod/")) return at;
    if (!std::all_of(inside.begin(), inside.end(), [](char c) { return is_name(c) || c == ':' || c == '#'; }))
      return at;
    head_.logger = inside;
    return end;
  }

  // 2024-03-05 11:22:33.444555 E | store: …
  std::size_t single_letter(std::size_t at) {
    if (!timed_ || peek(at + 1) != ' ' || peek(at + 2) != '|' || !ends(at + 3)) return at;
    switch (peek(at)) {
      case 'T': set(Severity::trace); break;
      case 'D': set(Severity::debug); break;
      case 'I': set(Severity::info); break;
      case 'N': set(Severity::notice); break;
      case 'W': set(Severity::warning); break;
      case 'E': set(Severity::error); break;
      case 'C':
      case 'F': set(Severity::fatal); break;
      default: return at;
    }
    return at + 3;
  }

  // ERROR, error:, WARN - ; a word in lower case counts only where a colon or a time says that it is a level.
  std::size_t level(std::size_t at) {
    std::size_t end = at;
    while (is_alpha(peek(end)) && end < at + 12) ++end;
    const std::string_view word = line_.substr(at, end - at);
    const Severity severity = severity_named(word);
    if (severity == Severity::unknown) return at;
    const bool upper = std::all_of(word.begin(), word.end(), [](char c) { return is_upper(c); });
    if (peek(end) == ':' && ends(end + 1)) {
      set(severity);
      return end + 1;
    }
    const bool lower = std::none_of(word.begin(), word.end(), is_upper);
    const bool column = peek(end) == ' ' && peek(end + 1) == ' ';  // "Warning  FailedScheduling  42s"
    if (!ends(end) || (!upper && !column && !(lower && timed_))) return at;
    set(severity);
    const std::size_t dash = blanks_end(end);
    return (peek(dash) == '-' || peek(dash) == ':') && ends(dash + 1) ? dash + 1 : end;
  }

  // app[148e21ea7f6d89] syd [info] …, app[web.1]: …, kernel[0]: …, postfix/smtpd[411]: …
  std::size_t platform(std::size_t at) {
    const std::size_t name = name_end(at);
    if (name == at || peek(name) != '[') return at;
    std::size_t close = name + 1;
    while (is_name(peek(close)) && close < name + kLongestPart) ++close;
    if (close == name + 1 || peek(close) != ']') return at;
    std::size_t end = close + 1;
    if (peek(end) == ':' && ends(end + 1)) {
      head_.logger = line_.substr(at, name - at);
      timed_ = head_.stamped = true;
      return end + 1;
    }
    if (!timed_ || peek(end) != ' ') return at;
    const std::size_t region = name_end(end + 1);
    if (region == end + 4 && peek(region) == ' ' && peek(region + 1) == '[') end = region;
    head_.logger = line_.substr(at, name - at);
    return end;
  }

  // Behind a time: host kernel: …, host prog[9132]: …
  std::size_t syslog(std::size_t at) {
    if (!timed_) return at;
    const std::size_t host = name_end(at);
    if (host == at || peek(host) != ' ') return at;
    const std::size_t program = name_end(host + 1);
    if (program == host + 1) return at;
    std::size_t end = program;
    if (peek(end) == '[') {
      const std::size_t close = digits_end(end + 1);
      if (peek(close) != ']') return at;
      end = close + 1;
    } else if (line_.substr(host + 1, program - host - 1) != "kernel") {
      return at;
    }
    if (peek(end) != ':' || !ends(end + 1)) return at;
    head_.logger = line_.substr(host + 1, program - host - 1);
    return end + 1;
  }

  // A thread and a level as numbers (7fe2b1a3f640 -1), nginx's process and connection (29#29: *118).
  std::size_t thread_and_number(std::size_t at) {
    if (!timed_) return at;
    const std::size_t first = digits_end(at);
    if (first > at && peek(first) == '#') {
      std::size_t end = digits_end(first + 1);
      if (peek(end) == ':') ++end;
      if (peek(end) == ' ' && peek(end + 1) == '*' && digits_end(end + 2) > end + 2) end = digits_end(end + 2);
      return ends(end) ? end : at;
    }
    std::size_t hex = at;
    while ((is_digit(peek(hex)) || (peek(hex) >= 'a' && peek(hex) <= 'f')) && hex < at + 17) ++hex;
    if (hex < at + 8 || peek(hex) != ' ') return at;
    std::size_t number = blanks_end(hex);
    if (peek(number) == '-') ++number;
    const std::size_t end = digits_end(number);
    return end > number && end <= number + 2 && ends(end) ? end : at;
  }

  // Behind a level: 4711 --- [main] c.e.App : …
  std::size_t spring(std::size_t at) {
    if (!levelled_) return at;
    const std::size_t number = digits_end(at);
    const std::size_t dashes = blanks_end(number);
    if (number == at || line_.substr(dashes, 4) != "--- ") return at;
    std::size_t end = dashes + 4;
    if (peek(end) == '[') {
      const std::size_t close = line_.substr(0, std::min(line_.size(), end + kLongestPart)).find(']', end);
      if (close == std::string_view::npos) return at;
      end = blanks_end(close + 1);
    }
    const std::size_t name = name_end(end);
    const std::size_t colon = blanks_end(name);
    if (name == end || peek(colon) != ':' || !ends(colon + 1)) return dashes + 4;
    head_.logger = line_.substr(end, name - end);
    return colon + 1;
  }

  // [Nest] 17  - …: a name in brackets, a number and a dash; a bare number and a dash behind a time.
  std::size_t pid(std::size_t at) {
    std::size_t number = at;
    if (peek(at) == '[') {
      const std::size_t name = name_end(at + 1);
      if (name == at + 1 || peek(name) != ']' || peek(name + 1) != ' ') return at;
      number = name + 2;
    } else if (!timed_) {
      return at;
    }
    const std::size_t end = digits_end(number);
    const std::size_t dash = blanks_end(end);
    if (end == number || dash == end || peek(dash) != '-' || !ends(dash + 1)) return at;
    timed_ = head_.stamped = true;
    return dash + 1;
  }

  // github.com/org/module/pkg/file.go:52 > …
  std::size_t caller(std::size_t at) {
    if (!timed_ && !levelled_) return at;
    const std::size_t file = name_end(at);
    if (file == at || peek(file) != ':') return at;
    const std::size_t number = digits_end(file + 1);
    return number > file + 1 && line_.substr(number, 3) == " > " ? number + 2 : at;
  }

  // The worst of several levels is the line's.
  void set(Severity severity) {
    head_.severity = std::max(head_.severity, severity);
    levelled_ = true;
  }

  std::string_view line_;
  LineHead head_;
  bool timed_ = false;
  bool levelled_ = false;
};

}  // namespace

Severity severity_named(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, Severity>, 26> kNames = {{
      {"trace", Severity::trace},     {"trc", Severity::trace},       {"debug", Severity::debug},
      {"dbg", Severity::debug},       {"debu", Severity::debug},      {"verbose", Severity::debug},
      {"info", Severity::info},       {"inf", Severity::info},        {"log", Severity::info},
      {"notice", Severity::notice},   {"normal", Severity::info},     {"warn", Severity::warning},
      {"warning", Severity::warning}, {"wrn", Severity::warning},     {"error", Severity::error},
      {"err", Severity::error},       {"eror", Severity::error},      {"severe", Severity::error},
      {"critical", Severity::fatal},  {"crit", Severity::fatal},      {"fatal", Severity::fatal},
      {"ftl", Severity::fatal},       {"panic", Severity::fatal},     {"alert", Severity::fatal},
      {"emerg", Severity::fatal},     {"emergency", Severity::fatal},
  }};
  if (word.size() < 3 || word.size() > 9) return Severity::unknown;
  for (const auto& [name, severity] : kNames)
    if (equal_ignoring_case(word, name)) return severity;
  return Severity::unknown;
}

std::string without_escapes(std::string_view line) {
  if (const std::size_t over = line.find_last_not_of('\r'); over != std::string_view::npos)
    line = line.substr(0, over + 1);
  if (const std::size_t rewritten = line.rfind('\r'); rewritten != std::string_view::npos)
    line.remove_prefix(rewritten + 1);
  std::string out;
  out.reserve(line.size());
  for (std::size_t at = 0; at < line.size(); ++at) {
    const auto byte = static_cast<unsigned char>(line[at]);
    if (byte == 0x1b) {
      const char kind = at + 1 < line.size() ? line[at + 1] : '\0';
      if (kind == '[') {  // control sequence: ends at a letter or another byte from 0x40
        at += 2;
        while (at < line.size() && static_cast<unsigned char>(line[at]) < 0x40) ++at;
      } else if (kind == ']') {  // title or link: ends at BEL or ESC backslash
        while (at < line.size() && line[at] != '\a' &&
               !(line[at] == '\x1b' && at + 1 < line.size() && line[at + 1] == '\\'))
          ++at;
        if (at < line.size() && line[at] == '\x1b') ++at;
      } else {
        ++at;
      }
      continue;
    }
    if ((byte < 0x20 && byte != '\t') || byte == 0x7f) continue;
    out.push_back(line[at]);
  }
  return out;
}

LineHead head_of(std::string_view line) {
  return HeadReader(line).read();
}
}  // namespace fingerpost
