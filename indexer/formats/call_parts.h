// The arguments of a call in source code, whatever its language. Pure, any thread.
#pragma once

#include <string_view>
#include <vector>

namespace fingerpost {

struct CallParts {
  std::vector<std::string_view> arguments;  // trimmed; at most 16
  std::size_t end = 0;                      // behind the closing bracket; 0 where there is none within 4,000 bytes
};

// The call, list or braces that open at text[open]: what stands between the commas at its own level.
CallParts call_parts(std::string_view text, std::size_t open);

// What stands between the quotes of an argument that is a literal ("x", r'x', `x`); "" for anything else.
std::string_view literal(std::string_view argument);

// The value of `name=…` or `name: …` among the arguments; "" for none.
std::string_view named_argument(const CallParts& call, std::string_view name);

}  // namespace fingerpost
