// Ports and versions that documents state and that the configuration has otherwise.
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"
#include "upkeep/check/stated_values.h"

namespace fingerpost {
namespace {

// `kind`: what stands before the value in the message, "port " or "".
CheckFinding drifted(const StatedValue& one, std::string_view kind) {
  CheckFinding out;
  out.path = one.document->path();
  out.line = one.line;
  out.column = one.column;
  out.width = static_cast<int>(one.stated.size());
  const std::string set = join(one.set, ", ");
  out.message = kind.empty()
                    ? fmt::format("{} {} is not what the configuration says: {}", one.of, one.stated, set)
                    : fmt::format("{}{} of {} is not what the configuration says: {}", kind, one.stated, one.of, set);
  out.other_path = one.place->path;
  out.other_line = one.place->line;
  return out;
}

void check_drift_port(Evidence& evidence, CheckFindings& out) {
  for (const StatedValue& one : stated_ports(evidence)) {
    if (one.right) continue;
    CheckFinding finding = drifted(one, "port ");
    if (one.set.size() == 1) finding.fix = Replacement{one.stated, one.set.front()};
    out.push_back(std::move(finding));
  }
}

void check_drift_image(Evidence& evidence, CheckFindings& out) {
  for (const StatedValue& one : stated_images(evidence)) {
    if (one.right) continue;
    CheckFinding finding = drifted(one, "");
    if (one.set.size() == 1 && !one.spoken) finding.fix = Replacement{one.stated, one.set.front()};
    out.push_back(std::move(finding));
  }
}

void check_drift_toolchain(Evidence& evidence, CheckFindings& out) {
  struct Spoken {
    std::string_view tool;
    std::string_view name;
  };
  static constexpr Spoken kSpoken[] = {{"node", "Node.js"}, {"node", "Node"}, {"node", "NodeJS"}, {"python", "Python"},
                                       {"go", "Go"},        {"go", "Golang"}, {"ruby", "Ruby"}};
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (int n = 1; n <= document->lines().count(); ++n) {
      if (document->is_code(n) || document->is_comment(n)) continue;
      const std::string_view line = document->lines().line(n);
      for (const Spoken& spoken : kSpoken) {
        const auto known = evidence.inventory().toolchains.find(spoken.tool);
        if (known == evidence.inventory().toolchains.end()) continue;
        std::set<std::string> versions;
        for (const Declared& one : known->second) versions.insert(std::string(version_at(one.value)));
        const auto at = line.find(spoken.name);
        if (versions.size() != 1 || at == std::string_view::npos ||
            (at > 0 && (is_alnum(line[at - 1]) || line[at - 1] == '-' || line[at - 1] == '/')))
          continue;
        std::size_t begin = at + spoken.name.size();
        if (begin >= line.size() || line[begin] != ' ') continue;
        ++begin;
        if (begin < line.size() && line[begin] == 'v') ++begin;
        const std::string_view stated = version_at(line.substr(begin));
        const std::string_view behind = stated.empty() ? std::string_view() : line.substr(begin + stated.size());
        if (stated.empty() || (!behind.empty() && (is_alnum(behind.front()) || behind.front() == '%')) ||
            is_bound(line.substr(0, at), behind) || versions_agree(stated, *versions.begin()) ||
            document->is_past_or_planned(n))
          continue;
        out.push_back(drifted({document.get(),
                               n,
                               static_cast<int>(begin) + 1,
                               std::string(stated),
                               std::string(spoken.name),
                               {*versions.begin()},
                               &known->second.front()},
                              ""));
        break;
      }
    }
  }
}

}  // namespace

extern const Rule drift_port_rule;
const Rule drift_port_rule = {"drift-port", CheckLevel::warning, "a port is stated that the service does not have",
                              check_drift_port};
extern const Rule drift_image_rule;
const Rule drift_image_rule = {"drift-image", CheckLevel::warning, "an image's version is stated that is not used",
                               check_drift_image};
extern const Rule drift_toolchain_rule;
const Rule drift_toolchain_rule = {"drift-toolchain", CheckLevel::warning,
                                   "a language's version is stated that is not the one set", check_drift_toolchain};

}  // namespace fingerpost
