#include "troubleshooting-index/codes.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "troubleshooting-index/code_table.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostCodes = 48;
constexpr std::size_t kShortQuestion = 160;  // in a text of this size a bare 502 is the status that it looks like

// What stands in a word, one bit a sort of letter.
constexpr std::uint8_t kLower = 1;
constexpr std::uint8_t kUpper = 2;
constexpr std::uint8_t kDigit = 4;
constexpr std::uint8_t kUnderscore = 8;
constexpr std::uint8_t kInnerUpper = 16;  // behind the first letter

constexpr std::array<std::uint8_t, 256> kLetterSorts = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = kLower;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = kUpper;
  for (std::size_t c = '0'; c <= '9'; ++c) table[c] = kDigit;
  table['_'] = kUnderscore;
  return table;
}();

struct Token {
  std::string_view text;
  std::size_t at = 0;
  std::uint8_t sorts = 0;
};

// Kept by each thread from text to text, so that none pays for its size.
struct TokenScratch {
  std::vector<Token> tokens;
  std::string lower;  // the text in lower case
};

void take_tokens(std::string_view text, TokenScratch& out) {
  out.tokens.clear();
  out.lower.resize(text.size());
  char* const lower = out.lower.data();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    std::uint8_t sorts = 0;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      const std::uint8_t sort = kLetterSorts[static_cast<unsigned char>(c)];
      lower[at] = sort == kUpper ? static_cast<char>(c + ('a' - 'A')) : c;
      if (sort == 0) break;
      sorts = static_cast<std::uint8_t>(sorts | sort | (sort == kUpper && at > start ? kInnerUpper : 0));
    }
    if (at > start) out.tokens.push_back({text.substr(start, at - start), start, sorts});
    ++at;
  }
}

bool is_digits(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
}

std::string lower_words_of_camel(std::string_view name, char separator) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '_' || c == '-') {
      out.push_back(separator);
      continue;
    }
    const bool after_lower = i > 0 && !is_upper(name[i - 1]) && is_alpha(name[i - 1]);
    const bool before_lower = i + 1 < name.size() && is_alpha(name[i + 1]) && !is_upper(name[i + 1]);
    if (is_upper(c) && i > 0 && (after_lower || (before_lower && is_alpha(name[i - 1])))) out.push_back(separator);
    out.push_back(c);
  }
  return to_lower(out);
}

// What a word that no table knows looks like; "" for none.
std::string_view shape_of(std::string_view word) {
  if (word.empty() || !is_upper(word.front()) || word.size() > 64) return {};
  std::size_t upper = 0;
  std::size_t lower = 0;
  std::size_t digits = 0;
  std::size_t underscores = 0;
  std::size_t humps = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    upper += is_upper(c) ? 1u : 0u;
    lower += c >= 'a' && c <= 'z' ? 1u : 0u;
    digits += is_digit(c) ? 1u : 0u;
    underscores += c == '_' ? 1u : 0u;
    humps += is_upper(c) && i + 1 < word.size() && word[i + 1] >= 'a' && word[i + 1] <= 'z' ? 1u : 0u;
  }
  if (lower == 0) {
    static constexpr std::array<std::string_view, 40> kWords = {
        "ERROR",    "ERRORS",    "EXIT",      "EXEC",   "EXECUTE", "EXPECTED", "ENABLED",   "ENABLE",
        "EMPTY",    "EVERY",     "EXISTS",    "EXIST",  "EXAMPLE", "EVENT",    "EVENTS",    "ENTRY",
        "EXPIRED",  "ENTER",     "EDITOR",    "EMAIL",  "ENGINE",  "ELSE",     "EITHER",    "ELEMENT",
        "ENDPOINT", "ENTITY",    "ESCAPE",    "EXPIRE", "EXPLAIN", "EXPORT",   "EXTENSION", "EXTERNAL",
        "EXTRA",    "EXCLUSIVE", "EXCEPTION", "EXITED", "EXITING", "ENDED",    "ENCODING",  "EXISTING"};
    if (digits == 0 && underscores == 0)
      return word.front() == 'E' && word.size() >= 5 && !among(kWords, word) ? "code" : std::string_view();
    if (underscores > 0 && upper >= 3) return "state";
    static constexpr std::array<std::string_view, 16> kNotCodes = {
        "SHA256", "SHA512",  "SHA384",  "SHA1",  "AES128", "AES256", "ISO8601", "UTF16",
        "BASE64", "RFC3339", "RFC7231", "AMD64", "ARM64",  "X8664",  "HS256",   "RS256"};
    const std::size_t letters = upper;
    const bool letters_first = std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(letters), is_upper);
    if (underscores == 0 && letters_first && letters <= 4 && digits >= 3 && digits <= 5 && !among(kNotCodes, word))
      return "code";
    return {};
  }
  static constexpr std::array<std::string_view, 7> kEndings = {"Error", "Exception", "Warning", "Failure",
                                                               "Fault", "Failed",    "Timeout"};
  for (std::string_view ending : kEndings)
    if (word.size() > ending.size() + 1 && word.substr(word.size() - ending.size()) == ending) return "exception";
  static constexpr std::array<std::string_view, 24> kProducts = {
      "PostgreSQL", "JavaScript",  "TypeScript", "GitHub",  "GitLab",   "OpenSSL",    "DigitalOcean", "MySQL",
      "MongoDB",    "LibreOffice", "DevOps",     "FastAPI", "NumPy",    "WebSocket",  "CentOS",       "MariaDB",
      "ClickHouse", "RabbitMQ",    "BitBucket",  "YouTube", "LinkedIn", "PowerShell", "SQLAlchemy",   "CoreDNS"};
  if (humps >= 2 && underscores == 0 && !among(kProducts, word)) return "name";
  return {};
}

class CodeFinder {
 public:
  // A code that was found; what it means stands in the table, or is read from its name when it is asked for.
  struct Found {
    std::string name;
    const ErrorCode* known = nullptr;
    std::string_view shape;  // of one that no table knows
    bool worded = false;
  };

  explicit CodeFinder(std::string_view text)
      : text_(text), scratch_(scratch_of_this_thread()), tokens_(scratch_.tokens), table_(CodeTable::built_in()) {
    take_tokens(text, scratch_);
    grpc_ = std::any_of(tokens_.begin(), tokens_.end(), [&](const Token& token) {
      return (token.text.size() == 3 || token.text.size() == 4) && (lower(token) == "rpc" || lower(token) == "grpc");
    });
  }

  std::vector<Found> run() {
    for (std::size_t i = 0; i < tokens_.size() && found_.size() < kMostCodes; ++i) {
      if (in_credentials(i)) continue;
      const CodeTable::Chance chance = table_.chance_of(tokens_[i].text);
      // A word without capitals and digits is a code only where the table says so.
      if (chance.name || (tokens_[i].sorts & (kUpper | kDigit)) != 0) by_name(i, chance.name);
      if (chance.wording) by_wording(i);
    }
    return std::move(found_);
  }

 private:
  static TokenScratch& scratch_of_this_thread() {
    thread_local TokenScratch kept;
    return kept;
  }
  std::string_view lower(const Token& token) const {
    return std::string_view(scratch_.lower).substr(token.at, token.text.size());
  }
  std::string_view lower(std::size_t i) const { return lower(tokens_[i]); }
  char before(std::size_t i) const { return tokens_[i].at > 0 ? text_[tokens_[i].at - 1] : '\0'; }
  char after(std::size_t i) const {
    const std::size_t end = tokens_[i].at + tokens_[i].text.size();
    return end < text_.size() ? text_[end] : '\0';
  }
  // Within the user and the password of a URL, which may look like anything.
  bool in_credentials(std::size_t i) {
    const std::size_t at = tokens_[i].at;
    if (at < credentials_end_) return true;
    if (at < 3 || text_[at - 1] != '/' || text_.substr(at - 3, 3) != "://") return false;
    for (std::size_t end = at; end < text_.size() && end < at + 256; ++end) {
      const char c = text_[end];
      if (is_space(c) || c == '/' || c == '"' || c == '\'' || c == '`') break;
      if (c == '@') credentials_end_ = end;
    }
    return at < credentials_end_;
  }
  // The word `back` tokens before, on the same line.
  std::string_view previous(std::size_t i, std::size_t back) const {
    if (i < back) return {};
    const std::size_t from = tokens_[i - back].at;
    if (text_.substr(from, std::min<std::size_t>(tokens_[i].at - from, 80)).find('\n') != std::string_view::npos)
      return {};
    return lower(i - back);
  }

  void add(std::string_view name, const ErrorCode* known, std::string_view shape, bool worded) {
    const auto before = std::find_if(found_.begin(), found_.end(), [&](const Found& f) { return f.name == name; });
    if (before != found_.end())
      before->worded = before->worded && worded;
    else
      found_.push_back({std::string(name), known, shape, worded});
  }
  void add(const ErrorCode& code, bool worded) { add(code.name, &code, {}, worded); }
  bool add_named(std::string_view spelling, std::string_view family) {
    const ErrorCode* code = table_.named(spelling, family);
    if (code != nullptr) add(*code, false);
    return code != nullptr;
  }

  void by_name(std::size_t i, bool may_be_known) {
    const std::string_view word = tokens_[i].text;
    const std::uint8_t sorts = tokens_[i].sorts;
    if (sorts == kDigit) {
      if (word.size() <= 5) number(i);
      return;
    }
    // ORA-12541, and names with dashes that the table knows.
    if (const ErrorCode* code = may_be_known ? table_.named(word) : nullptr;
        code != nullptr && (code->family != "grpc" || grpc_)) {
      add(*code, false);
      return;
    }
    if ((sorts & kUpper) == 0) return;  // the rest is written with capitals
    if (may_be_known && word.size() >= 5 && word.size() <= 64)
      if (const ErrorCode* code = table_.named(lower(i)); code != nullptr && code->family != "grpc") {
        add(*code, false);
        return;
      }
    if (word.size() > 4 && word.substr(0, 4) == "HTTP" && is_digits(word.substr(4)) &&
        add_named(word.substr(4), "http"))
      return;
    if ((sorts & kLower) != 0 && (sorts & kInnerUpper) == 0) return;  // "Word" has the shape of none
    const std::string_view shape = shape_of(word);
    if (!shape.empty()) {
      add(word, nullptr, shape, false);
      return;
    }
    if (sorts == (kUpper | kInnerUpper) && after(i) == '-' && i + 1 < tokens_.size() && word.size() >= 2 &&
        word.size() <= 4 && tokens_[i + 1].sorts == kDigit && tokens_[i + 1].text.size() >= 4 &&
        tokens_[i + 1].text.size() <= 5 && before(i) != '-' && after(i + 1) != '-')
      add(std::string(word) + "-" + std::string(tokens_[i + 1].text), nullptr, "code", false);
  }

  void number(std::size_t i) {
    const std::string_view word = tokens_[i].text;
    const std::string_view one = previous(i, 1);
    const std::string_view two = previous(i, 2);
    const std::string_view three = previous(i, 3);
    const bool bracketed = before(i) == '(' || before(i) == '[' || before(i) == '-';
    const auto exits = [](std::string_view w) { return w == "exit" || w == "exited" || w == "exitcode"; };
    if (exits(one) || ((one == "code" || one == "status") && (exits(two) || (two == "with" && exits(three)))) ||
        (one == "status" && three == "exited")) {
      add_named(word, "exit");
      return;
    }
    if (one == "signal" || one == "sig") {
      add_named(word, "signal");
      return;
    }
    if (one == "curl" && before(i) == '(') {
      add_named(word, "curl");
      return;
    }
    if (one == "errno" || one == "winerror" || (two == "os" && one == "error")) {
      if (!add_named(word, "errno")) add_named(word, "mysql");
      return;
    }
    const bool erroneous = one == "error" || one == "err" || one == "code";
    if (word.size() == 4 && (erroneous || (before(i) == '(' && after(i) == ',')) && add_named(word, "mysql")) return;
    if (word.size() == 5 && (one == "sqlstate" || one == "state" || one == "code") && add_named(word, "sqlstate"))
      return;
    if (word.size() == 3 && one == "error" && bracketed && word[0] == '1' && add_named(word, "errno")) return;
    if (one == "code" && grpc_ && word.size() <= 2 && add_named(word, "grpc")) return;
    if (word.size() == 3 && (word[0] == '4' || word[0] == '5')) status(i, erroneous);
  }

  // 502 behind a word that says so, behind "HTTP/1.1", before its reason, or alone in a short question.
  void status(std::size_t i, bool erroneous) {
    static constexpr std::array<std::string_view, 10> kWords = {"status",   "http",    "statuscode", "response",
                                                                "returned", "returns", "answers",    "downstreamstatus",
                                                                "got",      "answered"};
    const std::string_view one = previous(i, 1);
    const bool protocol = is_digits(one) && (previous(i, 2) == "http" || previous(i, 3) == "http");
    const char b = before(i);
    const char a = after(i);
    bool said = erroneous || among(kWords, one) || protocol;
    if (!said && i + 1 < tokens_.size() && a == ' ') {
      static constexpr std::array<std::string_view, 9> kReasons = {
          "bad", "unauthorized", "forbidden", "not", "internal", "service", "gateway", "server", "too"};
      said = among(kReasons, lower(i + 1)) && (b == ' ' || b == '\0' || b == '"' || b == '(' || b == ':');
    }
    if (!said && text_.size() <= kShortQuestion) {
      static constexpr std::array<std::string_view, 13> kUnits = {
          "ms", "s", "mb", "gb", "kb", "days", "seconds", "bytes", "gig", "minutes", "times", "users", "requests"};
      const bool alone =
          (b == ' ' || b == '\0' || b == '\n' || b == '(' || b == '"') &&
          (a == ' ' || a == '\0' || a == '\n' || a == ')' || a == '"' || a == ',' || a == '?' || a == '.');
      said = alone && (i + 1 >= tokens_.size() || !among(kUnits, lower(i + 1))) && one != "port";
    }
    if (said) add_named(tokens_[i].text, "http");
  }

  // How many words of the text from the i-th on say the wording, 0 when they do not. A * stands for one to four words.
  std::size_t words_matched(const std::vector<std::string>& wording, std::size_t i) const {
    constexpr std::size_t kWidestGap = 4;
    std::size_t at = i;
    for (std::size_t w = 0; w < wording.size(); ++w) {
      if (wording[w] != "*") {
        if (at >= tokens_.size() || lower(at) != wording[w]) return 0;
        ++at;
        continue;
      }
      if (w + 1 >= wording.size()) return 0;
      std::size_t gap = 1;
      while (gap <= kWidestGap && at + gap < tokens_.size() && lower(at + gap) != wording[w + 1]) ++gap;
      if (gap > kWidestGap) return 0;
      at += gap;
    }
    return at - i;
  }

  void by_wording(std::size_t i) {
    for (const CodeTable::Wording& wording : table_.wordings(lower(i))) {
      const std::size_t count = words_matched(wording.words, i);
      if (count == 0) continue;
      const std::size_t from = tokens_[i].at;
      const std::size_t to = tokens_[i + count - 1].at;
      // The words of one wording stand on one line, or wrapped to the next.
      if (std::count(text_.begin() + static_cast<std::ptrdiff_t>(from), text_.begin() + static_cast<std::ptrdiff_t>(to),
                     '\n') > 1)
        continue;
      const ErrorCode& code = table_.code(wording.code);
      add(code, true);
      if (found_.size() >= kMostCodes) return;
    }
  }

  std::string_view text_;
  TokenScratch& scratch_;
  const std::vector<Token>& tokens_;
  const CodeTable& table_;
  std::vector<Found> found_;
  bool grpc_ = false;
  std::size_t credentials_end_ = 0;
};

std::vector<std::string> words_of_code(std::string_view name) {
  std::vector<std::string> words;
  const std::string spaced = lower_words_of_camel(name, ' ');
  for (std::string_view word : split(spaced, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

}  // namespace

bool is_known(const ErrorCode& code) {
  return code.family != "code" && code.family != "name" && code.family != "state" && code.family != "exception";
}

std::vector<ErrorCode> codes_in(std::string_view text) {
  std::vector<ErrorCode> out;
  for (CodeFinder::Found& found : CodeFinder(text).run()) {
    if (found.known != nullptr) {
      out.push_back(*found.known);
    } else {
      // "ABC-1234" says nothing in words.
      const bool said = found.name.find('-') == std::string::npos;
      out.push_back(
          {found.name, said ? words_of_code(found.name) : std::vector<std::string>(), std::string(found.shape), false});
    }
    out.back().worded = found.worded;
  }
  return out;
}

std::vector<CodeName> code_names_in(std::string_view text) {
  std::vector<CodeName> out;
  for (CodeFinder::Found& found : CodeFinder(text).run()) out.push_back({std::move(found.name), found.worded});
  return out;
}

}  // namespace fingerpost
