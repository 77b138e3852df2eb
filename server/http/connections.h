// The connections of one listener: what each has sent so far, and what it is still to be sent. One thread has them all
// and waits for their sockets; every call but counts() is that thread's.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/http/front_door.h"
#include "server/http/listener.h"

namespace fingerpost::http {

// What a worker and other threads tell the thread that has the connections.
struct Note {
  enum class What { answered, stream_kept, event, end } what;
  std::uint64_t connection;
  std::string bytes;
  bool close = false;
};

class Connections {
 public:
  // Hands a request to a worker, which has the socket until it says "answered" or "stream_kept"; false when too many
  // requests wait already.
  using HandOver = std::function<bool(std::uint64_t id, int fd, Admitted&& request)>;

  // The sockets are watched with `epoll`, each under its connection's number; numbers begin at `first`.
  Connections(int epoll, std::uint64_t first, const ListenerOptions& options)
      : options_(options), epoll_(epoll), next_(first) {}
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  // Before anything is added. `hooks` outlives the calls.
  void serve_with(const Hooks* hooks, HandOver hand_over);
  // What is still to be sent may be sent; no request is taken any more.
  void stop_serving();

  // Takes the socket, or closes it when there are too many.
  void add(int fd);
  void on_event(std::uint64_t id, std::uint32_t events);
  void on_note(const Note& note);
  // Now and then: closes what took too long, and keeps quiet streams alive.
  void on_tick();

  Listener::Counts counts() const { return {connected_, streams_, turned_away_}; }

 private:
  using Clock = std::chrono::steady_clock;
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
    bool known = false;    // to epoll
    bool watched = false;  // until the next event
    Clock::time_point deadline;
  };

  static Clock::time_point in(int milliseconds) { return Clock::now() + std::chrono::milliseconds(milliseconds); }
  void watch(std::uint64_t id, Connection& one, std::uint32_t what);
  void watch(std::uint64_t id, Connection& one);
  void drop(std::uint64_t id);
  void read(std::uint64_t id, Connection& one);
  void advance(std::uint64_t id, Connection& one);
  void hand_over(std::uint64_t id, Connection& one, Admitted request);
  void answer(std::uint64_t id, Connection& one, std::string_view bytes, bool close);
  bool flush(std::uint64_t id, Connection& one);
  bool after_reply(std::uint64_t id, Connection& one);

  ListenerOptions options_;
  int epoll_;
  const Hooks* hooks_ = nullptr;
  HandOver hand_over_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
  std::uint64_t next_;
  std::atomic<std::size_t> connected_ = 0;
  std::atomic<std::size_t> streams_ = 0;
  std::atomic<std::uint64_t> turned_away_ = 0;
};

}  // namespace fingerpost::http
