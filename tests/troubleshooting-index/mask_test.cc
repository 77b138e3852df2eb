#include "troubleshooting-index/mask.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "troubleshooting-index/log_lines.h"

namespace fingerpost {
namespace {

TEST(Mask, WhatStandsBeforeTheMessageIsCutOff) {
  for (const char* line : {
           "2024-03-05 11:22:33.444555 E | disk full on data",
           "2025-05-19T21:41:26.940Z ERROR disk full on data",
           "[2024-03-05 11:22:33,444] [ERROR] [app.worker] disk full on data",
           "web-1  | ERROR: disk full on data",
           "Mar  5 11:22:33 node7 postgres[811]: disk full on data",
           "Mar  5 11:22:33 node7 kernel: disk full on data",
           "E0305 11:22:33.444555       1 controller.go:75] disk full on data",
           "[ 4110.204467] disk full on data",
           "2024-03-05T11:22:33.444Z app[17c0ffee17c0ff] syd [info] disk full on data",
           "2024-03-05T11:22:33.444123+00:00 app[web.1]: disk full on data",
           "2024/03/05 11:22:33 [error] 29#29: *118 disk full on data",
           "[Nest] 17  - 03/05/2024, 1:22:33 AM   ERROR [Db] disk full on data",
           "2025-03-01 10:00:00.123  WARN 4711 --- [main] c.e.shop.App : disk full on data",
           "\x1b[31mERR\x1b[0m disk full on data",
           "2024-03-05 11:22:33.444 7f00aa11bb22 -1 disk full on data",
           "##[error] disk full on data",
       })
    EXPECT_EQ(mask_variables(line), "disk full on data") << line;
}

TEST(Mask, AMessageThatOnlyLooksLikeAHeadIsKept) {
  EXPECT_EQ(mask_variables("Error while reading the map"), "Error while reading the map");
  EXPECT_EQ(mask_variables("[shop.example.org] acme: unexpected zone"), "[shop.example.org] acme: unexpected zone");
  EXPECT_EQ(mask_variables("app | api | table of three"), "app | api | table of three");
}

TEST(Mask, WhatDiffersFromCaseToCaseBecomesAMark) {
  EXPECT_EQ(mask_variables("volume pvc-0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d exists"), "volume pvc-<uuid> exists");
  EXPECT_EQ(mask_variables("at 0x7fffe210 after 120 seconds, 52428801 bytes, 1.5s and 17 tries"),
            "at <hex> after <duration>, <size>, <duration> and <num> tries");
  EXPECT_EQ(mask_variables("mail to jo.doe+x@example.org bounced"), "mail to <email> bounced");
  EXPECT_EQ(mask_variables("open /var/lib/app/data.db: no such file"), "open <path>/data.db: no such file");
  EXPECT_EQ(mask_variables("pod web-6c5f9d7b44-hk2xt died"), "pod web-<hex>-<id> died");
  EXPECT_EQ(mask_variables("since 2024-03-05T11:22:33Z"), "since <time>");
}

TEST(Mask, WhatIdentifiesIsKept) {
  EXPECT_EQ(mask_variables("connect ECONNREFUSED 10.0.3.7:5432"), "connect ECONNREFUSED <ip>:5432");
  EXPECT_EQ(mask_variables("dial tcp [::1]:5432: refused"), "dial tcp [<ip>]:5432: refused");
  EXPECT_EQ(mask_variables("from ::ffff:172.18.0.1 refused"), "from <ip> refused");
  EXPECT_EQ(mask_variables("cache.internal:6379 refused"), "cache.internal:6379 refused");
  EXPECT_EQ(mask_variables("exit code 137, status 502, errno 111, signal 9"),
            "exit code 137, status 502, errno 111, signal 9");
  EXPECT_EQ(mask_variables("504 Gateway Timeout"), "504 Gateway Timeout");
  EXPECT_EQ(mask_variables("code: '28P01', P1001, SQLSTATE[42P01]"), "code: '28P01', P1001, SQLSTATE[42P01]");
  EXPECT_EQ(mask_variables("/health fails"), "/health fails");
}

TEST(Mask, ANumberOfALineIsNoPort) {
  EXPECT_EQ(mask_variables("in server.js:285:98"), "in server.js:<num>:<num>");
  EXPECT_EQ(mask_variables("celery pid:9132 died"), "celery pid:<num> died");
}

TEST(Mask, UserAndPasswordOfAUrlAreHidden) {
  EXPECT_EQ(mask_variables("postgres://app:s3cr#et&1@db.example.org:5432/shop"),
            "postgres://<user>@db.example.org:5432/shop");
  EXPECT_EQ(mask_variables("GET https://h.example.org/a/b/c?x=1"), "GET https://h.example.org/<path>/c?x=<num>");
  EXPECT_EQ(mask_variables("http://h/x?mail=a"), "http://h/x?mail=a");
}

TEST(Mask, MaskingTwiceChangesNothing) {
  const std::vector<std::string> parts = {"2024-03-05 11:22:33",
                                          " ",
                                          "ERROR",
                                          ":",
                                          "[",
                                          "]",
                                          "10.2.3.4",
                                          ":5432",
                                          "/var/lib/x",
                                          "0x7f",
                                          "web-1",
                                          "|",
                                          "http://",
                                          "u:p@",
                                          "host",
                                          "5ms",
                                          "12",
                                          ".",
                                          "port ",
                                          "code ",
                                          "<num>",
                                          "<path>",
                                          "/",
                                          "deadbeef12",
                                          "a@b.org",
                                          "HTTP/1.1",
                                          "\"",
                                          "502 Bad",
                                          "-",
                                          "28P01",
                                          "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
                                          "Mar  5 11:22:33",
                                          "E0914 ",
                                          "app[12]",
                                          "I |",
                                          "::1",
                                          "::",
                                          "]:5432",
                                          "#",
                                          "1.2.3",
                                          ",5",
                                          "\t",
                                          "é",
                                          "x9x9x9x9",
                                          "29#29: *1",
                                          "> "};
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string line;
    for (unsigned i = 0; i < 1 + random() % 9; ++i) line += parts[random() % parts.size()];
    const std::string once = mask_variables(line);
    ASSERT_EQ(mask_variables(once), once) << line;
  }
}

TEST(Mask, ALongHostileLineEndsSoon) {
  for (const char* part : {"a.", "1:", "a@", "[", "/a", "http://", "0", "1.", "<num", "x-", "1 ", "a:1 "}) {
    std::string line;
    while (line.size() < 300'000) line += part;
    EXPECT_LE(mask_variables(line).size(), line.size() * 4);
  }
}

TEST(LogLines, TheHeadTellsLevelLoggerAndContainer) {
  const LineHead compose = head_of("db-1  | 2024-03-05 11:22:33.444 UTC [4321] FATAL:  no more slots");
  EXPECT_EQ(compose.severity, Severity::fatal);
  EXPECT_EQ(compose.container, "db-1");
  EXPECT_TRUE(compose.stamped);
  EXPECT_EQ(head_of("[2024-03-05 11:22:33,444] [WARNING] [app.mail] slow").logger, "app.mail");
  EXPECT_FALSE(head_of("the port is taken").stamped);
}

}  // namespace
}  // namespace fingerpost
