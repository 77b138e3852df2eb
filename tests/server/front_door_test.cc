#include "server/http/front_door.h"

#include <gtest/gtest.h>

namespace fingerpost::http {
namespace {

using State = FrontDoor::State;

// The status that a request is refused with; 0 when it is let in, -1 when more is needed.
int door_status_of(const std::string& bytes, const DoorLimits& limits = {}) {
  FrontDoor door(limits);
  door.feed(bytes);
  switch (door.advance()) {
    case State::need_more: return -1;
    case State::admitted: return 0;
    case State::refused: return door.refusal().status;
  }
  return -2;
}

std::string post(const std::string& headers, const std::string& body) {
  return "POST /mcp HTTP/1.1\r\nHost: localhost:1\r\n" + headers + "\r\n" + body;
}

TEST(FrontDoor, LetsAPlainRequestIn) {
  EXPECT_EQ(door_status_of("GET /health HTTP/1.1\r\nHost: localhost:1\r\n\r\n"), 0);
  EXPECT_EQ(door_status_of("\r\nGET /health HTTP/1.1\r\nHost: localhost:1\r\n\r\n"), 0);
  EXPECT_EQ(door_status_of(post("Content-Length: 2\r\n", "{}")), 0);
}

TEST(FrontDoor, WaitsForWhatIsNotThereYet) {
  const std::string whole = post("Content-Length: 2\r\n", "{}");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) EXPECT_EQ(door_status_of(whole.substr(0, cut)), -1) << cut;
}

TEST(FrontDoor, ReadsARequestThatComesByteByByteAsIfItCameAtOnce) {
  const std::string whole = post("Transfer-Encoding: chunked\r\n", "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n");
  FrontDoor door;
  for (const char c : whole) {
    ASSERT_EQ(door.advance(), State::need_more);
    door.feed({&c, 1});
  }
  ASSERT_EQ(door.advance(), State::admitted);
  const Admitted request = door.take();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/mcp");
  EXPECT_TRUE(request.keep_alive);
  // The parser behind the door sees one length and no chunks.
  EXPECT_NE(request.bytes.find("Content-Length: 7\r\n\r\n{\"a\":1}"), std::string::npos) << request.bytes;
  EXPECT_EQ(request.bytes.find("chunked"), std::string::npos);
}

TEST(FrontDoor, LetsTheLargestHeadInHoweverItComes) {
  DoorLimits limits;
  limits.head = 64;
  std::string request = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  request += std::string(limits.head - request.size(), 'x') + "\r\n\r\n";
  for (const std::size_t piece : {request.size(), std::size_t{1}, std::size_t{5}}) {
    FrontDoor door(limits);
    State state = State::need_more;
    for (std::size_t at = 0; at < request.size(); at += piece) {
      door.feed(std::string_view(request).substr(at, piece));
      state = door.advance();
    }
    EXPECT_EQ(state, State::admitted) << piece;
  }
}

TEST(FrontDoor, ReadsABodyThatComesAByteAChunk) {
  FrontDoor door;
  door.feed("POST /mcp HTTP/1.1\r\nHost: localhost:1\r\nTransfer-Encoding: chunked\r\n\r\n");
  std::string chunks;
  for (int i = 0; i < 200'000; ++i) chunks += "1\r\nx\r\n";
  // All of it at once: what is taken must not be moved again for each chunk.
  door.feed(chunks + "0\r\n\r\n");
  ASSERT_EQ(door.advance(), State::admitted);
  EXPECT_TRUE(door.take().bytes.ends_with("Content-Length: 200000\r\n\r\n" + std::string(200'000, 'x')));
}

TEST(FrontDoor, LetsTwoEmptyLinesPassBeforeARequestAndNoMore) {
  FrontDoor door;
  for (int i = 0; i < 2; ++i) {
    door.feed("\r\n");
    ASSERT_EQ(door.advance(), State::need_more);
    EXPECT_FALSE(door.begun());
  }
  door.feed("\r\n");
  ASSERT_EQ(door.advance(), State::need_more);
  EXPECT_TRUE(door.begun()) << "the time for a head runs";
  EXPECT_EQ(door_status_of("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST(FrontDoor, KeepsFromTheParserWhatWouldMakeItCompress) {
  FrontDoor door;
  door.feed("GET / HTTP/1.1\r\nHost: a\r\naccept-encoding: br, gzip\r\nAccept: x\r\n\r\n");
  ASSERT_EQ(door.advance(), State::admitted);
  EXPECT_EQ(door.take().bytes, "GET / HTTP/1.1\r\nHost: a\r\nAccept: x\r\nContent-Length: 0\r\n\r\n");
}

TEST(FrontDoor, KeepsWhatFollowsForTheNextRequest) {
  FrontDoor door;
  door.feed(post("Content-Length: 2\r\n", "{}") + "GET /ready HTTP/1.1\r\nHost: localhost:1\r\n\r\n");
  ASSERT_EQ(door.advance(), State::admitted);
  EXPECT_EQ(door.take().target, "/mcp");
  ASSERT_EQ(door.advance(), State::admitted);
  EXPECT_EQ(door.take().target, "/ready");
  EXPECT_FALSE(door.begun());
}

TEST(FrontDoor, RefusesTwoWaysToTellTheLengthOfABody) {
  EXPECT_EQ(door_status_of(post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}")), 400);
  EXPECT_EQ(door_status_of(post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "{}")), 400);
  EXPECT_EQ(door_status_of(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")), 400);
  EXPECT_EQ(door_status_of(post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")), 501);
  for (const char* length : {"-1", "+2", "2 2", "0x2", "2,2", "", "99999999999999999999999"})
    EXPECT_EQ(door_status_of(post(std::string("Content-Length: ") + length + "\r\n", "{}")), 400) << length;
}

TEST(FrontDoor, RefusesBadChunks) {
  for (const char* body :
       {"-2\r\n{}\r\n0\r\n\r\n", "0x2\r\n{}\r\n0\r\n\r\n", "2;x=y\r\n{}\r\n0\r\n\r\n", "\r\n{}\r\n",
        "2\r\n{}}\r\n0\r\n\r\n", "fffffffffffffffff\r\n", "0\r\nX: y\r\n\r\n", " 2\r\n{}\r\n0\r\n\r\n"})
    EXPECT_EQ(door_status_of(post("Transfer-Encoding: chunked\r\n", body)), 400) << body;
  EXPECT_EQ(door_status_of(post("Transfer-Encoding: chunked\r\n", "fffffff\r\n")), 413);
}

TEST(FrontDoor, RefusesOddHeads) {
  const auto get = [](const std::string& headers) { return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"; };
  EXPECT_EQ(door_status_of("GET / HTTP/1.1\r\n\r\n"), 400) << "no host";
  EXPECT_EQ(door_status_of(get("Host: b\r\n")), 400) << "two hosts";
  EXPECT_EQ(door_status_of(get("A: 1\r\n folded\r\n")), 400);
  EXPECT_EQ(door_status_of(get("A : 1\r\n")), 400);
  EXPECT_EQ(door_status_of(get("A\r\n")), 400);
  EXPECT_EQ(door_status_of(get(std::string("A: 1\0\r\n", 7))), 400);
  EXPECT_EQ(door_status_of(get("A: 1\x7f\r\n")), 400);
  EXPECT_EQ(door_status_of("GET / HTTP/1.1\nHost: a\r\n\r\n"), 400) << "a bare LF";
  EXPECT_EQ(door_status_of(get("A: b\nX: y\r\n")), 400) << "a bare LF";
  EXPECT_EQ(door_status_of(get("A: b\rX: y\r\n")), 400) << "a bare CR";
  EXPECT_EQ(door_status_of(get("Range: bytes=0-1,0-1,0-1\r\n")), 400);
  EXPECT_EQ(door_status_of(get("Content-Encoding: gzip\r\n")), 415);
  EXPECT_EQ(door_status_of(get("Expect: 100-continue\r\n")), 417);
  EXPECT_EQ(door_status_of(get("Connection: Upgrade\r\nUpgrade: websocket\r\n")), 400);
  EXPECT_EQ(door_status_of(get("Origin: http://a\r\nOrigin: http://b\r\n")), 400);
  EXPECT_EQ(door_status_of("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
  EXPECT_EQ(door_status_of("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
  EXPECT_EQ(door_status_of("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(door_status_of("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(door_status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
  EXPECT_EQ(door_status_of("\x16\x03\x01\x02 TLS\r\n\r\n"), 400);
}

TEST(FrontDoor, HoldsEveryLimitAtItsBoundary) {
  const auto target = [](std::size_t size) {
    return "GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  EXPECT_EQ(door_status_of(target(2048)), 0);
  EXPECT_EQ(door_status_of(target(2049)), 414);
  const auto line = [](std::size_t size) {
    return "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(size - 3, 'a') + "\r\n\r\n";
  };
  EXPECT_EQ(door_status_of(line(8192)), 0);
  EXPECT_EQ(door_status_of(line(8193)), 431);
  const auto headers = [](int count) {
    std::string out = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 1; i < count; ++i) out += "X" + std::to_string(i) + ": 1\r\n";
    return out + "\r\n";
  };
  EXPECT_EQ(door_status_of(headers(64)), 0);
  EXPECT_EQ(door_status_of(headers(65)), 431);
  DoorLimits small;
  small.body = 4;
  EXPECT_EQ(door_status_of(post("Content-Length: 4\r\n", "1234"), small), 0);
  EXPECT_EQ(door_status_of(post("Content-Length: 5\r\n", ""), small), 413);
  EXPECT_EQ(door_status_of(post("Transfer-Encoding: chunked\r\n", "3\r\n123\r\n1\r\n4\r\n0\r\n\r\n"), small), 0);
  EXPECT_EQ(door_status_of(post("Transfer-Encoding: chunked\r\n", "3\r\n123\r\n2\r\n45\r\n0\r\n\r\n"), small), 413);
}

TEST(FrontDoor, RefusesAHeadWithoutEndBeforeItFillsMemory) {
  FrontDoor door;
  const std::string block(1024, 'a');
  State state = State::need_more;
  std::size_t fed = 0;
  for (; state == State::need_more && fed < (1u << 20); fed += block.size()) {
    door.feed(block);
    state = door.advance();
  }
  EXPECT_EQ(state, State::refused);
  EXPECT_EQ(door.refusal().status, 431);
  EXPECT_LE(fed, 18u * 1024);
}

TEST(FrontDoor, TellsWhetherTheConnectionMayStay) {
  const auto keeps = [](const std::string& bytes) {
    FrontDoor door;
    door.feed(bytes);
    return door.advance() == State::admitted && door.take().keep_alive;
  };
  EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\nHost: a\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"));
}

}  // namespace
}  // namespace fingerpost::http
