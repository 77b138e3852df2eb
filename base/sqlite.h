// A thin wrapper over SQLite: connections that close themselves, statements that reset themselves, errors as values.
// A Database and its statements belong to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace fingerpost {

class Database;

// A prepared statement. bind_*() from index 1, then step() until it says there is no row; reset() makes it ready again.
class Statement {
 public:
  Statement() = default;
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  bool is_prepared() const { return statement_ != nullptr; }

  // The text or blob must live until the next reset().
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);

  // True when a row is there. An error (busy, corrupt, full) is returned as such.
  Result<bool> step();
  // For statements without rows: step() and reset().
  Result<Done> run();
  void reset();

  std::int64_t integer(int column) const;
  // Valid until the next step() or reset().
  std::string_view text(int column) const;
  std::string_view blob(int column) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  sqlite3_stmt* statement_ = nullptr;
};

class Database {
 public:
  // Opens, creating it and its directory when `writable`, in WAL mode with the safe pragmas set.
  static Result<Database> open(const std::string& path, bool writable);

  // Runs statements that yield no rows.
  Result<Done> run(const char* sql);
  // REQUIRES: the SQL is ours; a wrong statement is reported as Code::internal.
  Result<Statement> prepare(std::string_view sql);
  std::int64_t last_insert_id() const;
  // Changes whenever another connection has changed the database.
  std::int64_t data_version();

 private:
  struct Closer {
    void operator()(sqlite3* db) const;
  };
  explicit Database(sqlite3* db) : db_(db) {}
  std::unique_ptr<sqlite3, Closer> db_;
  Statement data_version_;  // prepared when it is first asked for
};

}  // namespace fingerpost
