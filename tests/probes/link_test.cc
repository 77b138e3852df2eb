#include "probes/link.h"

#include <gtest/gtest.h>

#include <mutex>

#include "tests/support/fake_server.h"

namespace fingerpost {
namespace {

constexpr std::string_view kEmpty = "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

Deadline soon() {
  return Deadline(std::chrono::seconds(20));
}

TEST(Link, IsAskedForWithHeadersAloneByAProgramThatNamesItself) {
  std::mutex mutex;
  std::string request;
  FakeServer server([&](const FakeServer::Connection& connection) {
    const std::lock_guard lock(mutex);
    request = connection.request();
    connection.send("HTTP/1.1 200 OK" + std::string(kEmpty));
  });
  TargetRules allowed;
  allowed.allow("127.0.0.1");
  const LinkReply reply = ask_link(server.url("/a b/ü?q=1"), true, allowed, soon());
  EXPECT_EQ(reply.status, 0) << "a URL with a space is none that can be asked, and is not repaired into another";
  EXPECT_EQ(ask_link(server.url("/a/\xC3\xBC?q=1"), true, allowed, soon()).status, 200);
  const std::lock_guard lock(mutex);
  EXPECT_TRUE(request.starts_with("HEAD /a/%C3%BC?q=1 HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("User-Agent: fingerpost-check\r\n"), std::string::npos) << request;
}

TEST(Link, IsNotFollowedIntoThisMachineOrANetworkOfItsOwn) {
  FakeServer server([](const FakeServer::Connection&) {});
  const LinkReply reply = ask_link(server.url(), true, {}, soon());
  EXPECT_EQ(reply.status, 0);
  EXPECT_FALSE(reply.resolved);
  EXPECT_FALSE(reply.unknown_name);
  const std::string port = std::to_string(server.port());
  EXPECT_FALSE(ask_link("http://localhost:" + port + "/", true, {}, soon()).resolved);
  EXPECT_FALSE(ask_link("http://[::ffff:127.0.0.1]:" + port + "/", true, {}, soon()).resolved);
  EXPECT_EQ(server.connections(), 0);
}

TEST(Link, TellsWhereARedirectLeads) {
  FakeServer server([&](const FakeServer::Connection& connection) {
    connection.request();
    connection.send("HTTP/1.1 301 Moved Permanently\r\nLocation: /new#part" + std::string(kEmpty));
  });
  TargetRules allowed;
  allowed.allow("127.0.0.1");
  const LinkReply reply = ask_link(server.url("/old"), true, allowed, soon());
  EXPECT_EQ(reply.status, 301);
  EXPECT_EQ(reply.location, server.url("/new"));
}

TEST(Link, JoinsALocationToWhatSentIt) {
  EXPECT_EQ(joined_url("https://a.dev/x/y?z", "/w"), "https://a.dev/w");
  EXPECT_EQ(joined_url("https://a.dev/x/y?z", "w"), "https://a.dev/x/w");
  EXPECT_EQ(joined_url("https://a.dev", "w"), "https://a.dev/w");
  EXPECT_EQ(joined_url("https://a.dev/x?z", "?w"), "https://a.dev/x?w");
  EXPECT_EQ(joined_url("https://a.dev/x", "//b.dev/w"), "https://b.dev/w");
  EXPECT_EQ(joined_url("https://a.dev/x", "http://b.dev/w"), "http://b.dev/w");
  EXPECT_EQ(joined_url("https://a.dev/x", "file:///etc/passwd"), "");
  EXPECT_EQ(joined_url("https://a.dev/x", "https://user:pass@b.dev/"), "");
  EXPECT_EQ(joined_url("https://a.dev/x", ""), "");
}

}  // namespace
}  // namespace fingerpost
