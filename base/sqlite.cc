#include "base/sqlite.h"

#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <thread>

namespace fingerpost {

// How long one waits for what another holds.
static constexpr std::chrono::milliseconds kBusyPatience{5000};

// What the system said of a file that could not be read or written; "" where it said nothing of use.
static std::string_view cause_of(sqlite3* db) {
  const int code = sqlite3_errcode(db);
  const int system_error = sqlite3_system_errno(db);
  if (code == SQLITE_FULL || system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG)
    return "there is no space left for it";
  if (code != SQLITE_IOERR && code != SQLITE_CANTOPEN && code != SQLITE_READONLY) return {};
  if (system_error == EROFS) return "its file system is read-only";
  if (code == SQLITE_READONLY || system_error == EACCES || system_error == EPERM) return "it may not be written";
  // It forgets what the system said of a write where it went on to something else.
  const int extended = sqlite3_extended_errcode(db);
  if (extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_SHMSIZE)
    return "it could not be written, or there is no space left for it";
  return system_error == ENOENT ? "its directory is not there and could not be made" : std::string_view();
}

static Error error_of(sqlite3* db, std::string_view doing) {
  const int code = sqlite3_errcode(db);
  const std::string_view cause = cause_of(db);
  Error error;
  error.message = std::string(doing) + ": " + (cause.empty() ? sqlite3_errmsg(db) : std::string(cause));
  if (const char* file = sqlite3_db_filename(db, "main"); file != nullptr) error.where = file;
  if (!cause.empty())
    error.advice = "make room or set another place: XDG_CACHE_HOME or --db for a map, XDG_STATE_HOME for what is kept";
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: error.code = Code::unavailable; break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: error.code = Code::corrupt; break;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY: error.code = Code::io; break;
    default: error.code = Code::internal;
  }
  return error;
}

Statement::Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  return *this;
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement& Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  sqlite3_bind_blob64(statement_, index, bytes.data() == nullptr ? "" : bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  switch (sqlite3_step(statement_)) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: {
      Error error = error_of(sqlite3_db_handle(statement_), "the database");
      sqlite3_reset(statement_);
      return error;
    }
  }
}

Result<Done> Statement::run() {
  auto stepped = step();
  reset();
  if (!stepped) return stepped.error();
  return Done{};
}

void Statement::reset() {
  sqlite3_reset(statement_);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const void* data = sqlite3_column_text(statement_, column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Database::Closer::operator()(sqlite3* db) const {
  sqlite3_close_v2(db);
}

Result<Database> Database::open(const std::string& path, bool writable) {
  if (writable) {
    std::error_code failed;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  }
  sqlite3* raw = nullptr;
  const int flags =
      (writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Database database(raw);
  if (opened != SQLITE_OK) {
    Error error = error_of(raw, "the database cannot be opened");
    error.where = path;
    return error;
  }
  sqlite3_busy_timeout(raw, static_cast<int>(kBusyPatience.count()));
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  // A map is a cache: what a power cut loses is indexed again, so no fsync per commit is wanted.
  // A small cache of pages: what is asked for often is kept decoded by whoever asks, and the system keeps the file.
  const char* pragmas = writable ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA trusted_schema=OFF;"
                                   "PRAGMA secure_delete=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-512;"
                                 : "PRAGMA trusted_schema=OFF; PRAGMA cache_size=-512;";
  auto set = database.run(pragmas);
  // SQLite does not wait for whoever else makes the file a WAL database just now: both would hold what the other needs
  // (https://www.sqlite.org/c3ref/busy_handler.html).
  const auto end = std::chrono::steady_clock::now() + kBusyPatience;
  while (!set && sqlite3_errcode(raw) == SQLITE_BUSY && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    set = database.run(pragmas);
  }
  if (!set) {
    Error error = set.error();
    error.where = path;
    return error;
  }
  return database;
}

Result<Done> Database::run(const char* sql) {
  if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error_of(db_.get(), "the database");
  return Done{};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK)
    return error_of(db_.get(), "preparing a statement");
  return Statement(statement);
}

std::int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(db_.get());
}

std::int64_t Database::data_version() {
  if (!data_version_.is_prepared()) {
    auto statement = prepare("PRAGMA data_version");
    if (!statement) return -1;
    data_version_ = std::move(*statement);
  }
  auto row = data_version_.step();
  const std::int64_t version = row && *row ? data_version_.integer(0) : -1;
  data_version_.reset();
  return version;
}

}  // namespace fingerpost
