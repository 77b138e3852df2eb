#include "server/cli/probe.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <cstdio>
#include <ctime>

#include "server/cli/interrupt.h"
#include "server/cli/probe_formats.h"
#include "server/cli/probe_watch.h"
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

int rows_of_terminal() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

// Round after round, until somebody wants to stop. A round that is stopped halfway is not shown: what it did not come
// to says nothing of what runs.
int watch(Repository& repository, const ProbeRequest& request, const ProbeFlags& flags, const std::string& format,
          Interrupt& interrupt) {
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  ProbeWatch rounds(flags.every);
  int status = kFound;
  for (int round = 1;; ++round) {
    auto report = probe(repository, request);
    if (interrupt.came()) return status;
    if (!report) return fail(report.error());
    const std::int64_t now = std::time(nullptr);
    auto kept = repository.probe_history().states(now);
    rounds.take(*report, kept ? *kept : std::vector<ProbeState>(), now);
    if (format == "human")
      fmt::print("{}", terminal ? rounds.table({rows_of_terminal(), wants_colour()}) : rounds.lines());
    else
      fmt::print("{}", format == "json" ? rounds.json_line() : shown(*report, format, flags.verbose));
    std::fflush(stdout);
    status = status_of(*report, flags);
    if (round == flags.times || !interrupt.pause(std::chrono::seconds(flags.every))) return status;
  }
}

}  // namespace

int run_probe(const Common& common, const ProbeFlags& flags) {
  auto options = only_repository(common);
  if (!options) return fail(options.error());
  if (flags.watch && flags.name.empty())
    return fail({Code::invalid_argument, "--watch repeats a probe, and none is named", "", "like: probe all --watch"});
  // Before the repository, which may start threads.
  Interrupt interrupt;
  auto repository = Repository::open(*options);
  if (!repository) return fail(repository.error());
  ProbeRequest request;
  request.name = flags.name;
  request.target = flags.target;
  request.environment = flags.environment;
  request.allowed = flags.allowed;
  request.time = std::chrono::seconds(flags.seconds);
  (*repository)->set_gone([&] { return interrupt.came(); });
  const std::string format = common.json ? "json" : flags.format;
  if (flags.watch) return watch(**repository, request, flags, format, interrupt);
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  if (terminal) request.on_outcome = show_progress;
  auto report = probe(**repository, request);
  if (terminal) std::fprintf(stderr, "\r\x1b[K");
  if (!report) return fail(report.error());
  std::string text = shown(*report, format, flags.verbose);
  if (format == "human" && wants_colour()) text = with_links(text, (*repository)->directory());
  fmt::print("{}", text);
  return status_of(*report, flags);
}

}  // namespace fingerpost
