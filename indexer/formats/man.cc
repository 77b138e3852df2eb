// Manual pages in their source: man(7) and mdoc(7). Sections, tagged paragraphs (options) and paragraphs.
#include <algorithm>
#include <string>

#include "indexer/format.h"
#include "indexer/formats/text_outline.h"

namespace fingerpost {
namespace {

// "shopd.8", "shopd.1.in" without its ending, "shop.conf.5"
bool claims(std::string_view path) {
  const std::string_view extension = extension_of(path);
  if (extension == "man" || extension == "mdoc") return true;
  return extension.size() == 1 && extension.front() >= '1' && extension.front() <= '8' &&
         base_name(path).size() > extension.size() + 1;
}

// A page begins with its title; other files may end in a digit too (libshop.so.1, shop.log.1).
bool is_page(const Lines& lines) {
  constexpr int kLookedAt = 60;  // comments and macros may stand before it
  for (int n = 1; n <= std::min(lines.count(), kLookedAt); ++n)
    if (lines.line(n).starts_with(".TH ") || lines.line(n).starts_with(".Dd ") || lines.line(n).starts_with(".Dt "))
      return true;
  return false;
}

// The name of a line's macro: "SH" of ".SH NAME"; "" for text.
std::string_view macro_of(std::string_view line) {
  if (line.empty() || (line.front() != '.' && line.front() != '\'')) return {};
  line = trim(line.substr(1));
  return line.substr(0, line.find_first_of(" \t"));
}

// A line as it reads: without macros that only choose a font, escapes and quotes.
std::string plain(std::string_view line) {
  static constexpr std::string_view kFonts[] = {"B",  "I",  "BR", "BI", "IR", "IB", "RB", "RI", "Fl", "Ar",
                                                "Cm", "Nm", "Pa", "Ev", "Ic", "Li", "Sy", "Em", "Op", "Ns"};
  bool flag = false;
  if (const std::string_view macro = macro_of(line); !macro.empty()) {
    line = trim(trim(line.substr(1)).substr(macro.size()));
    flag = macro == "Fl";
  }
  std::string out = flag ? "-" : "";
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') continue;
    if (line[i] != '\\') {
      out += line[i];
      continue;
    }
    if (++i >= line.size()) break;
    if (line[i] == 'f') {  // \fB, \f(CW
      i += i + 1 < line.size() && line[i + 1] == '(' ? 3u : 1u;
    } else if (line[i] == '(') {  // \(bu
      i += 2;
    } else if (line[i] != '&' && line[i] != '/' && line[i] != ',' && line[i] != '|') {
      out += line[i];
    }
  }
  // Of mdoc's ".It Fl p Ar port" the names of its macros are no words.
  std::string said;
  for (const std::string_view word : split(out, ' ')) {
    const bool font = std::find(std::begin(kFonts), std::end(kFonts), word) != std::end(kFonts);
    if (word.empty() || (font && word != "B" && word != "I")) {
      if (word == "Fl") said += said.empty() ? "-" : " -";
      continue;
    }
    if (!said.empty() && !said.ends_with('-')) said += ' ';
    said += word;
  }
  return said;
}

bool among_macros(std::string_view macro, std::initializer_list<std::string_view> known) {
  return std::find(known.begin(), known.end(), macro) != known.end();
}

// Whether what was said before ends at a line with this macro.
bool ends_block(std::string_view macro) {
  return among_macros(macro, {"SH", "SS", "TP", "TQ", "IP", "PP", "P",  "LP", "HP", "Sh", "Ss",
                              "It", "Pp", "Bl", "El", "TH", "Dd", "Dt", "Os", "RS", "RE"});
}

void read(const SourceText& source, std::int32_t under, Reading& out) {
  TextOutline outline(source, under, out);
  const Lines& lines = outline.lines;
  if (!is_page(lines)) return;
  for (int n = 1; n <= lines.count();) {
    const std::string_view line = lines.line(n);
    const std::string_view macro = macro_of(line);
    if (trim(line).empty() || line.starts_with(".\\\"") || line.starts_with("'\\\"")) {
      ++n;
      continue;
    }
    if (among_macros(macro, {"SH", "Sh", "SS", "Ss"})) {
      // ".SH" alone takes its title from the next line.
      const bool below = trim(line.substr(1)).size() == macro.size() && n < lines.count();
      outline.heading(macro == "SH" || macro == "Sh" ? 1 : 2, n, below ? n + 1 : n,
                      below ? std::string(trim(lines.line(n + 1))) : plain(line));
      n += below ? 2 : 1;
      continue;
    }
    const bool tagged = among_macros(macro, {"TP", "TQ", "IP", "It"});
    if (!tagged && ends_block(macro)) {
      ++n;
      continue;
    }
    // The tag of .TP is its next line, that of .IP and .It is its own.
    const bool below = macro == "TP" || macro == "TQ";
    int last = std::min(below ? n + 1 : n, lines.count());
    std::string key = tagged ? plain(lines.line(last)) : std::string();
    while (last < lines.count() && !ends_block(macro_of(lines.line(last + 1))) &&
           !(!tagged && trim(lines.line(last + 1)).empty()))
      ++last;
    outline.add(tagged ? Kind::list_item : Kind::paragraph, n, last, clip(key, 120));
    n = last + 1;
  }
  outline.close_all();
}

}  // namespace

extern const Format man_format;
const Format man_format = {"man", claims, read, {}};

}  // namespace fingerpost
