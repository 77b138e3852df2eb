// One connection to PostgreSQL through libpq's asynchronous calls, so that one deadline holds for all and a query that
// takes too long is cancelled. Reads no settings of the user or the machine (PG* variables, ~/.pgpass, service files).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "probes/deadline.h"
#include "probes/target.h"

namespace fingerpost {

// What libpq is told, keyword by keyword (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PARAMKEYWORDS);
// never as one string, which would have to be escaped and could say more than is meant.
using PostgresParameters = std::vector<std::pair<std::string, std::string>>;

struct PostgresFailure {
  std::string message;   // of the server or libpq; may quote host and user, never a password
  std::string sqlstate;  // "" where none was given (libpq has none for a failed connect)
  bool late = false;     // our deadline passed
};

struct PostgresRows {
  std::vector<std::vector<std::optional<std::string>>> rows;           // nullopt for NULL
  const std::string& text(std::size_t row, std::size_t column) const;  // "" for NULL or none
  double number(std::size_t row, std::size_t column) const;            // 0 for NULL, none or no number
};

// One thread at a time.
class PostgresSession {
 public:
  // Connects to `address` whatever name the parameters hold for TLS. nullptr and a failure when it does not stand by
  // the deadline.
  static std::unique_ptr<PostgresSession> open(const PostgresParameters& parameters, const Address& address,
                                               const Deadline& deadline, PostgresFailure& failure);
  ~PostgresSession();
  PostgresSession(const PostgresSession&) = delete;
  PostgresSession& operator=(const PostgresSession&) = delete;

  // The rows of one statement; its text is always our own. At most 1,000 rows are kept. After one that came too late
  // nothing more is asked.
  std::optional<PostgresRows> query(const std::string& statement, const Deadline& deadline, PostgresFailure& failure);
  // The same in a transaction of its own that cannot write and takes three seconds at most. Nothing of that outlives
  // it: a pooler hands the session on to somebody else.
  std::optional<PostgresRows> read(const std::string& statement, const Deadline& deadline, PostgresFailure& failure);

  bool in_tls() const;
  std::string tls_version() const;  // "" for none
  int server_version() const;       // 150018
  bool has_password_been_used() const;

 private:
  struct State;
  explicit PostgresSession(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fingerpost
