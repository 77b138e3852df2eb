// Names to addresses, addresses to connections, each within a deadline. No probe calls getaddrinfo or connect itself.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "probes/deadline.h"
#include "probes/outcome.h"
#include "probes/probe.h"
#include "probes/target.h"

namespace fingerpost {

// A connected, non-blocking TCP socket, closed at the end. Movable.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();
  int descriptor() const { return descriptor_; }  // -1 for none
  int release();                                  // the caller closes it

 private:
  int descriptor_ = -1;
};

struct Resolved {
  std::vector<Address> addresses;  // those that may be reached, in the system's order
  std::string code;                // "" or ENOTFOUND, EAI_AGAIN, ETIMEDOUT, EACCES (the rules refuse)
  std::string problem;             // what to show; "" when there are addresses
};
// Looks a name up on a thread of its own, which is left behind when the deadline passes first: getaddrinfo cannot be
// stopped. Applies the rules to the name and to each address.
Resolved resolve(const std::string& host, int port, const TargetRules& rules, const Deadline& deadline);

struct Connected {
  Socket socket;
  int error = 0;  // of errno; ETIMEDOUT also when our deadline passed, ECANCELED when it was cancelled
};
Connected connect_to(const Address& address, const Deadline& deadline);
// "ECONNREFUSED"; a number for what has no name here.
std::string name_of_errno(int error);

// What to do where there is no way to a host. Managed databases often have IPv6 addresses alone, and a pooler beside
// them that has others.
std::string advice_for_no_route(const std::vector<Address>& addresses);

struct Reached {
  Socket socket;    // of the first address that answered; none when all failed
  Address address;  // pinned: whatever connects again connects here
};
// The first steps of every network probe: the checks `resolve` and `connect`, with each address tried in turn, since
// "::1 refuses and 127.0.0.1 answers" is a fault of its own; what listens instead where nothing answers on this
// machine. Sets codes and the measure `connect_ms`. With `resolve` failed, `connect` is skipped.
Reached reach(const Planned& planned, const Surroundings& around, const Deadline& deadline, Outcome& out);

}  // namespace fingerpost
