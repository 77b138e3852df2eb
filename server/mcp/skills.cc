#include "server/mcp/skills.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "server/crypto.h"

namespace fingerpost {

extern const std::string_view SKILL_data;
extern const std::string_view tools_data;

namespace mcp {
namespace {

constexpr std::string_view kRoot = "skill://fingerpost";

struct File {
  std::string_view path;
  std::string_view text;
};

const std::array<File, 2>& files() {
  static const std::array<File, 2> all = {{{"SKILL.md", SKILL_data}, {"references/tools.md", tools_data}}};
  return all;
}

std::string uri_of(std::string_view path) {
  return std::string(kRoot) + "/" + std::string(path);
}

// The keys of the front matter, which is one `key: text` a line.
Json front_matter() {
  Json out = Json::object();
  int marks = 0;
  for (std::string_view line : split(SKILL_data, '\n')) {
    if (line == "---") {
      if (++marks == 2) break;
      continue;
    }
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos) out[std::string(line.substr(0, colon))] = trim(line.substr(colon + 2));
  }
  return out;
}

Json resource_of(const File& file) {
  Json out = {
      {"uri", uri_of(file.path)}, {"name", file.path}, {"mimeType", "text/markdown"}, {"size", file.text.size()}};
  if (file.path == "SKILL.md") {
    out["name"] = front_matter()["name"];
    out["description"] = front_matter()["description"];
  }
  return out;
}

}  // namespace

Json skill_resources() {
  Json all = Json::array();
  for (const File& file : files()) all.push_back(resource_of(file));
  return all;
}

std::optional<Json> skill_file(std::string_view uri) {
  for (const File& file : files())
    if (uri == uri_of(file.path)) return Json{{"uri", uri}, {"mimeType", "text/markdown"}, {"text", file.text}};
  return std::nullopt;
}

Json skill_list() {
  Json resources = Json::array();
  for (const File& file : files())
    resources.push_back(
        {{"uri", uri_of(file.path)}, {"digest", "sha256:" + sha256_hex(file.text)}, {"size", file.text.size()}});
  return Json::array(
      {{{"uri", uri_of("SKILL.md")}, {"frontmatter", front_matter()}, {"resources", std::move(resources)}}});
}

std::optional<Json> skill_directory(std::string_view uri) {
  while (uri.ends_with('/')) uri.remove_suffix(1);
  if (uri != kRoot && !uri.starts_with(std::string(kRoot) + "/")) return std::nullopt;
  const std::string below = uri == kRoot ? "" : std::string(uri.substr(kRoot.size() + 1)) + "/";
  Json all = Json::array();
  std::set<std::string> folders;
  for (const File& file : files()) {
    if (!file.path.starts_with(below)) continue;
    const std::string_view rest = file.path.substr(below.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos)
      all.push_back(resource_of(file));
    else if (const std::string name(rest.substr(0, slash)); folders.insert(name).second)
      all.push_back({{"uri", uri_of(below + name)}, {"name", name}, {"mimeType", "inode/directory"}});
  }
  if (all.empty()) return std::nullopt;
  return all;
}

}  // namespace mcp
}  // namespace fingerpost
