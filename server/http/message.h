// A request and its reply as the routes see them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace fingerpost::http {

// In the order in which they came; names are kept as written and compared without regard to case.
using Headers = std::vector<std::pair<std::string, std::string>>;

// The value of the first header of this name, nullptr for none.
inline const std::string* header(const Headers& headers, std::string_view name) {
  for (const auto& one : headers)
    if (equal_ignoring_case(one.first, name)) return &one.second;
  return nullptr;
}

struct Request {
  std::string method;
  std::string path;                               // without the query
  std::multimap<std::string, std::string> query;  // decoded
  Headers headers;
  std::string body;
};

struct Reply {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  Headers headers;  // beside type and length
};

}  // namespace fingerpost::http
