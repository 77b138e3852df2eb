#include "probes/postgres/migration_files.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostRead = 2000;  // files of Alembic, which tell their names inside

std::string without_extension(std::string_view name) {
  return std::string(name.substr(0, name.rfind('.')));
}

// "000002" and "2" are one version.
std::string version_at_start(std::string_view name) {
  const std::size_t end = std::min(name.find_first_not_of("0123456789"), name.size());
  if (end == 0 || end == name.size() || name[end] != '_') return {};
  const std::size_t first = std::min(name.find_first_not_of('0'), end - 1);
  return std::string(name.substr(first, end - first));
}

// The name of a migration by its path, "" where it is none.
std::string name_by_path(MigrationTool tool, std::string_view path, std::string_view directory) {
  const std::string_view base = base_name(path);
  const std::string_view folder = base_name(directory);
  const std::string_view extension = extension_of(path);
  switch (tool) {
    case MigrationTool::prisma:
      return base == "migration.sql" && base_name(directory_of(directory)) == "migrations" ? std::string(folder) : "";
    case MigrationTool::flyway:
      return extension == "sql" && base.size() > 1 && base[0] == 'V' && is_digit(base[1]) && contains(base, "__")
                 ? std::string(base)
                 : "";
    case MigrationTool::knex:
      return folder == "migrations" && (extension == "js" || extension == "ts" || extension == "mjs") &&
                     !version_at_start(base).empty()
                 ? without_extension(base)
                 : "";
    case MigrationTool::versions:
      if (folder != "migrate" && folder != "migrations") return {};
      if (extension != "rb" && extension != "exs" && extension != "sql") return {};
      return base.ends_with(".down.sql") ? std::string() : version_at_start(base);
    case MigrationTool::django:
      return folder == "migrations" && extension == "py" && !version_at_start(base).empty()
                 ? std::string(base_name(directory_of(directory))) + "." + without_extension(base)
                 : "";
    case MigrationTool::entity_framework:
      return to_lower(folder) == "migrations" && extension == "cs" && !base.ends_with(".Designer.cs") &&
                     !version_at_start(base).empty()
                 ? without_extension(base)
                 : "";
    case MigrationTool::alembic: return {};
  }
  return {};
}

// The texts in quotes on a line like `down_revision = ("a", "b")`.
std::vector<std::string> quoted_in(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = line.find_first_of("'\""); at != std::string_view::npos;) {
    const std::size_t end = line.find(line[at], at + 1);
    if (end == std::string_view::npos) break;
    out.emplace_back(line.substr(at + 1, end - at - 1));
    at = line.find_first_of("'\"", end + 1);
  }
  return out;
}

std::vector<MigrationFile> alembic_heads(const std::vector<std::string>& paths, const ReadMigration& read) {
  std::vector<MigrationFile> all;
  std::set<std::string> built_on;
  for (const std::string& path : paths) {
    const std::string_view directory = directory_of(path);
    if (extension_of(path) != "py" || base_name(directory) != "versions" || all.size() == kMostRead) continue;
    const std::string text = read(path);
    for (const std::string_view line : split(text, '\n')) {
      const std::vector<std::string> names = quoted_in(line.substr(line.find('=') + 1));
      if (line.starts_with("revision") && names.size() == 1)
        all.push_back({names.front(), path, std::string(directory)});
      if (line.starts_with("down_revision")) built_on.insert(names.begin(), names.end());
    }
  }
  std::erase_if(all, [&](const MigrationFile& one) { return built_on.contains(one.name); });
  return all;
}

bool earlier(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace

std::vector<MigrationFile> migration_files(MigrationTool tool, const std::vector<std::string>& paths,
                                           const ReadMigration& read) {
  if (tool == MigrationTool::alembic) return alembic_heads(paths, read);
  std::vector<MigrationFile> out;
  for (const std::string& path : paths) {
    const std::string_view directory = directory_of(path);
    std::string name = name_by_path(tool, path, directory);
    if (name.empty()) continue;
    const bool own_directory = tool == MigrationTool::prisma;
    out.push_back({std::move(name), path, std::string(own_directory ? directory_of(directory) : directory)});
  }
  std::stable_sort(out.begin(), out.end(), [&](const MigrationFile& a, const MigrationFile& b) {
    return tool == MigrationTool::versions ? earlier(a.name, b.name) : a.name < b.name;
  });
  return out;
}

MigrationState compare_migrations(const std::vector<MigrationFile>& files, const std::set<std::string>& applied,
                                  bool up_to_last) {
  std::map<std::string, bool> directories;  // whether one of its migrations was applied
  for (const MigrationFile& file : files) {
    bool& met = directories[file.directory];
    met = met || applied.contains(file.name);
  }
  const bool any_met = std::any_of(directories.begin(), directories.end(), [](const auto& one) { return one.second; });
  MigrationState out;
  if (directories.empty() || (!any_met && directories.size() > 1)) return out;
  out.told = true;
  const std::string last =
      up_to_last && !applied.empty() ? *std::max_element(applied.begin(), applied.end(), earlier) : std::string();
  for (const MigrationFile& file : files) {
    if (any_met && !directories[file.directory]) continue;
    ++out.known;
    const bool done = last.empty() ? applied.contains(file.name) : !earlier(last, file.name);
    if (!done) out.pending.push_back(file);
  }
  return out;
}

}  // namespace fingerpost
