#include "server/reference.h"

#include <fmt/format.h>

#include "server/tool.h"

namespace fingerpost {

std::string tools_reference() {
  std::string out =
      "# Tools\n\nThe same tool is an MCP tool, `POST /api/v1/<tool>` over HTTP and a command at a shell. This page is "
      "computed from\ntheir definitions; a test holds it to them.\n";
  for (const Tool* tool : all_tools()) {
    out +=
        fmt::format("\n## {}\n\n{}. {}\n\n```\n{}\n```\n", tool->name, tool->title, tool->description, tool->example);
    if (!tool->parameters.empty()) out += "\n| argument | type | meaning |\n|---|---|---|\n";
    const Json schema = input_schema_of(*tool);
    for (const Parameter& parameter : tool->parameters) {
      const Json& property = schema["properties"][std::string(parameter.name)];
      std::string type = property["type"].get<std::string>();
      if (property.contains("minimum"))
        type += fmt::format(" {} to {}", property["minimum"].get<int>(), property["maximum"].get<int>());
      out += fmt::format("| `{}`{} | {} | {} |\n", parameter.name, parameter.required ? ", required" : "", type,
                         parameter.help);
    }
    out += "\nThe reply:";
    const Json result = output_schema_of(*tool);
    for (const auto& [name, property] : result["properties"].items())
      out += fmt::format(" `{}` ({})", name, property.value("type", "any"));
    out += ".\n";
  }
  return out;
}

}  // namespace fingerpost
