// Compose files as Docker Compose would merge them (https://github.com/compose-spec/compose-spec), read live and
// without running anything. Every part keeps where it is written.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/outcome.h"

namespace fingerpost {

struct ComposeText {
  std::string value;  // with ${…} filled in from the project's env file, as far as that goes
  Written at;
};

struct ComposePort {
  std::string address;  // of the host; "" for every one
  int host = 0;         // 0: chosen by Docker; -1: could not be told (a variable without a value)
  int container = 0;
  std::string protocol = "tcp";
  std::string text;  // as it is written
  Written at;
};

struct ComposeVariable {
  std::string name;
  std::string value;  // secret of its owner
  bool given = true;  // false: NAME alone, taken from the environment of whoever starts it
  Written at;
};

struct ComposeDependency {
  std::string service;
  std::string condition = "service_started";
  Written at;
};

struct ComposeService {
  std::string name;
  Written at;
  ComposeText image;  // "" where it is built
  bool built = false;
  ComposeText container_name;
  ComposeText healthcheck;  // its test as one line; "" for none
  ComposeText command;      // as one line; "" where the image decides
  std::vector<ComposePort> ports;
  std::vector<ComposeVariable> environment;
  std::vector<ComposeText> env_files;  // relative to the repository's root
  std::vector<ComposeDependency> depends_on;
  std::vector<ComposeText> profiles;
  std::vector<ComposeText> networks;
  std::vector<ComposeText> volumes;  // as they are written; the long form as "source:target"

  const ComposeVariable* variable(std::string_view variable_name) const;  // nullptr for none
};

// One ${NAME…} in a compose file.
struct ComposeReference {
  std::string name;
  std::string sign;      // "", ":-", "-", ":?", "?", ":+", "+"
  std::string argument;  // what follows the sign: a default, a message
  bool has_value = false;
  Written at;
};

struct ComposeModel {
  std::string directory;           // of the project; "" for the root
  std::string variant;             // "" of compose.yml with its override; "prod" of docker-compose.prod.yml
  std::vector<std::string> files;  // in the order in which they are merged
  std::vector<ComposeService> services;
  std::vector<ComposeText> networks;  // declared at the top
  std::vector<ComposeText> volumes;
  std::vector<ComposeReference> references;
  std::vector<std::pair<Written, std::string>> findings;  // what could not be read

  const ComposeService* service(std::string_view name) const;  // nullptr for none
};

// The bytes of a file of the repository, "" for none.
using ReadFile = std::function<std::string(const std::string& path)>;
// The value of a variable for a project in this directory; nullptr for none.
using FindVariable = std::function<const std::string*(const std::string& directory, std::string_view name)>;

// The projects that these compose files make: one a directory and variant.
std::vector<ComposeModel> read_compose(const std::vector<std::string>& paths, const ReadFile& read,
                                       const FindVariable& variable);
// Whether a path is a compose file by its name.
bool is_compose_file(std::string_view path);

// The last part of an image without tag and digest: "postgres" of "docker.io/library/postgres:16-alpine".
std::string_view image_name(std::string_view image);

}  // namespace fingerpost
