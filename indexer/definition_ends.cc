#include "indexer/definition_ends.h"

#include <algorithm>

#include "base/text.h"
#include "indexer/bracket_lines.h"

namespace fingerpost {
namespace {

bool is_script(std::string_view path) {
  const std::string_view extension = extension_of(path);
  static constexpr std::string_view kExtensions[] = {"js",  "mjs", "cjs", "jsx",    "ts",   "mts",
                                                     "cts", "tsx", "vue", "svelte", "astro"};
  return std::find(std::begin(kExtensions), std::end(kExtensions), extension) != std::end(kExtensions);
}

bool is_one_of(char c, std::string_view set) {
  return c != '\0' && set.find(c) != std::string_view::npos;
}

// The definitions that are open at a line, the outer ones first; each ends no later than those around it.
class Open {
 public:
  struct Definition {
    std::size_t place;
    int base;             // the depth or indentation outside of its body
    bool opened = false;  // its body began with a bracket at a line's end
  };

  explicit Open(std::vector<Place>& places) : places_(places) {}

  // A definition that begins at no deeper place than one that is open ends that one.
  void begin(std::size_t place, int base) {
    while (!stack_.empty() && stack_.back().base >= base) end(places_[place].line_start - 1);
    stack_.push_back({place, base});
  }
  void end(int line) {
    Place& place = places_[stack_.back().place];
    place.line_end = std::max(place.line_start, line);
    stack_.pop_back();
  }
  bool empty() const { return stack_.empty(); }
  Definition& innermost() { return stack_.back(); }

 private:
  std::vector<Place>& places_;
  std::vector<Definition> stack_;
};

// By brackets: a definition lasts as long as one is open that opened in it, and on while its statement plainly goes on.
void end_by_brackets(const std::vector<BracketLine>& lines, std::vector<Place>& places,
                     const std::vector<std::size_t>& open_places) {
  Open open(places);
  std::size_t next = 0;
  int last = 1;  // line with anything in it
  for (int n = 1; n <= static_cast<int>(lines.size()); ++n) {
    const BracketLine& line = lines[static_cast<std::size_t>(n - 1)];
    if (line.first != '\0') {
      const bool goes_on = is_one_of(line.first, "|&.?:=");
      while (!open.empty() && line.depth_before <= open.innermost().base) {
        const BracketLine& before = lines[static_cast<std::size_t>(last - 1)];
        const bool body_below = line.first == '{' && !is_one_of(before.last, ";},");
        if (goes_on || body_below || is_one_of(before.last, "=|&?:+.(>")) break;
        open.end(last);
      }
    }
    for (; next < open_places.size() && places[open_places[next]].line_start <= n; ++next)
      open.begin(open_places[next], line.base);
    // "}, next() {" ends one and begins another.
    while (!open.empty() && line.closes_with_comma && line.base <= open.innermost().base &&
           places[open.innermost().place].line_start < n)
      open.end(n);
    if (line.first != '\0') last = n;
  }
  while (!open.empty()) open.end(last);
}

bool is_closer(std::string_view line) {
  if (line.starts_with('}') || line.starts_with(')') || line.starts_with(']')) return true;
  return starts_with_ignoring_case(line, "end") && (line.size() == 3 || !is_alnum(line[3]));
}

// By indentation: a definition lasts until a line that is indented no deeper, and takes in a bracket or "end" that
// closes it there. One whose body opened with a bracket waits for that, past text at the margin.
void end_by_indentation(const Lines& lines, std::vector<Place>& places, const std::vector<std::size_t>& open_places) {
  Open open(places);
  std::size_t next = 0;
  int last = 1;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    const int indentation = indentation_of(lines.line(n));
    const bool opens = !line.empty() && is_one_of(line.back(), "{([");
    if (!line.empty()) {
      while (!open.empty() && indentation <= open.innermost().base) {
        Open::Definition& definition = open.innermost();
        if (is_closer(line) && indentation == definition.base) {
          if (opens)
            definition.opened = true;
          else
            open.end(n);
          break;
        }
        if (line.starts_with('{') && !definition.opened) {
          definition.opened = opens;
          break;
        }
        if (definition.opened) break;
        open.end(last);
      }
      last = n;
    }
    for (; next < open_places.size() && places[open_places[next]].line_start <= n; ++next) {
      open.begin(open_places[next], indentation);
      open.innermost().opened = opens;
    }
  }
  while (!open.empty()) open.end(last);
}

}  // namespace

void end_definitions(std::string_view path, std::string_view text, std::vector<Place>& places,
                     const std::vector<std::size_t>& open) {
  std::vector<std::size_t> in_order = open;
  std::stable_sort(in_order.begin(), in_order.end(),
                   [&](std::size_t a, std::size_t b) { return places[a].line_start < places[b].line_start; });
  if (is_script(path)) {
    if (const auto lines = bracket_lines(text)) return end_by_brackets(*lines, places, in_order);
  }
  end_by_indentation(Lines(text), places, in_order);
}

}  // namespace fingerpost
