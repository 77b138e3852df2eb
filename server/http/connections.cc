#include "server/http/connections.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "server/http/socket.h"

namespace fingerpost::http {
namespace {

constexpr int kKeepAliveMilliseconds = 15000;
constexpr int kLingerMilliseconds = 1000;

std::string problem(int status, const std::string& why, const Headers& headers) {
  return plain_reply(status, "application/problem+json",
                     R"({"title":")" + why + R"(","status":)" + std::to_string(status) + "}", headers, false);
}

}  // namespace

Connections::~Connections() {
  for (const auto& [id, one] : connections_) ::close(one->fd);
}

void Connections::serve_with(const Hooks* hooks, HandOver hand_over) {
  hooks_ = hooks;
  hand_over_ = std::move(hand_over);
}

void Connections::stop_serving() {
  hooks_ = nullptr;
  hand_over_ = nullptr;
}

// For one event: while a request is worked on nobody wants to hear of its connection, and without a wish epoll would
// still tell of errors, again and again.
void Connections::watch(std::uint64_t id, Connection& one, std::uint32_t what) {
  epoll_event event{};
  event.events = what | EPOLLONESHOT;
  event.data.u64 = id;
  ::epoll_ctl(epoll_, one.known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, one.fd, &event);
  one.known = true;
  one.watched = true;
}

// For more to read, or for room to write where something waits. What else the client sends waits in its socket until it
// has taken its reply; that a stream's client has gone is seen at once.
void Connections::watch(std::uint64_t id, Connection& one) {
  const bool streams = one.state == Connection::State::streaming;
  constexpr std::uint32_t kToRead = EPOLLIN | EPOLLRDHUP;
  if (one.out.empty())
    watch(id, one, kToRead);
  else
    watch(id, one, EPOLLOUT | (streams ? kToRead : 0u));
}

void Connections::add(int fd) {
  if (connections_.size() >= options_.connections) {
    ++turned_away_;
    ::close(fd);
    return;
  }
  auto one = std::make_unique<Connection>();
  one->fd = fd;
  one->door = FrontDoor(options_.limits);
  one->deadline = in(options_.idle_milliseconds);
  const std::uint64_t id = next_++;
  watch(id, *one);
  connections_.emplace(id, std::move(one));
  connected_ = connections_.size();
}

void Connections::drop(std::uint64_t id) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  const bool stream = found->second->state == Connection::State::streaming;
  ::close(found->second->fd);
  connections_.erase(found);
  connected_ = connections_.size();
  if (!stream) return;
  --streams_;
  if (hooks_ != nullptr && hooks_->on_stream_end) hooks_->on_stream_end(id);
}

void Connections::on_event(std::uint64_t id, std::uint32_t events) {
  auto found = connections_.find(id);
  if (found == connections_.end()) return;
  found->second->watched = false;
  if (found->second->state == Connection::State::working) return;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0) return drop(id);
  if ((events & EPOLLOUT) != 0 && !flush(id, *found->second)) return;
  // A reply is written whole before more is read, whatever the event was told for.
  if ((events & (EPOLLIN | EPOLLRDHUP)) != 0 && found->second->state != Connection::State::writing)
    read(id, *found->second);
  found = connections_.find(id);
  if (found == connections_.end()) return;
  Connection& one = *found->second;
  if (!one.watched && one.state != Connection::State::working) watch(id, one);
}

void Connections::read(std::uint64_t id, Connection& one) {
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
void Connections::advance(std::uint64_t id, Connection& one) {
  if (hooks_ == nullptr) return drop(id);  // nobody is left to answer
  switch (one.door.advance()) {
    case FrontDoor::State::need_more:
      if (one.door.in_body() && !one.body_begun) {
        one.body_begun = true;
        one.deadline = in(options_.body_milliseconds);
      }
      return;
    case FrontDoor::State::refused:
      ++turned_away_;
      return answer(id, one, problem(one.door.refusal().status, one.door.refusal().why, {}), true);
    case FrontDoor::State::admitted: break;
  }
  one.body_begun = false;
  hand_over(id, one, one.door.take());
}

void Connections::hand_over(std::uint64_t id, Connection& one, Admitted request) {
  if (hooks_->turn_away) {
    if (const auto reply = hooks_->turn_away(request)) {
      ++turned_away_;
      return answer(id, one, plain_reply(reply->status, reply->type, reply->body, reply->headers, false), true);
    }
  }
  one.state = Connection::State::working;
  if (hand_over_(id, one.fd, std::move(request))) return;
  ++turned_away_;
  one.state = Connection::State::reading;
  answer(id, one, problem(503, "too many requests wait", {{"Retry-After", "1"}}), true);
}

void Connections::answer(std::uint64_t id, Connection& one, std::string_view bytes, bool close) {
  one.out += bytes;
  one.close_after = one.close_after || close;
  if (one.state != Connection::State::streaming) one.state = Connection::State::writing;
  one.deadline = in(options_.write_milliseconds);
  flush(id, one);
}

// Writes what waits; false when the connection is gone.
bool Connections::flush(std::uint64_t id, Connection& one) {
  const std::ptrdiff_t wrote = write_some(one.fd, one.out);
  if (wrote < 0) {
    drop(id);
    return false;
  }
  one.out.erase(0, static_cast<std::size_t>(wrote));
  if (one.out.empty()) return after_reply(id, one);
  if (one.state == Connection::State::streaming && one.out.size() > options_.stream_buffer) {
    drop(id);
    return false;
  }
  watch(id, one);
  return true;
}

// Everything is written: closes, or reads on. False when the connection is gone.
bool Connections::after_reply(std::uint64_t id, Connection& one) {
  if (one.close_after) {
    if (one.state == Connection::State::streaming) {
      drop(id);
      return false;
    }
    ::shutdown(one.fd, SHUT_WR);
    one.state = Connection::State::lingering;
    one.deadline = in(kLingerMilliseconds);
    watch(id, one);
    return true;
  }
  if (one.state == Connection::State::writing) {
    one.state = Connection::State::reading;
    one.deadline = in(one.door.begun() ? options_.head_milliseconds : options_.idle_milliseconds);
    // What came behind the request that is answered may be worked on at once, unwatched.
    if (one.door.begun()) advance(id, one);
    if (connections_.count(id) == 0) return false;
  }
  if (!one.watched && one.state != Connection::State::working) watch(id, one);
  return true;
}

void Connections::on_note(const Note& note) {
  const auto found = connections_.find(note.connection);
  if (found == connections_.end()) return;
  Connection& one = *found->second;
  const bool streams = one.state == Connection::State::streaming;
  switch (note.what) {
    case Note::What::answered: return answer(note.connection, one, note.bytes, note.close);
    case Note::What::stream_kept:
      one.state = Connection::State::streaming;
      ++streams_;
      return answer(note.connection, one, "", false);
    case Note::What::event:
      one.out += note.bytes;
      if (streams) answer(note.connection, one, "", false);
      return;
    case Note::What::end:
      if (streams) answer(note.connection, one, "", true);
      return;
  }
}

void Connections::on_tick() {
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

}  // namespace fingerpost::http
