#include <fmt/format.h>

#include "base/text.h"
#include "server/doubt.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"query", Parameter::Type::string, true, "what you look for, in your own words or as an identifier"},
    {"limit", Parameter::Type::integer, false, "default 5", 1, 50},
    {"kind", Parameter::Type::string, false,
     "only this kind: setting, variable, service, port, section, table row, command, definition, …"},
    {"detail", Parameter::Type::boolean, false, "longer excerpts"},
};

Json schema() {
  const Json string = {{"type", "string"}};
  const Json integer = {{"type", "integer"}};
  const Json answer = {{"type", "object"},
                       {"properties",
                        {{"path", string},
                         {"line_start", integer},
                         {"line_end", integer},
                         {"locator", {{"type", "array"}, {"items", string}}},
                         {"title", string},
                         {"kind", string},
                         {"role", string},
                         {"excerpt", string},
                         {"confidence", {{"type", "number"}}},
                         {"protected", {{"type", "boolean"}}},
                         {"note", string}}},
                       {"required", {"path", "line_start"}}};
  return {{"type", "object"},
          {"properties",
           {{"query", string},
            {"known", {{"type", "boolean"}}},
            {"answers", {{"type", "array"}, {"items", answer}}},
            {"gap", string},
            {"gap_id", string}}},
          {"required", {"query", "known", "answers"}}};
}

Json json_of(const WhereAnswer& answer) {
  Json out = object_with_room(11);
  out["path"] = answer.path;
  out["line_start"] = answer.line_start;
  out["line_end"] = answer.line_end;
  out["locator"] = answer.locator;
  out["title"] = answer.title;
  out["kind"] = answer.kind;
  if (!answer.role.empty()) out["role"] = answer.role;
  out["excerpt"] = answer.excerpt;
  out["confidence"] = answer.confidence;
  if (answer.is_protected) out["protected"] = true;
  if (!answer.note.empty()) out["note"] = answer.note;
  return out;
}

std::string indented(std::string_view text) {
  std::string out;
  for (std::string_view line : split(text, '\n')) out += "    " + std::string(line) + "\n";
  return out;
}

std::string text_of(const WhereReply& reply) {
  const bool any = !reply.answers.empty();
  std::string out =
      text_of(Doubt{reply.known, any ? reply.answers.front().confidence : 0.0, reply.gap, reply.gap_id, any}, "places");
  for (std::size_t i = 0; i < reply.answers.size(); ++i) {
    const WhereAnswer& answer = reply.answers[i];
    out += fmt::format("{}:{}", answer.path, answer.line_start);
    if (answer.line_end != answer.line_start) out += fmt::format("-{}", answer.line_end);
    out += fmt::format("  {}{}{}{}\n", answer.title, answer.role.empty() ? "" : " (" + answer.role + ")",
                       answer.is_protected ? " [protected]" : "", answer.note.empty() ? "" : "\n  " + answer.note);
    // The first answers in full, the others as pointers: an assistant pays for each word.
    if (reply.known ? i < 3 : i < 1) out += indented(answer.excerpt);
  }
  return out;
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  WhereOptions options;
  options.limit = arguments.value("limit", std::size_t{5});
  options.kind = arguments.value("kind", std::string());
  options.detail = arguments.value("detail", false);
  auto reply = repository.where(arguments.at("query").get<std::string>(), options);
  if (!reply) return reply.error();
  ToolReply out;
  Json answers = Json::array();
  for (const WhereAnswer& answer : reply->answers) answers.push_back(json_of(answer));
  out.structured = object_with_room(6);
  out.structured["query"] = reply->query;
  out.structured["known"] = reply->known;
  out.structured["answers"] = std::move(answers);
  if (!reply->gap.empty()) out.structured["gap"] = reply->gap;
  if (!reply->gap_id.empty()) out.structured["gap_id"] = reply->gap_id;
  out.text = text_of(*reply);
  out.found = reply->known;
  if (out.found) out.basis = std::move(reply->basis);  // otherwise each time it is asked is counted
  return out;
}

}  // namespace

extern const Tool where_is_tool;
const Tool where_is_tool = {
    "where_is",
    "where",
    "Where is X",
    "Finds where something is set, documented, defined or done in this repository and reads it live: configuration "
    "values, ports, environment variables, documents, workflows, commands, code. Answers are exact pointers (path, "
    "lines) with their text now; known=false: the repository does not say.",
    kParameters,
    schema,
    run,
    "fingerpost where 'which port does redis publish'",
    /*reads_stdin=*/false,
    /*writes=*/false,
    /*open_world=*/false,
    /*own_command=*/false,
    /*remembers=*/false,
    /*awaits=*/{.entries = false, .code = true},
};

}  // namespace fingerpost
