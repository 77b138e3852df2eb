// reStructuredText, AsciiDoc and plain text: headings, paragraphs and list items.
#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "indexer/format.h"
#include "indexer/formats/markdown_inline.h"

namespace fingerpost {
namespace {

// A line of at least three equal punctuation characters: what underlines a heading.
bool is_adornment(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && !is_alnum(line.front()) && static_cast<unsigned char>(line.front()) < 0x80 &&
         std::all_of(line.begin(), line.end(), [&](char c) { return c == line.front(); });
}

bool is_item(std::string_view line) {
  line = trim(line);
  if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') return true;
  std::size_t digits = 0;
  while (digits < line.size() && is_digit(line[digits])) ++digits;
  return digits > 0 && digits < 4 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
         line[digits + 1] == ' ';
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

// Of reStructuredText: what is indented below is code.
bool is_code_directive(std::string_view bare) {
  for (std::string_view directive : {".. code-block::", ".. code::", ".. sourcecode::", ".. parsed-literal::"})
    if (bare.starts_with(directive)) return true;
  return false;
}

std::string_view language_of(std::string_view directive) {
  return trim(directive.substr(directive.find("::") + 2));
}

class TextReader {
 public:
  TextReader(const SourceText& source, std::int32_t under, Reading& out, bool asciidoc)
      : lines_(source.text), out_(out), asciidoc_(asciidoc) {
    open_.push_back({0, under});
  }

  void read() {
    for (int n = 1; n <= lines_.count();) n = block(n);
    while (open_.size() > 1) close();
  }

 private:
  struct Open {
    int level;
    std::int32_t place;
  };

  // Reads the block that begins at line n; returns the line behind it.
  int block(int n) {
    const std::string_view line = lines_.line(n);
    const std::string_view bare = trim(line);
    if (bare.empty()) return n + 1;
    if (asciidoc_ && bare.front() == '=') {
      int level = 0;
      while (static_cast<std::size_t>(level) < bare.size() && bare[static_cast<std::size_t>(level)] == '=') ++level;
      if (static_cast<std::size_t>(level) < bare.size() && bare[static_cast<std::size_t>(level)] == ' ') {
        heading(level, n, n, trim(bare.substr(static_cast<std::size_t>(level))));
        return n + 1;
      }
    }
    if (!asciidoc_ && n + 1 <= lines_.count() && is_adornment(lines_.line(n + 1)) && !is_adornment(line) &&
        trim(lines_.line(n + 1)).size() + 2 >= bare.size()) {
      heading(level_of(trim(lines_.line(n + 1)).front(), false), n, n + 1, bare);
      return n + 2;
    }
    if (!asciidoc_ && is_adornment(line) && n + 2 <= lines_.count() && is_adornment(lines_.line(n + 2)) &&
        !trim(lines_.line(n + 1)).empty()) {
      heading(level_of(bare.front(), true), n, n + 2, trim(lines_.line(n + 1)));
      return n + 3;
    }
    if (!asciidoc_ && is_code_directive(bare)) return code(n, n + 1, indent_of(line), language_of(bare));
    int last = n;
    const bool item = is_item(bare);
    while (last < lines_.count() && !trim(lines_.line(last + 1)).empty() &&
           !(is_item(lines_.line(last + 1)) && (item || is_item(bare))) &&
           !(last + 2 <= lines_.count() && is_adornment(lines_.line(last + 2)) && !is_adornment(lines_.line(last + 1))))
      ++last;
    Place place;
    place.kind = item                                              ? Kind::list_item
                 : bare.starts_with("..") || bare.starts_with("|") ? Kind::code_block
                                                                   : Kind::paragraph;
    place.parent = open_.back().place;
    place.line_start = n;
    place.line_end = last;
    place.text = lines_.range(n, last);
    if (item)
      place.key = lead_in_of(trim(bare.substr(bare.find(' ')))).label;
    else if (bare.front() == ':' && bare.find(':', 1) != std::string_view::npos)
      place.key = std::string(bare.substr(1, bare.find(':', 1) - 1));  // a field list entry
    last_line_ = last;
    out_.add(std::move(place));
    if (!asciidoc_ && trim(lines_.line(last)).ends_with("::") && !bare.starts_with(".."))
      return code(0, last + 1, indent_of(line), {});
    return last + 1;
  }

  // Reads a literal block: what is indented deeper than `outside` from line `n` on. It begins with its directive, where
  // `directive` is a line. Returns the line behind it.
  int code(int directive, int n, std::size_t outside, std::string_view language) {
    int first = directive;
    int last = directive;
    int next = n;
    for (; next <= lines_.count(); ++next) {
      const std::string_view line = lines_.line(next);
      if (trim(line).empty()) continue;
      if (indent_of(line) <= outside) break;
      if (first == 0) first = next;
      last = next;
    }
    if (last == 0) return n;
    Place place;
    place.kind = Kind::code_block;
    place.parent = open_.back().place;
    place.line_start = first;
    place.line_end = last_line_ = last;
    place.key = std::string(language);
    place.text = lines_.range(first, last);
    out_.add(std::move(place));
    return last + 1;
  }

  // Adornments get their levels in the order in which they first appear (docutils' rule).
  int level_of(char mark, bool over) {
    const std::string style = std::string(1, mark) + (over ? "o" : "");
    const auto known = std::find(styles_.begin(), styles_.end(), style);
    if (known != styles_.end()) return static_cast<int>(known - styles_.begin()) + 1;
    styles_.push_back(style);
    return static_cast<int>(styles_.size());
  }

  void heading(int level, int first, int last, std::string_view title) {
    while (open_.size() > 1 && open_.back().level >= level) close();
    Place place;
    place.kind = Kind::section;
    place.parent = open_.back().place;
    place.line_start = first;
    place.line_end = last_line_ = last;
    place.key = plain_text(title);
    place.text = lines_.range(first, last);
    if (std::string variable = variable_named(title); !variable.empty()) {
      place.name = std::move(variable);
      place.role = Role::documented;
    }
    open_.push_back({level, out_.add(std::move(place))});
  }

  void close() {
    Place& place = out_.places[static_cast<std::size_t>(open_.back().place)];
    place.line_end = std::max(place.line_end, last_line_);
    open_.pop_back();
  }

  Lines lines_;
  Reading& out_;
  bool asciidoc_;
  std::vector<Open> open_;
  std::vector<std::string> styles_;
  int last_line_ = 0;
};

bool claims_rst(std::string_view path) {
  return extension_of(path) == "rst";
}
bool claims_asciidoc(std::string_view path) {
  return extension_of(path) == "adoc" || extension_of(path) == "asciidoc";
}
bool claims_text(std::string_view path) {
  const std::string_view extension = extension_of(path);
  if (extension == "txt" || extension == "text" || extension == "org") return true;
  const std::string_view name = base_name(path);
  for (std::string_view known :
       {"LICENSE", "NOTICE", "AUTHORS", "MAINTAINERS", "CHANGELOG", "VERSION", ".nvmrc", ".node-version",
        ".python-version", ".ruby-version", ".tool-versions", ".terraform-version", ".bazelversion", ".cursorrules"})
    if (name == known) return true;
  return false;
}

void read_rst(const SourceText& source, std::int32_t under, Reading& out) {
  TextReader(source, under, out, false).read();
}
void read_asciidoc(const SourceText& source, std::int32_t under, Reading& out) {
  TextReader(source, under, out, true).read();
}

}  // namespace

extern const Format restructuredtext_format;
const Format restructuredtext_format = {"restructuredtext", claims_rst, read_rst, {}};
extern const Format asciidoc_format;
const Format asciidoc_format = {"asciidoc", claims_asciidoc, read_asciidoc, {}};
extern const Format plain_text_format;
const Format plain_text_format = {"text", claims_text, read_rst, {}};

}  // namespace fingerpost
