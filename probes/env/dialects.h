// How four readers take one line of an env file. They agree on what is plain, and differ in quotes, '#', '$' and
// spaces; a value that two of them read in two ways works on one machine and fails on the next.
//   node     dotenv 16 for Node.js: an unquoted value ends at any '#'
//   python   python-dotenv 1.0: at a '#' behind a space; ${NAME} is filled in
//   compose  docker compose v2 (compose-go): like python, $NAME too, escapes in double quotes
//   shell    `set -a; . ./.env`: words, globs, commands, expansions
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace fingerpost {

struct DialectReading {
  std::string_view reader;
  std::string value;    // secret of its owner
  bool known = true;    // false: what it becomes depends on what else is set
  std::string because;  // where it leaves the plain reading: "stops at '#' (character 5)"; shows no other character
};

// Of what follows the '=' on one line, without the line's end. A quote that is not closed on the line is taken as a
// character. Pure, linear.
std::array<DialectReading, 4> read_in_dialects(std::string_view raw);

}  // namespace fingerpost
