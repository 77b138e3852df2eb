#include "probes/surroundings.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "indexer/limits.h"
#include "indexer/settings.h"
#include "pointer-map/masking.h"
#include "pointer-map/secrets.h"
#include "probes/alert_thresholds.h"
#include "probes/document_thresholds.h"
#include "probes/interpolation.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostBytes = 1u << 20;
constexpr std::size_t kMostDirectories = 500;  // in which env files are looked for
constexpr std::size_t kMostDocuments = 500;    // that are looked at closely
constexpr std::size_t kMostSecrets = 5000;
constexpr std::size_t kLongSecret = 8;  // a shorter one ("app", "shop") is also a part of everyday words

// What lies in these runs nowhere: it is somebody else's, or an example of how it could be.
constexpr std::array<std::string_view, 13> kNotRun = {
    "test",   "tests",        "testdata", "fixtures",    "__tests__", "example", "examples",
    "vendor", "node_modules", "samples",  "third_party", "templates", "docs"};

// A directory that holds one of these may have an env file beside it which git ignores.
constexpr std::array<std::string_view, 10> kManifests = {
    "package.json", "pyproject.toml", "requirements.txt", "go.mod",   "gemfile",
    "cargo.toml",   "composer.json",  "dockerfile",       "makefile", "pom.xml"};

constexpr std::array<std::string_view, 8> kEnvironments = {"",           "development", "test", "staging",
                                                           "production", "preview",     "ci",   "docker"};

std::string environment_named(std::string_view name) {
  std::string word = to_lower(name);
  if (word == "dev" || word == "local" || word == "develop") return "development";
  if (word == "prod" || word == "live") return "production";
  if (word == "stage" || word == "stg") return "staging";
  if (word == "testing") return "test";
  return word;
}

bool runs_nowhere(std::string_view path, std::string_view below) {
  path = directory_of(path);
  if (!below.empty() && path.starts_with(below)) path.remove_prefix(below.size());
  for (const std::string_view part : split(path, '/'))
    if (std::find(kNotRun.begin(), kNotRun.end(), part) != kNotRun.end()) return true;
  return false;
}

std::string joined(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
}

auto depth_then_name(std::string_view path) {
  return std::pair(path.empty() ? 0 : std::count(path.begin(), path.end(), '/') + 1, path);
}

// Lower wins; nothing when the file does not count for the environment.
std::optional<int> rank_of(const EnvFile& file, const std::string& environment) {
  const std::string of = environment_named(file.environment);
  const bool local = base_name(file.path).ends_with(".local");
  if (!environment.empty()) {
    if (file.example || of != environment_named(environment)) return std::nullopt;
    return local ? 0 : 1;
  }
  if (file.example) return of.empty() || of == "development" ? std::optional(9) : std::nullopt;
  if (of.empty()) return local ? 0 : 1;
  if (of == "development") return local ? 2 : 3;
  // A word that is no environment names a part: "worker.env".
  return std::find(kEnvironments.begin(), kEnvironments.end(), of) == kEnvironments.end() ? std::optional(4)
                                                                                          : std::nullopt;
}

// Texts that name a host: the value of DATABASE_URL, of REDIS_HOST.
bool names_a_host(std::string_view variable) {
  for (const std::string_view end : {"_HOST", "_HOSTNAME", "_ADDR", "_ADDRESS", "_ENDPOINT", "_SERVER"})
    if (variable.ends_with(end) || variable == end.substr(1)) return true;
  return false;
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
      out += c;
    else
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
  }
  return out;
}

bool worth_hiding(std::string_view value) {
  if (value.size() < 4 || is_placeholder(value)) return false;
  return value.size() >= 6 || !std::all_of(value.begin(), value.end(), is_digit);
}

}  // namespace

Surroundings::Surroundings(const Root& root, std::vector<std::string> paths, SurroundingsOptions options)
    : root_(root), paths_(std::move(paths)), options_(std::move(options)) {
  std::string& below = options_.directory;
  while (below.ends_with("/")) below.pop_back();
  if (!below.empty()) std::erase_if(paths_, [&](const std::string& path) { return !path.starts_with(below + "/"); });
  std::sort(paths_.begin(), paths_.end());
  if (const auto settings = read(std::string(kSettingsFile)))
    settings_ = read_probe_settings(std::string(kSettingsFile), DecodedSource(settings->bytes).text());
  findings_ = settings_.findings;
  find_env_files();
  find_variables();

  std::map<std::pair<std::string, std::string>, const Variable*> by_name;
  for (const Variable& variable : variables_)
    by_name.try_emplace({std::string(directory_of(variable.at.path)), variable.name}, &variable);
  std::vector<std::string> compose_paths;
  for (const std::string& path : paths_)
    if (is_compose_file(path) && !runs_nowhere(path, below)) compose_paths.push_back(path);
  composes_ = read_compose(
      compose_paths,
      [&](const std::string& path) {
        const auto text = read(path);
        return text ? std::string(DecodedSource(text->bytes).text()) : std::string();
      },
      [&](const std::string& directory, std::string_view name) -> const std::string* {
        const auto found = by_name.find({directory, std::string(name)});
        return found == by_name.end() ? nullptr : &found->second->value;
      });
  std::stable_sort(composes_.begin(), composes_.end(), [](const ComposeModel& a, const ComposeModel& b) {
    return depth_then_name(a.directory) < depth_then_name(b.directory);
  });
  for (const ComposeModel& model : composes_)
    findings_.insert(findings_.end(), model.findings.begin(), model.findings.end());
  for (const std::string& pattern : options_.allowed) rules_.allow(pattern);
  find_named_targets();
  find_secrets();
  find_thresholds();
}

void Surroundings::find_env_files() {
  std::set<std::string> known;
  std::set<std::string> directories = {options_.directory};
  std::set<std::string> names = {
      ".env",         ".env.local",      ".env.development", ".env.development.local", ".env.dev", ".env.test",
      ".env.staging", ".env.production", ".env.prod",        ".env.production.local"};
  if (!options_.environment.empty() && options_.environment.find('/') == std::string::npos) {
    names.insert(".env." + options_.environment);
    names.insert(".env." + options_.environment + ".local");
  }
  for (const std::string& path : paths_) {
    if (runs_nowhere(path, options_.directory)) continue;
    const std::string name = to_lower(base_name(path));
    if (is_env_file(path)) known.insert(path);
    if (is_env_file(path) || is_compose_file(path) ||
        std::find(kManifests.begin(), kManifests.end(), name) != kManifests.end())
      directories.insert(std::string(directory_of(path)));
  }
  std::size_t looked = 0;
  for (const std::string& directory : directories) {
    if (++looked > kMostDirectories) break;
    for (const std::string& name : names)
      if (const std::string path = joined(directory, name); exists(path)) known.insert(path);
  }
  std::vector<std::string> ordered(known.begin(), known.end());
  std::stable_sort(ordered.begin(), ordered.end(), [](const std::string& a, const std::string& b) {
    return std::tuple(depth_then_name(directory_of(a)), a) < std::tuple(depth_then_name(directory_of(b)), b);
  });
  for (const std::string& path : ordered) {
    auto text = read(path);
    if (text)
      env_files_.push_back(read_env_file(path, std::move(text->bytes)));
    else
      findings_.push_back({Written{path, 0}, text.error().message});
  }
}

void Surroundings::find_variables() {
  struct Best {
    int rank = 0;
    Variable variable;
  };
  std::map<std::string, std::map<std::string, Best>> by_directory;
  std::vector<std::string> directories;
  for (const EnvFile& file : env_files_) {
    const auto rank = rank_of(file, options_.environment);
    if (!rank) continue;
    const std::string directory(directory_of(file.path));
    if (directories.empty() || directories.back() != directory) directories.push_back(directory);
    for (const EnvEntry& entry : file.entries) {
      auto& best = by_directory[directory];
      const auto known = best.find(entry.name);
      if (known != best.end() && known->second.rank < *rank) continue;
      best[entry.name] = {*rank, {entry.name, entry.value, {file.path, entry.line}, &file}};
    }
  }
  for (const std::string& directory : directories) {
    const std::size_t first = variables_.size();
    for (const auto& [name, best] : by_directory[directory]) variables_.push_back(best.variable);
    std::sort(variables_.begin() + static_cast<std::ptrdiff_t>(first), variables_.end(),
              [](const Variable& a, const Variable& b) {
                return std::tie(a.at.path, a.at.line) < std::tie(b.at.path, b.at.line);
              });
  }
}

void Surroundings::find_named_targets() {
  const auto name_targets = [&](std::string_view variable, const std::string& value) {
    for (const std::string_view part : split(value, ',')) {
      if (is_url(trim(part))) {
        const HostPort target = host_port_of(part);
        rules_.name(target.host, target.port);
      } else if (names_a_host(variable)) {
        const HostPort target = host_port_of(part);
        rules_.name(target.host, target.port);
      }
    }
  };
  for (const EnvFile& file : env_files_)
    for (const EnvEntry& entry : file.entries) name_targets(entry.name, entry.value);
  for (const ComposeModel& model : composes_)
    for (const ComposeService& service : model.services) {
      rules_.name(service.name, 0);
      for (const ComposeVariable& variable : service.environment) name_targets(variable.name, variable.value);
    }
}

void Surroundings::find_secrets() {
  std::set<std::string> secrets;
  const auto hide = [&](std::string_view value) {
    if (!worth_hiding(value) || secrets.size() > kMostSecrets) return;
    secrets.insert(std::string(value));
    secrets.insert(percent_encoded(value));
  };
  const auto take = [&](std::string_view name, const std::string& value) {
    if (is_secret_name(name) && !is_url(value)) hide(value);
    if (!is_url(value)) return;
    const Url url = parse_url(value);
    hide(url.password);
    // As it is written, and the pieces into which other readers break a password that is not encoded.
    const std::size_t start = value.find("://") + 3;
    const std::size_t at = value.rfind('@');
    const std::size_t colon = value.find(':', start);
    if (at == std::string::npos || colon == std::string::npos || colon > at) return;
    const std::string_view raw = std::string_view(value).substr(colon + 1, at - colon - 1);
    hide(raw);
    std::size_t from = 0;
    for (std::size_t i = 0; i <= raw.size(); ++i)
      if (i == raw.size() || contains("@/?#:", std::string_view(&raw[i], 1))) {
        hide(raw.substr(from, i - from));
        from = i + 1;
      }
  };
  for (const EnvFile& file : env_files_)
    for (const EnvEntry& entry : file.entries) take(entry.name, entry.value);
  for (const ComposeModel& model : composes_)
    for (const ComposeService& service : model.services)
      for (const ComposeVariable& variable : service.environment) take(variable.name, variable.value);
  secrets_.assign(secrets.begin(), secrets.end());
  std::stable_sort(secrets_.begin(), secrets_.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

// Alerting rules stand in files of their own, which say so.
static bool may_hold_alerts(std::string_view path) {
  const std::string_view extension = extension_of(path);
  if (extension != "yml" && extension != "yaml" && extension != "rules") return false;
  const std::string lower = to_lower(path);
  return contains(lower, "alert") || contains(lower, "rules") || contains(lower, "prometheus");
}

void Surroundings::find_thresholds() {
  thresholds_ = settings_.thresholds;
  const auto said = [&](const Threshold& one) {
    return std::any_of(settings_.thresholds.begin(), settings_.thresholds.end(), [&](const Threshold& other) {
      return other.condition.name == one.condition.name &&
             (one.probe.empty() || other.probe.empty() || other.probe == one.probe);
    });
  };
  std::size_t rules = 0;
  for (const std::string& path : paths_) {
    if (!may_hold_alerts(path) || ++rules > kMostDocuments) continue;
    const auto text = read(path);
    if (!text || !contains(text->bytes, "alert:")) continue;
    for (Threshold& one : read_alert_thresholds(path, DecodedSource(text->bytes).text()))
      if (!said(one)) thresholds_.push_back(std::move(one));
  }
  for (const std::string_view path : documents()) {
    const auto text = read(std::string(path));
    if (!text) continue;
    const auto has = [&](std::string_view word) { return contains(text->bytes, word); };
    // Most documents have neither tables of thresholds nor rules, and are not looked at any closer.
    std::vector<Threshold> found;
    if (has("Warn") || has("warn"))
      found = read_document_thresholds(std::string(path), DecodedSource(text->bytes).text());
    if (has("expr:") || has("condition:"))
      for (Threshold& one : read_alert_thresholds(std::string(path), DecodedSource(text->bytes).text()))
        found.push_back(std::move(one));
    for (Threshold& one : found)
      if (!said(one)) thresholds_.push_back(std::move(one));
  }
}

std::vector<std::string_view> Surroundings::documents() const {
  std::vector<std::string_view> out;
  for (const std::string& path : paths_)
    if (extension_of(path) == "md") out.push_back(path);
  std::stable_sort(out.begin(), out.end(), [](std::string_view a, std::string_view b) {
    return depth_then_name(directory_of(a)) < depth_then_name(directory_of(b));
  });
  if (out.size() > kMostDocuments) out.resize(kMostDocuments);
  return out;
}

std::vector<const ComposeModel*> Surroundings::active_composes() const {
  const std::string wanted = environment_named(options_.environment);
  std::vector<const ComposeModel*> out;
  for (const ComposeModel& model : composes_) {
    const auto beside = [&](auto&& test) {
      return std::any_of(composes_.begin(), composes_.end(), [&](const ComposeModel& other) {
        return other.directory == model.directory && test(environment_named(other.variant));
      });
    };
    const std::string variant = environment_named(model.variant);
    const bool has_wanted = !wanted.empty() && beside([&](const std::string& one) { return one == wanted; });
    const bool has_base = beside([](const std::string& one) { return one.empty(); });
    if (has_wanted ? variant == wanted : has_base ? variant.empty() : variant == "development") out.push_back(&model);
  }
  return out;
}

const Variable* Surroundings::variable(std::string_view name) const {
  const auto found =
      std::find_if(variables_.begin(), variables_.end(), [&](const Variable& one) { return one.name == name; });
  return found == variables_.end() ? nullptr : &*found;
}

std::string Surroundings::expanded(const Variable& variable) const {
  if (variable.value.find('$') == std::string::npos) return variable.value;
  const std::string_view directory = directory_of(variable.at.path);
  return interpolated(variable.value, [&](std::string_view name) -> const std::string* {
    for (const Variable& other : variables_)
      if (other.name == name && directory_of(other.at.path) == directory) return &other.value;
    return nullptr;
  });
}

Result<FileText> Surroundings::read(const std::string& path) const {
  return root_.read(path, kMostBytes);
}

bool Surroundings::exists(const std::string& path) const {
  return root_.stat(path).has_value();
}

// Neither neighbour could belong to the same word.
static bool is_whole_word(std::string_view text, std::size_t at, std::size_t size) {
  const auto in_word = [](char c) { return is_alnum(c) || c == '_'; };
  return (at == 0 || !in_word(text[at - 1])) && (at + size == text.size() || !in_word(text[at + size]));
}

std::string Surroundings::redacted(std::string_view text) const {
  std::string out(text);
  for (const std::string& secret : secrets_) {
    std::size_t at = 0;
    while ((at = out.find(secret, at)) != std::string::npos) {
      if (secret.size() < kLongSecret && !is_whole_word(out, at, secret.size())) {
        ++at;
        continue;
      }
      out.replace(at, secret.size(), kMask);
      at += kMask.size();
    }
  }
  return mask_secrets(out, "");
}

}  // namespace fingerpost
