#include "server/cli/commands.h"

#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "server/cli/connect.h"
#include "server/mcp/stdio.h"
#include "server/probe_schedule.h"
#include "server/workspace.h"

namespace fingerpost {
namespace {

// Shows how far indexing is, on one line of a terminal; silent elsewhere.
class ProgressLine {
 public:
  void show(const IndexProgress& progress) {
    if (::isatty(2) == 0) return;
    std::fprintf(stderr, "\r\x1b[Kreading %s: %zu of %zu", progress.phase.c_str(), progress.done, progress.total);
    std::fflush(stderr);
    shown_ = true;
  }
  ~ProgressLine() {
    if (shown_) std::fprintf(stderr, "\r\x1b[K");
  }

 private:
  bool shown_ = false;
};

}  // namespace

int run_index(const Common& common, bool documents_only) {
  auto options_of_one = only_repository(common);
  if (!options_of_one) return fail(options_of_one.error());
  auto repository = Repository::open(*options_of_one);
  if (!repository) return fail(repository.error());
  IndexOptions options;
  options.notes = !documents_only;
  options.code = !documents_only;
  ProgressLine line;
  options.on_progress = [&](const IndexProgress& progress) { line.show(progress); };
  auto report = (*repository)->index_once(options);
  if (!report) return fail(report.error());
  auto findings = (*repository)->map().findings();
  if (!findings) return fail(findings.error());
  if (common.json) {
    fmt::print("{}\n", to_line({{"repository", (*repository)->directory()},
                                {"map", (*repository)->map_file()},
                                {"sources", report->sources},
                                {"places", report->places},
                                {"read", report->read},
                                {"touched", report->touched},
                                {"removed", report->removed},
                                {"bytes", report->bytes},
                                {"findings", findings->size()},
                                {"seconds", report->seconds}}));
    return kFound;
  }
  fmt::print("{}: {} sources, {} places; read {} ({:.1f} MB), forgot {}, in {:.2f} s\n", (*repository)->directory(),
             report->sources, report->places, report->read, static_cast<double>(report->bytes) / 1e6, report->removed,
             report->seconds);
  constexpr std::size_t kShown = 10;
  for (std::size_t i = 0; i < findings->size() && i < kShown; ++i) {
    const StoredFinding& finding = (*findings)[i];
    fmt::print("  {}{}: {}\n", finding.path, finding.line > 0 ? ":" + std::to_string(finding.line) : "",
               finding.message);
  }
  if (findings->size() > kShown)
    fmt::print("  … and {} more findings (fingerpost findings)\n", findings->size() - kShown);
  return kFound;
}

int run_findings(const Common& common) {
  auto options_of_one = only_repository(common);
  if (!options_of_one) return fail(options_of_one.error());
  auto repository = Repository::open(*options_of_one);
  if (!repository) return fail(repository.error());
  if (auto fresh = (*repository)->make_fresh(); !fresh) return fail(fresh.error());
  auto findings = (*repository)->map().findings();
  if (!findings) return fail(findings.error());
  Json all = Json::array();
  for (const StoredFinding& finding : *findings) {
    if (common.json)
      all.push_back({{"path", finding.path}, {"line", finding.line}, {"message", finding.message}});
    else
      fmt::print("{}{}: {}\n", finding.path, finding.line > 0 ? ":" + std::to_string(finding.line) : "",
                 finding.message);
  }
  if (common.json) fmt::print("{}\n", to_pretty(all));
  return findings->empty() ? kFound : kNotKnown;
}

int run_undo(const Common& common) {
  auto options_of_one = only_repository(common);
  if (!options_of_one) return fail(options_of_one.error());
  auto repository = Repository::open(*options_of_one);
  if (!repository) return fail(repository.error());
  auto undone = (*repository)->undo_record();
  if (!undone) return fail(undone.error());
  if (common.json)
    fmt::print("{}\n", to_pretty({{"path", undone->path}, {"title", undone->title}, {"diff", undone->diff}}));
  else
    fmt::print("Taken back: {} ({}). A commit of it stays in the history.\n", undone->title, undone->path);
  return kFound;
}

int run_init(const Common& common, bool dry_run) {
  auto options_of_one = only_repository(common);
  if (!options_of_one) return fail(options_of_one.error());
  auto repository = Repository::open(*options_of_one);
  if (!repository) return fail(repository.error());
  auto laid_out = (*repository)->lay_out(dry_run);
  if (!laid_out) return fail(laid_out.error());
  Json all = Json::array();
  for (const Recorded& one : *laid_out) {
    all.push_back({{"path", one.path}, {"written", one.written}, {"diff", one.diff}});
    if (common.json) continue;
    if (dry_run)
      fmt::print("{}", one.diff);
    else
      fmt::print("{}: {}\n", one.path, one.written ? "laid out" : "is there already");
  }
  if (common.json) fmt::print("{}\n", to_pretty(all));
  return kFound;
}

int run_mcp(const Common& common) {
  auto repositories = repositories_of(common);
  if (!repositories) return fail(repositories.error());
  auto workspace = Workspace::open(std::move(*repositories));
  if (!workspace) return fail(workspace.error());
  return mcp::serve_stdio(**workspace, {});
}

static std::function<void()> stop_serving;

int run_serve(const Common& common, ServeFlags& flags) {
  if (!flags.token_file.empty()) {
    std::ifstream file(flags.token_file);
    std::getline(file, flags.options.token);
    flags.options.token = std::string(trim(flags.options.token));
    if (flags.options.token.empty())
      return fail({Code::invalid_argument, "no token in " + flags.token_file, "", "one line, any text"});
  } else if (const char* token = std::getenv("FINGERPOST_TOKEN"); token != nullptr) {
    flags.options.token = token;
  }
  auto repositories = repositories_of(common);
  if (!repositories) return fail(repositories.error());
  auto workspace = Workspace::open(std::move(*repositories));
  if (!workspace) return fail(workspace.error());
  std::optional<ProbeSchedule> schedule;
  if (flags.probe_every > 0) schedule.emplace(**workspace, std::chrono::minutes(flags.probe_every));
  const std::string& address = flags.options.listener.address;
  auto served = http::serve(**workspace, flags.options, [&](int port, std::function<void()> stop) {
    stop_serving = std::move(stop);
    for (const int one : {SIGTERM, SIGINT, SIGHUP}) ::signal(one, [](int) { stop_serving(); });
    if (flags.quiet) {
      fmt::print("{}\n", port);
      std::fflush(stdout);
      return;
    }
    const std::string host = contains(address, ":") ? "[" + address + "]" : address;
    fmt::print("MCP: http://{0}:{1}/mcp  JSON: http://{0}:{1}/api/v1/openapi.json\n", host, port);
    std::fflush(stdout);
  });
  if (!served) return fail(served.error());
  return kFound;
}

// The program as a client can start it: by its name where that finds this very file, otherwise by its path.
static std::string own_program() {
  std::error_code failed;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", failed);
  const char* path = std::getenv("PATH");
  for (std::string_view directory : split(path == nullptr ? "" : path, ':')) {
    const std::filesystem::path there = std::filesystem::path(directory) / "fingerpost";
    if (!failed && std::filesystem::equivalent(there, own, failed)) return "fingerpost";
    failed.clear();
  }
  return own.string();
}

int run_connect(const Common& common, const std::string& client, bool write) {
  const std::string program = own_program();
  auto connection = connection_for(client, program);
  if (!connection) return fail(connection.error());
  if (!write) {
    std::fprintf(stderr, "# %s, in the repository; --write puts it there\n", connection->file.c_str());
    fmt::print("{}", connection->snippet);
    return kFound;
  }
  auto one = only_repository(common);
  if (!one) return fail(one.error());
  auto directory = directory_of_repository(*one);
  if (!directory) return fail(directory.error());
  const std::filesystem::path file = std::filesystem::path(*directory) / connection->file;
  std::error_code failed;
  if (std::filesystem::is_symlink(file, failed))
    return fail({Code::denied, "the file is a symbolic link", connection->file, "put the lines in by hand"});
  std::string text;
  if (std::ifstream in(file, std::ios::binary); in) text.assign(std::istreambuf_iterator<char>(in), {});
  auto changed = with_connection(client, program, text);
  if (!changed) return fail(changed.error());
  if (*changed == text) {
    fmt::print("{} has it already\n", connection->file);
    return kFound;
  }
  std::filesystem::create_directories(file.parent_path(), failed);
  // Beside the file and then in its place, so that no half of it is ever there.
  const std::filesystem::path made = file.string() + ".new";
  std::ofstream out(made, std::ios::binary | std::ios::trunc);
  out << *changed;
  out.close();
  if (out) std::filesystem::rename(made, file, failed);
  if (!out || failed) return fail({Code::io, "cannot write the file", connection->file, "put the lines in by hand"});
  fmt::print("written: {}\n", connection->file);
  return kFound;
}

Result<std::vector<RepositoryOptions>> repositories_of(const Common& common) {
  std::vector<std::string> directories = common.directories;
  if (!common.workspace.empty()) {
    std::ifstream file(common.workspace);
    if (!file) return Error{Code::not_found, "cannot read the workspace file", common.workspace, ""};
    const std::filesystem::path beside = std::filesystem::path(common.workspace).parent_path();
    for (std::string line; std::getline(file, line);)
      if (const std::string_view name = trim(line); !name.empty() && name.front() != '#')
        directories.push_back((beside / name).string());
  }
  if (directories.empty()) directories.emplace_back();
  if (directories.size() > 1 && !common.map_file.empty())
    return Error{Code::invalid_argument, "--db names one map, and there are several repositories", "", "leave it out"};
  std::vector<RepositoryOptions> out;
  for (const std::string& directory : directories) out.push_back({directory, common.map_file, common.anywhere});
  return out;
}

Result<RepositoryOptions> only_repository(const Common& common) {
  auto all = repositories_of(common);
  if (!all) return all.error();
  if (all->size() > 1)
    return Error{Code::invalid_argument, "this command works on one repository", "", "name one with --repo"};
  return all->front();
}

int fail(const Error& error) {
  std::fprintf(stderr, "fingerpost: %s\n", error.text().c_str());
  return error.code == Code::invalid_argument ? kUsage : kFailed;
}

}  // namespace fingerpost
