#include "server/learned.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"title", Parameter::Type::string, true, "the problem in a few words"},
    {"symptoms", Parameter::Type::strings, false, "what is seen, messages as they are"},
    {"causes", Parameter::Type::strings, false, "the likeliest first"},
    {"steps", Parameter::Type::strings, false, "what to do, in order"},
    {"definitive_source", Parameter::Type::string, true, "the file that decides, and keys in it: path → key → key"},
    {"component", Parameter::Type::string, false, ""},
    {"category", Parameter::Type::string, false, "heading to stand below"},
    {"closes_gap", Parameter::Type::string, false, "gap_id that this answers"},
    {"merge", Parameter::Type::boolean, false, "extend the entry that says the same"},
    {"dry_run", Parameter::Type::boolean, false, "the diff alone"},
    {"commit", Parameter::Type::boolean, false, "commit this file alone"},
    {"branch", Parameter::Type::string, false, "on this branch instead"},
};

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  Fix fix;
  fix.title = arguments.at("title").get<std::string>();
  fix.symptoms = texts_at(arguments, "symptoms");
  fix.causes = texts_at(arguments, "causes");
  fix.steps = texts_at(arguments, "steps");
  fix.definitive_source = arguments.at("definitive_source").get<std::string>();
  fix.component = arguments.value("component", std::string());
  fix.category = arguments.value("category", std::string());
  const RecordOptions options = record_options(arguments);
  auto learned = repository.record_fix(fix, options, arguments.value("closes_gap", std::string()));
  if (!learned) return learned.error();
  return reply_of(*learned, options.dry_run);
}

}  // namespace

extern const Tool record_fix_tool;
const Tool record_fix_tool = {
    "record_fix",
    "record fix",
    "Write down a fix",
    "Writes a fix into this repository's troubleshooting document; diagnose finds it at once. Show the "
    "user the dry_run first. Never copy values of settings: point.",
    kParameters,
    learned_schema,
    run,
    "fingerpost record fix 'Login fails after a restart' --symptom 'invalid session' --cause 'Redis lost its data' "
    "--step 'mount the volume' --definitive-source 'docker-compose.yml → services → redis' --dry-run",
    /*reads_stdin=*/false,
    /*writes=*/true,
    /*open_world=*/false,
    /*own_command=*/false,
    /*remembers=*/false,
    /*awaits=*/{.entries = true},
};

}  // namespace fingerpost
