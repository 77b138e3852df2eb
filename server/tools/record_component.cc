#include "server/learned.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"name", Parameter::Type::string, true, "what people call it"},
    {"definitive_source", Parameter::Type::string, true, ""},
    {"whats_there", Parameter::Type::string, false, "what can be read there"},
    {"spec", Parameter::Type::string, false, "its specification: path → heading"},
    {"key_details", Parameter::Type::string, false, ""},
    {"category", Parameter::Type::string, false, ""},
    {"closes_gap", Parameter::Type::string, false, ""},
    {"merge", Parameter::Type::boolean, false, ""},
    {"dry_run", Parameter::Type::boolean, false, ""},
    {"commit", Parameter::Type::boolean, false, ""},
    {"branch", Parameter::Type::string, false, ""},
};

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  ComponentNote note;
  note.name = arguments.at("name").get<std::string>();
  note.definitive_source = arguments.at("definitive_source").get<std::string>();
  note.whats_there = arguments.value("whats_there", std::string());
  note.spec = arguments.value("spec", std::string());
  note.key_details = arguments.value("key_details", std::string());
  note.category = arguments.value("category", std::string());
  const RecordOptions options = record_options(arguments);
  auto learned = repository.record_component(note, options, arguments.value("closes_gap", std::string()));
  if (!learned) return learned.error();
  return reply_of(*learned, options.dry_run);
}

}  // namespace

extern const Tool record_component_tool;
const Tool record_component_tool = {
    "record_component",
    "record component",
    "Write down a component",
    "Writes a pointer into this repository's component map, so that where_is knows the name. Other arguments as in "
    "record_fix.",
    kParameters,
    learned_schema,
    run,
    "fingerpost record component 'Job queue' --definitive-source 'packages/worker/src/queue.ts' --dry-run",
    /*reads_stdin=*/false,
    /*writes=*/true,
    /*open_world=*/false,
    /*own_command=*/false,
    /*remembers=*/false,
    /*awaits=*/{.entries = true},
};

}  // namespace fingerpost
