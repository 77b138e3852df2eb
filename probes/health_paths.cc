#include "probes/health_paths.h"

#include <algorithm>

#include "base/text.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostDeclaring = 100;
constexpr std::size_t kMostPaths = 8;  // of each kind: each is one request more
constexpr std::size_t kLongestPath = 120;

// Only what can stand in a request as it is written.
void put_path(std::string_view path, std::vector<std::string>& out) {
  while (!path.empty() && (path.front() == '"' || path.front() == '\'')) path.remove_prefix(1);
  path = path.substr(0, path.find_first_of("\"' \t#}|;),"));
  if (!path.starts_with("/") || path.size() < 2 || path.size() > kLongestPath || out.size() == kMostPaths) return;
  for (const char c : path)
    if (!is_alnum(c) && std::string_view("/-_.~?=&").find(c) == std::string_view::npos) return;
  if (!among(out, path)) out.emplace_back(path);
}

bool is_fly(std::string_view path) {
  return base_name(path).starts_with("fly") && extension_of(path) == "toml";
}

bool is_dockerfile(std::string_view path) {
  return base_name(path).starts_with("Dockerfile") || base_name(path).ends_with(".dockerfile");
}

bool is_kubernetes(std::string_view path) {
  if (extension_of(path) != "yaml" && extension_of(path) != "yml") return false;
  const std::string lower = to_lower(path);
  for (const std::string_view word : {"k8s", "kube", "deploy", "helm", "chart", "manifest", "infra"})
    if (contains(lower, word)) return true;
  return false;
}

void read_fly(const Lines& lines, HealthPaths& out) {
  bool checks = false;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (line.starts_with("[")) checks = contains(line, "checks");
    if (checks && line.starts_with("path")) put_path(trim(line.substr(line.find('=') + 1)), out.live);
  }
}

void read_dockerfile(const Lines& lines, HealthPaths& out) {
  bool inside = false;  // HEALTHCHECK and the lines that it goes on to
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    inside = inside || starts_with_ignoring_case(line, "HEALTHCHECK");
    const std::size_t url = inside ? line.find("http://") : std::string_view::npos;
    if (url != std::string_view::npos)
      put_path(parse_url(line.substr(url, line.find_first_of(" \"'|;)", url) - url)).path, out.live);
    inside = inside && line.ends_with("\\");
  }
}

void read_kubernetes(const Lines& lines, HealthPaths& out) {
  std::vector<std::string>* to = nullptr;
  int indentation = 0;
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = lines.line(n);
    const std::string_view words = trim(line);
    if (words.empty() || words.starts_with("#")) continue;
    const bool live = words.starts_with("livenessProbe:");
    if (live || words.starts_with("readinessProbe:")) {
      to = live ? &out.live : &out.ready;
      indentation = indentation_of(line);
    } else if (to != nullptr && indentation_of(line) <= indentation) {
      to = nullptr;
    }
    if (to == nullptr) continue;
    // Also in one line: httpGet: { path: /healthz, port: 8080 }
    if (const std::size_t at = words.find("path:"); at != std::string_view::npos)
      put_path(trim(words.substr(at + 5)), *to);
  }
}

}  // namespace

void read_health_paths(std::string_view path, std::string_view text, HealthPaths& out) {
  const Lines lines(text);
  if (is_fly(path))
    read_fly(lines, out);
  else if (is_dockerfile(path))
    read_dockerfile(lines, out);
  else if (is_kubernetes(path))
    read_kubernetes(lines, out);
}

HealthPaths declared_health_paths(const Surroundings& around) {
  HealthPaths out;
  std::size_t looked = 0;
  for (const std::string& path : around.paths()) {
    if (!is_fly(path) && !is_dockerfile(path) && !is_kubernetes(path)) continue;
    if (++looked > kMostDeclaring) break;
    if (const auto text = around.read(path)) read_health_paths(path, text->bytes, out);
  }
  return out;
}

}  // namespace fingerpost
