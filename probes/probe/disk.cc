// What this machine has left: space and inodes of the disk that the repository lies on, memory, file watches.
#include <fmt/format.h>
#include <sys/statvfs.h>

#include <fstream>
#include <string>

#include "base/text.h"
#include "probes/probe.h"

namespace fingerpost {

extern const Probe disk_probe;

namespace {

constexpr double kMebi = 1024.0 * 1024.0;
constexpr double kWarnBytes = 2048 * kMebi;  // images and builds take that much in an hour
constexpr double kFailBytes = 256 * kMebi;   // databases stop writing
constexpr double kWarnMemory = 512 * kMebi;
constexpr double kFewWatches = 65536;  // watchers of a large tree need one a directory

std::string shown_bytes(double bytes) {
  return bytes >= 1024 * kMebi ? fmt::format("{:.1f} GiB", bytes / kMebi / 1024)
                               : fmt::format("{:.0f} MiB", bytes / kMebi);
}

// A number behind a word in a file of /proc; -1 for none.
double number_in(const char* path, std::string_view word) {
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line)) {
    if (!line.starts_with(word)) continue;
    std::string digits;
    for (const char c : line.substr(word.size()))
      if (is_digit(c)) digits += c;
    if (!digits.empty() && digits.size() < 16) return std::stod(digits);
  }
  return -1;
}

std::vector<Planned> plan(const Surroundings&) {
  Planned planned;
  planned.probe = &disk_probe;
  planned.origin.kind = Origin::Kind::repository;
  planned.why = "the repository's own disk";
  return {planned};
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  if (!argument.empty() && argument != ".")
    return Error{Code::invalid_argument, "the disk probe looks at the repository's disk and takes no target", "", ""};
  return plan(around).front();
}

void look_at_space(const std::string& path, Outcome& out) {
  struct statvfs disk {};
  if (::statvfs(path.c_str(), &disk) != 0) {
    out.add("space", Status::error, "the disk cannot be asked");
    return;
  }
  const double block = static_cast<double>(disk.f_frsize);
  const double free = static_cast<double>(disk.f_bavail) * block;
  const double total = static_cast<double>(disk.f_blocks) * block;
  out.measure("free_bytes", free);
  if (total > 0) out.measure("free_pct", 100 * free / total);
  const std::string seen = fmt::format("{} free of {}", shown_bytes(free), shown_bytes(total));
  out.add("space",
          free < kFailBytes   ? Status::fail
          : free < kWarnBytes ? Status::warn
                              : Status::pass,
          seen,
          free < kWarnBytes ? "make room: docker system df and docker system prune show and free what images take" : "")
      .expected = fmt::format("more than {}", shown_bytes(kWarnBytes));
  // Some file systems make inodes as they need them, and say 0.
  if (disk.f_files == 0) return;
  const double inodes = 100.0 * static_cast<double>(disk.f_favail) / static_cast<double>(disk.f_files);
  out.measure("free_inodes_pct", inodes);
  out.add("inodes",
          inodes < 1    ? Status::fail
          : inodes < 10 ? Status::warn
                        : Status::pass,
          fmt::format("{:.0f}% of the inodes are free", inodes),
          inodes < 10 ? "delete directories of many small files: caches, node_modules, old logs" : "");
}

void look_at_memory(Outcome& out) {
  const double kibi = number_in("/proc/meminfo", "MemAvailable:");
  if (kibi < 0) return;
  const double bytes = kibi * 1024;
  out.measure("memory_available_bytes", bytes);
  out.add("memory", bytes < kWarnMemory ? Status::warn : Status::pass,
          fmt::format("{} of memory available", shown_bytes(bytes)),
          bytes < kWarnMemory ? "stop what you do not need: the kernel ends processes when it runs out" : "");
}

void look_at_watches(Outcome& out) {
  const double watches = number_in("/proc/sys/fs/inotify/max_user_watches", "");
  if (watches < 0) return;
  out.measure("inotify_watches", watches);
  out.add("watches", watches < kFewWatches ? Status::warn : Status::pass,
          fmt::format("{:.0f} file watches allowed", watches),
          watches < kFewWatches
              ? "sysctl fs.inotify.max_user_watches=524288: development servers say ENOSPC when they run out"
              : "");
}

void run(const Planned&, const Surroundings& around, const Deadline&, Outcome& out) {
  look_at_space(around.root().path(), out);
  look_at_memory(out);
  look_at_watches(out);
}

}  // namespace

const Probe disk_probe = {
    "disk", "Disk and memory", "asks the kernel; writes nothing", "the repository's own disk", 10, plan, aim, run, {}};

}  // namespace fingerpost
