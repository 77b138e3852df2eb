#include "server/http/listener.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <vector>

#include "server/http/connections.h"
#include "server/http/socket.h"
#include "server/http/workers.h"

namespace fingerpost::http {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint64_t kListening = 0;
constexpr std::uint64_t kWake = 1;
constexpr std::uint64_t kFirstConnection = 2;
constexpr int kTickMilliseconds = 500;

constexpr std::string_view kStreamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
    "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";

std::string event_of(std::string_view json) {
  return "event: message\ndata: " + std::string(json) + "\n\n";
}

// The connection as the route sees it, on a worker's thread.
class Answering : public Exchange {
 public:
  Answering(std::uint64_t id, int fd, int patience, const std::atomic<bool>& stopping)
      : id_(id), fd_(fd), patience_(patience), stopping_(stopping) {}

  bool send_event(std::string_view json) override {
    std::string bytes = began_ ? "" : std::string(kStreamHead);
    began_ = true;
    if (!gone_ && !write_all(fd_, bytes + event_of(json), patience_)) gone_ = true;
    return !gone_;
  }
  bool closed() override { return gone_ || stopping_ || is_closed(fd_); }
  std::uint64_t keep() override {
    kept_ = true;
    return id_;
  }

  bool began() const { return began_; }
  bool kept() const { return kept_ && began_ && !gone_; }

 private:
  std::uint64_t id_;
  int fd_;
  int patience_;
  const std::atomic<bool>& stopping_;
  bool began_ = false;
  bool gone_ = false;
  bool kept_ = false;
};

}  // namespace

// Waits for all sockets and for what workers and other threads have to tell.
class Listener::Loop {
 public:
  Loop(int listening, const ListenerOptions& options)
      : options_(options),
        listening_(listening),
        epoll_(::epoll_create1(EPOLL_CLOEXEC)),
        wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
        connections_(epoll_, kFirstConnection, options) {
    watch(listening_, kListening);
    watch(wake_, kWake);
  }
  ~Loop() {
    ::close(listening_);
    ::close(wake_);
    ::close(epoll_);
  }

  int port() const { return port_of(listening_); }
  Counts counts() const { return connections_.counts(); }
  void stop() {
    stopping_ = true;
    wake();
  }
  void note(Note note) {
    const std::lock_guard lock(mutex_);
    // Who comes later counts on the wake of the first: under the lock, so that nobody waits for a thread that rests.
    if (notes_.empty()) wake();
    notes_.push_back(std::move(note));
  }

  void run(const Hooks& hooks) {
    Responder responder(hooks.route);
    Workers workers(options_.workers, options_.queue);
    connections_.serve_with(&hooks, [&](std::uint64_t id, int fd, Admitted&& request) {
      return workers.enqueue(
          [this, &responder, id, fd, request = std::move(request)] { work(responder, id, fd, request); });
    });
    std::vector<epoll_event> events(256);
    auto next_tick = Clock::now() + std::chrono::milliseconds(kTickMilliseconds);
    while (!stopping_) {
      const int got = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), kTickMilliseconds);
      for (int i = 0; i < got; ++i) handle(events[static_cast<std::size_t>(i)]);
      if (Clock::now() < next_tick) continue;
      connections_.on_tick();
      next_tick = Clock::now() + std::chrono::milliseconds(kTickMilliseconds);
    }
    connections_.stop_serving();
  }

  void read_notes() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto ignored = ::read(wake_, &count, sizeof count);
    std::vector<Note> notes;
    {
      const std::lock_guard lock(mutex_);
      notes.swap(notes_);
    }
    for (const Note& note : notes) connections_.on_note(note);
  }

 private:
  void wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto ignored = ::write(wake_, &one, sizeof one);
  }
  void watch(int fd, std::uint64_t id) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = id;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }

  void handle(const epoll_event& event) {
    if (event.data.u64 == kWake) return read_notes();
    if (event.data.u64 != kListening) return connections_.on_event(event.data.u64, event.events);
    for (int fd = accept_from(listening_); fd >= 0; fd = accept_from(listening_)) connections_.add(fd);
  }

  // On a worker's thread.
  void work(Responder& responder, std::uint64_t id, int fd, const Admitted& request) {
    Answering exchange(id, fd, options_.write_milliseconds, stopping_);
    std::string reply = responder.respond(request.bytes, request.keep_alive, exchange);
    if (exchange.kept()) return note({Note::What::stream_kept, id, "", false});
    if (exchange.began()) return note({Note::What::answered, id, "", true});
    // Most replies fit the socket's buffer, and the client need not wait for the loop.
    const std::ptrdiff_t wrote = write_some(fd, reply);
    reply.erase(0, wrote < 0 ? reply.size() : static_cast<std::size_t>(wrote));
    note({Note::What::answered, id, std::move(reply), wrote < 0 || !request.keep_alive});
  }

  ListenerOptions options_;
  int listening_;
  int epoll_;
  int wake_;
  Connections connections_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<Note> notes_;  // guarded by mutex_
};

// As many connections as there are descriptors for, with some left for files: without any, a connection that cannot be
// accepted would wake the loop again and again.
static std::size_t connections_within_limits(std::size_t wanted) {
  constexpr std::size_t kForFiles = 100;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, wanted + kForFiles));
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t most = limit.rlim_cur;
  return std::min(wanted, most > 2 * kForFiles ? most - kForFiles : most / 2);
}

Result<std::unique_ptr<Listener>> Listener::bind(const ListenerOptions& options) {
  auto fd = listen_on(options.address, options.port);
  if (!fd) return fd.error();
  ListenerOptions within = options;
  within.connections = connections_within_limits(options.connections);
  return std::unique_ptr<Listener>(new Listener(std::make_unique<Loop>(*fd, within)));
}

Listener::Listener(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Listener::~Listener() = default;
int Listener::port() const {
  return loop_->port();
}
void Listener::run(const Hooks& hooks) {
  loop_->run(hooks);
}
void Listener::finish() {
  loop_->read_notes();
}
void Listener::stop() {
  loop_->stop();
}
Listener::Counts Listener::counts() const {
  return loop_->counts();
}

void Listener::push_event(std::uint64_t connection, std::string_view json) {
  loop_->note({Note::What::event, connection, event_of(json), false});
}

void Listener::end_stream(std::uint64_t connection) {
  loop_->note({Note::What::end, connection, "", true});
}

}  // namespace fingerpost::http
