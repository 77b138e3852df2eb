#include <fmt/format.h>

#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"entry", Parameter::Type::string, true, "its place in diagnose: path:line"},
    {"worked", Parameter::Type::boolean, true, ""},
    {"note", Parameter::Type::string, false, "what else was needed"},
};

Json schema() {
  return {{"type", "object"},
          {"properties", {{"title", {{"type", "string"}}}, {"confirmed", {{"type", "integer"}}}}},
          {"required", {"title", "confirmed"}}};
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  auto confirmed = repository.confirm_fix(arguments.at("entry").get<std::string>(), arguments.at("worked").get<bool>(),
                                          arguments.value("note", std::string()));
  if (!confirmed) return confirmed.error();
  ToolReply out;
  out.structured = {{"title", confirmed->title}, {"confirmed", confirmed->confirmed}};
  out.text = fmt::format("Kept: {} ({} confirmed in all).\n", confirmed->title, confirmed->confirmed);
  return out;
}

}  // namespace

extern const Tool confirm_fix_tool;
const Tool confirm_fix_tool = {
    "confirm_fix",
    "confirm",
    "Say whether a fix helped",
    "Keeps whether an entry's fix worked, outside of the repository.",
    kParameters,
    schema,
    run,
    "fingerpost confirm docs/troubleshooting.md:12 --worked",
    /*reads_stdin=*/false,
    /*writes=*/false,
    /*open_world=*/false,
    /*own_command=*/false,
    /*remembers=*/true,
    /*awaits=*/{.entries = true},
};

}  // namespace fingerpost
