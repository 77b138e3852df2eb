// One compose file, before anything is merged. Pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/compose.h"

namespace fingerpost {

struct ComposeExtends {
  std::string service;
  std::string base;  // the service that is extended
  std::string file;  // as written; "" for the same file
};

struct ComposeFile {
  bool is_compose = false;  // it has services or includes something
  ComposeModel model;       // of this file alone
  std::vector<ComposeExtends> extends;
  std::vector<ComposeText> includes;  // as written
};

ComposeFile read_compose_file(const std::string& path, std::string_view text,
                              const std::function<const std::string*(std::string_view name)>& find);

// "127.0.0.1:8000-8002:80-82/udp" → a port each; nothing for what is none.
std::vector<ComposePort> ports_of(std::string_view text);

}  // namespace fingerpost
