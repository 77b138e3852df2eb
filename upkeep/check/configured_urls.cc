#include "upkeep/check/configured_urls.h"

#include <algorithm>

#include "base/text.h"
#include "indexer/format.h"
#include "probes/url.h"
#include "upkeep/check/stated.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostUrls = 5000;
constexpr std::int64_t kLargestConfiguration = 256 << 10;  // bytes of a file that somebody wrote

bool is_configuration(const Source& source) {
  if (is_document_format(source.format) || source.format == "code" || source.stamp.size > kLargestConfiguration)
    return false;
  const std::string_view name = base_name(source.path);
  return !is_aside(source.path) && !contains(name, "lock") && !contains(name, "openapi") &&
         !contains(name, "swagger") && name != "package.json" && extension_of(name) != "sum";
}

}  // namespace

std::string_view web_url_at(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return {};
  std::size_t end = 0;
  while (end < text.size() && !is_space(text[end]) && !contains("\"'`<>|,;?#\\", text.substr(end, 1))) ++end;
  text = text.substr(0, end);
  const auto unopened = [&](char open, char close) {
    return text.back() == close &&
           std::count(text.begin(), text.end(), close) > std::count(text.begin(), text.end(), open);
  };
  while (!text.empty() && (contains(".:*_!", text.substr(text.size() - 1)) || unopened('(', ')') || unopened('[', ']')))
    text.remove_suffix(1);
  return text;
}

std::optional<PlainUrl> plain_url(std::string_view text) {
  if (text.find_first_of("{}$%*@[]()") != std::string_view::npos || contains(text, "...") || contains(text, "…"))
    return std::nullopt;
  const Url url = parse_url(text);
  if (url.host.empty() || !url.problems.empty()) return std::nullopt;
  PlainUrl out;
  out.host = to_lower(url.host);
  if (out.host.starts_with("www.")) out.host.erase(0, 4);
  if (out.host == "127.0.0.1" || out.host == "0.0.0.0" || out.host == "::1") out.host = "localhost";
  out.port = url.port != 0 ? url.port : standard_port(url.scheme);
  for (const std::string_view part : split(url.path, '/')) {
    if (part.empty()) continue;
    // ":id", "ID": the reader's own.
    if (part.front() == ':' ||
        std::none_of(part.begin(), part.end(), [](char c) { return is_alpha(c) && !is_upper(c); }))
      return std::nullopt;
    out.segments.emplace_back(part);
  }
  return out;
}

std::vector<ConfiguredUrl> configured_urls(Evidence& evidence) {
  std::vector<ConfiguredUrl> out;
  for (const Source& source : evidence.map().sources()) {
    if (!is_configuration(source)) continue;
    const auto file = evidence.root().read(source.path, kLargestConfiguration);  // once: nothing to keep
    if (!file || !contains(file->bytes, "://")) continue;
    const Lines lines(file->bytes);
    for (int n = 1; n <= lines.count(); ++n) {
      const std::string_view line = lines.line(n);
      const std::string_view start = trim(line);
      if (start.starts_with("#") || start.starts_with("//") || start.starts_with(";")) continue;
      for (auto at = line.find("http"); at != std::string_view::npos; at = line.find("http", at + 1)) {
        const std::string_view text = web_url_at(line.substr(at));
        if (text.empty()) continue;
        if (auto url = plain_url(text)) out.push_back({std::move(*url), std::string(text), source.path, n});
        if (out.size() >= kMostUrls) return out;
        at += text.size() - 1;
      }
    }
  }
  return out;
}

}  // namespace fingerpost
