// What a line of prose states of a thing by name: small readings that the drift rules share. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "upkeep/check/tree.h"

namespace fingerpost {

// Where a word stands in a line by itself; npos for nowhere. Both in lower case, where case does not count.
std::size_t find_word(std::string_view line, std::string_view word, std::size_t from = 0);

// The environment variable that a code span is: NAME, $NAME, NAME=value. "" for none: two words at least.
std::string_view variable_in_span(std::string_view span);

// Port numbers of a line: behind "port", behind a host and its colon.
struct StatedPort {
  std::string number;
  int column = 1;
  std::string host;  // "localhost" and its kin, a name, or "" where only the word "port" says so
};
std::vector<StatedPort> ports_stated(std::string_view line);

// The names that people call an image's software: "postgres" is PostgreSQL.
std::vector<std::string> names_of_software(std::string_view image_name);

// The cells of a table's row with the column of each; empty for a line that is none.
struct Cell {
  std::string_view text;
  int column = 1;
};
std::vector<Cell> written_cells(std::string_view line);

// Whether a file shows or tests things rather than saying how this repository runs: below tests, examples, documents.
bool is_aside(std::string_view path);

// Whether a document describes a deployment of its own, in which a value that is set elsewhere does not hold: one with
// a chart or the like above the document and not above the place.
bool deploys_by_itself(const Tree& tree, std::string_view document, std::string_view place);

// A version as "7", "7.2", "7.2.4" at the start of a text, or "".
std::string_view version_at(std::string_view text);
// Whether one of two versions is the other with more said: 7 and 7.2.
bool versions_agree(std::string_view a, std::string_view b);
bool has_digit(std::string_view text);
// Whether what stands around a version makes it a bound rather than a statement: "or later", "at least".
bool is_bound(std::string_view before, std::string_view behind);

}  // namespace fingerpost
