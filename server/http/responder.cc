#include "server/http/responder.h"

#include <httplib.h>

#include <cstdio>

#include <fmt/format.h>

namespace fingerpost::http {
namespace {

// What one call of the library works on.
struct Call {
  Exchange* exchange;
};
thread_local Call current{nullptr};

// The library reads the request from memory, and writes the reply there.
class MemoryStream : public httplib::Stream {
 public:
  explicit MemoryStream(const std::string& in) : in_(in) {}

  bool is_readable() const override { return at_ < in_.size(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* into, size_t size) override {
    const std::size_t count = std::min(size, in_.size() - at_);
    std::copy_n(in_.data() + at_, count, into);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override { get_remote_ip_and_port(ip, port); }
  socket_t socket() const override { return INVALID_SOCKET; }

  std::string take() { return std::move(out_); }

 private:
  const std::string& in_;
  std::size_t at_ = 0;
  std::string out_;
};

Request request_of(const httplib::Request& from) {
  Request out;
  out.method = from.method;
  out.path = from.path;
  for (const auto& [name, value] : from.params) out.query.emplace(name, value);
  for (const auto& [name, value] : from.headers) out.headers.emplace_back(name, value);
  out.body = from.body;
  return out;
}

}  // namespace

class Responder::Library : public httplib::Server {
 public:
  explicit Library(Route route) : route_(std::move(route)) {
    // Every request goes to our own routes, before the library's (which match by regular expressions) are tried. That
    // is before it reads a body, too, so bodies of methods that carry one come by the catch-all below.
    const auto answer = [this](const httplib::Request& from, httplib::Response& to) { run(from, to); };
    set_pre_routing_handler([answer](const httplib::Request& from, httplib::Response& to) {
      if (from.method == "POST" || from.method == "PUT" || from.method == "PATCH" || from.method == "DELETE")
        return HandlerResponse::Unhandled;
      answer(from, to);
      return HandlerResponse::Handled;
    });
    const char* anything = R"(/[^\n]*)";
    Post(anything, answer).Put(anything, answer).Patch(anything, answer).Delete(anything, answer);
    set_exception_handler([](const httplib::Request&, httplib::Response& to, const std::exception_ptr&) {
      to.status = 500;
      to.set_content(R"({"title":"internal error","status":500})", "application/problem+json");
    });
    set_payload_max_length(4u << 20);
    set_keep_alive_max_count(1u << 30);
    set_keep_alive_timeout(60);
  }

  std::string respond(const std::string& bytes, bool keep_alive) {
    MemoryStream stream(bytes);
    bool closed = false;
    process_request(stream, !keep_alive, closed, nullptr);
    return stream.take();
  }

 private:
  void run(const httplib::Request& from, httplib::Response& to) {
    Reply reply;
    try {
      reply = route_(request_of(from), *current.exchange);
    } catch (const std::exception& unexpected) {
      std::fprintf(stderr, "fingerpost: internal error: %s\n", unexpected.what());
      reply = {500, "application/problem+json", R"({"title":"internal error","status":500})", {}};
    }
    to.status = reply.status;
    for (const auto& [name, value] : reply.headers) to.set_header(name, value);
    to.set_header("X-Content-Type-Options", "nosniff");
    if (!reply.body.empty()) to.set_content(reply.body, reply.type);
  }

  Route route_;
};

Responder::Responder(Route route) : library_(std::make_unique<Library>(std::move(route))) {}
Responder::~Responder() = default;

std::string Responder::respond(const std::string& bytes, bool keep_alive, Exchange& exchange) {
  current.exchange = &exchange;
  return library_->respond(bytes, keep_alive);
}

std::string plain_reply(int status, std::string_view type, std::string_view body, const Headers& headers,
                        bool keep_alive) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", status, status < 400 ? "OK" : "Refused");
  out += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\nConnection: {}\r\n", type, body.size(),
                     keep_alive ? "keep-alive" : "close");
  for (const auto& [name, value] : headers) out += fmt::format("{}: {}\r\n", name, value);
  return out + "X-Content-Type-Options: nosniff\r\n\r\n" + std::string(body);
}

}  // namespace fingerpost::http
