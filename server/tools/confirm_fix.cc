#include <fmt/format.h>

#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"entry", Parameter::Type::string, true, "the entry's place as diagnose gave it: path:line"},
    {"worked", Parameter::Type::boolean, true, "whether its fix helped"},
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
    "Records whether the fix of an entry that diagnose gave worked, so that it counts for the next one who asks. "
    "Kept beside the index, not in the repository.",
    kParameters,
    schema,
    run,
    "fingerpost confirm docs/troubleshooting.md:12 --worked",
    /*reads_stdin=*/false,
    /*writes=*/false,
    /*remembers=*/true,
};

}  // namespace fingerpost
