// What the commands do that are no tools. Each returns the exit status.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "server/http/serve.h"
#include "server/repository.h"

namespace fingerpost {

inline constexpr int kFound = 0;
inline constexpr int kNotKnown = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFailed = 3;

// The options of every command.
struct Common {
  std::vector<std::string> directories;
  std::string workspace;
  std::string map_file;
  bool anywhere = false;
  bool json = false;
};

// The repositories that are meant; at least one.
Result<std::vector<RepositoryOptions>> repositories_of(const Common& common);
// For a command that works on one. Code::invalid_argument where several are named.
Result<RepositoryOptions> only_repository(const Common& common);

// Says what went wrong on stderr.
int fail(const Error& error);

int run_index(const Common& common, bool documents_only);
int run_findings(const Common& common);
int run_mcp(const Common& common);
// Takes back the last record.
int run_undo(const Common& common);
// Lays out the component map and the troubleshooting index where they are not there.
int run_init(const Common& common, bool dry_run);

struct ServeFlags {
  http::ServeOptions options;
  std::string token_file;
  int probe_every = 0;  // minutes; 0 for never
  bool quiet = false;
};

int run_serve(const Common& common, ServeFlags& flags);

// Prints the configuration of a client, or puts it into the client's file in the repository.
int run_connect(const Common& common, const std::string& client, bool write);

}  // namespace fingerpost
