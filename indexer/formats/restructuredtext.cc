// reStructuredText: sections, paragraphs, lists of every sort, tables, admonitions and other directives, code.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "indexer/formats/heading_styles.h"
#include "indexer/formats/markdown_inline.h"
#include "indexer/formats/restructuredtext_table.h"
#include "indexer/formats/text_outline.h"

namespace fingerpost {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 9> kAdmonitions = {"attention", "caution", "danger", "error",  "hint",
                                                          "important", "note",    "tip",    "warning"};
constexpr std::array<std::string_view, 5> kCode = {"code-block", "code", "sourcecode", "parsed-literal", "prompt"};
// Directives whose body is no text to read on.
constexpr std::array<std::string_view, 9> kOpaque = {"toctree",  "image", "figure",   "include",  "math",
                                                     "contents", "raw",   "graphviz", "highlight"};

// ":name: value" → its name; "" for none. A role (":ref:`x`") is not one.
std::string_view field_name(std::string_view line) {
  line = trim(line);
  if (line.size() < 3 || line.front() != ':' || line[1] == ':' || is_space(line[1])) return {};
  const std::size_t colon = line.find(':', 1);
  if (colon == std::string_view::npos || colon > 80) return {};
  if (colon + 1 < line.size() && line[colon + 1] != ' ') return {};
  return line.substr(1, colon - 1);
}

struct Directive {
  std::string_view name;
  std::string_view argument;
};

// ".. name:: argument"; an empty name for a comment, a target or anything else.
Directive directive_in(std::string_view line) {
  line = trim(line);
  if (!line.starts_with(".. ")) return {};
  line = trim(line.substr(3));
  const std::size_t colons = line.find("::");
  if (colons == std::string_view::npos || colons == 0) return {};
  const std::string_view name = line.substr(0, colons);
  const bool word =
      std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == ':'; });
  return word ? Directive{name, trim(line.substr(colons + 2))} : Directive{};
}

class Reader {
 public:
  Reader(const SourceText& source, std::int32_t under, Reading& out)
      : outline_(source, under, out), lines_(outline_.lines) {}

  void read() {
    blocks(1, lines_.count() + 1);
    outline_.close_all();
  }

 private:
  // The blocks from line n to the line before `end`.
  void blocks(int n, int end) {
    while (n < end) n = outline_.blank(n) ? n + 1 : block(n, end);
  }

  // Lines behind n that are blank or deeper than it: the line behind the last one with text.
  int behind_body(int n, int end, int margin) const {
    int behind = n + 1;
    for (int i = n + 1; i < end; ++i) {
      if (outline_.blank(i)) continue;
      if (indentation_of(lines_.line(i)) <= margin) break;
      behind = i + 1;
    }
    return behind;
  }

  // Reads the block that begins at line n; returns the line behind it.
  int block(int n, int end) {
    const std::string_view bare = trim(lines_.line(n));
    if (outline_.depth() == 0) {
      if (const int behind = styles_.read_heading(n, end - 1, outline_); behind != 0) return behind;
    }
    if (outline_.depth() < TextOutline::kDeepest) {
      if (const int behind = read_grid_table(n, end, outline_); behind != 0) return behind;
      if (const int behind = read_simple_table(n, end, outline_); behind != 0) return behind;
      if (bare.starts_with(".. ") || bare == "..") return explicit_markup(n, end);
      if (!field_name(bare).empty()) return holder(n, end, std::string(field_name(bare)));
      if (is_list_item(bare)) return holder(n, end, lead_in_of(trim(bare.substr(bare.find(' ')))).label);
      if (n + 1 < end && !outline_.blank(n + 1) &&
          indentation_of(lines_.line(n + 1)) > indentation_of(lines_.line(n)) && !bare.ends_with("::"))
        return holder(n, end, term_of(bare));
    }
    return paragraph(n, end);
  }

  static std::string term_of(std::string_view line) {
    return clip(plain_text(trim(line.substr(0, line.find(" : ")))), 120);
  }

  int paragraph(int n, int end) {
    int last = n;
    while (last + 1 < end && !outline_.blank(last + 1) &&
           !(outline_.depth() == 0 && HeadingStyles::is_heading_at(last + 1, lines_)))
      ++last;
    const std::string_view text = trim(lines_.line(last));
    if (text != "::") outline_.add(trim(lines_.line(n)).front() == '|' ? Kind::code_block : Kind::paragraph, n, last);
    if (!text.ends_with("::")) return last + 1;
    // "Like this::" announces code.
    int first = last + 1;
    while (first < end && outline_.blank(first)) ++first;
    const int behind = behind_body(last, end, indentation_of(lines_.line(n)));
    if (first >= behind) return last + 1;
    outline_.add_code(first, behind - 1, first, behind - 1, "");
    return behind;
  }

  // A list item, a field or a term: its first paragraph is its own text, the rest is read below it.
  int holder(int n, int end, std::string key) {
    const int margin = indentation_of(lines_.line(n));
    const int behind = behind_body(n, end, margin);
    const std::string_view bare = trim(lines_.line(n));
    const bool item = is_list_item(bare);
    int last = n;
    while (last + 1 < end && !outline_.blank(last + 1) && !begins_block(last + 1) &&
           (last + 1 < behind || (item && !HeadingStyles::is_heading_at(last + 1, lines_))))
      ++last;
    outline_.enter(Kind::list_item, n, last, std::move(key));
    blocks(last + 1, behind);
    const int after = std::max(behind, last + 1);
    outline_.leave(after - 1);
    return after;
  }

  bool begins_block(int n) const {
    const std::string_view bare = trim(lines_.line(n));
    return is_list_item(bare) || bare.starts_with(".. ") || !field_name(bare).empty();
  }

  int explicit_markup(int n, int end) {
    const int behind = behind_body(n, end, indentation_of(lines_.line(n)));
    const Directive directive = directive_in(lines_.line(n));
    // Options, then a blank line, then the body.
    int body = n + 1;
    int headers = 0;
    if (!directive.name.empty()) {
      for (; body < behind && !field_name(lines_.line(body)).empty(); ++body) {
        const std::string_view option = trim(lines_.line(body));
        if (option.starts_with(":header-rows:")) {
          const std::string_view count = trim(option.substr(13));
          std::from_chars(count.data(), count.data() + count.size(), headers);
        }
      }
    }
    int first = body;
    while (first < behind && outline_.blank(first)) ++first;
    if (directive.name.empty() || is_one_of(directive.name, kOpaque)) {
      outline_.add(directive.name.empty() ? Kind::comment : Kind::code_block, n, behind - 1);
    } else if (is_one_of(directive.name, kCode)) {
      outline_.add_code(n, behind - 1, first, behind - 1, directive.argument);
    } else if (directive.name == "list-table" || directive.name == "csv-table") {
      outline_.enter(Kind::table, n, n, plain_text(directive.argument));
      directive.name == "list-table" ? read_list_rows(first, behind - 1, headers, outline_)
                                     : read_csv_rows(first, behind - 1, headers, outline_);
      outline_.leave(behind - 1);
    } else {
      described(n, first, behind, directive);
    }
    return behind;
  }

  // An admonition by what it is, everything else by its argument (a setting, a variable, a title).
  void described(int n, int first, int behind, const Directive& directive) {
    std::string key;
    int text_last = n;
    if (is_one_of(directive.name, kAdmonitions)) {
      for (const char c : directive.name) key += static_cast<char>(c - 'a' + 'A');
      // Its own text is its first paragraph, which may begin on its first line.
      if (directive.argument.empty()) text_last = std::max(n, first - 1);
      while (text_last + 1 < behind && !outline_.blank(text_last + 1) && !begins_block(text_last + 1)) ++text_last;
    } else {
      key = clip(plain_text(directive.argument), 120);
      text_last = std::max(n, std::min(first, behind) - 1);
      while (text_last > n && outline_.blank(text_last)) --text_last;
    }
    outline_.enter(Kind::paragraph, n, text_last, std::move(key));
    blocks(text_last + 1, behind);
    outline_.leave(behind - 1);
  }

  TextOutline outline_;
  const Lines& lines_;
  HeadingStyles styles_;
};

bool claims(std::string_view path) {
  return extension_of(path) == "rst";
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  Reader(source, under, out).read();
}

}  // namespace

extern const Format restructuredtext_format;
const Format restructuredtext_format = {"restructuredtext", claims, read, {}};

}  // namespace fingerpost
