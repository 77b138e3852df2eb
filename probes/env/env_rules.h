// The rules that env files are held to, one line each in env_rules.cc. A rule shows names, lines and classes of values,
// never a value: what it says may be read by anybody. Pure functions of the world that they are given.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probes/env/env_world.h"
#include "probes/outcome.h"

namespace fingerpost {

struct EnvFinding {
  std::string_view rule;
  Status status = Status::warn;
  Written at;
  std::string key;   // as shown; "" for the file as a whole
  std::string seen;  // "DATABASE_URL - …"
  std::string advice;
};

// Where a rule puts what it found.
class EnvReport {
 public:
  void begin(std::string_view rule) { rule_ = rule; }
  void add(Status status, Written at, std::string seen, std::string advice);
  // "KEY - what" with the key as it may be shown.
  void add(Status status, const EnvFile& file, const EnvEntry& entry, std::string_view what, std::string advice);
  // That the rule could not be asked.
  void skip(std::string why);

  std::vector<EnvFinding> findings;

 private:
  std::string_view rule_;
};

struct EnvRule {
  std::string_view number;  // "E05"
  std::string_view name;    // of the check: "duplicate"
  std::string_view passes;  // what is seen where nothing is found
  void (*check)(const EnvWorld& world, EnvReport& report);
};

std::span<const EnvRule> env_rules();

// Every rule, in order. The findings of one rule are by file and line.
std::vector<EnvFinding> check_env(const EnvWorld& world);

// A name as it may be shown: what is no name but a piece of a broken key or secret is told by its length.
std::string shown_name(std::string_view name);

}  // namespace fingerpost
