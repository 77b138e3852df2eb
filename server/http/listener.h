// The connections: accepts them, reads requests under deadlines, hands whole ones to workers and writes replies. One
// thread waits for all sockets, so that idle connections and open streams cost no worker.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/http/front_door.h"
#include "server/http/responder.h"

namespace fingerpost::http {

struct ListenerOptions {
  std::string address = "127.0.0.1";
  int port = 0;  // 0: any free one
  DoorLimits limits;
  std::size_t workers = 8;
  std::size_t queue = 128;         // requests that wait for a worker; more are answered 503
  std::size_t connections = 1024;  // more are closed at once
  std::size_t stream_buffer = 256 * 1024;
  int head_milliseconds = 5000;  // for a whole head, from its first byte
  int body_milliseconds = 10000;
  int idle_milliseconds = 75000;  // between requests
  int write_milliseconds = 10000;
};

struct Hooks {
  // Looked at before the request is read any further by anybody; a reply turns it away.
  std::function<std::optional<Reply>(const Admitted&)> turn_away;
  Route route;
  // A kept stream is gone.
  std::function<void(std::uint64_t connection)> on_stream_end;
};

class Listener {
 public:
  // Bound, not yet serving. Code::unavailable when the address is taken, invalid_argument when it is none.
  static Result<std::unique_ptr<Listener>> bind(const ListenerOptions& options);
  ~Listener();

  int port() const;
  // Serves on the calling thread until stop().
  void run(const Hooks& hooks);
  // Sends what was pushed to streams, as far as it goes without waiting. After run().
  void finish();
  // Any thread, and signal handlers.
  void stop();

  // Sends an event on a kept stream; one whose client reads too slowly is closed. Any thread.
  void push_event(std::uint64_t connection, std::string_view json);
  // Ends a kept stream after what was pushed. Any thread.
  void end_stream(std::uint64_t connection);

  struct Counts {
    std::size_t connections = 0;
    std::size_t streams = 0;
    std::uint64_t turned_away = 0;  // by the front door, the guard or a full queue
  };
  Counts counts() const;

 private:
  class Loop;
  explicit Listener(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace fingerpost::http
