// Asks an HTTP server over kept connections, each one request at a time, and prints requests a second, then median and
// 99th of a hundred of the replies in microseconds, then the bytes of a reply's body.
//   load PORT CONNECTIONS REQUESTS QUESTIONS     QUESTIONS: a file, a body a line; POSTed to /mcp in turn
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(3);
}

struct Client {
  int fd = -1;
  std::string got;
  Clock::time_point asked;
};

double percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(p * static_cast<double>(values.size())))];
}

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) give_up("connect");
  const int yes = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return fd;
}

// The length of the reply's body once it is whole, otherwise -1. Anything but 200 ends the run.
long whole(const std::string& got) {
  const auto head = got.find("\r\n\r\n");
  if (head == std::string::npos) return -1;
  if (got.compare(0, 12, "HTTP/1.1 200") != 0) {
    std::fprintf(stderr, "%.200s\n", got.c_str());
    std::exit(3);
  }
  const auto length = got.find("Content-Length: ");
  const long body = std::atol(got.c_str() + length + std::strlen("Content-Length: "));
  return got.size() >= head + 4 + static_cast<std::size_t>(body) ? body : -1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const int port = std::atoi(argv[1]);
  const std::size_t total = std::strtoul(argv[3], nullptr, 10);
  std::vector<std::string> requests;
  std::ifstream file(argv[4]);
  for (std::string line; std::getline(file, line);)
    requests.push_back("POST /mcp HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
                       "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                       "MCP-Protocol-Version: 2025-11-25\r\nContent-Length: " +
                       std::to_string(line.size()) + "\r\n\r\n" + line);
  std::vector<Client> clients(std::strtoul(argv[2], nullptr, 10));
  if (requests.empty() || clients.empty()) return 2;
  const int epoll = ::epoll_create1(0);
  std::size_t sent = 0;
  const auto ask = [&](Client& client) {
    const std::string& request = requests[sent++ % requests.size()];
    client.got.clear();
    client.asked = Clock::now();
    if (::send(client.fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) give_up("send");
  };
  for (Client& client : clients) {
    client.fd = connect_to(port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &client;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, client.fd, &event);
  }
  const auto start = Clock::now();
  for (Client& client : clients) ask(client);
  std::vector<double> times;
  std::vector<epoll_event> events(clients.size());
  std::vector<char> buffer(1 << 17);
  long body = 0;
  while (times.size() < total) {
    const int ready = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 10'000);
    if (ready <= 0) give_up("no reply");
    for (int i = 0; i < ready; ++i) {
      Client& client = *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
      const ssize_t got = ::recv(client.fd, buffer.data(), buffer.size(), 0);
      if (got <= 0) give_up("the server closed");
      client.got.append(buffer.data(), static_cast<std::size_t>(got));
      if (const long length = whole(client.got); length >= 0) {
        body = length;
        times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - client.asked).count());
        ask(client);
      }
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::printf("%.0f %.0f %.0f %ld\n", static_cast<double>(times.size()) / seconds, percentile(times, 0.5),
              percentile(times, 0.99), body);
}
