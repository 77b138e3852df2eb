#include "upkeep/record/wording.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/utf8.h"
#include "pointer-map/masking.h"

namespace fingerpost {
namespace {

Error refuse(std::string message, std::string advice) {
  return {Code::invalid_argument, std::move(message), "", std::move(advice)};
}

// Without control characters, escape sequences and other things that do not show; a secret is an error.
Result<std::string> clean(std::string_view text, std::string_view what) {
  std::string out = sanitize_for_display(trim(text));
  if (trim(out).empty()) return refuse(fmt::format("{} is empty", what), "say it in a sentence");
  if (mask_secrets(out, "") != out)
    return refuse(fmt::format("{} holds what looks like a secret", what),
                  "leave it out, or write the variable's name in its place; nothing was written");
  return std::string(trim(out));
}

std::string on_a_line(std::string_view text) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view words = trim(line);
    if (words.empty()) continue;
    if (!out.empty()) out += ' ';
    out += words;
  }
  return out;
}

// Every run of backticks has its like.
bool code_is_closed(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '`') continue;
    std::size_t end = at;
    while (end < text.size() && text[end] == '`') ++end;
    const std::string run(text.substr(at, end - at));
    std::size_t close = text.find(run, end);
    while (close != std::string_view::npos && close + run.size() < text.size() && text[close + run.size()] == '`') {
      while (close < text.size() && text[close] == '`') ++close;
      close = text.find(run, close);
    }
    if (close == std::string_view::npos) return false;
    at = close + run.size() - 1;
  }
  return true;
}

bool has_html(std::string_view text) {
  bool code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') code = !code;
    if (!code && text[i] == '<' && i + 1 < text.size() &&
        (is_alpha(text[i + 1]) || text[i + 1] == '/' || text[i + 1] == '!'))
      return true;
  }
  return false;
}

// Whether the text would not be read as the words that it is.
bool reads_otherwise(std::string_view text) {
  if (!code_is_closed(text) || has_html(text)) return true;
  const std::string_view marks = "#>|~=[-+*";
  if (marks.find(text.front()) != std::string_view::npos) return !text.starts_with("**");
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  return digits > 0 && digits < 10 && digits + 1 < text.size() && (text[digits] == '.' || text[digits] == ')') &&
         text[digits + 1] == ' ';
}

std::string in_code(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string marks(longest + 1, '`');
  const bool pad = text.starts_with('`') || text.ends_with('`');
  return marks + (pad ? " " : "") + std::string(text) + (pad ? " " : "") + marks;
}

// A block whose fences are the first and the last line, and nowhere else.
bool is_whole_block(std::string_view text) {
  const auto lines = split(text, '\n');
  if (lines.size() < 3 || trim(lines.back()) != "```") return false;
  return std::none_of(lines.begin() + 1, lines.end() - 1, [](std::string_view line) {
    return trim(line).starts_with("```") || trim(line).starts_with("~~~");
  });
}

}  // namespace

Result<std::string> fit_title(std::string_view text, std::string_view what) {
  auto cleaned = clean(text, what);
  if (!cleaned) return cleaned.error();
  std::string out = on_a_line(*cleaned);
  while (!out.empty() && (out.front() == '#' || out.front() == ' ')) out.erase(0, 1);
  while (!out.empty() && (out.back() == '#' || out.back() == ' ' || out.back() == ':')) out.pop_back();
  if (out.size() > 1 && out.front() == '"' && out.back() == '"') out = out.substr(1, out.size() - 2);
  if (out.size() > kLongestTitle)
    return refuse(fmt::format("{} has {} bytes; at most {} are taken", what, out.size(), kLongestTitle),
                  "name the problem in a few words; the rest belongs into symptoms");
  if (std::none_of(out.begin(), out.end(), [](char c) { return is_alnum(c) || static_cast<unsigned char>(c) >= 0xc0; }))
    return refuse(fmt::format("{} has no word in it", what), "name the problem in a few words");
  if (!code_is_closed(out) || has_html(out)) out.erase(std::remove(out.begin(), out.end(), '`'), out.end());
  if (has_html(out)) {
    std::string escaped;
    for (const char c : out) escaped += c == '<' ? std::string("\\<") : std::string(1, c);
    out = escaped;
  }
  return out;
}

Result<std::string> fit_text(std::string_view text, std::string_view what) {
  auto cleaned = clean(text, what);
  if (!cleaned) return cleaned.error();
  if (cleaned->starts_with("```")) {
    if (!is_whole_block(*cleaned))
      return refuse(fmt::format("{} is a block of code that is not closed by ``` on a line of its own", what),
                    "one block an item, without another inside");
    if (cleaned->size() > kLongestCode)
      return refuse(fmt::format("{} has {} bytes of code; at most {} are taken", what, cleaned->size(), kLongestCode),
                    "keep the code in a script, and point to that");
    return cleaned;
  }
  const std::string line = on_a_line(*cleaned);
  if (line.size() > kLongestText)
    return refuse(fmt::format("{} has {} bytes; at most {} are taken", what, line.size(), kLongestText),
                  "shorten it: the telling lines of a log, one step an item");
  return reads_otherwise(line) ? in_code(line) : line;
}

Result<std::vector<std::string>> fit_texts(const std::vector<std::string>& texts, std::string_view what) {
  if (texts.size() > kMostTexts)
    return refuse(fmt::format("{} are {}; at most {} are taken", what, texts.size(), kMostTexts),
                  "keep the telling ones");
  std::vector<std::string> out;
  for (const std::string& text : texts) {
    auto fitting = fit_text(text, texts.size() == 1 ? std::string(what) : fmt::format("{} {}", what, out.size() + 1));
    if (!fitting) return fitting.error();
    out.push_back(std::move(*fitting));
  }
  return out;
}

}  // namespace fingerpost
