#include "server/probing.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"name", Parameter::Type::string, false, "a probe, all or preflight; without: what could be probed"},
    {"target", Parameter::Type::string, false, "a variable, compose service, URL or host:port"},
    {"environment", Parameter::Type::string, false, "e.g. staging"},
    {"seconds", Parameter::Type::integer, false, "default 10", 1, 60},
};

Json schema() {
  const Json string = {{"type", "string"}};
  const Json objects = {{"type", "array"}, {"items", {{"type", "object"}}}};
  return {
      {"type", "object"},
      {"properties",
       {{"status", string}, {"summary", string}, {"outcomes", objects}, {"mend", objects}, {"could_probe", objects}}},
      {"required", {"status", "summary"}}};
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  ProbeRequest request;
  request.name = arguments.value("name", std::string());
  request.target = arguments.value("target", std::string());
  request.environment = arguments.value("environment", std::string());
  request.time = std::chrono::seconds(arguments.value("seconds", 10));
  auto report = probe(repository, request);
  if (!report) return report.error();
  ToolReply out;
  out.structured = json_of(*report);
  out.text = text_of(*report);
  out.found = report->verdict.status != Status::fail && report->verdict.status != Status::error;
  return out;
}

}  // namespace

extern const Tool probe_tool;
const Tool probe_tool = {
    "probe",
    "probe",
    "What runs now, and what is wrong",
    "Looks at what runs now: ports, HTTP, health, databases, env files, tools. Settings are read live; it connects "
    "only to what the repository names and to this machine; what it writes to test is undone.",
    kParameters,
    schema,
    run,
    "fingerpost probe all",
    false,
    false,
    true,
    true,
};

}  // namespace fingerpost
