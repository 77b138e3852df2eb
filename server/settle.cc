#include "server/settle.h"

#include <poll.h>
#include <sys/ioctl.h>

#include <chrono>

namespace fingerpost {
namespace {

using std::chrono::milliseconds;

constexpr int kQuietMilliseconds = 40;
constexpr int kQuietTimesForMany = 8;  // what writes thousands of files pauses now and then
constexpr milliseconds kLongestForFew{150};
constexpr milliseconds kLongestForMany{5000};
// Of events that wait to be read, each of some 50 bytes: what no editor does at once.
constexpr int kManyBytes = 16 * 1024;

int bytes_waiting(const std::vector<int>& changes) {
  int all = 0;
  for (const int one : changes) {
    int bytes = 0;
    if (::ioctl(one, FIONREAD, &bytes) == 0) all += bytes;
  }
  return all;
}

}  // namespace

bool wait_until_quiet(const std::vector<int>& changes, const std::vector<int>& interrupts) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<pollfd> polled;
  for (const int one : interrupts) polled.push_back({one, POLLIN, 0});
  int before = bytes_waiting(changes);
  for (int quiet = 0;;) {
    if (::poll(polled.data(), polled.size(), kQuietMilliseconds) > 0) return false;
    const int now = bytes_waiting(changes);
    const auto waited = std::chrono::steady_clock::now() - start;
    const bool many = now > kManyBytes;
    quiet = now == before ? quiet + 1 : 0;
    if (quiet >= (many ? kQuietTimesForMany : 1) || waited >= (many ? kLongestForMany : kLongestForFew)) return true;
    before = now;
  }
}

}  // namespace fingerpost
