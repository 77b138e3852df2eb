// Values that documents repeat from the configuration by themselves: right today, and wrong after the next change.
// Where the line says where the value stands it is a pointer with an example, which is left alone.
#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"
#include "upkeep/check/stated_values.h"

namespace fingerpost {
namespace {

// Whether a line speaks of what software does of itself, or shows an example, rather than of what is set here.
bool speaks_of_custom(std::string_view line) {
  const std::string lower = to_lower(line);
  for (std::string_view word :
       {"default", "commonly", "usually", "typically", "example", "e.g.", "requires", "required"})
    if (contains(lower, word)) return true;
  return false;
}

void add_copies(const std::vector<StatedValue>& stated, std::string_view kind, CheckFindings& out) {
  for (const StatedValue& one : stated) {
    // An address is there to be opened.
    if (!one.right || one.address || is_aside(one.place->path)) continue;
    const std::string_view line = one.document->lines().line(one.line);
    if (contains(line, base_name(one.place->path)) || speaks_of_custom(line)) continue;
    // "7 or newer", "from 6 to 7": what is needed, or what changes, and not what is set.
    const auto at = static_cast<std::size_t>(one.column) - 1;
    if (kind == "version" && is_bound(line.substr(0, at), line.substr(at + one.stated.size()))) continue;
    CheckFinding finding;
    finding.path = one.document->path();
    finding.line = one.line;
    finding.column = one.column;
    finding.width = static_cast<int>(one.stated.size());
    finding.message = fmt::format("the {} of {} is repeated here: {}", kind, one.of, one.stated);
    finding.advice = "point at where it is set";
    finding.other_path = one.place->path;
    finding.other_line = one.place->line;
    out.push_back(std::move(finding));
  }
}

void check_duplicate_value(Evidence& evidence, CheckFindings& out) {
  add_copies(stated_ports(evidence), "port", out);
  add_copies(stated_images(evidence), "version", out);
}

}  // namespace

extern const Rule duplicate_value_rule;
const Rule duplicate_value_rule = {
    "duplicate-value", CheckLevel::info,
    "a port or version that the configuration sets is repeated where a pointer should be", check_duplicate_value};

}  // namespace fingerpost
