// A PostgreSQL cluster made for the test, and run as the user `postgres` where the test is root (the server refuses
// root).
#pragma once

#include <pwd.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/process.h"
#include "tests/support/free_port.h"
#include "tests/support/server_process.h"

namespace fingerpost {

class PostgresServer {
 public:
  // The superuser is `postgres` with this password, asked for over TCP as scram-sha-256.
  explicit PostgresServer(const std::vector<std::string>& settings = {}) : settings_(settings) {
    std::filesystem::create_directory(data());
    if (const passwd* user = ::getpwnam("postgres"); ::geteuid() == 0 && user != nullptr) {
      EXPECT_EQ(::chown(data().c_str(), user->pw_uid, user->pw_gid), 0);
    }
    std::ofstream(folder_.file("password")) << kPassword << "\n";
    run({program("initdb"), "-D", data(), "-U", "postgres", "--pwfile=" + folder_.file("password"),
         "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "-E", "UTF8", "--locale=C"});
    start();
  }
  ~PostgresServer() { stop(); }

  void start() {
    std::vector<std::string> argv = as_postgres({program("postgres"), "-D", data(), "-p", std::to_string(port_), "-k",
                                                 "", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"});
    for (const std::string& setting : settings_) argv.insert(argv.end(), {"-c", setting});
    process_.start(argv, folder_.file("log"));
    EXPECT_TRUE(process_.answers(port_)) << "postgres did not start";
    // It takes connections a moment before it lets anybody in.
    bool ready = false;
    for (int tries = 0; tries < 1000 && !ready; ++tries) {
      const auto result =
          run_process({"env", program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", std::to_string(port_)}, "/", "",
                      std::chrono::milliseconds(10000), [](std::string_view) {});
      ready = result && result->exit_status == 0;
    }
    EXPECT_TRUE(ready) << "postgres lets nobody in";
  }
  void stop() { process_.stop(SIGINT); }
  void restart_with(const std::vector<std::string>& settings) {
    stop();
    settings_ = settings;
    start();
  }

  // Runs a statement as the superuser.
  void sql(const std::string& statement, const std::string& database = "postgres") {
    run({program("psql"), "-v", "ON_ERROR_STOP=1", "-q", "-c", statement, url("postgres", kPassword, database)});
  }
  std::string url(const std::string& user, const std::string& password, const std::string& database) const {
    return "postgresql://" + user + ":" + password + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
  }
  int port() const { return port_; }
  std::string data() const { return folder_.file("data"); }

  static constexpr const char* kPassword = "Jq7vWm2xKt";

 private:
  // Debian keeps the server's programs out of PATH, by version.
  static std::string program(const std::string& name) {
    for (int version = 20; version > 9; --version) {
      const std::string path = "/usr/lib/postgresql/" + std::to_string(version) + "/bin/" + name;
      if (std::filesystem::exists(path)) return path;
    }
    return name;
  }
  static std::vector<std::string> as_postgres(std::vector<std::string> argv) {
    if (::geteuid() == 0) {
      const std::vector<std::string> prefix = {"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"};
      argv.insert(argv.begin(), prefix.begin(), prefix.end());
    } else {
      argv.insert(argv.begin(), "env");  // the programs lie outside of PATH
    }
    return argv;
  }
  static void run(const std::vector<std::string>& argv) {
    const auto result =
        run_process(as_postgres(argv), "/", "", std::chrono::milliseconds(60000), [](std::string_view) {});
    ASSERT_TRUE(result) << result.error().text();
    ASSERT_EQ(result->exit_status, 0) << result->errors;
  }

  ServerFolder folder_;
  int port_ = free_port();
  std::vector<std::string> settings_;
  ServerProcess process_;
};

}  // namespace fingerpost
