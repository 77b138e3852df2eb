// Links to pages of the web that are not there any more. Only what a server says for sure is found: that there is no
// such page, or a name server that there is no such host.
#include <chrono>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/process.h"
#include "base/text.h"
#include "probes/url.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/external.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/web_addresses.h"

namespace fingerpost {
namespace {

// "host/owner" of an address of a forge, in lower case; "" for none.
std::string owner_of(std::string_view address) {
  std::string text = to_lower(trim(address));
  if (const auto scheme = text.find("://"); scheme != std::string::npos) {
    text.erase(0, scheme + 3);
  } else if (const auto colon = text.find(':'); colon != std::string::npos) {  // git@host:owner/repository
    text[colon] = '/';
  }
  if (const auto user = text.find('@'); user < text.find('/')) text.erase(0, user + 1);
  const auto host = text.find('/');
  const auto owner = host == std::string::npos ? host : text.find('/', host + 1);
  return owner == std::string::npos ? std::string() : text.substr(0, owner);
}

// The owners of this repository's remotes: what they have besides may be there and not shown to strangers, which
// forges say with the same 404.
std::set<std::string> own_owners(const Root& root) {
  std::string output;
  auto run = run_process({"git", "-c", "core.fsmonitor=false", "config", "--get-regexp", "^remote\\..*\\.url$"},
                         root.path(), "", std::chrono::seconds(2), [&](std::string_view bytes) { output += bytes; });
  std::set<std::string> out;
  if (!run || run->exit_status != 0) return out;
  for (std::string_view line : split(output, '\n'))
    if (const auto space = line.find(' '); space != std::string_view::npos)
      out.insert(owner_of(line.substr(space + 1)));
  out.erase("");
  return out;
}

void check_dead_url(Evidence& evidence, CheckFindings& out) {
  std::map<const CheckedDocument*, std::vector<WebAddress>> addresses;
  std::vector<std::string> urls;
  std::set<std::string> known;
  for (const auto& document : evidence.documents()) {
    if (document->is_hypothetical()) continue;
    for (WebAddress& address : web_addresses_of(*document)) {
      if (document->is_past_or_planned(address.line)) continue;
      if (known.insert(address.url).second) urls.push_back(address.url);
      addresses[document.get()].push_back(std::move(address));
    }
  }
  const auto answers = evidence.external()->ask(urls);
  const std::set<std::string> own = own_owners(evidence.root());
  for (const auto& document : evidence.documents()) {
    for (const WebAddress& address : addresses[document.get()]) {
      const auto answer = answers.find(address.url);
      if (answer == answers.end()) continue;
      const LinkState state = answer->second.state;
      if (state != LinkState::gone && state != LinkState::unknown_name) continue;
      CheckFinding finding;
      finding.path = document->path();
      finding.line = address.line;
      finding.column = address.column;
      finding.width = static_cast<int>(address.text.size());
      const std::string shown = clip(shown_url(address.url), 200);
      if (state == LinkState::unknown_name) {
        finding.message = fmt::format("there is no host of the name in {}", shown);
      } else if (own.contains(owner_of(address.url))) {
        finding.severity = CheckLevel::info;
        finding.message =
            fmt::format("{} answers {}: there is no such page, or not for everybody", shown, answer->second.status);
      } else {
        finding.message = fmt::format("{} answers {}: there is no such page", shown, answer->second.status);
      }
      out.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule dead_url_rule;
const Rule dead_url_rule = {"dead-url", CheckLevel::warning,
                            "a link to the web leads to a page or a host that is not there; only with --external",
                            check_dead_url, true};

}  // namespace fingerpost
