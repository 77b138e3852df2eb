#include "server/http/guard.h"

#include <gtest/gtest.h>

namespace fingerpost::http {
namespace {

int status_of(const Headers& headers, const GuardOptions& options = {8377, {}, ""}, std::string_view path = "/mcp") {
  const auto refusal = refuse(headers, path, options);
  return refusal ? refusal->status : 200;
}

TEST(Guard, KnowsItsOwnNames) {
  for (const char* host : {"localhost:8377", "LOCALHOST:8377", "127.0.0.1:8377", "[::1]:8377"})
    EXPECT_EQ(status_of({{"Host", host}}), 200) << host;
}

TEST(Guard, RefusesNamesThatOnlyPointHere) {
  for (const char* host : {"evil.example:8377",
                           "localhost.evil.example:8377",
                           "127.0.0.1.evil.example:8377",
                           "localhost.:8377",
                           "localhost",
                           "localhost:",
                           "localhost:8378",
                           "localhost:80",
                           "localhost:08377x",
                           "localhost:8377:8377",
                           "user@localhost:8377",
                           "127.1:8377",
                           "2130706433:8377",
                           "0x7f000001:8377",
                           "0.0.0.0:8377",
                           "[::]:8377",
                           "[::ffff:127.0.0.1]:8377",
                           "[::1",
                           "[::1]x:8377",
                           "::1:8377",
                           "",
                           " localhost:8377",
                           "127.0.0.2:8377"})
    EXPECT_EQ(status_of({{"Host", host}}), 403) << host;
  EXPECT_EQ(status_of({}), 403);
}

TEST(Guard, RefusesPagesOfOtherOrigins) {
  const auto from = [](const char* origin) { return status_of({{"Host", "localhost:8377"}, {"Origin", origin}}); };
  for (const char* origin : {"http://localhost:8377", "http://127.0.0.1:8377", "http://[::1]:8377"})
    EXPECT_EQ(from(origin), 200) << origin;
  for (const char* origin :
       {"null", "", "https://evil.example", "http://evil.example:8377", "http://localhost:3000", "http://localhost",
        "http://localhost:8377.evil.example", "http://localhost:8377/", "http://localhost:8377@evil.example",
        "http://user@localhost:8377", "file://", "https://localhost:8377", "http://0.0.0.0:8377"})
    EXPECT_EQ(from(origin), 403) << origin;
}

TEST(Guard, RefusesWhatABrowserSaysComesFromElsewhere) {
  const auto site = [](const char* value) {
    return status_of({{"Host", "localhost:8377"}, {"Sec-Fetch-Site", value}});
  };
  EXPECT_EQ(site("cross-site"), 403);
  EXPECT_EQ(site("same-site"), 403);
  EXPECT_EQ(site("same-origin"), 200);
  EXPECT_EQ(site("none"), 200);
}

TEST(Guard, AsksForTheTokenWhereThereIsOne) {
  const GuardOptions options{8377, {}, "s3cret-token"};
  const auto with = [&](const char* value) {
    return status_of({{"Host", "localhost:8377"}, {"Authorization", value}}, options);
  };
  EXPECT_EQ(with("Bearer s3cret-token"), 200);
  EXPECT_EQ(with("bearer s3cret-token"), 200);
  for (const char* value : {"Bearer s3cret-toke", "Bearer s3cret-tokenx", "Bearer S3CRET-TOKEN", "Bearer  s3cret-token",
                            "Bearer s3cret-token ", "Bearer", "Bearer ", "Basic s3cret-token", "s3cret-token", ""})
    EXPECT_EQ(with(value), 401) << "'" << value << "'";
  EXPECT_EQ(status_of({{"Host", "localhost:8377"}}, options), 401);
  EXPECT_EQ(status_of({{"Host", "localhost:8377"}}, options, "/health"), 200);
  EXPECT_EQ(status_of({{"Host", "localhost:8377"}}, options, "/healthy"), 401);
}

TEST(Guard, ATokenDoesNotOpenTheDoorToOtherOrigins) {
  const GuardOptions options{8377, {}, "s3cret-token"};
  EXPECT_EQ(status_of({{"Host", "evil.example:8377"}, {"Authorization", "Bearer s3cret-token"}}, options), 403);
}

TEST(Guard, KnowsTheNamesThatItWasTold) {
  const GuardOptions options{8377, {"index.internal"}, "t"};
  EXPECT_EQ(status_of({{"Host", "index.internal:8377"}, {"Authorization", "Bearer t"}}, options), 200);
  EXPECT_EQ(status_of({{"Host", "x.index.internal:8377"}, {"Authorization", "Bearer t"}}, options), 403);
}

TEST(Guard, KnowsThisMachinesAddresses) {
  for (const char* own : {"127.0.0.1", "127.0.0.53", "localhost", "::1"}) EXPECT_TRUE(is_loopback(own)) << own;
  for (const char* other : {"0.0.0.0", "::", "192.168.1.1", "127.evil.example", "", "127.0.0.1.evil.example"})
    EXPECT_FALSE(is_loopback(other)) << other;
}

}  // namespace
}  // namespace fingerpost::http
