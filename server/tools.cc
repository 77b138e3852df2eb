#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "server/tool.h"

namespace fingerpost {

// One line a tool: declare it here, and list it below in the order shown.
extern const Tool where_is_tool;
extern const Tool diagnose_tool;
extern const Tool overview_tool;
extern const Tool known_issues_tool;
extern const Tool confirm_fix_tool;

static constexpr std::array<const Tool*, 5> kTools = {&where_is_tool, &diagnose_tool, &overview_tool,
                                                      &known_issues_tool, &confirm_fix_tool};

std::span<const Tool* const> all_tools() {
  return kTools;
}

const Tool* tool_named(std::string_view name) {
  const auto found = std::find_if(kTools.begin(), kTools.end(), [&](const Tool* tool) { return tool->name == name; });
  return found == kTools.end() ? nullptr : *found;
}

static std::string_view type_name(Parameter::Type type) {
  switch (type) {
    case Parameter::Type::string: return "string";
    case Parameter::Type::integer: return "integer";
    case Parameter::Type::boolean: return "boolean";
  }
  return "";
}

Json input_schema_of(const Tool& tool) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Parameter& parameter : tool.parameters) {
    Json property = {{"type", type_name(parameter.type)}, {"description", parameter.help}};
    if (parameter.type == Parameter::Type::integer) {
      property["minimum"] = parameter.least;
      property["maximum"] = parameter.most;
    }
    properties[std::string(parameter.name)] = std::move(property);
    if (parameter.required) required.push_back(parameter.name);
  }
  Json schema = {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

// The parameter that a misspelt name most likely means: the one that shares the most leading letters.
static std::string_view nearest_parameter(const Tool& tool, std::string_view name) {
  std::string_view best;
  std::size_t most = 0;
  for (const Parameter& parameter : tool.parameters) {
    std::size_t same = 0;
    while (same < name.size() && same < parameter.name.size() && name[same] == parameter.name[same]) ++same;
    if (same > most) {
      most = same;
      best = parameter.name;
    }
  }
  return best;
}

static bool has_type(const Json& value, Parameter::Type type) {
  switch (type) {
    case Parameter::Type::string: return value.is_string();
    case Parameter::Type::integer: return value.is_number_integer();
    case Parameter::Type::boolean: return value.is_boolean();
  }
  return false;
}

Result<Json> check_arguments(const Tool& tool, const Json& arguments) {
  const auto refuse = [&](std::string message) { return Error{Code::invalid_argument, std::move(message), "", ""}; };
  if (!arguments.is_object()) return refuse(fmt::format("the arguments of {} must be an object", tool.name));
  for (const auto& [name, value] : arguments.items()) {
    const auto known = std::find_if(tool.parameters.begin(), tool.parameters.end(),
                                    [&, key = name](const Parameter& p) { return p.name == key; });
    if (known == tool.parameters.end()) {
      const std::string_view nearest = nearest_parameter(tool, name);
      return refuse(nearest.empty()
                        ? fmt::format("{} has no argument '{}'", tool.name, name)
                        : fmt::format("{} has no argument '{}'; did you mean '{}'?", tool.name, name, nearest));
    }
    if (!has_type(value, known->type))
      return refuse(fmt::format("argument '{}' of {} must be {} {}, not {}", name, tool.name,
                                known->type == Parameter::Type::integer ? "an" : "a", type_name(known->type),
                                value.type_name()));
    if (known->type == Parameter::Type::integer &&
        (value.get<std::int64_t>() < known->least || value.get<std::int64_t>() > known->most))
      return refuse(fmt::format("argument '{}' of {} must be from {} to {}, not {}", name, tool.name, known->least,
                                known->most, value.get<std::int64_t>()));
  }
  for (const Parameter& parameter : tool.parameters)
    if (parameter.required && !arguments.contains(parameter.name))
      return refuse(fmt::format("{} needs the argument '{}': {}", tool.name, parameter.name, parameter.help));
  return arguments;
}

}  // namespace fingerpost
