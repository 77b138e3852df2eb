// `fingerpost probe`: the tool of that name with what only a shell has: formats, a live table, allowed targets.
#pragma once

#include <string>
#include <vector>

#include "server/cli/commands.h"

namespace fingerpost {

struct ProbeFlags {
  std::string name;
  std::string target;
  std::string environment;
  std::string format = "human";
  std::vector<std::string> allowed;
  int seconds = 10;  // for all of them
  bool watch = false;
  int every = 5;  // seconds between two rounds of --watch
  int times = 0;  // rounds of --watch; 0 until Ctrl-C
  bool strict = false;
  bool verbose = false;
};

// Exit statuses: 0 nothing fails, 1 something fails (with `strict` also what warns), 2 usage, 3 failed itself; with the
// format nagios, those of Nagios. Of several rounds, that of the last one that ended; Ctrl-C is no failure.
int run_probe(const Common& common, const ProbeFlags& flags);

}  // namespace fingerpost
