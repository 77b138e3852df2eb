// Who may ask: the checks of Host, Origin and the bearer token that stand before every route. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"

namespace fingerpost::http {

struct GuardOptions {
  int port = 0;
  std::vector<std::string> hosts;  // beside the loopback names: what else this server is called
  std::string token;               // "" for none asked
};

// Whether "host:port" of a Host header or an origin is this server: a loopback name or one of `hosts`, with its port.
bool is_own_host(std::string_view host, const GuardOptions& options);

struct Refusal {
  int status;
  std::string why;
};
// Why a request is turned away, or nothing. A page of another origin, and a name that only points here (DNS
// rebinding), are turned away whatever token they hold.
std::optional<Refusal> refuse(const Headers& headers, std::string_view path, const GuardOptions& options);

// Whether an address to bind is this machine's own.
bool is_loopback(std::string_view address);

}  // namespace fingerpost::http
