// Environment variables that nothing declares or reads, and defaults that are stated otherwise than they are set.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/secrets.h"
#include "pointer-map/spelling.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/names_in_files.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

// The variable that a span is: NAME, $NAME, NAME=value. "" for none.
std::string_view variable_in(std::string_view span) {
  if (span.starts_with("$")) span.remove_prefix(1);
  if (span.starts_with("{") && span.ends_with("}")) span = span.substr(1, span.size() - 2);
  const std::string_view name = span.substr(0, span.find('='));
  if (name.size() < 5 || name.size() > 80 || !contains(name, "_") || !is_upper(name.front()) || name.back() == '_')
    return {};
  return std::all_of(name.begin(), name.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; })
             ? name
             : std::string_view();
}

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
      const std::string_view name = variable_in(mention.text);
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

std::string_view bare(std::string_view text) {
  while (text.size() >= 2 && (text.front() == '`' || text.front() == '"' || text.front() == '\'') &&
         text.back() == text.front())
    text = trim(text.substr(1, text.size() - 2));
  return text;
}

void check_drift_default(Evidence& evidence, CheckFindings& out) {
  const Inventory& known = evidence.inventory();
  if (known.defaults.empty()) return;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    std::size_t column = std::string::npos;
    std::size_t name_column = 0;
    bool in_table = false;
    for (int n = 1; n <= document->lines().count(); ++n) {
      const std::string_view line = document->lines().line(n);
      const auto cells = written_cells(line);
      if (cells.empty() || document->is_code(n)) {
        in_table = false;
        continue;
      }
      if (!in_table) {
        in_table = true;
        column = std::string::npos;
        for (std::size_t i = 0; i < cells.size(); ++i) {
          const std::string head = to_lower(bare(cells[i].text));
          if (head == "default" || head == "default value" || head == "defaults" || head == "default (compose)")
            column = i;
          if (head == "variable" || head == "name" || head == "env" || head == "environment variable") name_column = i;
        }
        continue;
      }
      if (column >= cells.size() || name_column >= cells.size()) continue;
      const std::string_view name = variable_in(bare(cells[name_column].text));
      const std::string_view stated = bare(cells[column].text);
      if (name.empty() || stated.empty() || is_secret_name(name) || document->is_past_or_planned(n)) continue;
      if (stated.find_first_of(" <>`|*$(") != std::string_view::npos || stated == "-" || stated == "—" ||
          contains(stated, "…"))
        continue;
      const std::string lower = to_lower(stated);
      if (lower == "none" || lower == "unset" || lower == "null" || lower == "empty" || lower == "required" ||
          lower == "yes" || lower == "no" || lower == "n/a" || lower == "random" || lower == "auto" ||
          lower == "generated")
        continue;
      const auto place = known.defaults.find(name);
      if (place == known.defaults.end()) continue;
      // A fallback in a compose file decides before an example of an env file does.
      const Declared* decisive = nullptr;
      std::set<std::string> values;
      for (const Role role : {Role::fallback, Role::declared}) {
        for (const Declared& one : place->second)
          if (one.role == role) {
            if (decisive == nullptr) decisive = &one;
            values.insert(one.value);
          }
        if (decisive != nullptr) break;
      }
      if (decisive == nullptr || values.size() != 1 || equal_ignoring_case(*values.begin(), stated)) continue;
      if (is_placeholder(*values.begin()) && decisive->role == Role::declared) continue;
      // What code falls back to may be what is stated, and an example says nothing of what code falls back to.
      bool elsewhere = false;
      if (const auto places = known.variables.find(name); places != known.variables.end())
        for (const Declared& one : places->second) {
          elsewhere |= decisive->role == Role::declared && one.role == Role::read;
          auto file = evidence.live().read(one.path);
          if (file && one.line <= (*file)->lines->count() && contains((*file)->lines->line(one.line), stated))
            elsewhere = true;
        }
      if (elsewhere) continue;
      CheckFinding finding;
      finding.path = document->path();
      finding.line = n;
      finding.column = cells[column].column;
      finding.width = static_cast<int>(cells[column].text.size());
      finding.message = fmt::format("the default of {} is stated as '{}' and set to '{}'", name, clip(stated, 60),
                                    clip(mask_secrets(*values.begin(), "x"), 60));
      finding.other_path = decisive->path;
      finding.other_line = decisive->line;
      // An example's value need not be the default of the program.
      if (decisive->role == Role::declared) finding.severity = CheckLevel::info;
      if (mask_secrets(*values.begin(), "x") == *values.begin() && decisive->role == Role::fallback)
        finding.fix = Replacement{std::string(stated), *values.begin()};
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule unknown_variable_rule;
const Rule unknown_variable_rule = {"unknown-variable", CheckLevel::warning,
                                    "an environment variable is named that nothing declares or reads",
                                    check_unknown_variable};
extern const Rule drift_default_rule;
const Rule drift_default_rule = {"drift-default", CheckLevel::warning,
                                 "a variable's default is stated otherwise than it is set", check_drift_default};

}  // namespace fingerpost
