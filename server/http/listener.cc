#include "server/http/listener.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "server/http/socket.h"
#include "server/http/workers.h"

namespace fingerpost::http {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint64_t kListening = 0;
constexpr std::uint64_t kWake = 1;
constexpr std::uint64_t kFirstConnection = 2;
constexpr int kTickMilliseconds = 500;
constexpr int kKeepAliveMilliseconds = 15000;
constexpr int kLingerMilliseconds = 1000;

constexpr std::string_view kStreamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
    "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";

std::string event_of(std::string_view json) {
  return "event: message\ndata: " + std::string(json) + "\n\n";
}

Clock::time_point in(int milliseconds) {
  return Clock::now() + std::chrono::milliseconds(milliseconds);
}

struct Connection {
  // working: a worker has the socket. lingering: answered for good, reads until the other side is done, since closing
  // on unread bytes would take the reply back.
  enum class State { reading, working, writing, streaming, lingering };
  int fd = -1;
  State state = State::reading;
  FrontDoor door;
  std::string out;
  bool close_after = false;
  bool body_begun = false;
  bool watched = false;
  Clock::time_point deadline;
};

}  // namespace

// What a worker and other threads tell the loop.
struct Note {
  enum class What { answered, stream_kept, event, end } what;
  std::uint64_t connection;
  std::string bytes;
  bool close = false;
};

class Listener::Loop {
 public:
  Loop(int listening, const ListenerOptions& options) : options_(options), listening_(listening) {
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    watch(listening_, kListening, EPOLLIN, EPOLL_CTL_ADD);
    watch(wake_, kWake, EPOLLIN, EPOLL_CTL_ADD);
  }
  ~Loop() {
    for (const auto& [id, one] : connections_) ::close(one->fd);
    ::close(listening_);
    ::close(wake_);
    ::close(epoll_);
  }

  int port() const { return port_of(listening_); }
  void stop() {
    stopping_ = true;
    wake();
  }
  void note(Note note) {
    {
      const std::lock_guard lock(mutex_);
      notes_.push_back(std::move(note));
    }
    wake();
  }
  Counts counts() const { return {connected_, streams_, turned_away_}; }

  void run(Hooks hooks) {
    hooks_ = std::move(hooks);
    Responder responder(hooks_.route);
    responder_ = &responder;
    Workers workers(options_.workers, options_.queue);
    workers_ = &workers;
    std::vector<epoll_event> events(256);
    auto next_tick = in(kTickMilliseconds);
    while (!stopping_) {
      const int got = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), kTickMilliseconds);
      for (int i = 0; i < got; ++i) handle(events[static_cast<std::size_t>(i)]);
      if (Clock::now() < next_tick) continue;
      tick();
      next_tick = in(kTickMilliseconds);
    }
    hooks_ = {};
  }

  void finish() { read_notes(); }

 private:
  class Answering;

  void wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto ignored = ::write(wake_, &one, sizeof one);
  }
  void watch(int fd, std::uint64_t id, std::uint32_t what, int operation) {
    epoll_event event{};
    event.events = what;
    event.data.u64 = id;
    ::epoll_ctl(epoll_, operation, fd, &event);
  }
  void watch(std::uint64_t id, Connection& one, std::uint32_t what) {
    watch(one.fd, id, what, one.watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD);
    one.watched = true;
  }

  void handle(const epoll_event& event) {
    if (event.data.u64 == kListening) return accept_all();
    if (event.data.u64 == kWake) return read_notes();
    const auto found = connections_.find(event.data.u64);
    if (found == connections_.end() || found->second->state == Connection::State::working) return;
    if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) return drop(found->first);
    if ((event.events & EPOLLOUT) != 0 && !flush(found->first, *found->second)) return;
    if ((event.events & (EPOLLIN | EPOLLRDHUP)) != 0) read(event.data.u64);
  }

  void accept_all() {
    for (;;) {
      const int fd = accept_from(listening_);
      if (fd < 0) return;
      if (connections_.size() >= options_.connections) {
        ++turned_away_;
        ::close(fd);
        continue;
      }
      auto one = std::make_unique<Connection>();
      one->fd = fd;
      one->door = FrontDoor(options_.limits);
      one->deadline = in(options_.idle_milliseconds);
      const std::uint64_t id = next_++;
      watch(id, *one, EPOLLIN | EPOLLRDHUP);
      connections_.emplace(id, std::move(one));
      connected_ = connections_.size();
    }
  }

  void drop(std::uint64_t id) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    const bool stream = found->second->state == Connection::State::streaming;
    ::close(found->second->fd);
    connections_.erase(found);
    connected_ = connections_.size();
    if (!stream) return;
    --streams_;
    if (hooks_.on_stream_end) hooks_.on_stream_end(id);
  }

  void read(std::uint64_t id) {
    Connection& one = *connections_.at(id);
    char buffer[1 << 16];
    const ssize_t got = ::recv(one.fd, buffer, sizeof buffer, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return drop(id);
    if (got < 0 || one.state == Connection::State::lingering) return;
    // A client has nothing to say on a stream, and one reply is written before the next request is read.
    if (one.state == Connection::State::streaming) return;
    if (!one.door.begun() && !one.door.in_body()) one.deadline = in(options_.head_milliseconds);
    one.door.feed({buffer, static_cast<std::size_t>(got)});
    if (one.state == Connection::State::reading) advance(id, one);
  }

  // Takes the next request of a connection as far as it is there.
  void advance(std::uint64_t id, Connection& one) {
    switch (one.door.advance()) {
      case FrontDoor::State::need_more:
        if (one.door.in_body() && !one.body_begun) {
          one.body_begun = true;
          one.deadline = in(options_.body_milliseconds);
        }
        return;
      case FrontDoor::State::refused:
        ++turned_away_;
        return answer(id, one, problem(one.door.refusal().status, one.door.refusal().why, {}, false), true);
      case FrontDoor::State::admitted: break;
    }
    one.body_begun = false;
    Admitted request = one.door.take();
    if (hooks_.turn_away) {
      if (auto reply = hooks_.turn_away(request)) {
        ++turned_away_;
        return answer(id, one, plain_reply(reply->status, reply->type, reply->body, reply->headers, false), true);
      }
    }
    one.state = Connection::State::working;
    // Even without any wish epoll would tell of errors, again and again.
    watch(one.fd, id, 0, EPOLL_CTL_DEL);
    one.watched = false;
    const int fd = one.fd;
    const bool queued = workers_->enqueue([this, id, fd, request] { work(id, fd, request); });
    if (queued) return;
    ++turned_away_;
    one.state = Connection::State::reading;
    answer(id, one, problem(503, "too many requests wait", {{"Retry-After", "1"}}, false), true);
  }

  static std::string problem(int status, const std::string& why, const Headers& headers, bool keep) {
    return plain_reply(status, "application/problem+json",
                       R"({"title":")" + why + R"(","status":)" + std::to_string(status) + "}", headers, keep);
  }

  void work(std::uint64_t id, int fd, const Admitted& request);

  void answer(std::uint64_t id, Connection& one, std::string_view bytes, bool close) {
    one.out += bytes;
    one.close_after = one.close_after || close;
    if (one.state != Connection::State::streaming) one.state = Connection::State::writing;
    one.deadline = in(options_.write_milliseconds);
    flush(id, one);
  }

  // Writes what waits; false when the connection is gone.
  bool flush(std::uint64_t id, Connection& one) {
    const std::ptrdiff_t wrote = write_some(one.fd, one.out);
    if (wrote < 0) {
      drop(id);
      return false;
    }
    one.out.erase(0, static_cast<std::size_t>(wrote));
    if (!one.out.empty()) {
      if (one.state == Connection::State::streaming && one.out.size() > options_.stream_buffer) {
        drop(id);
        return false;
      }
      // What else the client sends waits in its socket until it has taken its reply.
      const bool reads = one.state == Connection::State::streaming;
      watch(id, one, EPOLLOUT | (reads ? EPOLLIN | EPOLLRDHUP : 0u));
      return true;
    }
    watch(id, one, EPOLLIN | EPOLLRDHUP);
    if (one.close_after) {
      if (one.state == Connection::State::streaming) {
        drop(id);
        return false;
      }
      ::shutdown(one.fd, SHUT_WR);
      one.state = Connection::State::lingering;
      one.deadline = in(kLingerMilliseconds);
      return true;
    }
    if (one.state != Connection::State::writing) return true;
    one.state = Connection::State::reading;
    one.deadline = in(one.door.begun() ? options_.head_milliseconds : options_.idle_milliseconds);
    if (one.door.begun()) advance(id, one);
    return connections_.count(id) != 0;
  }

  void read_notes() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto ignored = ::read(wake_, &count, sizeof count);
    std::vector<Note> notes;
    {
      const std::lock_guard lock(mutex_);
      notes.swap(notes_);
    }
    for (Note& note : notes) {
      const auto found = connections_.find(note.connection);
      if (found == connections_.end()) continue;
      Connection& one = *found->second;
      switch (note.what) {
        case Note::What::answered: answer(note.connection, one, std::move(note.bytes), note.close); break;
        case Note::What::stream_kept:
          one.state = Connection::State::streaming;
          ++streams_;
          answer(note.connection, one, "", false);
          break;
        case Note::What::event:
          one.out += note.bytes;
          if (one.state == Connection::State::streaming) answer(note.connection, one, "", false);
          break;
        case Note::What::end:
          if (one.state == Connection::State::streaming) answer(note.connection, one, "", true);
          break;
      }
    }
  }

  void tick() {
    const auto now = Clock::now();
    std::vector<std::uint64_t> late;
    std::vector<std::uint64_t> quiet;
    for (const auto& [id, one] : connections_) {
      if (one->state == Connection::State::working || one->deadline > now) continue;
      if (one->state == Connection::State::streaming && one->out.empty())
        quiet.push_back(id);
      else
        late.push_back(id);
    }
    for (const std::uint64_t id : late) drop(id);
    for (const std::uint64_t id : quiet) {
      Connection& one = *connections_.at(id);
      one.out += ":\n\n";
      one.deadline = in(kKeepAliveMilliseconds);
      flush(id, one);
    }
  }

  ListenerOptions options_;
  int listening_;
  int epoll_ = -1;
  int wake_ = -1;
  Hooks hooks_;
  Responder* responder_ = nullptr;
  Workers* workers_ = nullptr;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
  std::uint64_t next_ = kFirstConnection;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> connected_ = 0;
  std::atomic<std::size_t> streams_ = 0;
  std::atomic<std::uint64_t> turned_away_ = 0;
  std::mutex mutex_;
  std::vector<Note> notes_;  // guarded by mutex_
};

// The connection as the route sees it, on a worker's thread.
class Listener::Loop::Answering : public Exchange {
 public:
  Answering(std::uint64_t id, int fd, int patience) : id_(id), fd_(fd), patience_(patience) {}

  bool send_event(std::string_view json) override {
    std::string bytes = began_ ? "" : std::string(kStreamHead);
    began_ = true;
    if (!gone_ && !write_all(fd_, bytes + event_of(json), patience_)) gone_ = true;
    return !gone_;
  }
  bool closed() override { return gone_ || is_closed(fd_); }
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
  bool began_ = false;
  bool gone_ = false;
  bool kept_ = false;
};

void Listener::Loop::work(std::uint64_t id, int fd, const Admitted& request) {
  Answering exchange(id, fd, options_.write_milliseconds);
  std::string reply = responder_->respond(request.bytes, request.keep_alive, exchange);
  if (exchange.kept()) return note({Note::What::stream_kept, id, "", false});
  if (exchange.began()) return note({Note::What::answered, id, "", true});
  // Most replies fit the socket's buffer, and the client need not wait for the loop.
  const std::ptrdiff_t wrote = write_some(fd, reply);
  reply.erase(0, wrote < 0 ? reply.size() : static_cast<std::size_t>(wrote));
  note({Note::What::answered, id, std::move(reply), wrote < 0 || !request.keep_alive});
}

Result<std::unique_ptr<Listener>> Listener::bind(const ListenerOptions& options) {
  auto fd = listen_on(options.address, options.port);
  if (!fd) return fd.error();
  return std::unique_ptr<Listener>(new Listener(std::make_unique<Loop>(*fd, options)));
}

Listener::Listener(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Listener::~Listener() = default;
int Listener::port() const {
  return loop_->port();
}
void Listener::run(Hooks hooks) {
  loop_->run(std::move(hooks));
}
void Listener::finish() {
  loop_->finish();
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
