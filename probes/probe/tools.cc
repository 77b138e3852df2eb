// Required programs and their versions. A program is looked up in PATH, and asked for its version only when it is one
// of a fixed list and lies outside of the repository: with no shell, no environment, in "/", for two seconds.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "base/process.h"
#include "base/text.h"
#include "probes/probe.h"
#include "probes/tools/demands.h"
#include "probes/tools/version.h"

namespace fingerpost {

extern const Probe tools_probe;

namespace {

constexpr Deadline::Milliseconds kMostTime{2000};  // of one program
constexpr std::size_t kMostDepth = 2;              // of directories whose demands count

namespace fs = std::filesystem;

// The demands of the root and of the packages near it.
std::vector<Demand> demands_in(const Surroundings& around) {
  std::vector<Demand> out;
  const auto take = [&](const std::string& path) {
    if (const auto text = around.read(path))
      for (Demand& demand : demands_of(path, text->bytes)) out.push_back(std::move(demand));
  };
  // The map leaves out most files whose names begin with a dot.
  for (const char* hidden :
       {".tool-versions", ".nvmrc", ".node-version", ".python-version", ".ruby-version", ".terraform-version"})
    if (std::find(around.paths().begin(), around.paths().end(), hidden) == around.paths().end() &&
        around.exists(hidden))
      take(hidden);
  for (const std::string& path : around.paths())
    if (names_tools(path) && static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) <= kMostDepth)
      take(path);
  for (const ComposeModel* model : around.active_composes())
    if (!model->files.empty()) out.push_back({"docker", "", {model->files.front(), 0}});
  return out;
}

struct Found {
  std::string path;       // as PATH has it
  std::string canonical;  // where its links lead
};

// In the directories of PATH that are absolute.
Found find_in_path(std::string_view program) {
  const char* path = std::getenv("PATH");
  if (path == nullptr) return {};
  for (const std::string_view directory : split(path, ':')) {
    if (!directory.starts_with("/")) continue;
    const std::string candidate = std::string(directory) + "/" + std::string(program);
    std::error_code problem;
    if (::access(candidate.c_str(), X_OK) != 0 || !fs::is_regular_file(candidate, problem)) continue;
    return {candidate, fs::canonical(candidate, problem).string()};
  }
  return {};
}

bool lies_inside(const std::string& path, const std::string& root) {
  return path.starts_with(root + "/");
}

std::vector<Planned> plan(const Surroundings& around) {
  const auto demands = demands_in(around);
  if (demands.empty()) return {};
  Planned planned;
  planned.probe = &tools_probe;
  planned.origin.kind = Origin::Kind::repository;
  planned.origin.at = demands.front().at;
  planned.why = fmt::format("{} asks for {}", demands.front().at.text(), demands.front().program);
  return {planned};
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  if (argument == ".") {
    auto planned = plan(around);
    if (planned.empty()) return Error{Code::not_found, "no file here asks for a program", "", ""};
    return planned.front();
  }
  if (known_tool(argument) == nullptr)
    return Error{Code::invalid_argument, fmt::format("{} is no program that this probe knows", clip(argument, 40)), "",
                 "for example node, python3, go, docker"};
  Planned planned;
  planned.probe = &tools_probe;
  planned.target.text = planned.shown = argument;
  planned.origin.kind = Origin::Kind::argument;
  planned.why = "as asked";
  return planned;
}

// What the program says of itself; empty where it says nothing in time.
Version version_of(const Found& found, const KnownTool& tool, const Deadline& deadline, std::string& problem) {
  static const std::vector<std::string> kNothing;
  std::string text;
  const auto ran = run_process(
      {found.path, std::string(tool.argument)}, "/", {}, deadline.within(kMostTime).left(),
      [&](std::string_view bytes) {
        if (text.size() < 4096) text += bytes;
      },
      &kNothing, deadline.stop());
  if (!ran)
    problem = ran.error().message;
  else if (ran->timed_out)
    problem = "it did not say its version in time";
  // Java says it where errors go.
  Version version = version_in(text);
  if (version.empty() && ran) version = version_in(ran->errors);
  if (version.empty() && problem.empty()) problem = "it did not say its version";
  return version;
}

void look_at(const std::string& program, const std::vector<Demand>& demands, const Surroundings& around,
             const Deadline& deadline, Outcome& out) {
  const KnownTool* tool = known_tool(program);
  const Found found = find_in_path(program);
  const Written at = demands.empty() ? Written() : demands.front().at;
  const Stopwatch watch;
  if (found.path.empty()) {
    Check& check =
        out.add(program, Status::fail, fmt::format("{} is not in PATH", program), fmt::format("install {}", program));
    check.source = at;
    return;
  }
  if (lies_inside(found.path, around.root().path()) || lies_inside(found.canonical, around.root().path())) {
    out.add(program, Status::warn, fmt::format("{} in PATH lies inside of the repository, and is not run", program),
            "take the repository out of PATH")
        .source = at;
    return;
  }
  std::string problem;
  const Version version = version_of(found, *tool, deadline, problem);
  if (version.empty()) {
    out.add(program, Status::error, fmt::format("{} is at {}, but {}", program, found.path, problem), "").source = at;
    return;
  }
  out.measure(program, text_of(version));
  bool fine = true;
  for (const Demand& demand : demands) {
    if (demand.version.empty()) continue;
    const auto met = satisfies(version, demand.version);
    if (!met) {
      out.notes.push_back(fmt::format("{} asks for {} '{}', which names no version", demand.at.text(), program,
                                      clip(demand.version, 40)));
      continue;
    }
    if (*met) continue;
    fine = false;
    Check& check = out.add(
        program, Status::fail, fmt::format("{} {} is here", program, text_of(version)),
        fmt::format("install {} {}, or switch to it with your version manager", program, clip(demand.version, 40)));
    check.expected = demand.version;
    check.source = demand.at;
    check.milliseconds = watch.milliseconds();
  }
  if (!fine) return;
  Check& check = out.add(program, Status::pass, fmt::format("{} {}", program, text_of(version)));
  check.source = at;
  check.milliseconds = watch.milliseconds();
}

void run(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out) {
  std::map<std::string, std::vector<Demand>> programs;
  for (Demand& demand : demands_in(around))
    if (planned.target.text.empty() || demand.program == planned.target.text)
      programs[demand.program].push_back(std::move(demand));
  if (!planned.target.text.empty()) programs[planned.target.text];
  for (const auto& [program, demands] : programs) look_at(program, demands, around, deadline, out);
}

}  // namespace

const Probe tools_probe = {"tools",
                           "Required programs",
                           "looks programs up in PATH and runs known ones with --version, without environment, in /",
                           ".tool-versions, .nvmrc, engines, go.mod, .python-version, rust-toolchain and their kin",
                           10,
                           plan,
                           aim,
                           run,
                           {}};

}  // namespace fingerpost
