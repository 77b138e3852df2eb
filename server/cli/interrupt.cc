#include "server/cli/interrupt.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace fingerpost {
namespace {

sigset_t wishes() {
  sigset_t out;
  sigemptyset(&out);
  sigaddset(&out, SIGINT);
  sigaddset(&out, SIGTERM);
  return out;
}

// False when the end came first.
bool wait_for_signal(int signals, int end) {
  for (;;) {
    pollfd waited[] = {{signals, POLLIN, 0}, {end, POLLIN, 0}};
    if (::poll(waited, 2, -1) < 0 && errno == EINTR) continue;
    return waited[1].revents == 0;
  }
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t blocked = wishes();
  ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  signals_ = ::signalfd(-1, &blocked, SFD_CLOEXEC);
  end_ = ::eventfd(0, EFD_CLOEXEC);
  listener_ = std::thread([this, blocked] {
    if (!wait_for_signal(signals_, end_)) return;
    signalfd_siginfo taken{};
    [[maybe_unused]] const auto ignored = ::read(signals_, &taken, sizeof taken);
    source_.request_stop();
    // From here on the default holds in this thread, so that a second one ends a program that hangs.
    ::pthread_sigmask(SIG_UNBLOCK, &blocked, nullptr);
    (void)wait_for_signal(-1, end_);
  });
}

Interrupt::~Interrupt() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto ignored = ::write(end_, &one, sizeof one);
  listener_.join();
  ::close(signals_);
  ::close(end_);
}

bool Interrupt::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, source_.get_token(), time, [] { return false; });
  return !came();
}

}  // namespace fingerpost
