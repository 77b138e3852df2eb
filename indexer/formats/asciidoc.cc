// AsciiDoc: sections, paragraphs, lists, labelled lists, tables, admonitions and delimited blocks.
#include <algorithm>
#include <string>
#include <utility>

#include "indexer/formats/asciidoc_table.h"
#include "indexer/formats/markdown_inline.h"
#include "indexer/formats/text_outline.h"

namespace fingerpost {
namespace {

// "----", "====", "|===", "--": what begins and ends a block; 0 for none, else the character that tells which.
char delimiter_of(std::string_view line) {
  line = trim(line);
  if (line.starts_with("|===") && line.find_first_not_of('=', 1) == std::string_view::npos) return '|';
  if (line == "--") return 'o';
  if (line.starts_with("```")) return '`';
  if (line.size() < 4 || std::string_view("-.=*_+/").find(line.front()) == std::string_view::npos) return 0;
  return line.find_first_not_of(line.front()) == std::string_view::npos ? line.front() : '\0';
}

// "NOTE", "TIP", … when the text begins with one; "" for none.
std::string_view admonition_in(std::string_view text) {
  for (std::string_view word : {"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
    if (text.starts_with(word)) return word;
  return {};
}

// "* x", "** x", ". x", ".. x", "- x", "1. x".
bool is_item(std::string_view line) {
  line = trim(line);
  if (is_list_item(line)) return true;
  if (line.empty() || (line.front() != '*' && line.front() != '.')) return false;
  const std::size_t marks = line.find_first_not_of(line.front());
  return marks != std::string_view::npos && marks <= 6 && line[marks] == ' ';
}

// Where the separator of "term:: text" stands; npos for none.
std::size_t label_end(std::string_view line) {
  line = line.substr(0, 200);
  for (std::size_t at = line.find("::"); at != std::string_view::npos; at = line.find("::", at + 1)) {
    const std::size_t behind = line.find_first_not_of(':', at);
    if (behind == std::string_view::npos || line[behind] == ' ') return at == 0 ? std::string_view::npos : at;
    at = behind;
  }
  return std::string_view::npos;
}

int heading_level(std::string_view line) {
  const std::size_t level = line.find_first_not_of('=');
  return level != std::string_view::npos && level > 0 && level <= 6 && line[level] == ' ' ? static_cast<int>(level) : 0;
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
  void blocks(int n, int end) {
    while (n < end) {
      if (outline_.blank(n)) {
        attributes_ = {};
        ++n;
      } else {
        n = block(n, end);
      }
    }
    attributes_ = {};
  }

  // Whether something else than a paragraph's next line begins at line n.
  bool begins_block(int n) const {
    const std::string_view bare = trim(lines_.line(n));
    return bare.empty() || bare == "+" || delimiter_of(bare) != 0 || is_item(bare) || is_attribute_line(bare) ||
           label_end(bare) != std::string_view::npos;
  }

  static bool is_attribute_line(std::string_view bare) {
    return bare.starts_with('[') && bare.ends_with(']') && !bare.starts_with("[[");
  }

  // Reads the block that begins at line n; returns the line behind it.
  int block(int n, int end) {
    const std::string_view bare = trim(lines_.line(n));
    if (const int level = heading_level(bare); level > 0 && outline_.depth() == 0) {
      outline_.heading(level, n, n, trim(bare.substr(static_cast<std::size_t>(level))));
      return n + 1;
    }
    if (const char mark = delimiter_of(bare); mark != 0) return delimited(n, end, mark);
    if (bare == "+" || is_attribute_line(bare)) {
      if (bare != "+") attributes_ = bare.substr(1, bare.size() - 2);
      outline_.note_end(n);
      return n + 1;
    }
    if (bare.size() > 1 && bare[0] == '.' && bare[1] != '.' && bare[1] != ' ') {  // a block's title
      title_ = bare.substr(1);
      title_line_ = n;
      outline_.note_end(n);
      return n + 1;
    }
    if (bare.starts_with("//")) {
      outline_.add(Kind::comment, n, n);
      return n + 1;
    }
    if (bare.front() == ':' && bare.find(": ", 1) != std::string_view::npos) {  // ":name: value"
      outline_.add(Kind::list_item, n, n, std::string(bare.substr(1, bare.find(": ", 1) - 1)));
      return n + 1;
    }
    if (is_item(bare)) return holder(n, end, lead_in_of(trim(bare.substr(bare.find(' ')))).label);
    if (const std::size_t at = label_end(bare); at != std::string_view::npos)
      return holder(n, end, clip(plain_text(bare.substr(0, at)), 120));
    return paragraph(n, end);
  }

  int paragraph(int n, int end) {
    int last = n;
    while (last + 1 < end && !begins_block(last + 1) &&
           !(outline_.depth() == 0 && heading_level(trim(lines_.line(last + 1))) > 0))
      ++last;
    const std::string_view bare = trim(lines_.line(n));
    std::string_view word = admonition_in(bare);
    if (!word.empty() && !bare.substr(word.size()).starts_with(": ")) word = {};
    if (word.empty()) word = admonition_in(attributes_);
    attributes_ = {};
    outline_.add(Kind::paragraph, n, last, std::string(word));
    return last + 1;
  }

  // A list item or a labelled one: its first paragraph, or when its label stands alone the one below, and what "+"
  // joins to it.
  int holder(int n, int end, std::string key) {
    attributes_ = {};
    int last = n;
    const bool alone = trim(lines_.line(n)).ends_with("::");
    if (alone)
      while (last + 1 < end && last < n + 2 && outline_.blank(last + 1)) ++last;
    if (alone && last + 1 < end && begins_block(last + 1)) last = n;
    const int text_begins = last;
    while (last + 1 < end && !begins_block(last + 1) && heading_level(trim(lines_.line(last + 1))) == 0) ++last;
    if (last == text_begins) last = n;
    if (last + 1 >= end || trim(lines_.line(last + 1)) != "+" || outline_.depth() >= TextOutline::kDeepest) {
      outline_.add(Kind::list_item, n, last, std::move(key));
      return last + 1;
    }
    outline_.enter(Kind::list_item, n, last, std::move(key));
    int next = last + 1;
    while (next < end && trim(lines_.line(next)) == "+") {
      ++next;
      while (next < end && is_attribute_line(trim(lines_.line(next)))) {
        const std::string_view bare = trim(lines_.line(next++));
        attributes_ = bare.substr(1, bare.size() - 2);
      }
      if (next < end && !outline_.blank(next)) next = joined(next, end);
    }
    outline_.leave(next - 1);
    return next;
  }

  // A block joined to an item; another item is not.
  int joined(int n, int end) {
    const char mark = delimiter_of(lines_.line(n));
    if (mark != 0) return delimited(n, end, mark);
    return begins_block(n) ? n : paragraph(n, end);
  }

  int delimited(int n, int end, char mark) {
    const std::string_view fence = mark == '`' ? std::string_view("```") : trim(lines_.line(n));
    const std::string_view attributes = std::exchange(attributes_, {});
    const std::string title(title_line_ != 0 && title_line_ + 2 >= n ? title_ : std::string_view());
    title_line_ = 0;
    int last = n + 1;
    while (last < end && trim(lines_.line(last)) != fence) ++last;
    const int behind = std::min(last + 1, end);
    const int body_last = std::min(last, end) - 1;
    if (mark == '|') {
      outline_.enter(Kind::table, n, n, plain_text(title));
      read_asciidoc_rows(n + 1, body_last, attributes, outline_);
      outline_.leave(behind - 1);
    } else if (mark == '-' || mark == '.' || mark == '`' || mark == '+') {
      outline_.add_code(n, behind - 1, n + 1, body_last,
                        mark == '`' ? trim(lines_.line(n)).substr(3) : language_in(attributes));
    } else if (mark == '/') {
      outline_.add(Kind::comment, n, behind - 1);
    } else if (outline_.depth() >= TextOutline::kDeepest) {
      outline_.add(Kind::paragraph, n, behind - 1);
    } else {
      const std::string_view word = admonition_in(attributes);
      outline_.enter(Kind::paragraph, n, n, word.empty() ? plain_text(title) : std::string(word));
      blocks(n + 1, body_last + 1);
      outline_.leave(behind - 1);
    }
    return behind;
  }

  // "source,yaml,linenums" → "yaml"
  static std::string_view language_in(std::string_view attributes) {
    if (!attributes.starts_with("source") && !attributes.starts_with(",")) return {};
    const std::size_t comma = attributes.find(',');
    if (comma == std::string_view::npos) return {};
    const std::string_view rest = attributes.substr(comma + 1);
    return trim(rest.substr(0, rest.find(',')));
  }

  TextOutline outline_;
  const Lines& lines_;
  std::string_view attributes_;  // of the block that comes next
  std::string_view title_;       // the same, with the line it is in; 0 for none
  int title_line_ = 0;
};

bool claims(std::string_view path) {
  return extension_of(path) == "adoc" || extension_of(path) == "asciidoc";
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  Reader(source, under, out).read();
}

}  // namespace

extern const Format asciidoc_format;
const Format asciidoc_format = {"asciidoc", claims, read, {}};

}  // namespace fingerpost
