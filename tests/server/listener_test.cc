#include "server/http/listener.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <thread>

namespace fingerpost::http {
namespace {

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

// A connection to the listener, as a client has it.
class Client {
 public:
  explicit Client(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;

  in_port_t port() const {  // its own, as the system keeps it
    sockaddr_in address{};
    socklen_t size = sizeof address;
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    return address.sin_port;
  }
  void send(std::string_view bytes) { ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  // What comes until the server closes.
  std::string rest() {
    std::string out;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::recv(fd_, buffer, sizeof buffer, 0)) > 0;)
      out.append(buffer, static_cast<std::size_t>(got));
    return out;
  }
  // What comes until this was said.
  std::string until(std::string_view said) {
    std::string out;
    char byte = 0;
    while (out.find(said) == std::string::npos && ::recv(fd_, &byte, 1, 0) == 1) out += byte;
    return out;
  }

 private:
  int fd_;
};

// A listener that runs beside the test.
class Running {
 public:
  Running(ListenerOptions options, Route route, std::function<void(std::uint64_t)> on_end = {}) {
    auto bound = Listener::bind(options);
    EXPECT_TRUE(bound);
    listener_ = std::move(*bound);
    hooks_.route = std::move(route);
    hooks_.on_stream_end = std::move(on_end);
    thread_ = std::thread([this] { listener_->run(hooks_); });
  }
  ~Running() {
    listener_->stop();
    thread_.join();
  }
  int port() const { return listener_->port(); }
  Listener& operator*() { return *listener_; }

 private:
  std::unique_ptr<Listener> listener_;
  Hooks hooks_;
  std::thread thread_;
};

Reply hello(const Request&, Exchange&) {
  return {200, "text/plain", "hello", {}};
}

TEST(Listener, ClosesOnWhatTakesTooLong) {
  ListenerOptions late_heads;
  late_heads.head_milliseconds = 20;
  ListenerOptions late_bodies;
  late_bodies.body_milliseconds = 20;
  for (const auto& [options, sent] :
       {std::pair(late_heads, "GET / HTTP/1.1\r\nHos"),
        std::pair(late_bodies, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")}) {
    const Running running(options, hello);
    Client slow(running.port());
    slow.send(sent);
    EXPECT_EQ(slow.rest(), "") << sent;
  }
}

// More than the socket's buffers hold, so that replies are written while the next request is there already.
TEST(Listener, AnswersRequestsThatAreSentTogetherOneAfterTheOther) {
  const std::string body(3u << 20, '@');
  const Running running({}, [&](const Request&, Exchange&) { return Reply{200, "text/plain", body, {}}; });
  Client client(running.port());
  client.send(std::string(kGet) + kGet + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string all = client.rest();
  EXPECT_EQ(std::count(all.begin(), all.end(), '@'), static_cast<std::ptrdiff_t>(3 * body.size()));
}

TEST(Listener, AReplyIsSentAtOnce) {
  const Running running({}, hello);
  Client client(running.port());
  client.send(kGet);
  client.until("hello");
  // The other end of the connection is in this process, too.
  int waits = -1;
  for (int fd = 3; fd < 1024; ++fd) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0 || peer.sin_port != client.port()) continue;
    int no_delay = 0;
    size = sizeof no_delay;
    ASSERT_EQ(::getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, &size), 0);
    waits = no_delay == 0 ? 1 : 0;
  }
  EXPECT_EQ(waits, 0) << "with Nagle's algorithm a kept connection waits for the client's delayed acknowledgement";
}

TEST(Listener, ClosesIdleConnectionsWithoutAWord) {
  ListenerOptions options;
  options.idle_milliseconds = 20;
  const Running running(options, hello);
  Client idle(running.port());
  idle.send(kGet);
  const std::string all = idle.rest();
  EXPECT_EQ(all.find("HTTP/1.1 200"), 0u);
  EXPECT_TRUE(all.ends_with("hello"));
}

TEST(Listener, TurnsAwayConnectionsBeyondTheirLimit) {
  ListenerOptions options;
  options.connections = 2;
  const Running running(options, hello);
  Client first(running.port());
  first.send(kGet);
  first.until("hello");
  Client second(running.port());
  second.send(kGet);
  second.until("hello");
  Client third(running.port());
  third.send(kGet);
  EXPECT_EQ(third.rest(), "");
  first.send(kGet);
  EXPECT_NE(first.until("hello").find("200"), std::string::npos) << "those that are in stay";
}

TEST(Listener, AFullQueueIsToldAndDoesNotGrow) {
  ListenerOptions options;
  options.workers = 1;
  options.queue = 1;
  std::latch at_work(1);
  std::latch go_on(1);
  std::once_flag once;
  {
    Running running(options, [&](const Request&, Exchange&) -> Reply {
      std::call_once(once, [&] { at_work.count_down(); });
      go_on.wait();
      return {200, "text/plain", "hello", {}};
    });
    Client first(running.port());
    first.send(kGet);
    at_work.wait();
    // One is at work, one may wait: of two more one is turned away, and which one is the system's choice.
    Client second(running.port());
    Client third(running.port());
    second.send(kGet);
    third.send(kGet);
    while ((*running).counts().turned_away == 0) std::this_thread::yield();
    go_on.count_down();
    EXPECT_NE(first.until("hello").find("200"), std::string::npos);
    second.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    third.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const std::string both = second.rest() + third.rest();
    EXPECT_NE(both.find("HTTP/1.1 503"), std::string::npos) << both;
    EXPECT_NE(both.find("Retry-After: 1"), std::string::npos) << both;
    EXPECT_NE(both.find("hello"), std::string::npos) << both;
  }
}

TEST(Listener, AStreamWhoseClientDoesNotReadIsClosedWhenItsBufferIsFull) {
  ListenerOptions options;
  options.stream_buffer = 64 * 1024;
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t stream = 0;
  bool ended = false;
  Running running(
      options,
      [&](const Request&, Exchange& exchange) -> Reply {
        {
          const std::lock_guard lock(mutex);
          stream = exchange.keep();
        }
        exchange.send_event("{}");
        return {};
      },
      [&](std::uint64_t id) {
        const std::lock_guard lock(mutex);
        ended = id == stream;
        changed.notify_all();
      });
  Client reader(running.port());
  reader.send(kGet);
  EXPECT_NE(reader.until("data: {}\n\n").find("text/event-stream"), std::string::npos);
  // What the system buffers between them is some megabytes.
  const std::string event(32 * 1024, 'x');
  std::unique_lock lock(mutex);
  const std::uint64_t kept = stream;
  for (int i = 0; i < 4000 && !ended; ++i) {
    lock.unlock();
    (*running).push_event(kept, event);
    lock.lock();
  }
  changed.wait(lock, [&] { return ended; });
}

TEST(Listener, AStreamEndsAfterWhatWasPushed) {
  std::latch kept(1);
  std::uint64_t stream = 0;
  Running running({}, [&](const Request&, Exchange& exchange) -> Reply {
    stream = exchange.keep();
    exchange.send_event("1");
    kept.count_down();
    return {};
  });
  Client reader(running.port());
  reader.send(kGet);
  kept.wait();
  reader.until("data: 1\n\n");
  while ((*running).counts().streams == 0) std::this_thread::yield();
  (*running).push_event(stream, "2");
  (*running).end_stream(stream);
  EXPECT_EQ(reader.rest(), "event: message\ndata: 2\n\n");
}

TEST(Listener, AFailureInARouteTellsNothingOfItself) {
  const Running running({}, [](const Request&, Exchange&) -> Reply { throw std::runtime_error("/secret/path"); });
  Client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string all = client.rest();
  EXPECT_EQ(all.find("HTTP/1.1 500"), 0u);
  EXPECT_EQ(all.find("secret"), std::string::npos) << all;
  EXPECT_EQ(all.find("EXCEPTION"), std::string::npos) << all;
}

}  // namespace
}  // namespace fingerpost::http
