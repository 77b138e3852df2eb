// An HTTPS server of the openssl program, with a certificate made for the test. Ends with the object.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace fingerpost {

class TlsServer {
 public:
  // For the name `name`; a certificate of -1 days has expired. Listens on a port of its own choice.
  TlsServer(const std::filesystem::path& folder, const std::string& name, int days) : folder_(folder) {
    std::ofstream(folder_ / "names.cnf") << "subjectAltName=" << (name.find("127.") == 0 ? "IP:" : "DNS:") << name
                                         << "\n";
    const std::string key = (folder_ / "key.pem").string();
    const std::string request = (folder_ / "request.pem").string();
    run({"req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=" + name});
    run({"x509", "-req", "-in", request, "-signkey", key, "-days", std::to_string(days), "-out", certificate(),
         "-extfile", (folder_ / "names.cnf").string()});
    int ends[2];
    if (::pipe(ends) != 0) return;
    process_ = start({"s_server", "-accept", "127.0.0.1:0", "-cert", certificate(), "-key", key, "-www"}, ends[1]);
    ::close(ends[1]);
    output_ = ends[0];
    // "ACCEPT 127.0.0.1:33941"
    std::string line;
    char c = 0;
    while (port_ == 0 && ::read(output_, &c, 1) == 1) {
      if (c != '\n') {
        line += c;
        continue;
      }
      if (line.rfind("ACCEPT", 0) == 0) port_ = std::atoi(line.substr(line.rfind(':') + 1).c_str());
      line.clear();
    }
  }
  ~TlsServer() {
    if (output_ >= 0) ::close(output_);
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  int port() const { return port_; }
  std::string certificate() const { return (folder_ / "certificate.pem").string(); }
  std::string certificate_text() const {
    std::ostringstream out;
    out << std::ifstream(certificate()).rdbuf();
    return out.str();
  }

 private:
  static pid_t start(std::vector<std::string> words, int output = -1) {
    words.insert(words.begin(), "openssl");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (output >= 0)
      ::posix_spawn_file_actions_adddup2(&actions, output, 1);
    else
      ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    pid_t process = -1;
    ::posix_spawnp(&process, "openssl", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    return process;
  }
  static void run(const std::vector<std::string>& words) {
    const pid_t process = start(words);
    if (process > 0) ::waitpid(process, nullptr, 0);
  }

  std::filesystem::path folder_;
  pid_t process_ = -1;
  int output_ = -1;
  int port_ = 0;
};

}  // namespace fingerpost
