// What a tool takes and answers: its schemas, and arguments held against them.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "server/tool.h"

namespace fingerpost {

static std::string_view type_name(Parameter::Type type) {
  switch (type) {
    case Parameter::Type::string: return "string";
    case Parameter::Type::integer: return "integer";
    case Parameter::Type::boolean: return "boolean";
    case Parameter::Type::strings: return "array";
  }
  return "";
}

Json input_schema_of(const Tool& tool, const std::vector<std::string>& repositories) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Parameter& parameter : tool.parameters) {
    Json property = {{"type", type_name(parameter.type)}};
    if (!parameter.help.empty()) property["description"] = parameter.help;
    if (parameter.type == Parameter::Type::integer) {
      property["minimum"] = parameter.least;
      property["maximum"] = parameter.most;
    }
    if (parameter.type == Parameter::Type::strings) property["items"] = {{"type", "string"}};
    properties[std::string(parameter.name)] = std::move(property);
    if (parameter.required) required.push_back(parameter.name);
  }
  if (repositories.size() > 1)
    properties["repository"] = {
        {"type", "string"}, {"description", "only this one (default: all)"}, {"enum", repositories}};
  Json schema = {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json output_schema_of(const Tool& tool, const std::vector<std::string>& repositories) {
  Json schema = tool.result_schema();
  Json& properties = schema["properties"];
  if (repositories.size() > 1)
    for (auto& [name, property] : properties.items())
      if (property.contains("items") && property["items"].contains("properties"))
        property["items"]["properties"]["repository"] = {{"type", "string"}};
  properties["note"] = {{"type", "string"}};
  return schema;
}

// The parameter that a misspelt name most likely means; "" where none is near.
static std::string nearest_parameter(const Tool& tool, const std::string& name) {
  std::vector<std::string> names;
  for (const Parameter& parameter : tool.parameters) names.emplace_back(parameter.name);
  std::sort(names.begin(), names.end());
  if (const auto near = spellings_of(to_lower(name), names, 1); !near.empty()) return near.front().word;
  // Longer or shorter by a whole part: max_limit, lim.
  for (const std::string& one : names)
    if (name.size() >= 3 && (contains(to_lower(name), one) || one.starts_with(to_lower(name)))) return one;
  return names.size() == 1 ? names.front() : "";
}

static std::string expected(Parameter::Type type) {
  if (type == Parameter::Type::strings) return "an array of strings";
  return fmt::format("{} {}", type == Parameter::Type::integer ? "an" : "a", type_name(type));
}

static bool has_type(const Json& value, Parameter::Type type) {
  switch (type) {
    case Parameter::Type::string: return value.is_string();
    case Parameter::Type::integer: return value.is_number_integer();
    case Parameter::Type::boolean: return value.is_boolean();
    case Parameter::Type::strings:
      return value.is_array() &&
             std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_string(); });
  }
  return false;
}

Result<Json> check_arguments(const Tool& tool, Json arguments, const std::vector<std::string>& repositories) {
  const auto refuse = [&](std::string message) { return Error{Code::invalid_argument, std::move(message), "", ""}; };
  if (!arguments.is_object()) return refuse(fmt::format("the arguments of {} must be an object", tool.name));
  for (const auto& [name, value] : arguments.items()) {
    if (name == "repository" && repositories.size() > 1) {
      if (!value.is_string() || std::find(repositories.begin(), repositories.end(), value) == repositories.end())
        return refuse(fmt::format("argument 'repository' must be one of {}", join(repositories, ", ")));
      continue;
    }
    const auto known = std::find_if(tool.parameters.begin(), tool.parameters.end(),
                                    [&, key = name](const Parameter& p) { return p.name == key; });
    if (known == tool.parameters.end()) {
      const std::string nearest = nearest_parameter(tool, name);
      std::vector<std::string> all;
      for (const Parameter& one : tool.parameters) all.emplace_back(one.name);
      return refuse(nearest.empty()
                        ? fmt::format("{} has no argument '{}'; it takes {}", tool.name, name,
                                      all.empty() ? "none" : join(all, ", "))
                        : fmt::format("{} has no argument '{}'; did you mean '{}'?", tool.name, name, nearest));
    }
    if (!has_type(value, known->type))
      return refuse(fmt::format("argument '{}' of {} must be {}, not {}", name, tool.name, expected(known->type),
                                known->type == Parameter::Type::strings && value.is_array()
                                    ? "one with other things in it"
                                    : value.type_name()));
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

Json brief_result_schema_of(const Tool& tool) {
  const Json whole = tool.result_schema();
  Json properties = Json::object();
  for (const auto& [name, property] : whole.at("properties").items()) {
    const std::string type = property.at("type").get<std::string>();
    properties[name] = {{"type", type}};
    if (type == "array") properties[name]["items"] = {{"type", property.at("items").at("type")}};
  }
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

}  // namespace fingerpost
