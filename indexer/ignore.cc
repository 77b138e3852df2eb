#include "indexer/ignore.h"

#include "base/text.h"

namespace fingerpost {
namespace {

// Matches one character class that begins at pattern[at] == '['; moves `at` behind it. -1 when it is no class.
int class_matches(std::string_view pattern, std::size_t& at, char c) {
  std::size_t i = at + 1;
  bool negated = false;
  if (i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^')) {
    negated = true;
    ++i;
  }
  bool hit = false;
  bool first = true;
  for (; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
    if (pattern.compare(i, 2, "[:") == 0) {
      const auto end = pattern.find(":]", i);
      if (end == std::string_view::npos) return -1;
      const std::string_view name = pattern.substr(i + 2, end - i - 2);
      hit |= (name == "alpha" && is_alpha(c)) || (name == "digit" && is_digit(c)) || (name == "alnum" && is_alnum(c)) ||
             (name == "upper" && is_upper(c)) || (name == "lower" && is_alpha(c) && !is_upper(c)) ||
             (name == "space" && is_space(c)) ||
             (name == "xdigit" && (is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
      i = end + 2;
      continue;
    }
    char low = pattern[i];
    if (low == '\\' && i + 1 < pattern.size()) low = pattern[++i];
    ++i;
    char high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      high = pattern[++i];
      if (high == '\\' && i + 1 < pattern.size()) high = pattern[++i];
      ++i;
    }
    hit |= static_cast<unsigned char>(c) >= static_cast<unsigned char>(low) &&
           static_cast<unsigned char>(c) <= static_cast<unsigned char>(high);
  }
  if (i >= pattern.size()) return -1;
  at = i + 1;
  return (hit != negated && c != '/') ? 1 : 0;
}

// Iterative with one point of return for '*' and one for '**', so that no pattern takes more than |pattern| × |text|
// steps.
bool matches(std::string_view pattern, std::string_view text) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star_p = kNone;  // behind the last single star
  std::size_t star_t = 0;
  std::size_t stars_p = kNone;  // behind the last double star
  std::size_t stars_t = 0;
  for (;;) {
    bool stuck = false;
    if (p < pattern.size() && pattern[p] == '*') {
      const bool double_star = p + 1 < pattern.size() && pattern[p + 1] == '*' && (p == 0 || pattern[p - 1] == '/') &&
                               (p + 2 == pattern.size() || pattern[p + 2] == '/');
      if (double_star) {
        p += 2;
        if (p == pattern.size()) return t < text.size();  // "a/**": everything inside, not "a/" itself
        ++p;                                              // the slash: "**/" matches no or several directories
        stars_p = p;
        stars_t = t;
        star_p = kNone;
        continue;
      }
      while (p < pattern.size() && pattern[p] == '*') ++p;
      star_p = p;
      star_t = t;
      continue;
    }
    if (t == text.size()) {
      if (p == pattern.size()) return true;
      stuck = true;
    } else if (p == pattern.size()) {
      stuck = true;
    } else if (pattern[p] == '?') {
      if (text[t] != '/') {
        ++p;
        ++t;
      } else {
        stuck = true;
      }
    } else if (pattern[p] == '[') {
      std::size_t next = p;
      const int hit = class_matches(pattern, next, text[t]);
      if (hit == 1) {
        p = next;
        ++t;
      } else if (hit == -1 && text[t] == '[') {
        ++p;
        ++t;
      } else {
        stuck = true;
      }
    } else {
      const bool escaped = pattern[p] == '\\' && p + 1 < pattern.size();
      if (pattern[p + (escaped ? 1 : 0)] == text[t]) {
        p += escaped ? 2 : 1;
        ++t;
      } else {
        stuck = true;
      }
    }
    if (!stuck) continue;
    if (star_p != kNone && star_t < text.size() && text[star_t] != '/') {
      p = star_p;
      t = ++star_t;
    } else if (stars_p != kNone) {
      // On to behind the next slash.
      const auto slash = text.find('/', stars_t);
      if (slash == kNone) return false;
      stars_t = slash + 1;
      p = stars_p;
      t = stars_t;
      star_p = kNone;
    } else {
      return false;
    }
  }
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  return matches(pattern, text);
}

IgnoreRules::IgnoreRules(std::string directory, std::string_view text) : directory_(std::move(directory)) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::string_view line : split(text, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#' || line.size() > 4096) continue;
    while (!line.empty() && line.back() == ' ' && (line.size() < 2 || line[line.size() - 2] != '\\'))
      line.remove_suffix(1);
    Rule rule;
    if (!line.empty() && line.front() == '!') {
      rule.negated = true;
      line.remove_prefix(1);
    }
    if (!line.empty() && line.back() == '/') {
      rule.directory_only = true;
      line.remove_suffix(1);
    }
    if (!line.empty() && line.front() == '/') {
      rule.whole_path = true;
      line.remove_prefix(1);
    }
    if (line.empty()) continue;
    rule.whole_path = rule.whole_path || line.find('/') != std::string_view::npos;
    const auto wildcard = line.find_first_of("*?[\\");
    rule.literal = wildcard == std::string_view::npos;
    if (!rule.literal) {
      rule.prefix = wildcard;
      rule.one_star = line[wildcard] == '*' && line.find_first_of("*?[\\", wildcard + 1) == std::string_view::npos;
    }
    Ends ends;
    if (rule.literal || rule.prefix > 0) ends.first = line.front();
    if (line.find_last_of("*?]\\") != line.size() - 1) ends.last = line.back();
    ends.directory_only = rule.directory_only;
    ends.whole_path = rule.whole_path;
    ends_.push_back(ends);
    rule.pattern = std::string(line);
    rules_.push_back(std::move(rule));
  }
}

bool IgnoreRules::fits(const Rule& rule, std::string_view subject) {
  const std::string_view pattern = rule.pattern;
  if (rule.literal) return subject == pattern;
  if (!subject.starts_with(pattern.substr(0, rule.prefix))) return false;
  if (!rule.one_star) return glob_matches(pattern, subject);
  const std::string_view tail = pattern.substr(rule.prefix + 1);
  if (subject.size() < rule.prefix + tail.size() || !subject.ends_with(tail)) return false;
  return subject.substr(rule.prefix, subject.size() - rule.prefix - tail.size()).find('/') == std::string_view::npos;
}

IgnoreRules::Verdict IgnoreRules::verdict(std::string_view path, bool is_directory) const {
  if (!directory_.empty()) path.remove_prefix(directory_.size() + 1);
  const std::string_view name = base_name(path);
  if (name.empty()) return Verdict::none;
  for (std::size_t i = rules_.size(); i-- > 0;) {
    const Ends& ends = ends_[i];
    if (ends.last != 0 && ends.last != name.back()) continue;
    if (ends.first != 0 && ends.first != (ends.whole_path ? path.front() : name.front())) continue;
    if (ends.directory_only && !is_directory) continue;
    const Rule& rule = rules_[i];
    if (fits(rule, rule.whole_path ? path : name)) return rule.negated ? Verdict::kept : Verdict::ignored;
  }
  return Verdict::none;
}

bool IgnoreScope::ignores(std::string_view path, bool is_directory) const {
  for (const IgnoreScope* scope = this; scope != nullptr; scope = scope->parent.get())
    for (const IgnoreRules& file : scope->rules) {
      const auto verdict = file.verdict(path, is_directory);
      if (verdict != IgnoreRules::Verdict::none) return verdict == IgnoreRules::Verdict::ignored;
    }
  return false;
}

}  // namespace fingerpost
