#include "probes/postgres/session.h"

#include <libpq-fe.h>
#include <poll.h>

#include <charconv>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostRows = 1000;

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, FinishConnection>;
using Answer = std::unique_ptr<PGresult, ClearResult>;

std::string message_of(const PGconn* connection) {
  return std::string(trim(PQerrorMessage(connection)));
}

std::string too_late(const Deadline& deadline) {
  return deadline.cancelled() ? "cancelled" : "no answer in time";
}

// Sends what libpq still holds back, and takes in what has come, until a result is whole.
bool wait_for_result(PGconn* connection, const Deadline& deadline) {
  for (;;) {
    const int unsent = PQflush(connection);
    if (unsent < 0) return true;  // the result says what broke
    if (unsent == 0 && PQisBusy(connection) == 0) return true;
    const short events = static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN);
    if (!wait_until_ready(PQsocket(connection), events, deadline)) return false;
    if (PQconsumeInput(connection) == 0) return true;
    if (deadline.passed()) return false;
  }
}

}  // namespace

const std::string& PostgresRows::text(std::size_t row, std::size_t column) const {
  static const std::string kNone;
  if (row >= rows.size() || column >= rows[row].size() || !rows[row][column]) return kNone;
  return *rows[row][column];
}

double PostgresRows::number(std::size_t row, std::size_t column) const {
  const std::string& written = text(row, column);
  double value = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  return error == std::errc() ? value : 0;
}

struct PostgresSession::State {
  Connection connection;
  bool late = false;  // the answer to a statement never came: whatever followed would be its answer
};

PostgresSession::PostgresSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
PostgresSession::~PostgresSession() = default;

std::unique_ptr<PostgresSession> PostgresSession::open(const PostgresParameters& parameters, const Address& address,
                                                       const Deadline& deadline, PostgresFailure& failure) {
  const std::string host = address.host();
  const std::string port = std::to_string(address.port());
  std::vector<const char*> keys;
  std::vector<const char*> values;
  const auto put = [&](const char* key, const char* value) {
    keys.push_back(key);
    values.push_back(value);
  };
  for (const auto& [key, value] : parameters) put(key.c_str(), value.c_str());
  // The last of one keyword counts for libpq, so nothing before can widen these.
  put("hostaddr", host.c_str());
  put("port", port.c_str());
  put("passfile", "/nonexistent/pgpass");
  put("sslcert", "/nonexistent/cert");
  put("sslkey", "/nonexistent/key");
  put("gssencmode", "disable");
  put("client_encoding", "UTF8");
  put("application_name", "fingerpost-probe");
  put("target_session_attrs", "any");
  put("connect_timeout", "0");
  keys.push_back(nullptr);
  values.push_back(nullptr);

  auto state = std::make_unique<State>();
  state->connection.reset(PQconnectStartParams(keys.data(), values.data(), 0));
  PGconn* connection = state->connection.get();
  if (connection == nullptr) {
    failure.message = "out of memory";
    return nullptr;
  }
  // What the server says besides goes nowhere: it is somebody else's text.
  PQsetNoticeProcessor(
      connection, [](void*, const char*) {}, nullptr);
  if (PQstatus(connection) == CONNECTION_BAD) {
    failure.message = message_of(connection);
    return nullptr;
  }
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED) {
      failure.message = message_of(connection);
      return nullptr;
    }
    const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (deadline.passed() || !wait_until_ready(PQsocket(connection), events, deadline)) {
      failure.message = too_late(deadline);
      failure.late = true;
      return nullptr;
    }
    next = PQconnectPoll(connection);
  }
  PQsetnonblocking(connection, 1);
  return std::unique_ptr<PostgresSession>(new PostgresSession(std::move(state)));
}

std::optional<PostgresRows> PostgresSession::query(const std::string& statement, const Deadline& deadline,
                                                   PostgresFailure& failure) {
  PGconn* connection = state_->connection.get();
  failure = {};
  if (state_->late || deadline.passed()) {
    failure.message = too_late(deadline);
    failure.late = true;
    return std::nullopt;
  }
  if (PQsendQuery(connection, statement.c_str()) == 0) {
    failure.message = message_of(connection);
    return std::nullopt;
  }
  std::optional<PostgresRows> rows;
  for (;;) {
    if (!wait_for_result(connection, deadline)) {
      // The server ends it by its own statement_timeout. PQcancel would open a connection of its own and wait for it
      // without a limit.
      state_->late = true;
      failure.message = too_late(deadline);
      failure.late = true;
      return std::nullopt;
    }
    const Answer answer(PQgetResult(connection));
    if (!answer) break;
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
      if (!rows) rows.emplace();
      const int count = PQntuples(answer.get());
      for (int row = 0; row < count && rows->rows.size() < kMostRows; ++row) {
        auto& fields = rows->rows.emplace_back();
        for (int column = 0; column < PQnfields(answer.get()); ++column) {
          if (PQgetisnull(answer.get(), row, column) != 0)
            fields.emplace_back(std::nullopt);
          else
            fields.emplace_back(PQgetvalue(answer.get(), row, column));
        }
      }
      continue;
    }
    const char* sqlstate = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    const char* primary = PQresultErrorField(answer.get(), PG_DIAG_MESSAGE_PRIMARY);
    failure.sqlstate = sqlstate != nullptr ? sqlstate : "";
    failure.message = primary != nullptr ? primary : message_of(connection);
    // COPY and the like never come from our own statements; whatever it is, it ends here.
    if (PQstatus(connection) == CONNECTION_BAD || status == PGRES_COPY_IN || status == PGRES_COPY_OUT) break;
  }
  if (!failure.message.empty()) return std::nullopt;
  if (!rows) failure.message = message_of(connection);
  return rows;
}

std::optional<PostgresRows> PostgresSession::read(const std::string& statement, const Deadline& deadline,
                                                  PostgresFailure& failure) {
  // Several statements in one message are one transaction, without a BEGIN that an error would leave open.
  return query("SET LOCAL transaction_read_only = on; SET LOCAL statement_timeout = '3s'; " + statement, deadline,
               failure);
}

bool PostgresSession::in_tls() const {
  return PQsslInUse(state_->connection.get()) != 0;
}

std::string PostgresSession::tls_version() const {
  const char* version = PQsslAttribute(state_->connection.get(), "protocol");
  return version != nullptr ? version : "";
}

int PostgresSession::server_version() const {
  return PQserverVersion(state_->connection.get());
}

bool PostgresSession::has_password_been_used() const {
  return PQconnectionUsedPassword(state_->connection.get()) != 0;
}

}  // namespace fingerpost
