// The repository around a probe, read at this moment: env files, compose files, settings. The map only says which files
// there are; nothing in here comes from its memory. Immutable once read, so that probes on several threads share it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_root.h"
#include "probes/compose.h"
#include "probes/env_file.h"
#include "probes/outcome.h"
#include "probes/settings.h"
#include "probes/target.h"

namespace fingerpost {

struct SurroundingsOptions {
  std::string environment;           // which env files and compose variant; "" for what a developer's machine uses
  std::vector<std::string> allowed;  // targets that the user allows
  std::string directory;             // below which projects are looked for; "" for all
};

// A variable's value with where it is written.
struct Variable {
  std::string name;
  std::string value;  // secret of its owner
  Written at;
  const EnvFile* file = nullptr;  // lives as long as the surroundings
};

class Surroundings {
 public:
  // `paths` are the repository's files, as the map or a walk knows them. Env files that git ignores stand beside them
  // and are found by their names. Never fails: what cannot be read is in findings().
  Surroundings(const Root& root, std::vector<std::string> paths, SurroundingsOptions options = {});

  const Root& root() const { return root_; }
  const std::vector<std::string>& paths() const { return paths_; }
  // The markdown documents among them, those nearest to the root first, and no more than a probe has time to look at.
  std::vector<std::string_view> documents() const;
  const std::string& environment() const { return options_.environment; }

  const std::vector<EnvFile>& env_files() const { return env_files_; }     // examples too; all environments
  const std::vector<ComposeModel>& composes() const { return composes_; }  // all variants
  // The projects that count for the chosen environment.
  std::vector<const ComposeModel*> active_composes() const;
  const ProbeSettings& settings() const { return settings_; }
  // What the settings expect and, of measures that they say nothing about, what tables of documents do.
  const std::vector<Threshold>& thresholds() const { return thresholds_; }
  const TargetRules& rules() const { return rules_; }
  const std::vector<std::pair<Written, std::string>>& findings() const { return findings_; }

  // The variables that count for the chosen environment, each once a directory: of .env, .env.NAME and their .local
  // files the one that wins; of the example only where nothing else has it.
  const std::vector<Variable>& variables() const { return variables_; }
  // The first of this name, nearest to the root; nullptr for none.
  const Variable* variable(std::string_view name) const;
  // The value with ${OTHER} and $OTHER filled in from the same directory's variables.
  std::string expanded(const Variable& variable) const;

  // A file of the repository as it is now; any thread.
  Result<FileText> read(const std::string& path) const;
  bool exists(const std::string& path) const;

  // The text without any secret: of known shapes (mask_secrets), and every secret value of the env files and compose
  // files word by word, percent-encoded too.
  std::string redacted(std::string_view text) const;

 private:
  void find_env_files();
  void find_variables();
  void find_named_targets();
  void find_secrets();
  void find_thresholds();

  const Root& root_;
  std::vector<std::string> paths_;
  SurroundingsOptions options_;
  std::vector<EnvFile> env_files_;
  std::vector<ComposeModel> composes_;
  ProbeSettings settings_;
  std::vector<Threshold> thresholds_;
  TargetRules rules_;
  std::vector<Variable> variables_;
  std::vector<std::string> secrets_;  // the longest first
  std::vector<std::pair<Written, std::string>> findings_;
};

}  // namespace fingerpost
