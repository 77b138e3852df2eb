// `fingerpost check`: the check over one repository, for people and for CI.
#pragma once

#include <string>
#include <vector>

#include "server/cli/commands.h"

namespace fingerpost {

struct CheckFlags {
  std::vector<std::string> paths;  // of documents or directories, relative to the root; none for all
  std::vector<std::string> rules;
  std::string format = "text";
  std::string level = "warning";
  std::string since;           // only what changed since this revision
  std::string baseline;        // "" for the one of the repository, where there is one
  std::string write_baseline;  // where to keep what there is; "" for nowhere
  std::string badge;           // a file to write the health to: .svg or .json
  std::string component;       // only what this one lacks beside its siblings; "" for the whole check
  bool external = false;       // also ask the web about links
  bool health = false;
  bool fix = false;
  bool list_rules = false;
};

// kFound for a clean check, kNotKnown for findings.
int run_check(const Common& common, const CheckFlags& flags);

}  // namespace fingerpost
