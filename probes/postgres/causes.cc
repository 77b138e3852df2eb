#include "probes/postgres/causes.h"

#include <array>

#include "base/text.h"

namespace fingerpost {

const PostgresCause& postgres_cause_of(std::string_view message, std::string_view sqlstate) {
  static constexpr PostgresCause kUnknown = {"", "", "auth", "the server refused", ""};
  // The first whose sign is found counts, so the narrower ones stand before the wider ones.
  static constexpr std::array<PostgresCause, 25> kCauses = {{
      {"password authentication failed", "28P01", "auth",
       "wrong password, or no such user (the server does not say which)",
       "compare user and password with the server's; percent-encode special characters in the URL; a volume keeps the "
       "password it was first made with"},
      {"no password supplied", "28P01", "auth", "the server wants a password and none was given",
       "put the password into the URL or into the variable that the client reads"},
      {"no encryption", "28000", "tls", "the server takes this user only over TLS", "set sslmode=require"},
      {"no pg_hba.conf entry", "28000", "auth",
       "the server's pg_hba.conf lets nobody in from here with this user and database",
       "add an entry for this address, or connect the way that the entries allow"},
      {"ssl connection is required", "28000", "tls", "the server wants TLS", "set sslmode=require"},
      {"server does not support ssl", "SSL_REFUSED", "tls", "TLS is asked for and the server offers none",
       "a managed server always offers TLS: check the address and the port"},
      {"root certificate file", "SSL_ROOT", "tls", "there are no authorities to check the certificate against",
       "install ca-certificates, or name the authority's file"},
      {"certificate verify failed", "SSL_VERIFY", "tls", "the server's certificate is not to be trusted",
       "give the authority's certificate (sslrootcert), or use the name that the certificate is made out to"},
      {"does not match host name", "SSL_NAME", "tls", "the server's certificate is made out to another name",
       "connect by the name in the certificate"},
      {"ssl error", "SSL", "tls", "the TLS handshake failed", "does the port speak PostgreSQL? then look at its TLS"},
      {"remaining connection slots are reserved", "53300", "slots", "every connection slot is taken",
       "use a pool, close what is idle, or raise max_connections"},
      {"too many clients", "53300", "slots", "every connection slot is taken",
       "use a pool, close what is idle, or raise max_connections"},
      {"too many connections for", "53300", "slots", "the limit of this role or database is reached",
       "use a pool, close what is idle, or raise the role's or database's CONNECTION LIMIT"},
      {"max client connections", "53300", "slots", "the pooler has no slot left",
       "use fewer clients, or raise the pooler's limit"},
      {"tenant or user not found", "POOLER_USER", "auth", "the pooler does not know this user",
       "a pooler's user is written with its project: user.project"},
      {"unsupported startup parameter", "POOLER_PARAMETER", "auth", "a pooler refuses a start-up parameter",
       "connect to the server's own port, or let the pooler ignore the parameter"},
      {"role \"", "28000", "auth", "there is no such role", "create the role, or correct the user"},
      {"database \"", "3D000", "database", "there is no such database", "create the database, or correct its name"},
      {"the database system is starting up", "57P03", "auth", "the server is starting",
       "wait until it accepts connections"},
      {"the database system is shutting down", "57P03", "auth", "the server is stopping", "start it again"},
      {"in recovery mode", "57P03", "auth", "the server recovers from a crash", "wait, and look at its log"},
      {"not accepting connections", "57P03", "auth", "the server does not accept connections now",
       "wait, and look at its log"},
      {"server closed the connection unexpectedly", "08006", "auth", "the server closed the connection",
       "look at the server's log; does the port speak PostgreSQL?"},
      {"received invalid response", "08P01", "auth", "what answers is not PostgreSQL", "check host and port"},
      {"expected authentication request", "08P01", "auth", "what answers is not PostgreSQL", "check host and port"},
  }};
  static constexpr std::array<PostgresCause, 7> kStates = {{
      {"42501", "42501", "", "the role lacks the right",
       "grant it; since PostgreSQL 15 only the owner may create in the schema public"},
      {"42P01", "42P01", "", "there is no such table", "run the migrations"},
      {"25006", "25006", "", "read only: a replica, or a role that may not write",
       "write to the primary, or as another role"},
      {"53100", "53100", "", "the disk is full", "free space on the server"},
      {"53200", "53200", "", "the server is out of memory", "look at its memory and work_mem"},
      {"57014", "57014", "", "the statement took too long", "look at locks and load"},
      {"55P03", "55P03", "", "a lock was not to be had", "look for long transactions"},
  }};
  if (!sqlstate.empty())
    for (const PostgresCause& cause : kStates)
      if (cause.sign == sqlstate) return cause;
  const std::string lower = to_lower(message);
  for (const PostgresCause& cause : kCauses)
    if (contains(lower, cause.sign)) {
      // `role "x"` and `database "x"` only where they are said not to exist.
      if ((cause.sign == "role \"" || cause.sign == "database \"") && !contains(lower, "does not exist")) continue;
      return cause;
    }
  return kUnknown;
}

}  // namespace fingerpost
