// A port of this machine for a server that a test starts, or for one that is not there.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <random>

namespace fingerpost {

// A port of 127.0.0.1 that nothing held a moment ago. It lies below those that the system hands out by itself
// (net.ipv4.ip_local_port_range, from 32768), so that no connection of another test takes it before the server does.
inline int free_port() {
  static std::mt19937 chance{std::random_device{}()};
  std::uniform_int_distribution<int> below_ephemeral(15000, 32000);
  while (true) {
    const int port = below_ephemeral(chance);
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const bool free = ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    if (free) return port;
  }
}

}  // namespace fingerpost
