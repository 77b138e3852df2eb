#include "server/mcp/prompts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "server/tool.h"

namespace fingerpost::mcp {
namespace {

struct Argument {
  std::string_view name;  // "" for none
  std::string_view help;
  bool required = false;
};

struct Prompt {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  std::array<Argument, 2> arguments;
  std::string_view needs;  // the tool without which it is not offered
  std::string (*text)(const Json& arguments);
};

std::string orient(const Json& arguments) {
  const std::string component = text_at(arguments, "component");
  if (component.empty())
    return "Call overview and tell me in ten lines what this repository is: its components, how they are run, where "
           "configuration and documentation live, and what must not be changed. Name the file and line for each.";
  return fmt::format(
      "Tell me about the component {0}: with where_is, find where it is defined, configured and documented, its ports "
      "and variables, and how it is started. Name the file and line for each, and say what where_is does not know.",
      component);
}

std::string diagnose(const Json& arguments) {
  return fmt::format(
      "Something is wrong. Call diagnose with the text below as it is, then tell me the most likely known cause, its "
      "first action and where that is written (file and line). If diagnose knows nothing, say so, look with where_is, "
      "and keep what you conclude apart from what the repository says.\n\n{}",
      text_at(arguments, "symptom"));
}

std::string record_fix(const Json& arguments) {
  const std::string fix = text_at(arguments, "fix");
  return fmt::format(
      "We solved a problem; the repository should know it next time. Symptom:\n\n{}\n\n{}Check with diagnose that it "
      "is "
      "not written down yet. If it is, say where and stop. Otherwise show me the entry (symptom, cause, fix, the "
      "definitive source as file and line), and when I agree call record_fix.",
      text_at(arguments, "symptom"), fix.empty() ? "" : "What helped:\n\n" + fix + "\n\n");
}

std::string look(const Json& arguments) {
  const std::string probe = text_at(arguments, "probe");
  const std::string target = text_at(arguments, "target");
  return fmt::format(
      "Look at what runs now: call probe with name '{}'{}. Tell me first what is broken and what to do about it, in "
      "the order in which it has to be mended, with the file and line of each setting; then in one line what is in "
      "order. "
      "Change nothing.",
      probe.empty() ? "preflight" : probe, target.empty() ? "" : " and target '" + target + "'");
}

const std::array<Prompt, 4> kPrompts = {{
    {"orient",
     "Get to know this repository",
     "What the repository, or one component of it, is and where things are",
     {{{"component", "only this component", false}, {}}},
     "overview",
     orient},
    {"diagnose",
     "Find the known fix",
     "What the repository knows about an error or a symptom",
     {{{"symptom", "what you see: message, log, what does not work", true}, {}}},
     "diagnose",
     diagnose},
    {"probe",
     "See what runs now",
     "What is up, what is broken, and what to mend first",
     {{{"probe", "only this probe", false}, {"target", "a variable, compose service, URL or host:port", false}}},
     "probe",
     look},
    {"record_fix",
     "Write down a fix",
     "Adds what was learned to the repository's own documentation",
     {{{"symptom", "what was seen", true}, {"fix", "what helped", false}}},
     "record_fix",
     record_fix},
}};

const Prompt* prompt_named(std::string_view name) {
  const auto found = std::find_if(kPrompts.begin(), kPrompts.end(), [&](const Prompt& one) {
    return one.name == name && tool_named(one.needs) != nullptr;
  });
  return found == kPrompts.end() ? nullptr : &*found;
}

}  // namespace

Json prompt_list() {
  Json all = Json::array();
  for (const Prompt& prompt : kPrompts) {
    if (tool_named(prompt.needs) == nullptr) continue;
    Json arguments = Json::array();
    for (const Argument& argument : prompt.arguments)
      if (!argument.name.empty())
        arguments.push_back({{"name", argument.name}, {"description", argument.help}, {"required", argument.required}});
    all.push_back({{"name", prompt.name},
                   {"title", prompt.title},
                   {"description", prompt.description},
                   {"arguments", std::move(arguments)}});
  }
  return all;
}

Json get_prompt(const Json& parameters) {
  const std::string name = text_at(parameters, "name");
  const Prompt* prompt = prompt_named(name);
  if (prompt == nullptr) throw Fault{kInvalidParams, "there is no prompt '" + name + "'; prompts/list names them"};
  const Json& arguments = member(parameters, "arguments");
  if (!arguments.is_null() && !arguments.is_object()) throw Fault{kInvalidParams, "arguments must be an object"};
  for (const Argument& argument : prompt->arguments) {
    if (argument.name.empty()) continue;
    const Json& value = member(arguments, std::string(argument.name).c_str());
    if (value.is_null() && argument.required)
      throw Fault{kInvalidParams,
                  fmt::format("the prompt {} needs the argument '{}': {}", name, argument.name, argument.help)};
    if (!value.is_null() && !value.is_string())
      throw Fault{kInvalidParams, fmt::format("the argument '{}' of {} must be a string", argument.name, name)};
  }
  return {{"description", prompt->description},
          {"messages",
           Json::array({{{"role", "user"}, {"content", {{"type", "text"}, {"text", prompt->text(arguments)}}}}})}};
}

bool prompt_takes(std::string_view name, std::string_view argument) {
  const Prompt* prompt = prompt_named(name);
  return prompt != nullptr && std::any_of(prompt->arguments.begin(), prompt->arguments.end(),
                                          [&](const Argument& one) { return one.name == argument; });
}

}  // namespace fingerpost::mcp
