// A tool, defined once. What every face shows of it (MCP's tools/list, argument checks, the command line and its help)
// is computed from this.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "indexer/live.h"
#include "server/readiness.h"

namespace fingerpost {

class Repository;

struct Parameter {
  enum class Type { string, integer, boolean, strings };
  std::string_view name;
  Type type = Type::string;
  bool required = false;
  std::string_view help;
  int least = 0;  // of an integer
  int most = 0;
};

// What a tool answers: the structured content, the same as short text that stands alone, and whether it found anything
// (the command line's exit status 0 or 1).
struct ToolReply {
  Json structured;
  std::string text;
  bool found = true;
  Basis basis;  // of a reply that would be the same again as long as it holds, and whose asking leaves no trace
};

struct Tool {
  std::string_view name;     // of the tool call: where_is
  std::string_view command;  // of the command line: where; two words for a command below another: record fix
  std::string_view title;
  std::string_view description;  // for assistants, who pay for each word
  std::span<const Parameter> parameters;
  Json (*result_schema)();
  // REQUIRES: checked arguments.
  Result<ToolReply> (*run)(const Json& arguments, Repository& repository);
  std::string_view example;  // a command line
  bool reads_stdin = false;  // on the command line, its text may come on the standard input
  bool writes = false;       // changes files of the repository
  bool open_world = false;   // reaches what lies outside of the repository
  bool own_command = false;  // the command line has a command of this name which does more
  bool remembers = false;    // changes what is kept beside the map
  Awaited awaits = {};       // right after the start, beside documents and configuration
};

inline bool reads_only(const Tool& tool) {
  return !tool.writes && !tool.remembers;
}

// All tools, in the order shown.
std::span<const Tool* const> all_tools();
const Tool* tool_named(std::string_view name);

// The JSON schema of a tool's arguments: flat, closed. Where several repositories are served, `repository` is one more
// argument of every tool.
Json input_schema_of(const Tool& tool, const std::vector<std::string>& repositories = {});

// The schema of a tool's result as assistants get it, who pay for each word in every conversation: the names and types
// of what is in it, not what lists and objects hold in turn. Whatever fits result_schema() fits it too.
Json brief_result_schema_of(const Tool& tool);
// The JSON schema of what a tool answers: the tool's own, a `note` where the answer may lack something, and on every
// item of a list its `repository` where several are served.
Json output_schema_of(const Tool& tool, const std::vector<std::string>& repositories = {});

// The arguments with nothing unknown, missing or of a wrong type; otherwise an error that says what was expected.
Result<Json> check_arguments(const Tool& tool, Json arguments, const std::vector<std::string>& repositories = {});

}  // namespace fingerpost
