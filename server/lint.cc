#include "server/lint.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestName = 32;
constexpr std::size_t kLongestText = 1500;  // clients cut at 2048 characters, without a word
constexpr std::size_t kMostTokens = 2500;
constexpr std::size_t kMostTools = 15;

// Keywords that some client refuses: the tool, or the whole server, would be gone.
constexpr std::array<const char*, 7> kRefused = {"anyOf", "oneOf", "allOf", "$ref", "$defs", "$schema", "not"};

bool has_type(const Json& schema, const char* type) {
  const auto found = schema.find("type");
  return found != schema.end() && *found == type;
}

void lint_schema(const Json& schema, const std::string& where, bool root, std::vector<std::string>& out) {
  if (!schema.is_object()) return;
  if (root && !has_type(schema, "object")) out.push_back(where + " is not of type object");
  for (const char* keyword : kRefused)
    if (schema.contains(keyword)) out.push_back(fmt::format("{} uses {}", where, keyword));
  if (schema.contains("type") && !schema["type"].is_string()) out.push_back(where + " has a list of types");
  if (schema.contains("required") && !schema["required"].is_array()) out.push_back(where + ": required is no list");
  if (has_type(schema, "array") && !schema.contains("items")) out.push_back(where + " is a list of anything");
  if (const auto items = schema.find("items"); items != schema.end()) lint_schema(*items, where + "[]", false, out);
  if (const auto properties = schema.find("properties"); properties != schema.end())
    for (const auto& [name, inner] : properties->items()) lint_schema(inner, where + "." + name, false, out);
}

}  // namespace

ToolLint lint_tools(const Json& tools, const std::string& instructions) {
  ToolLint out;
  std::size_t characters = instructions.size();
  if (instructions.size() > kLongestText) out.complaints.emplace_back("the instructions are too long");
  if (tools.size() > kMostTools) out.complaints.emplace_back("there are too many tools");
  for (const Json& tool : tools) {
    const std::string name = tool.value("name", "");
    characters += to_line(tool).size();
    if (name.empty() || name.size() > kLongestName || contains(name, "__") ||
        !std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; }))
      out.complaints.push_back("the name " + name + " is not of a-z, 0-9 and single _");
    const std::size_t size = tool.value("description", "").size();
    if (size == 0 || size > kLongestText) out.complaints.push_back(name + " has no description or too long a one");
    lint_schema(tool.value("inputSchema", Json()), name + ".inputSchema", true, out.complaints);
    lint_schema(tool.value("outputSchema", Json()), name + ".outputSchema", true, out.complaints);
    if (!tool.contains("annotations")) out.complaints.push_back(name + " has no annotations");
  }
  out.tokens = characters / 4;
  if (out.tokens > kMostTokens)
    out.complaints.push_back(
        fmt::format("tools and instructions cost {} tokens, more than {}", out.tokens, kMostTokens));
  return out;
}

}  // namespace fingerpost
