#include "probes/postgres/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

constexpr std::array<std::string_view, 6> kSslModes = {"disable", "allow",     "prefer",
                                                       "require", "verify-ca", "verify-full"};
// Where Debian keeps the authorities that the system trusts; libpq itself only looks below the user's home.
constexpr const char* kAuthorities = "/etc/ssl/certs/ca-certificates.crt";

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = [](char c) {
      return is_digit(c) ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
    };
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void read_url(const Url& url, PostgresTarget& target) {
  target.user = url.user;
  target.password = url.password;
  target.problems = url.problems;
  target.database = url.path.empty() ? "" : decoded(std::string_view(url.path).substr(1));
  for (const std::string_view pair : split(url.query, '&')) {
    const auto equals = pair.find('=');
    const std::string name(pair.substr(0, equals));
    const std::string value = equals == std::string_view::npos ? "" : decoded(pair.substr(equals + 1));
    if (name.empty()) continue;
    if (name == "sslmode") {
      if (std::find(kSslModes.begin(), kSslModes.end(), value) != kSslModes.end()) {
        target.sslmode = value;
      } else if (value == "no-verify") {
        target.sslmode = "require";
        target.left_out.emplace_back("sslmode=no-verify (node-postgres alone knows it; taken as require)");
      } else {
        target.problems.push_back("sslmode=" + clip(value, 32) + " is none that PostgreSQL knows");
      }
    } else if (name == "user" && target.user.empty()) {
      target.user = value;
    } else if (name == "password" && target.password.empty()) {
      target.password = value;
    } else if (name == "dbname" && target.database.empty()) {
      target.database = value;
    } else if (name != "application_name" && name != "connect_timeout") {
      target.left_out.push_back(clip(name, 40));
    }
  }
}

struct Names {
  std::array<std::string_view, 3> names;
  std::string PostgresTarget::*field;
};
constexpr std::array<Names, 3> kNames = {{
    {{"POSTGRES_USER", "PGUSER", "DB_USER"}, &PostgresTarget::user},
    {{"POSTGRES_PASSWORD", "PGPASSWORD", "DB_PASSWORD"}, &PostgresTarget::password},
    {{"POSTGRES_DB", "PGDATABASE", "DB_NAME"}, &PostgresTarget::database},
}};

void read_variables(const Planned& planned, const Surroundings& around, PostgresTarget& target) {
  const ComposeService* service = nullptr;
  if (planned.origin.kind == Origin::Kind::compose)
    for (const ComposeModel* model : around.active_composes())
      if (service == nullptr) service = model->service(planned.origin.key);
  for (const Names& names : kNames) {
    std::string& value = target.*names.field;
    for (const std::string_view name : names.names) {
      if (!value.empty()) break;
      if (service != nullptr)
        if (const ComposeVariable* found = service->variable(name); found != nullptr && !found->value.empty()) {
          value = found->value;
          target.credentials_from = std::string(name) + " in " + found->at.text();
          break;
        }
      if (const Variable* found = around.variable(name); found != nullptr && !found->value.empty()) {
        value = around.expanded(*found);
        target.credentials_from = std::string(name) + " in " + found->at.text();
      }
    }
  }
  // What the official image does when only some are set.
  if (target.user.empty() && service != nullptr) target.user = "postgres";
  if (target.database.empty()) target.database = target.user;
}

}  // namespace

PostgresParameters PostgresTarget::parameters() const {
  PostgresParameters parameters = {{"host", host}, {"sslmode", sslmode}};
  if (!user.empty()) parameters.emplace_back("user", user);
  if (!password.empty()) parameters.emplace_back("password", password);
  if (!database.empty()) parameters.emplace_back("dbname", database);
  parameters.emplace_back("sslrootcert", sslmode.starts_with("verify") ? kAuthorities : "/nonexistent/root.crt");
  return parameters;
}

PostgresTarget postgres_target_of(const Planned& planned, const Surroundings& around) {
  PostgresTarget target;
  target.host = planned.target.host;
  target.sslmode = "prefer";
  if (is_url(planned.target.text))
    read_url(parse_url(planned.target.text), target);
  else
    read_variables(planned, around, target);
  return target;
}

void check_postgres_url(const PostgresTarget& target, const Planned& planned, Outcome& out) {
  if (!is_url(planned.target.text)) return;
  for (const std::string& name : target.left_out)
    out.notes.push_back("parameter of the URL that is not used here: " + name);
  // PgBouncer's own default, and the one of managed poolers (https://www.pgbouncer.org/config.html#listen_port).
  if (const int port = planned.target.port; port == 6432 || port == 6543)
    out.notes.push_back(fmt::format(
        "port {} is usually a pooler's: migrations, LISTEN and prepared statements may need the server's own "
        "port (5432)",
        port));
  if (target.problems.empty()) {
    out.add("url", Status::pass, "well formed, sslmode " + target.sslmode);
    return;
  }
  Check& check = out.add("url", Status::warn, join(target.problems, "; "),
                         "percent-encode # % & @ / ? : and spaces in user and password");
  check.source = planned.origin.at;
}

}  // namespace fingerpost
