// Drawings of a directory ("├── src/") with entries that are not there.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/paths.h"
#include "upkeep/check/rule.h"

namespace fingerpost {
namespace {

struct Drawn {
  int line = 1;
  int column = 1;
  std::size_t depth = 0;
  std::string_view name;
};

// The entry of a drawing's line: branches, the name, a comment.
bool read_entry(std::string_view line, int number, Drawn& out) {
  std::size_t branch = line.find("── ");
  std::size_t width = std::string_view("── ").size();
  if (branch == std::string_view::npos) {
    branch = line.find("-- ");
    width = 3;
    if (branch == std::string_view::npos || branch == 0 ||
        (line[branch - 1] != '|' && line[branch - 1] != '`' && line[branch - 1] != '+'))
      return false;
  }
  // Columns as they are seen: a character, not a byte.
  std::size_t columns = 0;
  for (std::size_t i = 0; i < branch; ++i) columns += (static_cast<unsigned char>(line[i]) & 0xC0) != 0x80;
  out.depth = columns;
  std::string_view rest = line.substr(branch + width);
  while (rest.starts_with(" ")) rest.remove_prefix(1);
  out.name = rest.substr(0, rest.find_first_of(" \t#(,"));
  out.line = number;
  out.column = static_cast<int>(rest.data() - line.data()) + 1;
  return !out.name.empty();
}

bool is_shown(std::string_view name) {
  return name.find_first_of("<>{}*[]$…") == std::string_view::npos && !contains(name, "...") && name != "." &&
         name != "..";
}

void check_drawing(Evidence& evidence, const CheckedDocument& document, std::string_view head,
                   const std::vector<Drawn>& drawn, CheckFindings& out) {
  const Tree& tree = evidence.tree();
  // Whole paths below the drawing's root.
  std::vector<std::string> paths;
  std::vector<std::pair<std::size_t, std::string>> open;
  for (const Drawn& one : drawn) {
    while (!open.empty() && open.back().first >= one.depth) open.pop_back();
    std::string name(one.name);
    while (name.ends_with("/")) name.pop_back();
    paths.push_back(open.empty() ? name : open.back().second + "/" + name);
    open.emplace_back(one.depth, paths.back());
  }
  // Where it is rooted: what its first line names, the document's directory or one above.
  while (head.ends_with("/")) head.remove_suffix(1);
  while (head.starts_with("./")) head.remove_prefix(2);
  std::vector<std::string> bases;
  for (std::string_view above = directory_of(document.path());; above = directory_of(above)) {
    if (!head.empty() && head != ".")
      bases.push_back(above.empty() ? std::string(head) : std::string(above) + "/" + std::string(head));
    bases.emplace_back(above);
    if (above.empty()) break;
  }
  std::string base;
  std::size_t most = 0;
  for (const std::string& one : bases) {
    std::size_t there = 0;
    for (const std::string& path : paths) there += tree.has(one.empty() ? path : one + "/" + path);
    if (there > most) {
      most = there;
      base = one;
    }
  }
  // Most of it must be there to be a drawing of this tree.
  if (paths.size() < 3 || most * 4 < paths.size() * 3) return;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string whole = base.empty() ? paths[i] : base + "/" + paths[i];
    if (tree.has(whole) || !is_shown(paths[i]) || tree.is_made(whole)) continue;
    // Below what is missing everything is.
    const std::string_view parent = directory_of(paths[i]);
    if (!parent.empty() && !tree.has_directory(base.empty() ? std::string(parent) : base + "/" + std::string(parent)))
      continue;
    if (document.is_past_or_planned(drawn[i].line) ||
        contains(to_lower(document.lines().line(drawn[i].line)), "generated") ||
        contains(to_lower(document.lines().line(drawn[i].line)), "optional"))
      continue;
    CheckFinding finding;
    finding.path = document.path();
    finding.line = drawn[i].line;
    finding.column = drawn[i].column;
    finding.width = static_cast<int>(drawn[i].name.size());
    finding.message = fmt::format("the drawing shows '{}', which does not exist", clip(whole, 160));
    finding.about = whole;
    const LikelyPlace likely = likely_place(evidence, whole);
    if (!likely.path.empty())
      finding.advice = fmt::format("'{}'? ({})", likely.path, likely.reason);
    else
      finding.advice = likely.reason;
    if (likely.sure && directory_of(likely.path) == directory_of(whole))
      finding.fix = Replacement{std::string(base_name(whole)), std::string(base_name(likely.path))};
    out.push_back(std::move(finding));
  }
}

void check_drift_tree(Evidence& evidence, CheckFindings& out) {
  if (evidence.tree().cut()) return;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical() || (!contains(document->text(), "── ") && !contains(document->text(), "|-- ")))
      continue;
    std::vector<Drawn> drawn;
    std::string_view head;
    for (int n = 1; n <= document->lines().count() + 1; ++n) {
      Drawn one;
      const std::string_view line = n <= document->lines().count() ? document->lines().line(n) : std::string_view();
      if (n <= document->lines().count() && document->is_code(n) && read_entry(line, n, one)) {
        if (drawn.empty() && n > 1) {
          head = trim(document->lines().line(n - 1));
          head = head.substr(0, head.find_first_of(" \t#"));
          if (head.starts_with("```") || head.starts_with("~~~")) head = {};
        }
        drawn.push_back(one);
        continue;
      }
      // A line of branches alone parts groups.
      const bool gap = !drawn.empty() && contains(line, "│") && trim(line).size() <= 12;
      if (!gap && !drawn.empty()) {
        if (!document->is_past_or_planned(drawn.front().line)) check_drawing(evidence, *document, head, drawn, out);
        drawn.clear();
      }
    }
  }
}

}  // namespace

extern const Rule drift_tree_rule;
const Rule drift_tree_rule = {"drift-tree", CheckLevel::warning, "a drawing of directories shows what is not there",
                              check_drift_tree};

}  // namespace fingerpost
