#include "probes/redis/errors.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace fingerpost {

const RedisTrouble& redis_trouble_of(std::string_view error) {
  static constexpr RedisTrouble kUnknown = {"", "", "the server refused", ""};
  static constexpr std::array<RedisTrouble, 17> kTroubles = {{
      {"NOAUTH", "NOAUTH", "the server wants a password and none was given",
       "put the password into the URL (redis://:PASSWORD@host) or into REDIS_PASSWORD"},
      {"WRONGPASS", "WRONGPASS", "wrong user or password",
       "compare the password with the server's; percent-encode special characters in the URL"},
      {"ERR invalid password", "WRONGPASS", "wrong password",
       "compare the password with the server's; percent-encode special characters in the URL"},
      {"ERR AUTH <password> called without any password", "NOPASS", "the server has no password, and one is given",
       "drop the password from the URL, or set requirepass on the server"},
      {"ERR Client sent AUTH, but no password is set", "NOPASS", "the server has no password, and one is given",
       "drop the password from the URL, or set requirepass on the server"},
      {"NOPERM", "NOPERM", "the user may not do this", "widen the user's rules (ACL) where the application needs it"},
      {"LOADING", "LOADING", "the server is still loading its data", "wait until it has loaded"},
      {"DENIED", "DENIED", "protected mode: the server answers only on loopback",
       "set a password or a bind address on the server"},
      {"READONLY", "READONLY", "this is a replica: it does not take writes", "write to the primary"},
      {"MASTERDOWN", "MASTERDOWN", "the replica has lost its primary", "look at the primary and the network between"},
      {"OOM", "OOM", "the memory limit is reached and nothing may be evicted",
       "raise maxmemory, or choose an eviction policy that fits the data"},
      {"MISCONF", "MISCONF", "writing to disk fails, so writes are refused",
       "look at the disk and at the server's log; then the last save"},
      {"ERR max number of clients", "MAXCLIENTS", "every connection is taken",
       "raise maxclients, or find who keeps connections open"},
      {"CLUSTERDOWN", "CLUSTERDOWN", "the cluster does not serve all slots", "look at the cluster's nodes"},
      {"MOVED", "MOVED", "another node of the cluster holds the key", "use a client that speaks to clusters"},
      {"ERR Only HELLO messages", "SENTINEL", "a sentinel takes no messages but its own", ""},
      {"ERR unknown command", "UNKNOWN", "the server does not offer the command", ""},
  }};
  const auto found = std::find_if(kTroubles.begin(), kTroubles.end(), [&](const RedisTrouble& trouble) {
    return starts_with_ignoring_case(error, trouble.begins);
  });
  return found == kTroubles.end() ? kUnknown : *found;
}

}  // namespace fingerpost
