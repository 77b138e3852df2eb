// What kind of value a text is: boolean, number, duration, port, host. Pure functions.
#pragma once

#include <string_view>

namespace fingerpost {

bool is_boolean_text(std::string_view value);
bool is_number_text(std::string_view value);
// "30", "15m", "7d", "500ms", "1h30m", "7 days".
bool is_duration_text(std::string_view value);
// 1 to 65535; 0 for anything else.
int port_number(std::string_view value);

// Hosts.
bool is_this_machine(std::string_view host);  // localhost, 127.*, ::1, 0.0.0.0, host.docker.internal
// Of a provider's managed service (Supabase, Neon, Upstash, RDS, …): reached over the internet, with TLS.
bool is_managed_host(std::string_view host);
// Neither this machine nor a private address nor a name without a dot, .local, .internal: reached over a network that
// others share.
bool is_public_host(std::string_view host);

}  // namespace fingerpost
