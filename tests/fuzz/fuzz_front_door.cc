// What stands before the HTTP parser: pieces change nothing, what is let in is in one plain form and within the limits,
// and the parser behind the door sees the request that the door saw.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "server/http/front_door.h"
#include "server/http/responder.h"

using fingerpost::http::Admitted;
using fingerpost::http::DoorLimits;
using fingerpost::http::FrontDoor;

static void hold(bool so, const char* what) {
  if (so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

static DoorLimits limits() {
  DoorLimits out;
  out.target = 64;
  out.header_line = 128;
  out.headers = 12;
  out.head = 512;
  out.body = 256;
  return out;
}

// The plain form always says its length, and has a blank behind each colon.
static DoorLimits limits_of_plain_form() {
  DoorLimits out = limits();
  out.header_line += 1;
  out.headers += 1;
  out.head += out.headers + 24;
  return out;
}

struct Passed {
  std::vector<Admitted> admitted;
  int refused = 0;  // the status
};

// All that a connection of these bytes lets in, when they come in pieces of this size.
static Passed pass(const std::string& bytes, std::size_t piece, const DoorLimits& within) {
  Passed out;
  FrontDoor door(within);
  for (std::size_t at = 0; at < bytes.size() || at == 0; at += piece) {
    if (at < bytes.size()) door.feed(std::string_view(bytes).substr(at, piece));
    for (;;) {
      const FrontDoor::State state = door.advance();
      if (state == FrontDoor::State::refused) {
        out.refused = door.refusal().status;
        hold(door.advance() == FrontDoor::State::refused, "once refused, always refused");
        return out;
      }
      if (state == FrontDoor::State::need_more) break;
      out.admitted.push_back(door.take());
    }
  }
  return out;
}

// A request's connection as a route sees it, for routes that answer at once.
class Plain : public fingerpost::http::Exchange {
 public:
  bool send_event(std::string_view) override { return false; }
  bool closed() override { return false; }
  std::uint64_t keep() override { return 0; }
};

static void check_behind_the_door(const Admitted& request) {
  const Passed again = pass(request.bytes, request.bytes.size(), limits_of_plain_form());
  hold(again.admitted.size() == 1 && again.admitted[0].bytes == request.bytes, "the plain form is let in as it is");
  hold(request.headers.size() <= limits().headers && request.target.size() <= limits().target, "within the limits");
  const std::string body = request.bytes.substr(request.bytes.find("\r\n\r\n") + 4);
  hold(body.size() <= limits().body, "the body is within the limits");
  int routed = 0;
  fingerpost::http::Responder responder(
      [&](const fingerpost::http::Request& seen, fingerpost::http::Exchange&) -> fingerpost::http::Reply {
        ++routed;
        hold(seen.method == request.method, "the parser sees the same method");
        if (request.method == "POST" || request.method == "PUT")
          hold(seen.body == body, "the parser sees the same body");
        return {};
      });
  Plain exchange;
  const std::string reply = responder.respond(request.bytes, request.keep_alive, exchange);
  hold(routed <= 1, "one request is one request");
  hold(reply.compare(0, 9, "HTTP/1.1 ") == 0, "there is a reply");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const Passed whole = pass(bytes, bytes.size() + 1, limits());
  const Passed pieces = pass(bytes, 1 + size % 7, limits());
  hold(whole.refused == pieces.refused && whole.admitted.size() == pieces.admitted.size(), "pieces change nothing");
  for (std::size_t i = 0; i < whole.admitted.size(); ++i) {
    hold(whole.admitted[i].bytes == pieces.admitted[i].bytes, "pieces change no request");
    check_behind_the_door(whole.admitted[i]);
  }
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  const std::string host = "Host: localhost:1\r\n";
  return {
      "GET /health HTTP/1.1\r\n" + host + "\r\n",
      "\r\nGET /a%20b?c=d&c=%41 HTTP/1.0\r\n" + host + "Connection: keep-alive\r\n\r\n",
      "POST /mcp HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      "POST /mcp HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
      "PUT / HTTP/1.1\r\n" + host + "Content-Length: 1\r\n\r\nxDELETE / HTTP/1.1\r\n" + host +
          "Connection: close\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\n" + host + "Origin: http://a\r\nAuthorization: Bearer x\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host +
          "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 7\r\n\r\n--b--\r\n",
      "POST / HTTP/1.1\r\n" + host + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b",
      "HEAD / HTTP/1.1\r\n" + host + "Range: bytes=0-1\r\nAccept-Encoding: br, gzip\r\nX: \x80\xff\t\r\n\r\n",
  };
}
