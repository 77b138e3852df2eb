#include "probes/env/env_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "base/text.h"
#include "pointer-map/credential.h"

namespace fingerpost {

// One line a rule: declare it here, and list it below in the order shown.
void check_missing(const EnvWorld&, EnvReport&);  // contract.cc
void check_empty(const EnvWorld&, EnvReport&);
void check_unused(const EnvWorld&, EnvReport&);
void check_undocumented(const EnvWorld&, EnvReport&);
void check_read_by_nothing(const EnvWorld&, EnvReport&);
void check_shadowed(const EnvWorld&, EnvReport&);
void check_duplicate(const EnvWorld&, EnvReport&);  // spelling.cc
void check_syntax(const EnvWorld&, EnvReport&);
void check_spaces(const EnvWorld&, EnvReport&);
void check_letter_case(const EnvWorld&, EnvReport&);
void check_line_ends(const EnvWorld&, EnvReport&);
void check_encoding(const EnvWorld&, EnvReport&);
void check_quotes(const EnvWorld&, EnvReport&);  // quoting.cc
void check_readers(const EnvWorld&, EnvReport&);
void check_url(const EnvWorld&, EnvReport&);  // urls.cc
void check_url_encoding(const EnvWorld&, EnvReport&);
void check_transport(const EnvWorld&, EnvReport&);
void check_weak_secret(const EnvWorld&, EnvReport&);  // secret_strength.cc
void check_repeated_secret(const EnvWorld&, EnvReport&);
void check_example_secret(const EnvWorld&, EnvReport&);
void check_reused_secret(const EnvWorld&, EnvReport&);  // environments.cc
void check_production_locally(const EnvWorld&, EnvReport&);
void check_local_in_production(const EnvWorld&, EnvReport&);
void check_mode(const EnvWorld&, EnvReport&);
void check_parity(const EnvWorld&, EnvReport&);
void check_compose_agreement(const EnvWorld&, EnvReport&);  // compose_agreement.cc
void check_compose_references(const EnvWorld&, EnvReport&);
void check_port_agreement(const EnvWorld&, EnvReport&);
void check_file_safety(const EnvWorld&, EnvReport&);  // file_safety.cc
void check_type(const EnvWorld&, EnvReport&);         // types.cc
void check_region(const EnvWorld&, EnvReport&);

static constexpr std::array kRules = {
    EnvRule{"E01", "missing", "every variable that is needed is there", check_missing},
    EnvRule{"E02", "empty", "no variable that is needed is empty", check_empty},
    EnvRule{"E03", "unused", "every variable is used somewhere", check_unused},
    EnvRule{"E04", "undocumented", "the example names every variable that code and compose read", check_undocumented},
    EnvRule{"E04", "unread", "everything that the example names is read somewhere", check_read_by_nothing},
    EnvRule{"E05", "duplicate", "no variable is set twice in a file", check_duplicate},
    EnvRule{"E05", "shadowed", "no file hides another's value", check_shadowed},
    EnvRule{"E06", "syntax", "every line is a comment or NAME=value", check_syntax},
    EnvRule{"E06", "spaces", "no stray spaces", check_spaces},
    EnvRule{"E06", "letter-case", "names are in capitals", check_letter_case},
    EnvRule{"E06", "line-ends", "lines end with LF", check_line_ends},
    EnvRule{"E06", "encoding", "plain UTF-8", check_encoding},
    EnvRule{"E07", "quotes", "quotes are closed", check_quotes},
    EnvRule{"E07", "readers", "Node.js, Python, Compose and the shell read the same values", check_readers},
    EnvRule{"E08", "url", "URLs are well formed", check_url},
    EnvRule{"E09", "url-encoding", "users and passwords in URLs are encoded", check_url_encoding},
    EnvRule{"E10", "transport", "TLS where the network is shared", check_transport},
    EnvRule{"E11", "weak-secret", "secrets are strong enough for where they are used", check_weak_secret},
    EnvRule{"E11", "repeated-secret", "no secret serves two purposes", check_repeated_secret},
    EnvRule{"E11", "example-secret", "the example holds no real secret", check_example_secret},
    EnvRule{"E12", "reused-secret", "environments share no secret", check_reused_secret},
    EnvRule{"E12", "production-locally", "no production value on a developer's machine", check_production_locally},
    EnvRule{"E12", "local-in-production", "no developer's value in production", check_local_in_production},
    EnvRule{"E12", "mode", "modes fit the file's environment", check_mode},
    EnvRule{"E12", "parity", "deployed environments set the same variables", check_parity},
    EnvRule{"E13", "compose-agreement", "env files and compose agree on ports, names and credentials",
            check_compose_agreement},
    EnvRule{"E13", "compose-references", "compose finds every variable that it refers to", check_compose_references},
    EnvRule{"E14", "port-agreement", "local URLs name ports that something here claims", check_port_agreement},
    EnvRule{"E15", "file-safety", "git, permissions and links keep the files to their owner", check_file_safety},
    EnvRule{"E16", "type", "values have the type that their names promise", check_type},
    EnvRule{"E17", "region", "hosts lie in the application's region", check_region},
};

std::span<const EnvRule> env_rules() {
  return kRules;
}

void EnvReport::add(Status status, Written at, std::string seen, std::string advice) {
  findings.push_back({rule_, status, std::move(at), {}, std::move(seen), std::move(advice)});
}

void EnvReport::add(Status status, const EnvFile& file, const EnvEntry& entry, std::string_view what,
                    std::string advice) {
  const std::string key = shown_name(entry.name);
  findings.push_back(
      {rule_, status, {file.path, entry.line}, key, fmt::format("{} - {}", key, what), std::move(advice)});
}

void EnvReport::skip(std::string why) {
  findings.push_back({rule_, Status::skip, {}, {}, std::move(why), {}});
}

std::string shown_name(std::string_view name) {
  bool upper = false;
  bool lower = false;
  bool digit = false;
  bool joined = false;
  for (const char c : name) {
    upper = upper || is_upper(c);
    lower = lower || (is_alpha(c) && !is_upper(c));
    digit = digit || is_digit(c);
    joined = joined || c == '_';
  }
  if (name.size() > 64 || is_credential(name) || (upper && lower && digit && !joined))
    return fmt::format("(a name of {} characters)", name.size());
  return std::string(name);
}

// Rules compare entries with each other: more of them than anybody writes would cost a square.
static constexpr std::size_t kMostEntries = 3000;

std::vector<EnvFinding> check_env(const EnvWorld& world) {
  EnvReport report;
  std::size_t entries = 0;
  for (const auto* files : {&world.files, &world.examples})
    for (const EnvFile* file : *files) {
      entries += file->entries.size();
      if (entries <= kMostEntries) continue;
      report.begin("syntax");
      report.add(Status::fail, {file->path, 1}, fmt::format("more than {} variables: not looked at", kMostEntries),
                 "split the file, or remove what is not needed");
      return std::move(report.findings);
    }
  for (const EnvRule& rule : kRules) {
    const std::size_t before = report.findings.size();
    report.begin(rule.name);
    rule.check(world, report);
    std::stable_sort(report.findings.begin() + static_cast<std::ptrdiff_t>(before), report.findings.end(),
                     [](const EnvFinding& a, const EnvFinding& b) {
                       return std::tie(a.at.path, a.at.line, a.key) < std::tie(b.at.path, b.at.line, b.key);
                     });
  }
  return std::move(report.findings);
}

}  // namespace fingerpost
