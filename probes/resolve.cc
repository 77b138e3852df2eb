#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "probes/network.h"

namespace fingerpost {
namespace {

constexpr std::chrono::milliseconds kLongest{2000};
constexpr int kMostWaiting = 32;  // look-ups that were left behind and have not come back

// Shared by who asks and the thread that looks up; the last one to let go of it frees it.
struct LookUp {
  std::mutex mutex;
  std::condition_variable_any ended;
  bool done = false;               // guarded by mutex
  int failure = 0;                 // of getaddrinfo; the same
  std::vector<Address> addresses;  // the same
};

std::atomic<int> g_waiting = 0;

void look_up(const std::shared_ptr<LookUp>& state, const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  std::vector<Address> addresses;
  for (const addrinfo* one = failure == 0 ? list : nullptr; one != nullptr; one = one->ai_next) {
    if ((one->ai_family != AF_INET && one->ai_family != AF_INET6) || one->ai_addrlen > sizeof(sockaddr_storage))
      continue;
    Address address;
    std::memcpy(&address.bytes, one->ai_addr, one->ai_addrlen);
    address.size = one->ai_addrlen;
    addresses.push_back(address);
  }
  if (failure == 0) ::freeaddrinfo(list);
  {
    const std::lock_guard lock(state->mutex);
    state->done = true;
    state->failure = failure;
    state->addresses = std::move(addresses);
  }
  state->ended.notify_all();
  --g_waiting;
}

Resolved problem(std::string code, std::string what) {
  Resolved out;
  out.code = std::move(code);
  out.problem = std::move(what);
  return out;
}

Resolved keep_allowed(const std::string& host, const std::vector<Address>& addresses, const TargetRules& rules) {
  Resolved out;
  std::string why;
  for (const Address& address : addresses) {
    if (const auto refusal = rules.refusal(host, address))
      why = refusal->message;
    else
      out.addresses.push_back(address);
  }
  if (!out.addresses.empty()) return out;
  return why.empty() ? problem("ENOTFOUND", fmt::format("{} has no address", host)) : problem("EACCES", why);
}

}  // namespace

Resolved resolve(const std::string& host, int port, const TargetRules& rules, const Deadline& deadline) {
  if (const auto refusal = rules.refusal(host, port)) return problem("EACCES", refusal->message);
  if (const auto address = numeric_address(host, port)) return keep_allowed(host, {*address}, rules);
  const Deadline own = deadline.within(kLongest);
  if (++g_waiting > kMostWaiting) {
    --g_waiting;
    return problem("EAI_AGAIN", "too many look-ups have not come back: the name server does not answer");
  }
  const auto state = std::make_shared<LookUp>();
  try {
    std::thread(look_up, state, host, port).detach();
  } catch (const std::system_error&) {
    --g_waiting;
    return problem("EAI_AGAIN", "no thread is left to look the name up");
  }
  std::unique_lock lock(state->mutex);
  state->ended.wait_for(lock, own.stop(), own.left(), [&] { return state->done; });
  if (!state->done)
    return deadline.cancelled() ? problem("ECANCELED", "cancelled")
                                : problem("ETIMEDOUT", fmt::format("no answer to the look-up of {}", host));
  switch (state->failure) {
    case 0: return keep_allowed(host, state->addresses, rules);
    case EAI_NONAME:
    case EAI_NODATA: return problem("ENOTFOUND", fmt::format("there is no host named {}", host));
    case EAI_AGAIN: return problem("EAI_AGAIN", fmt::format("the name server did not answer when asked for {}", host));
    default: return problem("ENOTFOUND", fmt::format("{}: {}", host, ::gai_strerror(state->failure)));
  }
}

}  // namespace fingerpost
