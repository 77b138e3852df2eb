// Sockets: the few calls that the server makes, with their traps behind them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace fingerpost::http {

// A listening socket that does not block. `address` is numeric or "localhost".
Result<int> listen_on(const std::string& address, int port);
int port_of(int listening);
// The next connection, made ready (no delay, no blocking); -1 for none.
int accept_from(int listening);

// What could be written without waiting; -1 when the other side is gone.
std::ptrdiff_t write_some(int fd, std::string_view bytes);
// All of it, waiting at most this long; false when the other side is gone or too slow.
bool write_all(int fd, std::string_view bytes, int milliseconds);
// Whether the other side closed. Takes no bytes away.
bool is_closed(int fd);

}  // namespace fingerpost::http
