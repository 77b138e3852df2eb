#include "probes/target.h"

#include <gtest/gtest.h>

#include "probes/network.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

TEST(TargetRules, LetPassWhatTheRepositoryNamesAndThisMachine) {
  TargetRules rules;
  rules.name("db.example.com", 5432);
  EXPECT_FALSE(rules.refusal("db.example.com", 5432));
  EXPECT_FALSE(rules.refusal("DB.example.com.", 5432));
  EXPECT_FALSE(rules.refusal("localhost", 9));
  EXPECT_FALSE(rules.refusal("127.0.0.1", 9));
  EXPECT_FALSE(rules.refusal("::1", 9));
  const auto other = rules.refusal("db.example.com", 22);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->code, Code::denied);
  EXPECT_EQ(other->advice, "allow it with --allow-target db.example.com:22");
  EXPECT_TRUE(rules.refusal("evil.example.org", 80));
}

TEST(TargetRules, LetPassWhatTheUserAllows) {
  TargetRules rules;
  rules.allow("*.example.com");
  rules.allow("10.0.0.5:8080");
  EXPECT_FALSE(rules.refusal("api.example.com", 443));
  EXPECT_TRUE(rules.refusal("badexample.com", 443));
  EXPECT_FALSE(rules.refusal("10.0.0.5", 8080));
  EXPECT_TRUE(rules.refusal("10.0.0.5", 22));
}

TEST(TargetRules, NeverLetPassMetadataAndLinkLocalHoweverWritten) {
  TargetRules rules;
  for (const char* host : {"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0",
                           "224.0.0.1", "100.100.100.200", "64:ff9b::a9fe:a9fe",
                           "2002:a9fe:a9fe::", "metadata.google.internal", "Metadata.Google.Internal.", "::"}) {
    rules.name(host, 80);
    rules.allow(host);
    EXPECT_TRUE(rules.refusal(host, 80)) << host;
  }
}

TEST(TargetRules, KeepToThePublicInternetWhereTheyAreTold) {
  TargetRules rules;
  rules.only_public();
  rules.allow("10.0.0.5:8080");
  const auto refused = [&](const char* host, int port) {
    const auto address = numeric_address(host, port);
    return rules.refusal("wiki.shop.dev", *address) && rules.refusal(host, *address);
  };
  for (const char* host :
       {"127.0.0.1", "10.0.0.5", "100.64.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.2.7", "198.18.0.1",
        "203.0.113.9", "169.254.1.1", "0.0.0.0", "::1", "fc00::1", "fd12::1", "fe80::1", "2001:db8::1",
        "::ffff:192.168.1.1", "64:ff9b::c0a8:101", "2002:c0a8:101::"})
    EXPECT_TRUE(refused(host, 443)) << host;
  for (const char* host : {"93.184.216.34", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:2800:220:1::1"})
    EXPECT_FALSE(rules.refusal("wiki.shop.dev", *numeric_address(host, 443))) << host;
  EXPECT_FALSE(rules.refusal("10.0.0.5", *numeric_address("10.0.0.5", 8080))) << "the user allows it";
}

TEST(TargetRules, RefuseTheAddressBehindANumberThatOnlyTheSystemUnderstands) {
  TargetRules rules;
  for (const char* host : {"2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518"}) {
    rules.name(host, 80);
    const Resolved resolved = resolve(host, 80, rules, Deadline(std::chrono::seconds(5)));
    EXPECT_TRUE(resolved.addresses.empty()) << host;
    EXPECT_EQ(resolved.code, "EACCES") << host << ": " << resolved.problem;
  }
}

TEST(Url, IsTakenApartWithItsProblemsNamed) {
  const Url good = parse_url("postgres://app:p%40ss@db.example.com:5433/shop?sslmode=require");
  EXPECT_EQ(good.user, "app");
  EXPECT_EQ(good.password, "p@ss");
  EXPECT_EQ(good.host, "db.example.com");
  EXPECT_EQ(good.port, 5433);
  EXPECT_EQ(good.path, "/shop");
  EXPECT_EQ(good.query, "sslmode=require");
  EXPECT_TRUE(good.problems.empty());
  const Url hash = parse_url("postgres://app:4NC#v3@db.example.com:5432/shop");
  EXPECT_EQ(hash.host, "db.example.com");
  ASSERT_EQ(hash.problems.size(), 1u);
  EXPECT_EQ(hash.problems[0].find("4NC"), std::string::npos);
  const Url at = parse_url("redis://:a@b@cache:6379");
  EXPECT_EQ(at.host, "cache");
  EXPECT_EQ(at.problems.size(), 1u);
  EXPECT_EQ(parse_url("http://[::1]:8080/x").host, "::1");
  EXPECT_EQ(parse_url("http://host:99999/").problems.size(), 1u);
  EXPECT_EQ(parse_url("http://example.com/@user#part").problems.size(), 0u);
}

TEST(Url, IsShownWithoutCredentialsAndQuery) {
  EXPECT_EQ(shown_url("postgres://app:CANARY_9f3a@db:5432/shop?password=CANARY_9f3a"), "postgres://db:5432/shop");
  EXPECT_EQ(shown_url("app:CANARY_9f3a@db:5432"), "db:5432");
  EXPECT_EQ(shown_url("http://x/\x1b[31m"), "http://x/?[31m");
}

TEST(Url, OfAHostAndPortIsUnderstoodInEveryForm) {
  EXPECT_EQ(host_port_of("5432").host, "localhost");
  EXPECT_EQ(host_port_of("db:5432").port, 5432);
  EXPECT_EQ(host_port_of("[::1]:80").host, "::1");
  EXPECT_EQ(host_port_of("::1").host, "::1");
  EXPECT_EQ(host_port_of("https://example.com/x").port, 443);
  EXPECT_EQ(host_port_of("postgresql+asyncpg://h/d").port, 5432);
  EXPECT_EQ(host_port_of("db:port").host, "");
  EXPECT_EQ(host_port_of("").host, "");
}

}  // namespace
}  // namespace fingerpost
