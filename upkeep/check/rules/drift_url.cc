// Addresses that documents state and that the configuration has otherwise:
//   curl http://localhost:3000/healthz     against     test: curl -f http://localhost:3000/health
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "pointer-map/spelling.h"
#include "upkeep/check/configured_urls.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/other_files.h"
#include "upkeep/check/rule.h"

namespace fingerpost {
namespace {

bool is_version(std::string_view segment) {
  return segment.size() >= 2 && segment.size() <= 4 && segment.front() == 'v' &&
         std::all_of(segment.begin() + 1, segment.end(), is_digit);
}

bool is_of_health(std::string_view segment) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "health", "healthz", "healthcheck", "health-check", "_health", "ready",  "readyz",
      "live",   "livez",   "liveness",    "readiness",    "ping",    "status", "heartbeat"};
  return among(kNames, segment);
}

// Whether one name is the other as somebody may have changed it.
bool is_kin(std::string_view a, std::string_view b) {
  if (is_version(a) || is_version(b)) return is_version(a) && is_version(b);
  if (is_of_health(a) && is_of_health(b)) return true;
  return std::min(a.size(), b.size()) >= 5 && !spellings_of(a, {std::string(b)}, 1).empty();
}

// The only place where two lists of one length differ; nothing where they are equal or differ more.
std::optional<std::size_t> only_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.size() != b.size()) return std::nullopt;
  std::optional<std::size_t> out;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (out) return std::nullopt;
    out = i;
  }
  return out;
}

bool begins_with(const std::vector<std::string>& whole, const std::vector<std::string>& start) {
  return start.size() <= whole.size() && std::equal(start.begin(), start.end(), whole.begin());
}

std::string domain_of(std::string_view host) {
  const auto last = host.rfind('.');
  if (last == std::string_view::npos || last == 0) return {};
  const auto before = host.rfind('.', last - 1);
  return std::string(before == std::string_view::npos ? host : host.substr(before + 1));
}

// What a document states beside what the configuration has, and the part that nothing else may hold for it to be wrong.
struct Twin {
  const ConfiguredUrl* configured = nullptr;
  std::string part;
};

// The one configured address that a stated one is a changed form of. Nothing where it is configured, where several come
// in question, or none.
std::optional<Twin> twin_of(const PlainUrl& stated, const std::vector<ConfiguredUrl>& configured) {
  std::optional<Twin> out;
  bool known_origin = false;
  const auto take = [&](const ConfiguredUrl& one, std::string part) {
    if (out && (out->configured->url.segments != one.url.segments || out->configured->url.host != one.url.host))
      return false;
    if (!out) out = Twin{&one, std::move(part)};
    return true;
  };
  for (const ConfiguredUrl& one : configured) {
    if (one.url.host != stated.host || one.url.port != stated.port) continue;
    known_origin = true;
    const auto& there = one.url.segments;
    if (there.empty()) continue;  // says nothing of paths
    if (begins_with(stated.segments, there) || begins_with(there, stated.segments)) return std::nullopt;
    const auto at = only_difference(stated.segments, there);
    if (!at || !is_kin(stated.segments[*at], there[*at])) continue;
    const std::string& changed = stated.segments[*at];
    const bool plain = changed.size() >= 5 && !is_version(changed);
    if (!take(one, plain ? changed : (*at > 0 ? stated.segments[*at - 1] : std::string()) + "/" + changed))
      return std::nullopt;
  }
  if (known_origin || stated.segments.empty()) return out;
  // The same page of another host of the domain, which nothing else knows.
  const std::string domain = domain_of(stated.host);
  if (domain.empty() || domain == stated.host) return std::nullopt;
  for (const ConfiguredUrl& one : configured) {
    if (one.url.port != stated.port || one.url.segments != stated.segments || domain_of(one.url.host) != domain)
      continue;
    if (!take(one, stated.host)) return std::nullopt;
  }
  return out;
}

struct StatedUrl {
  const CheckedDocument* document = nullptr;
  int line = 1;
  int column = 1;
  std::string_view text;
  Twin twin;
};

// Which of the parts stand in no file that is not a document, nor in the name of one.
std::map<std::string, bool> unknown_parts(Evidence& evidence, const std::vector<StatedUrl>& stated) {
  std::map<std::string, bool> out;
  for (const StatedUrl& one : stated) out.emplace(one.twin.part, true);
  for (const std::string& path : evidence.tree().files())
    for (auto& [part, unknown] : out)
      if (unknown && contains(path, part)) unknown = false;
  const bool whole = each_other_file(evidence, [&](std::string_view bytes) {
    for (auto& [part, unknown] : out)
      if (unknown && contains(bytes, part)) unknown = false;
  });
  if (!whole) out.clear();
  return out;
}

void check_drift_url(Evidence& evidence, CheckFindings& out) {
  const std::vector<ConfiguredUrl> configured = configured_urls(evidence);
  if (configured.empty()) return;
  std::vector<StatedUrl> stated;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical() || !contains(document->text(), "://")) continue;
    for (int n = 1; n <= document->lines().count(); ++n) {
      const std::string_view line = document->lines().line(n);
      for (auto at = line.find("http"); at != std::string_view::npos; at = line.find("http", at + 1)) {
        const std::string_view text = web_url_at(line.substr(at));
        if (text.empty()) continue;
        const auto url = plain_url(text);
        const auto twin = url ? twin_of(*url, configured) : std::nullopt;
        if (twin && !document->is_comment(n) && !document->is_past_or_planned(n))
          stated.push_back({document.get(), n, static_cast<int>(at) + 1, text, *twin});
        at += text.size() - 1;
      }
    }
  }
  if (stated.empty()) return;
  const auto unknown = unknown_parts(evidence, stated);
  for (const StatedUrl& one : stated) {
    const auto found = unknown.find(one.twin.part);
    if (found == unknown.end() || !found->second) continue;
    CheckFinding finding;
    finding.path = one.document->path();
    finding.line = one.line;
    finding.column = one.column;
    finding.width = static_cast<int>(one.text.size());
    finding.message = fmt::format("the address '{}' is not what the configuration says: {}", clip(one.text, 120),
                                  clip(one.twin.configured->text, 120));
    finding.other_path = one.twin.configured->path;
    finding.other_line = one.twin.configured->line;
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule drift_url_rule;
const Rule drift_url_rule = {"drift-url", CheckLevel::warning, "an address is stated otherwise than it is configured",
                             check_drift_url};

}  // namespace fingerpost
