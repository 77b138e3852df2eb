// The least that the HTTP library can do by itself: the same BYTES to every request. Prints its port.
//   http_echo BYTES
#include <httplib.h>

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  const std::string reply(argc > 1 ? static_cast<std::size_t>(std::atol(argv[1])) : 100, 'x');
  httplib::Server server;
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1u << 30);
  server.set_keep_alive_timeout(60);
  // It holds a thread for each connection, and there are 64 of them.
  server.new_task_queue = [] { return new httplib::ThreadPool(64); };
  server.Post("/mcp",
              [&](const httplib::Request&, httplib::Response& to) { to.set_content(reply, "application/json"); });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::printf("%d\n", port);
  std::fflush(stdout);
  server.listen_after_bind();
}
