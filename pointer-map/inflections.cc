#include "pointer-map/inflections.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace fingerpost {
namespace {

// A base, and behind it its forms.
constexpr std::string_view kWords[] = {
    "analysis analyses",
    "appendix appendices",
    "begin began begun",
    "bend bent",
    "bring brought",
    "build built",
    "burn burnt",
    "buy bought",
    "catch caught",
    "child children",
    "choose chose chosen",
    "come came",
    "criterion criteria",
    "deal dealt",
    "draw drawn drew",
    "drive driven drove",
    "eat eaten",
    "fall fallen",
    "fight fought",
    "flee fled",
    "forbid forbade",
    "forget forgot forgotten",
    "freeze froze frozen",
    "give gave given",
    "grow grew grown",
    "hang hung",
    "hear heard",
    "hide hidden",
    "hold held",
    "index indices",
    "keep kept",
    "know knew",
    "learn learnt",
    "lend lent",
    "lose lost",
    "matrix matrices",
    "mean meant",
    "meet met",
    "mislead misled",
    "mistake mistaken mistook",
    "outgrow outgrew outgrown",
    "override overridden overrode",
    "overtake overtaken overtook",
    "overwrite overwritten overwrote",
    "pay paid",
    "rebuild rebuilt",
    "redo redone",
    "redraw redrawn",
    "rerun reran",
    "resend resent",
    "rewind rewound",
    "rewrite rewritten rewrote",
    "ride ridden rode",
    "ring rang rung",
    "rise risen",
    "run ran",
    "say said",
    "schema schemata",
    "seek sought",
    "sell sold",
    "send sent",
    "shake shaken shook",
    "show shown",
    "shrink shrank shrunk",
    "sink sank sunk",
    "sleep slept",
    "slide slid",
    "speak spoken",
    "spell spelt",
    "spend spent",
    "spin spun",
    "stand stood",
    "steal stole stolen",
    "strike struck",
    "sweep swept",
    "swing swung",
    "take taken took",
    "teach taught",
    "think thought",
    "throw threw thrown",
    "undergo undergone underwent",
    "understand understood",
    "undo undid undone",
    "vertex vertices",
    "wear wore worn",
    "withdraw withdrawn withdrew",
    "withhold withheld",
    "withstand withstood",
    "write written wrote",
};

struct Inflection {
  std::string_view form;
  std::string_view base;
};

constexpr std::size_t count_forms() {
  std::size_t count = 0;
  for (const std::string_view words : kWords)
    count += static_cast<std::size_t>(std::count(words.begin(), words.end(), ' '));
  return count;
}

// Ascending by form.
constexpr auto kInflections = [] {
  std::array<Inflection, count_forms()> out;
  std::size_t at = 0;
  for (std::string_view words : kWords) {
    const std::string_view base = words.substr(0, words.find(' '));
    while (words.find(' ') != std::string_view::npos) {
      words.remove_prefix(words.find(' ') + 1);
      out[at++] = {words.substr(0, words.find(' ')), base};
    }
  }
  std::sort(out.begin(), out.end(), [](const Inflection& a, const Inflection& b) { return a.form < b.form; });
  return out;
}();

constexpr std::size_t kLongest =
    std::max_element(kInflections.begin(), kInflections.end(), [](const Inflection& a, const Inflection& b) {
      return a.form.size() < b.form.size();
    })->form.size();

}  // namespace

std::string_view base_form(std::string_view word) {
  if (word.size() > kLongest) return word;
  const auto found = std::lower_bound(kInflections.begin(), kInflections.end(), word,
                                      [](const Inflection& entry, std::string_view form) { return entry.form < form; });
  return found != kInflections.end() && found->form == word ? found->base : word;
}

}  // namespace fingerpost
