// Asks a program on a pipe, one question at a time, and prints how long its replies take in microseconds: the first
// since the process was started, then the median and the 99th of a hundred, then the bytes of the median reply, the
// program's resident memory at the end in MiB, and the processors' time of a reply, which other work on the machine
// disturbs less than the clock.
//   round_trip ROUNDS QUESTIONS PROGRAM [ARGUMENTS...]     QUESTIONS: a file, a message a line; asked in turn
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(3);
}

double percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(p * static_cast<double>(values.size())))];
}

double resident_mebibytes(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmRSS:", 0) == 0) return std::atof(line.c_str() + 6) / 1024;
  return 0;
}

// The time that the process has worked so far, all of its threads together.
double worked_microseconds(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const int rounds = std::atoi(argv[1]);
  std::vector<std::string> questions;
  std::ifstream file(argv[2]);
  for (std::string line; std::getline(file, line);) questions.push_back(line + "\n");
  if (questions.empty() || rounds < 1) return 2;
  int to[2];
  int from[2];
  if (::pipe(to) != 0 || ::pipe(from) != 0) give_up("pipe");
  const auto started = Clock::now();
  const pid_t process = ::fork();
  if (process == 0) {
    ::dup2(to[0], 0);
    ::dup2(from[1], 1);
    for (const int fd : {to[0], to[1], from[0], from[1]}) ::close(fd);
    ::execv(argv[3], argv + 3);
    give_up(argv[3]);
  }
  ::close(to[0]);
  ::close(from[1]);
  std::vector<char> buffer(1 << 20);
  std::vector<double> times;
  std::vector<double> sizes;
  double first = 0;
  double worked = 0;
  for (int round = 0; round <= rounds; ++round) {
    if (round == 1) worked = worked_microseconds(process);
    const std::string& question = questions[static_cast<std::size_t>(round) % questions.size()];
    const auto start = Clock::now();
    if (::write(to[1], question.data(), question.size()) < 0) give_up("write");
    std::size_t size = 0;
    for (;;) {
      const ssize_t got = ::read(from[0], buffer.data(), buffer.size());
      if (got <= 0) give_up("the program ended");
      size += static_cast<std::size_t>(got);
      if (buffer[static_cast<std::size_t>(got) - 1] == '\n') break;
    }
    if (round == 0) {
      first = microseconds_since(started);
      continue;
    }
    times.push_back(microseconds_since(start));
    sizes.push_back(static_cast<double>(size));
  }
  worked = worked_microseconds(process) - worked;
  const double resident = resident_mebibytes(process);
  ::close(to[1]);
  int status = 0;
  ::waitpid(process, &status, 0);
  std::printf("%.0f %.1f %.1f %.0f %.1f %.1f\n", first, percentile(times, 0.5), percentile(times, 0.99),
              percentile(sizes, 0.5), resident, worked / rounds);
  return status == 0 ? 0 : 3;
}
