#include "server/cli/probe.h"

#include <unistd.h>

#include <fmt/format.h>
#include <cstdio>
#include <ctime>
#include <thread>

#include "server/cli/probe_formats.h"
#include "server/cli/terminal.h"
#include "server/probing.h"

namespace fingerpost {
namespace {

std::string shown(const ProbeReport& report, const std::string& format, bool every_check) {
  if (format == "json") return to_pretty(json_of(report)) + "\n";
  if (format == "junit") return junit_of(report);
  if (format == "tap") return tap_of(report);
  if (format == "nagios") return nagios_of(report);
  if (format == "prometheus") return prometheus_of(report);
  return text_of(report, every_check);
}

int status_of(const ProbeReport& report, const ProbeFlags& flags) {
  if (flags.format == "nagios") return nagios_status(report);
  const Status status = report.verdict.status;
  const bool bad = status == Status::fail || status == Status::error || (flags.strict && status == Status::warn);
  return bad || !report.problems.empty() ? kNotKnown : kFound;
}

// How far the probes are, on one line of a terminal.
void show_progress(const Outcome& outcome) {
  std::fprintf(stderr, "\r\x1b[K%s %s: %s", outcome.probe.c_str(), outcome.target.c_str(),
               std::string(name_of(outcome.status)).c_str());
  std::fflush(stderr);
}

}  // namespace

int run_probe(const Common& common, const ProbeFlags& flags) {
  auto options = only_repository(common);
  if (!options) return fail(options.error());
  auto repository = Repository::open(*options);
  if (!repository) return fail(repository.error());
  ProbeRequest request;
  request.name = flags.name;
  request.target = flags.target;
  request.environment = flags.environment;
  request.allowed = flags.allowed;
  request.time = std::chrono::seconds(flags.seconds);
  const bool terminal = ::isatty(STDERR_FILENO) != 0 && !flags.watch;
  if (terminal) request.on_outcome = show_progress;
  std::string format = flags.format;
  if (common.json) format = "json";
  for (int round = 1;; ++round) {
    auto report = probe(**repository, request);
    if (terminal) std::fprintf(stderr, "\r\x1b[K");
    if (!report) return fail(report.error());
    if (flags.watch && format == "human") {
      const std::time_t now = std::time(nullptr);
      std::tm parts{};
      ::localtime_r(&now, &parts);
      const bool clear = ::isatty(STDOUT_FILENO) != 0;
      fmt::print("{}{:02}:{:02}:{:02}, every {} s; Ctrl-C ends it\n", clear ? "\x1b[H\x1b[2J" : "", parts.tm_hour,
                 parts.tm_min, parts.tm_sec, flags.every);
    }
    std::string text = shown(*report, format, flags.verbose);
    if (format == "human" && wants_colour()) text = with_links(text, (*repository)->directory());
    fmt::print("{}", text);
    std::fflush(stdout);
    if (!flags.watch || round == flags.times) return status_of(*report, flags);
    std::this_thread::sleep_for(std::chrono::seconds(flags.every));
  }
}

}  // namespace fingerpost
