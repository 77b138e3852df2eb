#include "troubleshooting-index/message_names.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "troubleshooting-index/log_lines.h"
#include "troubleshooting-index/mask.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostNames = 32;
constexpr std::size_t kLongestQuote = 80;

void add(std::vector<std::string>& out, std::string_view name) {
  while (!name.empty() && !is_alnum(name.back())) name.remove_suffix(1);
  while (!name.empty() && !is_alnum(name.front()) && name.front() != '.' && name.front() != '_') name.remove_prefix(1);
  if (name.size() < 2 || name.size() > kLongestQuote || out.size() >= kMostNames) return;
  if (std::none_of(name.begin(), name.end(), is_alpha)) return;
  if (std::find(out.begin(), out.end(), name) == out.end()) out.emplace_back(name);
}

bool in_name(char c) {
  return is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '/' || c == '@' || c == '~';
}

// web-frontend-7d4b9c6f58-x2k9p → web-frontend
std::string_view without_random_ending(std::string_view name, const std::string& masked) {
  const std::size_t mark = masked.find('<');
  if (mark == std::string::npos || mark == 0) return mark == 0 ? std::string_view() : name;
  return name.substr(0, mark);
}

// psql, curl, s6-rc at the start of a line; "error:" and the keys of facts are none.
bool is_program(std::string_view word) {
  static constexpr std::array<std::string_view, 16> kKeys = {
      "code", "message", "status", "reason",  "health", "state", "input",  "length",
      "file", "line",    "hint",   "summary", "body",   "name",  "detail", "time"};
  return word.size() >= 2 && !is_upper(word.front()) && is_alpha(word.front()) &&
         severity_named(word) == Severity::unknown && std::find(kKeys.begin(), kKeys.end(), word) == kKeys.end();
}

}  // namespace

void quoted_in(std::string_view text, std::vector<std::string>& out) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char quote = text[at];
    if (quote != '"' && quote != '\'' && quote != '`') continue;
    // An apostrophe stands between letters: can't, server's.
    if (quote == '\'' && at > 0 && is_alnum(text[at - 1])) continue;
    const std::string_view window = text.substr(at + 1, kLongestQuote + 1);
    // `name' is how older programs quote.
    const std::size_t length = quote == '`' ? window.find_first_of("`'") : window.find(quote);
    if (length == std::string_view::npos || length == 0 || contains(window.substr(0, length), "\n")) continue;
    const std::string_view name = trim(window.substr(0, length));
    if (contains(name, "://") && contains(name, "@")) continue;  // may hold a password
    if (name.size() >= 2 && out.size() < kMostNames && std::any_of(name.begin(), name.end(), is_alpha) &&
        std::find(out.begin(), out.end(), name) == out.end())
      out.emplace_back(name);
    at += length + 1;
  }
}

void names_in(std::string_view text, std::vector<std::string>& out) {
  for (std::size_t at = 0; at < text.size();) {
    if (!in_name(text[at])) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    while (at < text.size() && in_name(text[at])) ++at;
    std::string_view run = text.substr(start, at - start);
    const char next = at < text.size() ? text[at] : '\0';
    if (next == ':' && text.substr(at, 3) == "://") {
      // The host is the next run, behind a user and a password.
      at += 3;
      continue;
    }
    if (run.size() > 512) continue;
    if (const std::size_t sign = run.rfind('@'); sign != std::string_view::npos) run.remove_prefix(sign + 1);
    const bool in_url = start >= 3 && text.substr(start - 3, 3) == "://";
    if (in_url && run.find('/') != std::string_view::npos) run = run.substr(0, run.find('/'));
    if (run.find('/') != std::string_view::npos && !in_url) {
      const std::string_view base = base_name(run);
      if (contains(base, ".") || run.front() == '/') add(out, base);
      continue;
    }
    const bool dashed = contains(run, "-") || contains(run, "_");
    const bool dotted = contains(run, ".") && is_alpha(run.front()) && run.find('.') + 1 < run.size();
    const bool port_next = next == ':' && at + 1 < text.size() && is_digit(text[at + 1]);
    const bool program = start == 0 && next == ':' && at + 1 < text.size() && text[at + 1] == ' ' && is_program(run);
    const bool host = port_next && is_alpha(run.front()) && !counts_something(run);
    if (!in_url && !dashed && !dotted && !program && !host) continue;
    const std::string masked = mask_variables(run);
    add(out, without_random_ending(run, masked));
    // The first label of a host is its role.
    if (dotted && (in_url || host)) add(out, run.substr(0, run.find('.')));
  }
}

void ports_in(std::string_view text, std::vector<int>& out) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && (is_alnum(text[at - 1]) || text[at - 1] == '.'))) continue;
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::size_t digits = end - at;
    const bool whole = end == text.size() || (!is_alnum(text[end]) &&
                                              !(text[end] == ':' && end + 1 < text.size() && is_digit(text[end + 1])) &&
                                              !(text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1])));
    if (digits >= 2 && digits <= 5 && whole) {
      bool port = false;
      if (at >= 2 && text[at - 1] == ':') {
        // host:5432, `host`:`5432`; but file.go:120 and 08:21 are none.
        std::size_t from = at - 1;
        while (from > 0 && at - from < 64 &&
               (is_alnum(text[from - 1]) || text[from - 1] == '.' || text[from - 1] == '-'))
          --from;
        const std::string_view host = text.substr(from, at - 1 - from);
        const std::string_view ending = extension_of(host);
        const bool address =
            std::count(host.begin(), host.end(), '.') == 3 && is_digit(host.empty() ? 'x' : host.front());
        const bool clock = (!host.empty() && !address && is_digit(host.back())) || counts_something(host);
        static constexpr std::array<std::string_view, 14> kSources = {"js", "ts",  "go", "py", "rb",  "java", "rs",
                                                                      "cc", "cpp", "c",  "h",  "yml", "yaml", "php"};
        const bool source = std::find(kSources.begin(), kSources.end(), ending) != kSources.end();
        port = (host.empty() ? text[at - 2] == ']' || text[at - 2] == ':' || text[at - 2] == '*' : !clock && !source) &&
               !is_digit(at >= 3 && host.empty() ? text[at - 3] : 'x');
      } else if (at >= 3 && text[at - 1] == '`' && text[at - 2] == ':') {
        port = true;
      } else {
        const std::string_view before =
            trim(text.substr(at - std::min<std::size_t>(at, 12), std::min<std::size_t>(at, 12)));
        const std::string lower = to_lower(before);
        const auto ends = [&](std::string_view word) {
          return lower.size() >= word.size() && lower.substr(lower.size() - word.size()) == word;
        };
        port = ends("port") || ends("ports") || ends("port:") || ends("port=") || ends("port tcp") || ends("ports:");
      }
      int number = 0;
      for (std::size_t i = at; i < end; ++i) number = number * 10 + (text[i] - '0');
      if (port && number >= 20 && number <= 65535 && out.size() < kMostNames &&
          std::find(out.begin(), out.end(), number) == out.end())
        out.push_back(number);
    }
    at = end - 1;
  }
}

}  // namespace fingerpost
