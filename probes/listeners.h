// What listens on this machine, from /proc/net/tcp and tcp6, and whose it is where /proc shows it. Linux; elsewhere,
// and where /proc is hidden, there is nothing to be had and `known` is false.
#pragma once

#include <string>
#include <vector>

namespace fingerpost {

struct PortListener {
  int port = 0;
  bool any_address = false;  // on every address of the machine, not only loopback
  bool six = false;
  int process = 0;      // 0: not visible, since it is another user's
  std::string command;  // "postgres"; "" when not visible

  std::string owner() const;  // "process 812 (postgres)", or "a process of another user"
};

struct Listeners {
  bool known = false;
  std::vector<PortListener> all;

  // The one on this port; nullptr for none.
  const PortListener* on(int port) const;
  // The ports of a process of this name: "postgres" listens on 5433.
  std::vector<int> ports_of(const std::string& command) const;
};

// As it is now. Bounded: at most so many processes and descriptors are looked at that it takes some tens of
// milliseconds.
Listeners read_listeners();

}  // namespace fingerpost
