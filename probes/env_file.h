// An env file as it is right now. The values are secrets of their owner: used, compared, never shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

struct EnvEntry {
  enum class Quotes { none, single, twice };
  std::string name;
  std::string value;  // as most readers take it: quotes off, escapes of double quotes resolved, ` # comment` cut; ${X}
                      // is left as written
  Quotes quotes = Quotes::none;
  bool exported = false;
  int line = 1;
  int line_end = 1;  // a quoted value may span lines
};

struct EnvFile {
  std::string path;
  std::string environment;  // what its name says: "" of .env and .env.local, "staging" of .env.staging(.local)
  bool example = false;     // .env.example and its kin
  std::string text;         // the bytes as they are, for whoever looks at the spelling
  std::vector<EnvEntry> entries;

  // The last entry of this name, which is the one that counts; nullptr for none.
  const EnvEntry* find(std::string_view name) const;
};

// Never fails: lines that are neither comment nor NAME=value are left out.
EnvFile read_env_file(std::string path, std::string text);

}  // namespace fingerpost
