#include "troubleshooting-index/message_line.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "troubleshooting-index/message_fields.h"
#include "troubleshooting-index/message_trouble.h"

namespace fingerpost {
namespace {

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

// Digits behind a colon: file.js:37, file.py:12:4.
bool has_line_number(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1))
    if (at > 0 && at + 1 < text.size() && is_digit(text[at + 1]) &&
        (is_alpha(text[at - 1]) || is_digit(text[at - 1]) || text[at - 1] == '>'))
      return true;
  return false;
}

bool is_frame(std::string_view text) {
  if (begins(text, "at "))
    return has_line_number(text) || contains(text, "(Native Method)") || contains(text, "(Unknown Source)") ||
           contains(text, "<anonymous>") || contains(text, "(native)");
  if (begins(text, "File \"") && contains(text, "\", line ")) return true;
  if (begins(text, "... ") && (contains(text, " more") || contains(text, "frames omitted"))) return true;
  if (begins(text, "goroutine ") && contains(text, "[") && text.back() == ':') return true;
  if (begins(text, "node:internal/") || begins(text, "created by ") || text == "stack backtrace:") return true;
  if (begins(text, "from ") && has_line_number(text) && contains(text, ":in ")) return true;  // Ruby
  if (begins(text, "#") && text.size() > 3 && is_digit(text[1]) && (has_line_number(text) || contains(text, " in ")) &&
      contains(text, "("))
    return true;  // PHP, gdb, sanitizers
  const bool one_word = text.find(' ') == std::string_view::npos;
  // /app/dist/index.js:47 alone; path/to/file.go:12 +0x1d
  if (begins(text, "/") && has_line_number(text) && (one_word || contains(text, " +0x"))) return true;
  // main.run(0xc000, 0x1): a call in a Go stack
  if (text.back() == ')' && contains(text, ".") && text.find('(') != std::string_view::npos &&
      text.substr(0, text.find('(')).find(' ') == std::string_view::npos && contains(text, "0x"))
    return true;
  // func+0x1c8/0x330 [module]
  if (contains(text, "+0x") && contains(text, "/0x") && !contains(text, ": ")) return true;
  // 12: core::panicking::panic_fmt
  if (is_digit(text.front()) && contains(text, "::")) {
    const std::size_t colon = text.find(": ");
    return colon != std::string_view::npos && colon < 5;
  }
  return false;
}

bool is_signs(std::string_view text) {
  return std::none_of(text.begin(), text.end(), is_alnum) &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The name before ": " or at the end of the line: FooError, java.io.FooException, requests.exceptions.HTTPError.
bool is_exception(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '_' || text[end] == '.' || text[end] == '$')) ++end;
  const std::string_view name = text.substr(0, end);
  const bool closed = end == text.size() || text[end] == ':' || text[end] == ' ' || text[end] == '[';
  if (!closed || name.size() < 4) return false;
  for (std::string_view ending :
       {"Error", "Exception", "Warning", "Fault", "Interrupt", "Panic", "ErrorCode", "DoesNotExist"})
    if (name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending && is_alpha(name.front()))
      return end == text.size() || text[end] == ':' ||
             (text[end] == ' ' && text.size() > end + 1 && text[end + 1] == '[');
  return begins(text, "panic: ") || begins(text, "Uncaught ") || begins(text, "Unhandled ") ||
         begins(text, "Exception in thread ") || begins(text, "error[E") ||
         (begins(text, "thread '") && contains(text, "panicked"));
}

bool is_heading(std::string_view text) {
  return begins(text, "Traceback (most recent") || begins(text, "During handling of") ||
         begins(text, "The above exception was") || begins(text, "Stack trace:") || begins(text, "Backtrace:");
}

bool is_progress(std::string_view text) {
  if (begins(text, "[+] ") || begins(text, "=> ") || begins(text, "Step ") || begins(text, "Downloading ") ||
      begins(text, "Pulling ") || begins(text, "Collecting ") || begins(text, "Unpacking ") || begins(text, "Get:") ||
      begins(text, "Digest: ") || begins(text, "> [") || contains(text, "[====") || contains(text, "%|"))
    return true;
  // Check marks and spinners: ✔ ✓ (E2 9C 9x) and Braille (E2 A0..A3).
  if (text.size() > 3 && static_cast<unsigned char>(text[0]) == 0xe2) {
    const auto second = static_cast<unsigned char>(text[1]);
    const auto third = static_cast<unsigned char>(text[2]);
    return (second == 0x9c && (third == 0x93 || third == 0x94)) || (second >= 0xa0 && second <= 0xa3);
  }
  return text.size() > 3 && text[0] == '#' && is_digit(text[1]) &&
         (contains(text, " [") || contains(text, " DONE") || contains(text, " CACHED"));
}

// The command behind a shell's prompt; empty for none.
std::string_view prompted(std::string_view text) {
  for (std::string_view sign : {"$ ", "% ", "\xe2\x9d\xaf ", "\xe2\x9e\x9c ", "PS> ", ">>> "})
    if (begins(text, sign)) return text.substr(sign.size());
  // user@host:~/dir$ command, bash-5.1$ command, PS C:\x> command
  const std::string_view near = text.substr(0, std::min<std::size_t>(text.size(), 80));
  for (std::string_view sign : {"$ ", "# ", "> "}) {
    const std::size_t at = near.find(sign);
    if (at == std::string_view::npos || at == 0) continue;
    const std::string_view before = near.substr(0, at);
    const bool user =
        contains(before, "@") && (contains(before, ":") || before.front() == '[') && !contains(before, " \"");
    const bool blank = before.find(' ') != std::string_view::npos;
    const bool shell =
        begins(before, "bash-") || begins(before, "sh-") || begins(before, "PS ") || before == "postgres=";
    if ((user && (!blank || before.front() == '[')) || shell) return text.substr(at + sign.size());
  }
  return {};
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  bool in = false;
  for (const char c : text) {
    const bool letter = is_alnum(c);
    count += letter && !in ? 1u : 0u;
    in = letter;
  }
  return count;
}

// A remark beside the paste: (then ssh stops answering), -> oncall asks …, # every site is gone, <it sits here>.
std::string_view remark(std::string_view text) {
  if (begins(text, "-> ") || begins(text, "=> ") || begins(text, "^ ") || begins(text, "// ") || begins(text, "-- ")) {
    const std::string_view rest = trim(text.substr(2));
    return count_words(rest) >= 3 && machine_look(rest) < 2 ? rest : std::string_view();
  }
  if (text.size() > 8 &&
      ((text.front() == '(' && text.back() == ')') || (text.front() == '<' && text.back() == '>' && text[1] != '/'))) {
    const std::string_view rest = text.substr(1, text.size() - 2);
    return count_words(rest) >= 3 && !contains(rest, "=") ? rest : std::string_view();
  }
  if (begins(text, "# ")) {
    const std::string_view rest = text.substr(2);
    const bool command = contains(rest, " -") || contains(rest, "/") || contains(rest, "|") || contains(rest, "=");
    return count_words(rest) >= 4 && !command ? rest : std::string_view();
  }
  return {};
}

// "Reason:   CrashLoopBackOff": the key, and where the value begins; 0 for no such line.
std::size_t fact_value(std::string_view text, std::string& key) {
  std::size_t end = 0;
  while (end < text.size() && end < 32 &&
         (is_alnum(text[end]) || text[end] == ' ' || text[end] == '_' || text[end] == '-' || text[end] == '\'' ||
          text[end] == '"'))
    ++end;
  if (end == 0 || end >= text.size() || !is_alpha(text[text.front() == '"' || text.front() == '\'' ? 1 : 0])) return 0;
  const bool colon = text[end] == ':' && (end + 1 == text.size() || is_space(text[end + 1]));
  const bool equals = text[end] == '=' && end > 1 && text[end - 1] == ' ';
  if (!colon && !equals) return 0;
  key = to_lower(trim(text.substr(0, end)));
  key.erase(std::remove_if(key.begin(), key.end(), [](char c) { return c == '"' || c == '\''; }), key.end());
  if (std::count(key.begin(), key.end(), ' ') > 2) return 0;
  ++end;
  while (end < text.size() && is_space(text[end])) ++end;
  return end;
}

// NAME  READY  STATUS: at least three columns in capitals.
bool is_table_heading(std::string_view text) {
  int columns = 0;
  for (std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    if (!std::all_of(word.begin(), word.end(),
                     [](char c) { return is_upper(c) || c == '-' || c == '(' || c == ')' || c == '%' || c == '_'; }))
      return false;
    ++columns;
  }
  return columns >= 3 && contains(text, "  ");
}

bool has_missing_part(std::string_view text) {  // 0/1, 2/3
  for (std::string_view word : split(text, ' ')) {
    const std::size_t slash = word.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash > 3 || word.size() - slash - 1 > 3 ||
        slash + 1 >= word.size())
      continue;
    const auto number = [](std::string_view digits) { return std::all_of(digits.begin(), digits.end(), is_digit); };
    const std::string_view have = word.substr(0, slash);
    const std::string_view want = word.substr(slash + 1);
    if (number(have) && number(want) && (have.size() < want.size() || (have.size() == want.size() && have < want)))
      return true;
  }
  return false;
}

// Without the place that compilers and interpreters put first: "src/main.c:5:10: ".
std::string_view without_place(std::string_view text) {
  const std::size_t end = text.substr(0, 256).find(": ");
  if (end == std::string_view::npos || end == 0 || !is_digit(text[end - 1])) return text;
  const std::string_view place = text.substr(0, end);
  if (place.find(' ') != std::string_view::npos || !has_line_number(place)) return text;
  return trim(text.substr(end + 2));
}

LineKind kind_of(std::string_view message, ReadLine& line, LineContext& context) {
  if (message.empty() || is_signs(message)) return LineKind::blank;
  const bool source_next = context.after_file;
  context.after_file = false;
  if (is_heading(message)) {
    context.in_traceback = true;
    return LineKind::heading;
  }
  if (begins(message, "Caused by:") || begins(message, "[cause]:") || begins(message, "caused by:") ||
      begins(message, "Cause:"))
    return LineKind::cause;
  if (is_frame(message)) {
    context.after_file = begins(message, "File \"") || begins(message, "/") || begins(message, "node:internal/");
    return LineKind::frame;
  }
  const std::string_view placed = without_place(message);
  if (is_exception(message) || (placed.size() < message.size() && is_exception(placed))) {
    context.in_traceback = false;
    if (message.back() != '(') return LineKind::exception;
  }
  if (placed.size() < message.size()) line.severity = std::max(line.severity, head_of(placed).severity);
  // "LINE 3: SELECT …": where in a statement the database saw it.
  if (begins(message, "LINE ") && message.size() > 5 && is_digit(message[5])) return LineKind::source;
  // "warnings.warn(": the call that a warning shows of the program.
  if (message.back() == '(' && message.find(' ') == std::string_view::npos) return LineKind::source;
  // "labels: …" and "annotations: …" of an alert, the text of which follows.
  for (std::string_view lead : {"annotations: ", "labels: "})
    if (begins(message, lead)) {
      message = trim(message.substr(lead.size()));
      line.said = std::string(message);
    }
  if (source_next && line.severity == Severity::unknown && line.indent > 0) return LineKind::source;
  if (context.in_traceback && line.indent > 0 && line.container.empty()) return LineKind::source;
  if (!prompted(message).empty()) {
    line.said = std::string(prompted(message));
    context.in_table = false;
    return LineKind::prompt;
  }
  if (const std::string_view words = remark(message); !words.empty()) {
    line.said = std::string(words);
    return LineKind::asker;
  }
  if (is_progress(message)) return LineKind::progress;
  if (is_table_heading(message)) {
    context.in_table = true;
    return LineKind::row;
  }
  if (has_missing_part(message) && (context.in_table || contains(message, "  "))) return LineKind::bad_row;
  if (context.in_table && contains(message, "  ")) return trouble_in(message) > .4 ? LineKind::bad_row : LineKind::row;
  context.in_table = false;
  if (auto fields = fields_of(message)) {
    line.said = fields->said.empty() ? std::string(message) : fields->said;
    line.severity = std::max(line.severity, fields->severity);
    if (fields->alert) line.severity = std::max(line.severity, Severity::error);
    return LineKind::fields;
  }
  if (begins(message, "[FIRING:")) {
    line.severity = std::max(line.severity, Severity::error);
    return LineKind::fields;
  }
  std::string key;
  if (fact_value(message, key) > 0) return LineKind::fact;
  return LineKind::plain;
}

}  // namespace

int machine_look(std::string_view text) {
  int score = 0;
  if (contains(text, "://")) ++score;
  if (has_line_number(text)) ++score;
  int quotes = 0;
  int equals = 0;
  int slashes = 0;
  int brackets = 0;
  int colons = 0;
  bool hump = false;
  bool long_hex = false;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    quotes += c == '"' || c == '`' ? 1 : 0;
    equals += c == '=' && next != ' ' && next != '=' && i > 0 && is_alnum(text[i - 1]) ? 1 : 0;
    slashes += c == '/' && is_alnum(next) ? 1 : 0;
    brackets += c == '[' || c == '{' || (c == '(' && (next == ')' || is_digit(next))) ? 1 : 0;
    colons += c == ':' && (next == ' ' || next == ':') ? 1 : 0;
    hump = hump || (i >= 4 && c == 'r' && text.substr(i - 4, 5) == "Error" && i >= 5 && is_alpha(text[i - 5]));
    digits = is_digit(c) || (c >= 'a' && c <= 'f') ? digits + 1 : 0;
    long_hex = long_hex || digits >= 12;
  }
  score += quotes >= 2 ? 1 : 0;
  score += equals >= 2 ? 2 : 0;
  score += slashes >= 3 ? 1 : 0;
  score += brackets >= 1 ? 1 : 0;
  score += colons >= 2 ? 2 : colons;
  score += hump ? 1 : 0;
  score += long_hex ? 1 : 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (is_digit(text[at]) && (at == 0 || !is_alnum(text[at - 1])) &&
        time_at(text.substr(0, std::min(text.size(), at + 48)), at) > 7)
      return score + 2;
  return score;
}

int words_of_people(std::string_view text) {
  static constexpr std::array<std::string_view, 38> kWords = {
      "i",      "we",    "my",    "our",   "me",     "us",         "you",    "they",     "someone", "colleague",
      "please", "help",  "how",   "why",   "what",   "where",      "then",   "since",    "though",  "yet",
      "until",  "still", "just",  "never", "nobody", "everything", "anyone", "anything", "nothing", "it",
      "the",    "does",  "keeps", "after", "again",  "started",    "went",   "got"};
  int count = 0;
  std::string word;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && is_alpha(text[at])) {
      if (word.size() < 12)
        word.push_back(text[at] >= 'A' && text[at] <= 'Z' ? static_cast<char>(text[at] + 32) : text[at]);
      continue;
    }
    if (!word.empty() && among(kWords, word)) ++count;
    word.clear();
  }
  return count;
}

ReadLine read_line(std::string_view raw, int number, LineContext& context) {
  ReadLine line;
  line.number = number;
  line.text = without_escapes(raw);
  const LineHead head = head_of(line.text);
  line.severity = head.severity;
  line.logger = std::string(head.logger);
  line.container = std::string(head.container);
  std::string_view message = std::string_view(line.text).substr(head.length);
  while (line.indent < message.size() && is_space(message[line.indent])) ++line.indent;
  message = trim(message);
  line.said = std::string(message);
  // "Error: …" without a time is both a level and the name of an exception: the message is read whole, too.
  const std::string_view whole = trim(line.text);
  line.kind = kind_of(message, line, context);
  if (line.kind == LineKind::plain && !head.stamped && is_exception(whole)) line.kind = LineKind::exception;
  line.machine = head.stamped || line.kind == LineKind::exception || line.kind == LineKind::frame ||
                 line.kind == LineKind::cause || line.kind == LineKind::heading || line.kind == LineKind::prompt ||
                 line.kind == LineKind::fields || line.kind == LineKind::bad_row || line.kind == LineKind::progress;
  if (line.kind != LineKind::blank) line.trouble = trouble_in(line.said);
  return line;
}

}  // namespace fingerpost
