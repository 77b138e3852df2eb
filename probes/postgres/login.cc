#include "probes/postgres/login.h"

#include <fmt/format.h>

#include "base/text.h"
#include "probes/postgres/causes.h"
#include "probes/published.h"

namespace fingerpost {
namespace {

const ComposeService* server_behind(const Planned& planned, const Surroundings& around) {
  for (const ComposeService* service : services_publishing(around, planned.target.port))
    if (service->variable("POSTGRES_PASSWORD") != nullptr) return service;
  return nullptr;
}

// A value that compose gives the server; nullptr where it cannot be told.
const ComposeVariable* told(const ComposeService& service, std::string_view name) {
  const ComposeVariable* found = service.variable(name);
  const bool known = found != nullptr && found->given && !found->value.empty() && !contains(found->value, "${");
  return known ? found : nullptr;
}

// What differs between the two sides, "" for nothing that can be told.
std::string difference(const PostgresTarget& target, const ComposeService& service, const PostgresCause& cause,
                       Outcome& out) {
  const auto differs = [&](std::string_view name, const std::string& ours, const char* what) -> std::string {
    const ComposeVariable* theirs = told(service, name);
    if (theirs == nullptr || theirs->value == ours) return {};
    return fmt::format("the {} is another one than {} of service {} ({})", what, name, service.name, theirs->at.text());
  };
  if (cause.code == "3D000") return differs("POSTGRES_DB", target.database, "database");
  if (cause.code != "28P01" && cause.code != "28000") return {};
  if (std::string user = differs("POSTGRES_USER", target.user, "user"); !user.empty()) return user;
  if (std::string password = differs("POSTGRES_PASSWORD", target.password, "password"); !password.empty())
    return password;
  if (const ComposeVariable* same = told(service, "POSTGRES_PASSWORD"))
    out.notes.push_back(
        fmt::format("the password is the one that {} gives the server, which counts only when its volume is first made",
                    same->at.text()));
  return {};
}

}  // namespace

void explain_failed_login(const PostgresTarget& target, const Planned& planned, const Surroundings& around,
                          const Address& address, const PostgresFailure& failure, Outcome& out) {
  if (failure.late) {
    out.codes.emplace_back("ETIMEDOUT");
    out.add("auth", Status::fail, "the server accepts connections and does not answer: " + failure.message,
            "does the port speak PostgreSQL? then look at the server's load and log");
    return;
  }
  const PostgresCause& cause = postgres_cause_of(failure.message, failure.sqlstate);
  if (!cause.code.empty()) out.codes.emplace_back(cause.code);
  out.messages.push_back(failure.message);
  std::string advice(cause.advice);
  // What takes the encryption away is right on this machine only.
  if (cause.code == "SSL_REFUSED" && address.loopback()) advice = "set sslmode=disable: this server is on this machine";
  if (const ComposeService* server = address.loopback() ? server_behind(planned, around) : nullptr)
    if (std::string found = difference(target, *server, cause, out); !found.empty()) advice = found + "; " + advice;
  // A driver that cuts the URL elsewhere logs in with another password than the one that is meant.
  if (cause.code == "28P01" && !target.problems.empty())
    advice = "the URL holds characters that need percent-encoding, which is the likeliest cause; then " + advice;
  const auto last_line = failure.message.find_last_of('\n');
  const std::string_view said =
      trim(std::string_view(failure.message).substr(last_line == std::string::npos ? 0 : last_line + 1));
  out.add(std::string(cause.check), Status::fail, fmt::format("{} ({})", cause.meaning, clip(said, 200)), advice);
}

}  // namespace fingerpost
