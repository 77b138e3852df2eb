#include "probes/redis/expectations.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/utf8.h"
#include "probes/published.h"
#include "probes/target.h"

namespace fingerpost {
namespace {

using Said = std::vector<ProbeSettings::Text>;

constexpr std::array<std::string_view, 8> kPolicies = {"noeviction",      "allkeys-lru",  "allkeys-lfu",
                                                       "allkeys-random",  "volatile-lru", "volatile-lfu",
                                                       "volatile-random", "volatile-ttl"};

// The policy that stands in a text as a word of its own, "" for none or for more than one.
std::string_view policy_in(std::string_view text) {
  std::string_view found;
  for (const std::string_view policy : kPolicies) {
    const std::size_t at = text.find(policy);
    if (at == std::string_view::npos) continue;
    const auto in_word = [&](std::size_t i) { return i < text.size() && (is_alnum(text[i]) || text[i] == '-'); };
    if ((at > 0 && in_word(at - 1)) || in_word(at + policy.size())) continue;
    if (!found.empty()) return {};
    found = policy;
  }
  return found;
}

Said of_compose(const Planned& planned, const Surroundings& around) {
  for (const ComposeService* service : services_publishing(around, planned.target.port))
    if (const std::string_view policy = policy_in(service->command.value); !policy.empty())
      return {{std::string(policy), service->command.at}};
  return {};
}

// Whether a sentence of a document says what is wanted, rather than what is not or what would happen otherwise.
bool states_a_wish(std::string_view line) {
  const std::string lower = to_lower(line);
  const auto has = [&](std::string_view words) { return contains(lower, words); };
  if (!has("evict") && !has("maxmemory") && !has("max memory")) return false;
  constexpr std::array<std::string_view, 8> kOtherwise = {" not ", "never ", "instead", "avoid",
                                                          "n't ",  " if ",   "unless",  " or "};
  return std::none_of(kOtherwise.begin(), kOtherwise.end(), has);
}

// What the lines of a text say that `counts` lets pass; nothing of a text that goes through the policies one by one.
template <class Counts>
Said of_lines(std::string_view path, const Surroundings& around, const Counts& counts) {
  const auto read = around.read(std::string(path));
  if (!read) return {};
  Said out;
  const DecodedSource source(read->bytes);
  const Lines lines(source.text());
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view policy = policy_in(lines.line(n));
    if (policy.empty() || !counts(lines.line(n))) continue;
    const bool known = std::any_of(out.begin(), out.end(), [&](const auto& one) { return one.value == policy; });
    if (!known) out.push_back({std::string(policy), {std::string(path), n}});
  }
  constexpr std::size_t kMostMeant = 2;
  return out.size() > kMostMeant ? Said() : out;
}

Said of_configuration(const Surroundings& around) {
  Said out;
  for (const std::string& path : around.paths()) {
    const std::string_view name = base_name(path);
    if (!name.ends_with(".conf") || !contains(name, "redis")) continue;
    Said more = of_lines(path, around, [](std::string_view line) { return line.starts_with("maxmemory-policy"); });
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

Said of_documents(const Surroundings& around) {
  Said out;
  for (const std::string_view path : around.documents()) {
    Said more = of_lines(path, around, states_a_wish);
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

}  // namespace

std::vector<ProbeSettings::Text> expected_eviction(const Planned& planned, const Surroundings& around) {
  if (const auto& settings = around.settings().list("redis", "eviction"); !settings.empty()) return settings;
  if (is_loopback_name(planned.target.host)) {
    if (Said said = of_compose(planned, around); !said.empty()) return said;
    if (Said said = of_configuration(around); !said.empty()) return said;
  }
  return of_documents(around);
}

}  // namespace fingerpost
