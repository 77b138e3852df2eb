#include "server/evidence/named.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "troubleshooting-index/message.h"

namespace fingerpost {
namespace {

template <typename Use>
void each_word(std::string_view text, const Use& use) {
  std::string word;
  for (const char c : to_lower(text) + ' ') {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')
      word += c;
    else if (!word.empty())
      use(std::exchange(word, {}));
  }
}

// Which probe could see what a code stands for. A name alone, or every code of a section of codes.txt.
struct Sees {
  std::string_view probe;
  std::string_view code;
  std::string_view family;
};
constexpr std::array<Sees, 16> kSees = {{{"ports", "EADDRINUSE", ""},
                                         {"ports", "PORT_ALLOCATED", ""},
                                         {"disk", "ENOSPC", ""},
                                         {"env", "VARIABLE_UNSET", ""},
                                         {"env", "P1012", ""},
                                         {"compose", "", "docker"},
                                         {"compose", "exit 125", ""},
                                         {"compose", "exit 126", ""},
                                         {"compose", "exit 127", ""},
                                         {"compose", "exit 137", ""},
                                         {"compose", "exit 139", ""},
                                         {"postgres", "", "sqlstate"},
                                         {"postgres", "", "prisma"},
                                         {"redis", "", "redis"},
                                         {"health", "", "http"},
                                         {"http", "", "http"}}};

// Codes that stand for a server that cannot be reached, entered or used, or for this machine: what probes look at. The
// others are about one request or one statement, of which a probe knows nothing.
constexpr std::array<std::string_view, 44> kVisible = {
    "ECONNREFUSED",   "ENOTFOUND",      "EAI_AGAIN",      "ETIMEDOUT",
    "EHOSTUNREACH",   "ENETUNREACH",    "ECONNRESET",     "EADDRINUSE",
    "PORT_ALLOCATED", "ENOSPC",         "SQLSTATE 28P01", "SQLSTATE 28000",
    "SQLSTATE 3D000", "SQLSTATE 53300", "SQLSTATE 57P03", "SQLSTATE 08006",
    "SQLSTATE 08001", "SQLSTATE 42P01", "P1000",          "P1001",
    "P1002",          "P1003",          "P1010",          "P1011",
    "P1017",          "NOAUTH",         "WRONGPASS",      "LOADING",
    "MISCONF",        "MASTERDOWN",     "CLUSTERDOWN",    "OOM",
    "MAXCLIENTS",     "DENIED",         "HTTP 502",       "HTTP 503",
    "HTTP 504",       "UNHEALTHY",      "DOCKER_DAEMON",  "CERT_HAS_EXPIRED",
    "exit 137",       "NAME_CONFLICT",  "VARIABLE_UNSET", "NO_SUCH_CONTAINER"};

}  // namespace

Named named_in(std::string_view text) {
  Named out;
  each_word(text, [&](std::string word) { out.words.insert(std::move(word)); });
  Message message = read_message(text);
  out.codes = std::move(message.codes);
  out.ports = std::move(message.ports);
  return out;
}

// Only products name a probe: "https" in a link says nothing of a server.
bool names_product(const Named& named, std::string_view probe) {
  if (probe != "postgres" && probe != "redis") return false;
  const auto at = named.words.lower_bound(probe);
  return at != named.words.end() && at->starts_with(probe) && at->size() <= probe.size() + 3;
}

bool names_target(const Named& named, std::string_view probe, const Origin& origin, int port) {
  if (port > 0 && std::find(named.ports.begin(), named.ports.end(), port) != named.ports.end()) return true;
  if (!origin.key.empty() && named.words.contains(to_lower(origin.key))) return true;
  return names_product(named, probe);
}

bool names_kind(const Named& named, std::string_view probe) {
  return std::any_of(named.codes.begin(), named.codes.end(), [&](const ErrorCode& code) {
    return std::any_of(kSees.begin(), kSees.end(), [&](const Sees& sees) {
      return sees.probe == probe && (sees.code.empty() ? sees.family == code.family : sees.code == code.name);
    });
  });
}

bool has_code(const Named& named, std::string_view code) {
  return std::any_of(named.codes.begin(), named.codes.end(), [&](const ErrorCode& one) {
    return one.name == code || one.name.ends_with(" " + std::string(code));
  });
}

bool is_visible_to_probes(const Named& named) {
  return std::all_of(named.codes.begin(), named.codes.end(), [](const ErrorCode& code) {
    return !is_known(code) || std::find(kVisible.begin(), kVisible.end(), code.name) != kVisible.end();
  });
}

bool shares_name(const Named& named, std::string_view seen) {
  bool shares = false;
  each_word(seen, [&](const std::string& word) {
    int port = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), port);
    if (read.ec == std::errc() && read.ptr == word.data() + word.size())
      shares = shares || std::find(named.ports.begin(), named.ports.end(), port) != named.ports.end();
    else
      shares = shares || (word.find('_') != std::string::npos && named.words.contains(word));
  });
  return shares;
}

}  // namespace fingerpost
