#include "server/cli/doctor.h"

#include <chrono>
#include <functional>

#include <fmt/format.h>

#include "base/json.h"
#include "base/process.h"
#include "server/lint.h"
#include "server/mcp/server.h"
#include "server/tool.h"
#include "server/version.h"

namespace fingerpost {
namespace {

struct Step {
  std::string name;
  bool good = true;
  std::string said;
  double seconds = 0;
};

class Steps {
 public:
  // Runs a step: it says what it saw, or an error.
  bool run(std::string name, const std::function<Result<std::string>()>& step) {
    const auto start = std::chrono::steady_clock::now();
    auto said = step();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    steps_.push_back({std::move(name), said.has_value(), said ? *said : said.error().text(), took.count()});
    return said.has_value();
  }

  int print(bool json) const {
    bool good = true;
    Json all = Json::array();
    for (const Step& step : steps_) {
      good = good && step.good;
      all.push_back({{"step", step.name}, {"ok", step.good}, {"said", step.said}, {"seconds", step.seconds}});
      if (!json)
        fmt::print("{} {:<12} {:>8.1f} ms  {}\n", step.good ? "ok " : "NOT", step.name, step.seconds * 1000, step.said);
    }
    if (json) fmt::print("{}\n", to_pretty({{"ok", good}, {"steps", std::move(all)}}));
    return good ? kFound : kNotKnown;
  }

 private:
  std::vector<Step> steps_;
};

Result<std::string> version_of(const char* program) {
  std::string out;
  auto ran = run_process({program, "--version"}, "/", "", std::chrono::seconds(5),
                         [&](std::string_view text) { out += text; });
  if (!ran)
    return Error{Code::unavailable, std::string(program) + " is not installed", "", "the package is named like it"};
  return out.substr(0, out.find('\n'));
}

}  // namespace

int run_doctor(const Common& common) {
  Steps steps;
  steps.run("program", [] { return Result<std::string>("fingerpost " + std::string(kVersion)); });
  steps.run("git", [] { return version_of("git"); });
  steps.run("ctags", [] { return version_of("ctags"); });
  std::unique_ptr<Repository> repository;
  const bool opened = steps.run("map", [&]() -> Result<std::string> {
    auto one = only_repository(common);
    if (!one) return one.error();
    auto open = Repository::open(*one);
    if (!open) return open.error();
    repository = std::move(*open);
    return repository->directory() + ", map " + repository->map_file();
  });
  if (!opened) return steps.print(common.json);
  const bool indexed = steps.run("index", [&]() -> Result<std::string> {
    auto report = repository->index({});
    if (!report) return report.error();
    if (report->sources == 0)
      return Error{Code::not_found, "no file was read", "", "is everything ignored, or is this the wrong directory?"};
    return fmt::format("{} sources, {} places, {} read now", report->sources, report->places, report->read);
  });
  if (!indexed) return steps.print(common.json);
  steps.run("again", [&]() -> Result<std::string> {
    auto report = repository->index({});
    if (!report) return report.error();
    return fmt::format("{} read: {}", report->read,
                       report->read == 0 ? "nothing changed" : "these change all the time");
  });
  steps.run("unreadable", [&]() -> Result<std::string> {
    auto findings = repository->map().findings();
    if (!findings) return findings.error();
    return fmt::format("{} findings{}", findings->size(), findings->empty() ? "" : "; see fingerpost findings");
  });
  steps.run("question", [&]() -> Result<std::string> {
    auto reply = repository->where("readme", {});
    if (!reply) return reply.error();
    return reply->answers.empty()
               ? "no place is near 'readme'"
               : fmt::format("'readme' is nearest to {}:{}", reply->answers[0].path, reply->answers[0].line_start);
  });
  steps.run("overview", [&]() -> Result<std::string> {
    auto overview = repository->overview();
    if (!overview) return overview.error();
    return fmt::format("{} groups", overview->groups.size());
  });
  steps.run("gaps", [&]() -> Result<std::string> {
    auto gaps = repository->gaps();
    if (!gaps) return gaps.error();
    return fmt::format("{} questions had no good answer", gaps->size());
  });
  return steps.print(common.json);
}

int run_tool_lint() {
  const Json tools = mcp::described_tools({}, true);
  const ToolLint lint = lint_tools(tools, mcp::instructions());
  for (const Json& tool : tools)
    fmt::print("{:<16} {:>5} tokens\n", tool["name"].get<std::string>(), to_line(tool).size() / 4);
  fmt::print("{:<16} {:>5} tokens\n{:<16} {:>5} tokens in every conversation\n", "instructions",
             mcp::instructions().size() / 4, "all", lint.tokens);
  for (const std::string& complaint : lint.complaints) fmt::print("NOT {}\n", complaint);
  return lint.complaints.empty() ? kFound : kNotKnown;
}

}  // namespace fingerpost
