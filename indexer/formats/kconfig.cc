// Kconfig, the configuration language of Linux, Zephyr, ESP-IDF and U-Boot
// (https://docs.kernel.org/kbuild/kconfig-language.html): an option with its prompt, default and help is one setting;
// menus, choices and what stands below an `if` hold others.
#include <string>
#include <vector>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

// "Kconfig", "Kconfig.debug", "Kconfig.projbuild"
bool claims(std::string_view path) {
  const std::string_view name = base_name(path);
  return name == "Kconfig" || name.starts_with("Kconfig.") || name == "Config.in" || extension_of(path) == "kconfig";
}

std::string_view first_word(std::string_view line) {
  return line.substr(0, line.find_first_of(" \t"));
}

// What stands between the first quotes; "" for none.
std::string_view quoted(std::string_view line) {
  const auto open = line.find('"');
  if (open == std::string_view::npos) return {};
  const auto close = line.find('"', open + 1);
  return close == std::string_view::npos ? std::string_view() : line.substr(open + 1, close - open - 1);
}

bool begins_entry(std::string_view word) {
  for (const std::string_view known : {"config", "menuconfig", "menu", "endmenu", "choice", "endchoice", "if", "endif",
                                       "source", "rsource", "osource", "orsource", "comment", "mainmenu"})
    if (word == known) return true;
  return false;
}

class Reader {
 public:
  Reader(const SourceText& source, std::int32_t under, Reading& out)
      : lines_(source.text), nesting_(static_cast<std::size_t>(source.limits.nesting)), out_(out) {
    open_.push_back(under);
  }

  void read() {
    for (int n = 1; n <= lines_.count();) {
      const std::string_view line = trim(lines_.line(n));
      const std::string_view word = first_word(line);
      if (!begins_entry(word)) {
        ++n;
        continue;
      }
      const int last = end_of_entry(n);
      if (word == "config" || word == "menuconfig")
        add_option(n, last, trim(line.substr(word.size())));
      else if (word == "menu" || word == "choice")
        enter(n, last, word == "menu" ? quoted(line) : prompt_below(n, last));
      else if (word == "endmenu" || word == "endchoice")
        leave(n);
      n = last + 1;
    }
    while (open_.size() > 1) leave(lines_.count());
  }

 private:
  // An entry lasts until the next one begins; empty lines at its end are none of it. A help text goes on as long as it
  // is indented, whatever its words are.
  int end_of_entry(int first) const {
    int last = first;
    int help = -1;  // the indentation of the word "help"
    for (int n = first + 1; n <= lines_.count(); ++n) {
      const std::string_view line = trim(lines_.line(n));
      if (line.empty()) continue;
      const int indent = indentation_of(lines_.line(n));
      if (help >= 0 && indent <= help) help = -1;
      if (help < 0 && (line.front() == '#' || begins_entry(first_word(line)))) break;
      if (help < 0 && (line == "help" || line == "---help---")) help = indent;
      last = n;
    }
    return last;
  }

  std::string_view prompt_below(int first, int last) const {
    for (int n = first; n <= last; ++n) {
      const std::string_view word = first_word(trim(lines_.line(n)));
      if (word == "prompt" || word == "bool" || word == "tristate") return quoted(lines_.line(n));
    }
    return {};
  }

  void add_option(int first, int last, std::string_view name) {
    if (name.empty()) return;
    Place place;
    place.role = Role::fallback;
    place.parent = open_.back();
    place.line_start = first;
    place.line_end = last;
    place.key = place.name = std::string(first_word(name));
    place.words = "CONFIG_" + place.key;  // as other files and code call it
    place.text = lines_.range(first, last);
    out_.add(std::move(place));
  }

  void enter(int first, int last, std::string_view title) {
    Place place;
    place.kind = Kind::section;
    place.parent = open_.back();
    place.line_start = first;
    place.line_end = last;
    place.key = std::string(title);
    place.text = lines_.range(first, last);
    const std::int32_t index = out_.add(std::move(place));
    // What nests too deep stays in what holds it, and ends with an "end" of its own.
    open_.push_back(open_.size() < nesting_ ? index : open_.back());
  }

  void leave(int line) {
    if (open_.size() < 2) return;
    Place& place = out_.places[static_cast<std::size_t>(open_.back())];
    if (open_.back() != open_.front()) place.line_end = std::max(place.line_end, line);
    open_.pop_back();
  }

  const Lines lines_;
  const std::size_t nesting_;
  Reading& out_;
  std::vector<std::int32_t> open_;
};

void read(const SourceText& source, std::int32_t under, Reading& out) {
  Reader(source, under, out).read();
}

}  // namespace

extern const Format kconfig_format;
const Format kconfig_format = {"kconfig", claims, read, {}};

}  // namespace fingerpost
