// What configuration and code declare that documents speak of by name: commands, services, variables, ports, images.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/live.h"
#include "pointer-map/map.h"
#include "upkeep/check/makefiles.h"

namespace fingerpost {

struct Declared {
  std::string path;
  int line = 1;
  std::string value;  // of a port, an image, a fallback: as it stands there now; never of a variable that may be secret
  std::string owner;  // the service it belongs to, or ""
  Role role = Role::none;
};

// Something that a repository offers to people by name.
struct Offered {
  std::string_view what;  // "service", "make target", …
  std::string_view name;
  const Declared* place = nullptr;
};

struct Inventory {
  Inventory(Map& map, LiveReader& live);

  // Services, components, targets, recipes, tasks, workflows, and the variables that are required or that an example
  // declares.
  std::vector<Offered> offered() const;

  using Names = std::map<std::string, std::vector<Declared>, std::less<>>;
  Names make_targets;
  Names scripts;  // of package.json
  Names just_recipes;
  Names tasks;       // of a Taskfile
  Names services;    // of compose files
  Names components;  // what runs in a cluster: workloads, by their own names
  Names variables;   // all roles but documented
  Names workflows;   // by file name
  Names alerts;
  std::vector<Declared> ports;   // of services, "8080:80" each
  std::vector<Declared> images;  // "redis:7-alpine"
  Names defaults;                // by variable: "${NAME:-value}" of compose files, values of env examples; no secrets
  Names toolchains;              // "node", "go", "python", "ruby": the version in the file that decides
  // Whether make has the target, by itself or by a pattern of a makefile that `is_meant`.
  bool makes(std::string_view target, const std::function<bool(std::string_view path)>& is_meant) const;
  MakeRules make;
  bool open_task_files = false;  // a justfile or Taskfile takes in others
};

}  // namespace fingerpost
