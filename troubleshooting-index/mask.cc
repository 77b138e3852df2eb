#include "troubleshooting-index/mask.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "troubleshooting-index/log_lines.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestToken = 256;  // how far a token is looked ahead: keeps the pass linear

constexpr std::array<std::string_view, 12> kMarks = {"<time>", "<uuid>",  "<ip>",       "<hex>",  "<id>",      "<path>",
                                                     "<user>", "<email>", "<duration>", "<size>", "<version>", "<num>"};

// A number behind one of these says what happened.
constexpr std::array<std::string_view, 18> kTellingNumbers = {
    "port", "error",    "errno", "err",        "code",     "status", "signal",   "exit", "exited",
    "http", "winerror", "sig",   "statuscode", "exitcode", "rc",     "sqlstate", "curl", "errorcode"};

constexpr std::array<std::string_view, 16> kDurationUnits = {"ns",     "us",      "ms",   "s",    "sec",     "secs",
                                                             "second", "seconds", "min",  "mins", "minutes", "h",
                                                             "hours",  "hour",    "days", "day"};
constexpr std::array<std::string_view, 15> kSizeUnits = {"b",   "kb",   "mb",    "gb", "tb", "kib", "mib", "gib",
                                                         "tib", "byte", "bytes", "k",  "m",  "g",   "gi"};
// The phrases of HTTP, by their first word: "502 Bad Gateway".
constexpr std::array<std::string_view, 14> kReasons = {
    "Bad",    "Unauthorized", "Forbidden", "Not",  "Internal", "Service", "Gateway",
    "Server", "Client",       "Too",       "page", "Conflict", "Request", "Unprocessable"};

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool in_word(char c) {
  return is_alnum(c) || c == '_';
}
bool in_path(char c) {
  return in_word(c) || c == '.' || c == '-' || c == '+' || c == '@' || c == '%' || c == '~' || c == '=' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Every decision looks at what has been written (the same when masking again) and at the token that it consumes.
class Masker {
 public:
  explicit Masker(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  char last() const { return out_.empty() ? '\0' : out_.back(); }

  void step() {
    const char c = peek();
    if (c == '<' && known_mark()) return;
    if (c == ' ' || c == '\t') {
      if (c == '\t' || last() != ' ') out_.push_back(c == '\t' ? '\t' : ' ');
      ++at_;
      ++gap_;
      in_url_ = false;
      return;
    }
    if (!in_word(last())) {
      if (is_digit(c) || is_upper(c)) {
        if (const std::size_t length = time_at(text_.substr(0, std::min(text_.size(), at_ + 64)), at_); length > 0)
          return put("<time>", length);
      }
      if (in_word(c)) {
        if (uuid() || email() || (is_digit(c) && (address() || number()))) return;
        if (scheme()) return;
      }
      if (c == ':' && peek(1) == ':' && is_hex(peek(2)) && address6()) return;
      if ((c == '/' || c == '~' || c == '.') && path()) return;
    }
    if (in_word(c)) return word();
    if (c == '/' && in_url_ && path()) return;
    if (c == '"' || c == '\'' || c == '`' || c == ',' || c == ')') in_url_ = false;
    out_.push_back(c);
    ++at_;
    ++gap_;
  }

  void put(std::string_view mark, std::size_t consumed) {
    out_ += mark;
    at_ += consumed;
    word_.clear();
    gap_ = 0;
    host_ = mark == "<ip>";
  }

  bool known_mark() {
    for (std::string_view mark : kMarks)
      if (text_.substr(at_, mark.size()) == mark) {
        put(mark, mark.size());
        return true;
      }
    return false;
  }

  bool uuid() {
    static constexpr std::array<std::size_t, 5> kGroups = {8, 4, 4, 4, 12};
    std::size_t ahead = 0;
    for (std::size_t group = 0; group < kGroups.size(); ++group) {
      if (group > 0 && peek(ahead++) != '-') return false;
      for (std::size_t i = 0; i < kGroups[group]; ++i)
        if (!is_hex(peek(ahead++))) return false;
    }
    if (in_word(peek(ahead))) return false;
    put("<uuid>", ahead);
    return true;
  }

  bool email() {
    std::size_t ahead = 0;
    while (ahead < kLongestToken &&
           (in_word(peek(ahead)) || peek(ahead) == '.' || peek(ahead) == '+' || peek(ahead) == '-'))
      ++ahead;
    if (peek(ahead) != '@') return false;
    const std::size_t domain = ++ahead;
    bool dot = false;
    while (ahead < kLongestToken && (is_alnum(peek(ahead)) || peek(ahead) == '-' || peek(ahead) == '.')) {
      dot = dot || (peek(ahead) == '.' && ahead > domain && is_alpha(peek(ahead + 1)));
      ++ahead;
    }
    while (ahead > domain && !is_alnum(peek(ahead - 1))) --ahead;
    if (!dot || in_word(peek(ahead))) return false;
    put("<email>", ahead);
    return true;
  }

  // 10.233.31.7; a port behind it is left to number().
  bool address() {
    std::size_t ahead = 0;
    for (int part = 0; part < 4; ++part) {
      if (part > 0 && peek(ahead++) != '.') return false;
      const std::size_t start = ahead;
      while (is_digit(peek(ahead)) && ahead < start + 4) ++ahead;
      if (ahead == start || ahead == start + 4) return false;
    }
    if (in_word(peek(ahead)) || (peek(ahead) == '.' && is_digit(peek(ahead + 1)))) return false;
    put("<ip>", ahead);
    return true;
  }

  // ::1, and the like: at most seven groups of four digits, and colons nowhere else. ::ffff:10.0.0.1 ends as an address
  // of four parts does.
  bool address6() {
    std::size_t ahead = 1;
    for (int group = 0; group < 7 && peek(ahead) == ':' && is_hex(peek(ahead + 1)); ++group) {
      const std::size_t first = ++ahead;
      while (is_hex(peek(ahead)) && ahead < first + 4) ++ahead;
    }
    while (ahead < 48 && (is_digit(peek(ahead)) || (peek(ahead) == '.' && is_digit(peek(ahead + 1))))) ++ahead;
    if (in_word(peek(ahead)) || (peek(ahead) == ':' && !is_space(peek(ahead + 1)) && peek(ahead + 1) != '\0'))
      return false;
    put("<ip>", ahead);
    return true;
  }

  bool number() {
    std::size_t ahead = 0;
    std::size_t dots = 0;
    while (is_digit(peek(ahead)) || ((peek(ahead) == '.' || peek(ahead) == ',') && is_digit(peek(ahead + 1)))) {
      if (peek(ahead) == '.') ++dots;
      ++ahead;
    }
    const std::size_t digits = ahead;
    std::size_t letters = 0;
    while (letters < 8 && is_alpha(peek(digits + letters))) ++letters;
    const bool plain = dots == 0 && !contains(text_.substr(at_, digits), ",");
    if (letters == 0 && !in_word(peek(digits))) {
      if (plain && digits <= 5 && telling(digits)) {
        out_ += text_.substr(at_, digits);
        at_ += digits;
        word_.clear();
        return true;
      }
      if (dots >= 2) {
        put("<version>", digits);
        return true;
      }
      if (peek(digits) == ' ') {
        std::size_t unit = 0;
        while (unit < 9 && is_alpha(peek(digits + 1 + unit))) ++unit;
        if (unit >= 2 && !in_word(peek(digits + 1 + unit)) && unit_of(digits + 1, unit)) {
          put(unit_mark_, digits + 1 + unit);
          return true;
        }
      }
      put("<num>", digits);
      return true;
    }
    // A unit right behind the number, or a chain of them: 5m30s.
    if (letters == 0) return false;
    if (!unit_of(digits, letters)) return false;
    const std::string_view mark = unit_mark_;
    ahead = digits + letters;
    while (is_digit(peek(ahead)) && ahead < 32) {
      std::size_t more = ahead;
      while (is_digit(peek(more)) || (peek(more) == '.' && is_digit(peek(more + 1)))) ++more;
      std::size_t unit = 0;
      while (unit < 8 && is_alpha(peek(more + unit))) ++unit;
      if (unit == 0 || !unit_of(more, unit)) return false;
      ahead = more + unit;
    }
    if (in_word(peek(ahead))) return false;
    put(mark, ahead);
    return true;
  }

  bool unit_of(std::size_t ahead, std::size_t length) {
    const std::string unit = to_lower(text_.substr(at_ + ahead, length));
    if (among(kDurationUnits, unit) || unit == "m")
      unit_mark_ = "<duration>";
    else if (among(kSizeUnits, unit))
      unit_mark_ = "<size>";
    else
      return false;
    return true;
  }

  // Whether a plain number of so many digits is one that tells what happened.
  bool telling(std::size_t digits) const {
    const std::size_t length = out_.size();
    // host:5432, <ip>:5432, [<ip>]:5432
    if (digits >= 2 && host_ && length >= 2 && out_[length - 1] == ':' &&
        (gap_ == 1 || (gap_ == 2 && out_[length - 2] == ']')))
      return true;
    if (!word_.empty() && gap_ <= 3 && among(kTellingNumbers, word_)) return true;
    if (digits == 3 && (peek() == '4' || peek() == '5') && peek(3) == ' ') {
      std::size_t end = 4;
      while (is_alpha(peek(end)) && end < 20) ++end;
      if (!in_word(peek(end)) && among(kReasons, text_.substr(at_ + 4, end - 4))) return true;
    }
    return false;
  }

  bool scheme() {
    std::size_t ahead = 0;
    while (ahead < 24 && (is_alnum(peek(ahead)) || peek(ahead) == '+' || peek(ahead) == '-')) ++ahead;
    if (ahead < 2 || peek(ahead) != ':' || peek(ahead + 1) != '/' || peek(ahead + 2) != '/') return false;
    out_ += text_.substr(at_, ahead + 3);
    at_ += ahead + 3;
    in_url_ = true;
    host_ = false;
    word_.clear();
    // The user and the password, which may hold anything, end at the last @ before a blank or a quote.
    std::size_t user = 0;
    std::size_t slash = 0;
    std::size_t colon = 0;
    for (std::size_t i = 0; i < kLongestToken; ++i) {
      const char c = peek(i);
      if (c == '\0' || is_space(c) || c == '"' || c == '\'' || c == '`' || c == '<' || c == '>') break;
      if (c == '@' && (slash == 0 || (colon != 0 && colon < slash && !is_digit(peek(colon + 1))))) user = i + 1;
      if (c == ':' && colon == 0) colon = i;
      if ((c == '/' || c == '?') && slash == 0) slash = i;
    }
    if (user > 0) {
      out_ += "<user>@";
      at_ += user;
    }
    host_ = false;
    gap_ = 0;
    return true;
  }

  // Two names or more: the last is kept.
  bool path() {
    if (ends_with("<path>")) return false;
    std::size_t ahead = 0;
    if (peek() == '~') ahead = 1;
    if (peek() == '.') {
      while (ahead < 2 && peek(ahead) == '.') ++ahead;
    }
    if (peek(ahead) != '/') return false;
    std::size_t names = 0;
    std::size_t base = 0;
    std::size_t i = ahead;
    while (peek(i) == '/') {
      while (peek(i) == '/') ++i;
      if (!in_path(peek(i))) break;
      base = i;
      ++names;
      while (in_path(peek(i))) ++i;
    }
    if (names < 2) return false;
    if (in_url_) out_ += '/';
    put("<path>", base);
    out_ += '/';
    return true;
  }

  bool ends_with(std::string_view what) const {
    return out_.size() >= what.size() && std::string_view(out_).substr(out_.size() - what.size()) == what;
  }

  void word() {
    std::size_t ahead = 0;
    while (in_word(peek(ahead))) ++ahead;
    const std::string_view run = text_.substr(at_, ahead);
    if (const std::string_view mark = mark_of(run); !mark.empty()) return put(mark, ahead);
    out_ += run;
    at_ += ahead;
    word_ = run.size() <= 12 ? to_lower(run) : std::string();
    gap_ = 0;
    host_ = !counts_something(run);
    if (run == "HTTP" && peek() == '/' && is_digit(peek(1))) {
      std::size_t version = 1;
      while (version < 5 && (is_digit(peek(version)) || peek(version) == '.')) ++version;
      out_ += text_.substr(at_, version);
      at_ += version;
      host_ = false;
      return;
    }
    // What a file's name ends with is no host: the number behind it is a line.
    if (out_.size() > run.size() && out_[out_.size() - run.size() - 1] == '.' && is_source_ending(run)) host_ = false;
  }

  static bool is_source_ending(std::string_view run) {
    static constexpr std::array<std::string_view, 24> kEndings = {
        "go", "js",  "ts", "tsx", "jsx", "mjs", "cjs", "py",  "rb",  "java", "kt",  "c",
        "cc", "cpp", "h",  "rs",  "php", "cs",  "sh",  "sql", "yml", "yaml", "xml", "json"};
    return among(kEndings, run);
  }

  std::string_view mark_of(std::string_view run) const {
    std::size_t digits = 0;
    std::size_t hex = 0;
    std::size_t underscores = 0;
    std::size_t changes = 0;
    std::size_t vowels = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      digits += is_digit(run[i]) ? 1u : 0u;
      hex += is_hex(run[i]) ? 1u : 0u;
      underscores += run[i] == '_' ? 1u : 0u;
      changes += i > 0 && is_digit(run[i]) != is_digit(run[i - 1]) ? 1u : 0u;
      vowels += contains("aeiouAEIOU", run.substr(i, 1)) ? 1u : 0u;
    }
    const std::size_t letters = run.size() - digits - underscores;
    if (run.size() > 2 && run[0] == '0' && (run[1] == 'x' || run[1] == 'X') && hex + 1 == run.size()) return "<hex>";
    if (letters == 0 && underscores == 0) return "<num>";
    if (hex == run.size() && run.size() >= 7 && digits > 0) return "<hex>";
    if (run.size() >= 20 && digits >= 2 && underscores == 0 && changes >= 4) return "<id>";
    if (run.size() >= 6 && changes >= 4 && underscores == 0) return "<id>";
    // The random names that a cluster gives its pods: the five letters behind a hash, or with a digit among consonants.
    if (run.size() == 5 && vowels == 0 && underscores == 0 && last() == '-' && changes >= 2 && digits >= 1 &&
        digits <= 3)
      return "<id>";
    if (run.size() == 5 && vowels == 0 && underscores == 0 && (ends_with("<id>-") || ends_with("<hex>-")))
      return "<id>";
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::string word_;     // the last word, lower case, while nothing was masked since
  std::size_t gap_ = 9;  // bytes since it
  bool host_ = false;    // what was written last may be a host
  bool in_url_ = false;
  std::string_view unit_mark_;
};

}  // namespace

bool counts_something(std::string_view word) {
  static constexpr std::array<std::string_view, 24> kWords = {
      "pid", "tid", "uid",     "gid",  "id",     "line", "row",  "col",     "job",   "size",  "count", "len",
      "ip",  "sp",  "version", "time", "length", "age",  "step", "attempt", "level", "total", "limit", "mode"};
  const std::string lower = to_lower(word.substr(0, 16));
  return among(kWords, lower);
}

std::string mask_variables(std::string_view line) {
  const std::string plain = without_escapes(line);
  std::string_view message = plain;
  message.remove_prefix(head_of(message).length);
  return Masker(trim(message)).run();
}

}  // namespace fingerpost
