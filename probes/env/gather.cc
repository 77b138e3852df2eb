#include "probes/env/gather.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "pointer-map/secrets.h"
#include "probes/git/repository.h"

namespace fingerpost {
namespace {

constexpr std::uint64_t kMostBytes = 256u << 20;  // looked through for uses
constexpr std::size_t kMostUses = 20'000;
constexpr std::size_t kMostFileBytes = 512u << 10;  // a larger source is generated

// ".env.local" belongs to a developer's machine like .env; "worker.env" to a part that is read by itself.
struct EnvPlace {
  std::string environment;
  int rank = 0;  // the lower wins
  bool part = false;
};

EnvPlace env_place_of(const EnvFile& file) {
  const std::string word = to_lower(file.environment);
  const bool local = base_name(file.path).ends_with(".local");
  if (word.empty()) return {"", local ? 0 : 1, false};
  if (word == "development" || word == "dev" || word == "local" || word == "develop") return {"", local ? 2 : 3, false};
  if (word == "prod" || word == "live" || word == "production") return {"production", local ? 0 : 1, false};
  if (word == "stage" || word == "stg" || word == "staging") return {"staging", local ? 0 : 1, false};
  for (const std::string_view known : {"test", "testing", "ci", "preview", "qa", "uat", "preprod", "docker", "e2e"})
    if (word == known) return {word, local ? 0 : 1, false};
  return {word, 0, true};
}

bool lies_below(std::string_view path, std::string_view directory) {
  return directory.empty() ||
         (path.size() > directory.size() && path.starts_with(directory) && path[directory.size()] == '/');
}

// Files that may name a variable: code, scripts, configuration, documents; not what only holds data.
bool may_use(std::string_view path) {
  static constexpr std::array<std::string_view, 52> kEnds = {
      "ts",   "tsx",   "js",    "jsx", "mjs",  "cjs", "vue", "svelte", "py",  "rb",     "go",  "rs",     "java",
      "kt",   "kts",   "scala", "cs",  "fs",   "php", "ex",  "exs",    "erl", "c",      "cc",  "cpp",    "h",
      "hpp",  "swift", "dart",  "lua", "pl",   "r",   "sh",  "bash",   "zsh", "ps1",    "yml", "yaml",   "toml",
      "json", "tf",    "hcl",   "ini", "conf", "cfg", "mk",  "md",     "mdx", "prisma", "rst", "gradle", "properties"};
  const std::string name = to_lower(base_name(path));
  if (is_env_file(path) || is_key_material(path) || name.ends_with("lock.json") || name.ends_with(".min.js"))
    return false;
  const std::string end = to_lower(extension_of(path));
  if (std::find(kEnds.begin(), kEnds.end(), end) != kEnds.end()) return true;
  return name.starts_with("dockerfile") || name == "makefile" || name == "justfile" || name == "procfile" ||
         name == "rakefile" || name == "gemfile";
}

void find_uses(const Surroundings& around, const std::string& directory, const Deadline& deadline, EnvWorld& world) {
  std::set<std::string, std::less<>> wanted;
  for (const auto* files : {&world.files, &world.examples})
    for (const EnvFile* file : *files)
      for (const EnvEntry& entry : file->entries) wanted.insert(entry.name);
  std::uint64_t bytes = 0;
  for (const std::string& path : around.paths()) {
    if (!lies_below(path, directory) || !may_use(path)) continue;
    if (deadline.passed() || bytes > kMostBytes || world.uses.uses.size() > kMostUses) {
      world.uses.complete = false;
      return;
    }
    const auto text = around.read(path);
    if (!text || text->bytes.size() > kMostFileBytes) continue;
    bytes += text->bytes.size();
    add_env_uses(path, text->bytes, wanted, world.uses);
  }
}

// What a name is when it is not followed, from a descriptor inside of the root.
void look_at_file(const Surroundings& around, const EnvFile& file, EnvFileFacts& facts) {
  struct stat link {};
  if (::fstatat(around.root().descriptor(), file.path.c_str(), &link, AT_SYMLINK_NOFOLLOW) != 0) return;
  facts.symlink = S_ISLNK(link.st_mode);
  facts.leaves_root = facts.symlink && !around.exists(file.path);
  if (!facts.symlink) facts.mode = link.st_mode & 0777u;
}

bool is_kept_from_docker(const std::string& rules, std::string_view name) {
  const Lines lines(rules);
  for (int n = 1; n <= lines.count(); ++n) {
    std::string_view rule = trim(lines.line(n));
    while (rule.starts_with("/") || rule.starts_with("**/")) rule.remove_prefix(rule.starts_with("/") ? 1 : 3);
    if (rule == name || rule == ".env*" || rule == "*.env" || rule == ".*" || rule == "*" ||
        (rule == ".env.*" && name.starts_with(".env.")))
      return true;
  }
  return false;
}

void find_facts(const Surroundings& around, const std::string& directory, const Deadline& deadline, EnvWorld& world) {
  std::vector<std::string> paths;
  for (const EnvFile* file : world.files) paths.push_back(file->path);
  if (paths.empty()) return;
  const std::string prefix = directory.empty() ? "" : directory + "/";
  std::string dockerignore;
  if (const auto text = around.read(prefix + ".dockerignore")) dockerignore = text->bytes;
  const bool builds = around.exists(prefix + "Dockerfile");
  for (const EnvFile* file : world.files) {
    EnvFileFacts& facts = world.facts[file->path];
    look_at_file(around, *file, facts);
    facts.in_docker_context = builds && !is_kept_from_docker(dockerignore, base_name(file->path));
  }
  const auto repository = GitRepository::find(around.root().path());
  if (!repository) return;
  const auto tracked = repository->tracked(paths, deadline);
  const auto ignored = repository->ignored(paths, deadline);
  if (!tracked || !ignored) return;
  for (const std::string& path : paths)
    world.facts[path].git = tracked->count(path) != 0   ? EnvFileFacts::Git::tracked
                            : ignored->count(path) != 0 ? EnvFileFacts::Git::ignored
                                                        : EnvFileFacts::Git::untracked;
}

// Where the platform's file says that the application runs.
ComposeText region_of(const Surroundings& around, const std::string& directory) {
  const std::string prefix = directory.empty() ? "" : directory + "/";
  static constexpr std::pair<std::string_view, std::string_view> kFiles[] = {{"fly.toml", "primary_region"},
                                                                             {"fly.production.toml", "primary_region"},
                                                                             {"render.yaml", "region"},
                                                                             {"vercel.json", "regions"}};
  for (const auto& [name, key] : kFiles) {
    const std::string path = prefix + std::string(name);
    const auto text = around.read(path);
    if (!text) continue;
    const Lines lines(text->bytes);
    for (int n = 1; n <= lines.count(); ++n) {
      std::string_view line = trim(lines.line(n));
      while (line.starts_with("\"") || line.starts_with("-") || line.starts_with(" ")) line.remove_prefix(1);
      if (!line.starts_with(key)) continue;
      const std::size_t sign = line.find_first_of(":=");
      if (sign == std::string_view::npos) continue;
      std::string value;
      for (const char c : line.substr(sign + 1)) {
        if (c == '#' || c == ',') break;
        if (is_alnum(c) || c == '-') value += c;
      }
      return {value, {path, n}};
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> env_directories(const Surroundings& around) {
  std::vector<std::string> out;
  const auto put = [&](std::string_view directory) {
    if (std::find(out.begin(), out.end(), directory) == out.end()) out.emplace_back(directory);
  };
  for (const EnvFile& file : around.env_files()) put(directory_of(file.path));
  for (const ComposeModel& model : around.composes())
    if (!model.references.empty()) put(model.directory);
  return out;
}

EnvWorld gather_env_world(const Surroundings& around, const std::string& directory, const Deadline& deadline) {
  EnvWorld world;
  world.directory = directory;
  struct Member {
    EnvPlace place;
    const EnvFile* file;
  };
  std::vector<Member> members;
  for (const EnvFile& file : around.env_files()) {
    if (directory_of(file.path) != directory) continue;
    if (file.example) {
      world.examples.push_back(&file);
      continue;
    }
    world.files.push_back(&file);
    members.push_back({env_place_of(file), &file});
  }
  std::stable_sort(world.examples.begin(), world.examples.end(),
                   [](const EnvFile* a, const EnvFile* b) { return a->environment.empty() > b->environment.empty(); });
  std::stable_sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return std::tuple(a.place.part, a.place.environment, a.place.rank) <
           std::tuple(b.place.part, b.place.environment, b.place.rank);
  });
  for (const Member& member : members) {
    if (world.groups.empty() || world.groups.back().environment != member.place.environment ||
        world.groups.back().part != member.place.part)
      world.groups.push_back({member.place.environment, {}, member.place.part});
    world.groups.back().files.push_back(member.file);
  }
  for (const ComposeModel& model : around.composes())
    if (model.directory == directory) world.composes.push_back(&model);
  world.region = region_of(around, directory);
  find_facts(around, directory, deadline, world);
  find_uses(around, directory, deadline.within(deadline.left() * 3 / 4), world);
  return world;
}

}  // namespace fingerpost
