// Configuration of the assistants that people use, so that they start this server.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace fingerpost {

struct Connection {
  std::string file;     // where the client looks, below the repository
  std::string snippet;  // what must be in it
};

// The names of the clients that are known.
std::vector<std::string> known_clients();

// Code::invalid_argument for a client that is not known. `program` is what the client is to run.
Result<Connection> connection_for(std::string_view client, std::string_view program);

// The file's text with the server in it and everything else kept. Code::invalid_argument when the text is not what the
// client reads (then nothing can be put into it safely).
Result<std::string> with_connection(std::string_view client, std::string_view program, std::string_view text);

}  // namespace fingerpost
