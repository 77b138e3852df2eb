// Environment variables that documents name and that nothing declares or reads.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/names_in_files.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

struct Mentioned {
  const CheckedDocument* document;
  const Mention* mention;
  std::string_view name;
};

// The prefixes of variables that are other software's: of tools and libraries that read them by themselves, and of an
// image which runs here (K6_ with grafana/k6). An owner of the same name makes the image likely this repository's own.
std::set<std::string> foreign_families(const Inventory& inventory) {
  std::set<std::string> out = {"aws_",    "otel_",   "google_",     "azure_",  "docker_",  "compose_", "buildkit_",
                               "github_", "gitlab_", "runner_",     "node_",   "npm_",     "yarn_",    "pnpm_",
                               "python_", "pip_",    "uv_",         "poetry_", "cargo_",   "rust_",    "git_",
                               "ssh_",    "kube_",   "kubernetes_", "helm_",   "ansible_", "tf_",      "jaeger_",
                               "xdg_",    "lc_",     "java_",       "maven_",  "gradle_",  "bundle_"};
  for (const Declared& image : inventory.images) {
    const std::string name = to_lower(std::string_view(image.value).substr(0, image.value.find_first_of(":@")));
    const std::string_view last = base_name(name);
    const std::string_view owner = base_name(directory_of(name));
    if (owner != last) out.insert(std::string(last.substr(0, last.find_first_of("-_."))) + "_");
  }
  return out;
}

void check_unknown_variable(Evidence& evidence, CheckFindings& out) {
  const Inventory& known = evidence.inventory();
  std::map<std::string, std::pair<int, int>>
      families;  // prefix → known names, names that documents mention and are known
  for (const auto& [name, places] : known.variables)
    if (contains(name, "_")) ++families[name_prefix(name)].first;
  for (const std::string& prefix : foreign_families(known)) {
    std::string upper = prefix;
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    families.erase(upper);
  }
  std::vector<Mentioned> mentions;
  std::set<std::string> wanted;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (const Mention& mention : document->mentions()) {
      if (mention.kind != Mention::Kind::span) continue;
      const std::string_view name = variable_in_span(mention.text);
      if (name.empty() || known.variables.contains(name)) continue;
      const auto family = families.find(name_prefix(name));
      if (family == families.end() || family->second.first < 3 || document->is_past_or_planned(mention.line)) continue;
      mentions.push_back({document.get(), &mention, name});
      wanted.emplace(name);
    }
  }
  if (wanted.empty()) return;
  const std::set<std::string> asked = wanted;
  take_out_named(evidence, wanted);
  std::map<std::string, int> lost;  // by prefix
  for (const std::string& name : wanted) ++lost[name_prefix(name)];
  std::vector<std::string> lower;
  for (const auto& [name, places] : known.variables) lower.push_back(to_lower(name));
  std::sort(lower.begin(), lower.end());
  for (const Mentioned& one : mentions) {
    const std::string name(one.name);
    if (!wanted.contains(name)) continue;
    // A family most of which is not here is read by something that is not here.
    const std::string prefix = name_prefix(name);
    if (lost[prefix] > 1 && lost[prefix] * 4 > families[prefix].first) continue;
    CheckFinding finding;
    finding.path = one.document->path();
    finding.line = one.mention->line;
    finding.column = one.mention->column + static_cast<int>(one.name.data() - one.mention->text.data());
    finding.width = static_cast<int>(name.size());
    finding.message = fmt::format("nothing declares or reads the variable '{}'", name);
    if (const auto near = spellings_of(to_lower(name), lower, 1); !near.empty()) {
      std::string right;
      for (char c : near.front().word) right += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      finding.advice = fmt::format("'{}'?", right);
    }
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule unknown_variable_rule;
const Rule unknown_variable_rule = {"unknown-variable", CheckLevel::warning,
                                    "an environment variable is named that nothing declares or reads",
                                    check_unknown_variable};

}  // namespace fingerpost
