#include "troubleshooting-index/message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace fingerpost {
namespace {

bool has_code(const Message& message, const std::string& name) {
  return std::any_of(message.codes.begin(), message.codes.end(), [&](const ErrorCode& c) { return c.name == name; });
}
bool holds(const std::vector<std::string>& list, const std::string& what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

TEST(Message, APhraseIsTakenAsOwnWords) {
  for (const char* text :
       {"port allready taken", "/ready 503", "the login page answers forbidden since the upgrade, how do I fix it?",
        "redis too many connections", "28P01 auth_failed"}) {
    const Message message = read_message(text);
    EXPECT_FALSE(message.pasted_log) << text;
    ASSERT_EQ(message.lines.size(), 1u) << text;
    EXPECT_EQ(message.lines[0].text, text);
  }
}

TEST(Message, TheLineOfTheErrorIsFoundAmongFrames) {
  const Message message = read_message(
      "node:internal/url:816\n"
      "      href = bindingUrl.parse(input, base, true);\n"
      "                        ^\n"
      "TypeError: Invalid URL\n"
      "    at new URL (node:internal/url:816:29)\n"
      "    at parse (/app/node_modules/pg-connection-string/index.js:39:14) {\n"
      "  code: 'ERR_INVALID_URL'\n"
      "}\n");
  EXPECT_TRUE(message.pasted_log);
  EXPECT_EQ(message.lines.front().number, 4);
  EXPECT_EQ(message.root_cause, "Invalid URL");
  EXPECT_TRUE(has_code(message, "ERR_INVALID_URL"));
}

TEST(Message, WhereMoreCanBeReadIsNoPartOfTheProblem) {
  for (const auto& [line, said] : std::vector<std::pair<std::string, std::string>>{
           {"Error: parcel 7 is locked (Background on this error at: https://parcel.example/e/20/e3q8)",
            "parcel 7 is locked"},
           {"Error: parcel 7 is locked. More info: http://parcel.example/d/locks (limit 5)",
            "parcel 7 is locked. (limit 5)"},
           {"Error: migrations failed. Read more about how to resolve failed migrations of a gate: https://a.example/d",
            "migrations failed. Read more about how to resolve failed migrations of a gate:"},
           {"Error: GET https://parcel.example/v1/gates: refused", "GET https://parcel.example/v1/gates: refused"},
           {"Error: failed to read https://parcel.example/gate.json",
            "failed to read https://parcel.example/gate.json"}}) {
    const Message message = read_message(line + "\n    at lift (/srv/gate.js:3:9)\n");
    ASSERT_FALSE(message.lines.empty()) << line;
    EXPECT_EQ(message.lines[0].said, said) << line;
  }
  const Message alone = read_message(
      "ERROR: parcel 7 is locked\n    at lift (/srv/gate.js:3:9)\n(Background on this error at: "
      "https://parcel.example/e3q8)\n");
  ASSERT_EQ(alone.lines.size(), 1u);
}

TEST(Message, RepeatedNoiseIsSaidOnce) {
  std::string log;
  for (int i = 10; i < 50; ++i)
    log += "2025-10-22T10:11:" + std::to_string(i) + "Z WARN retrying request " + std::to_string(i * 37) + "\n";
  log += "2025-10-22T10:12:00Z ERROR relation \"orders\" does not exist\n";
  const Message message = read_message(log);
  ASSERT_EQ(message.lines.size(), 2u);
  EXPECT_EQ(message.lines[0].number, 41);
  EXPECT_EQ(message.lines[1].times, 40);
  EXPECT_TRUE(has_code(message, "SQLSTATE 42P01"));
  EXPECT_TRUE(holds(message.quoted, "orders"));
}

TEST(Message, JavaNamesTheRootCauseLast) {
  const Message message = read_message(
      "2025-03-01 10:00:00.123 ERROR 4711 --- [main] o.s.boot.SpringApplication : Application run failed\n"
      "org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'dataSource'\n"
      "\tat org.springframework.Factory.create(Factory.java:601)\n"
      "Caused by: com.zaxxer.hikari.pool.PoolInitializationException: Failed to initialize pool\n"
      "\tat com.zaxxer.hikari.HikariPool.check(HikariPool.java:596)\n"
      "\t... 42 more\n"
      "Caused by: java.net.ConnectException: Connection refused\n"
      "\tat java.base/sun.nio.ch.Net.connect0(Native Method)\n");
  EXPECT_EQ(message.outermost,
            "org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'dataSource'");
  EXPECT_EQ(message.root_cause, "java.net.ConnectException: Connection refused");
  EXPECT_TRUE(has_code(message, "ECONNREFUSED"));
}

TEST(Message, PythonNamesTheRootCauseFirst) {
  const Message message = read_message(
      "Traceback (most recent call last):\n"
      "  File \"/app/cache.py\", line 12, in get\n"
      "    return store[key]\n"
      "KeyError: 'session'\n"
      "\n"
      "During handling of the above exception, another exception occurred:\n"
      "\n"
      "Traceback (most recent call last):\n"
      "  File \"/app/web.py\", line 40, in view\n"
      "    raise RuntimeError(\"no session\")\n"
      "RuntimeError: no session\n");
  EXPECT_EQ(message.root_cause, "KeyError: 'session'");
  EXPECT_EQ(message.outermost, "RuntimeError: no session");
}

TEST(Message, GoWrapsTheCauseBehindColons) {
  const Message message = read_message(
      "2024-03-05T11:22:33Z ERR start server: open listener: listen tcp 0.0.0.0:8080: bind: address already in use");
  EXPECT_EQ(message.root_cause, "address already in use");
  EXPECT_TRUE(has_code(message, "EADDRINUSE"));
  EXPECT_EQ(message.ports, (std::vector<int>{8080}));
}

TEST(Message, RustListsItsCauses) {
  const Message message = read_message(
      "thread 'main' panicked at src/main.rs:12:5:\n"
      "could not load settings\n"
      "\n"
      "Caused by:\n"
      "    0: reading settings.toml\n"
      "    1: No such file or directory (os error 2)\n"
      "stack backtrace:\n"
      "   0: rust_begin_unwind\n");
  EXPECT_EQ(message.root_cause, "1: No such file or directory (os error 2)");
  EXPECT_TRUE(has_code(message, "ENOENT"));
}

TEST(Message, FieldsOfJsonAndLogfmtAreReadAsAMessage) {
  const Message json = read_message(
      "{\"level\":\"error\",\"time\":\"2024-03-05T11:22:33Z\",\"msg\":\"cannot reach store\",\"err\":\"dial tcp: i/o "
      "timeout\"}");
  EXPECT_EQ(json.lines.front().said, "cannot reach store: dial tcp: i/o timeout");
  EXPECT_TRUE(has_code(json, "ETIMEDOUT"));
  const Message logfmt = read_message(
      "ts=2024-03-05T11:22:33Z level=error msg=\"Loading configuration failed\" err=\"end of input\" file=a.yml");
  EXPECT_EQ(logfmt.lines.front().said, "Loading configuration failed: end of input");
}

TEST(Message, AnAlertIsReadByItsNameAndSummary) {
  const Message message = read_message(
      "[FIRING:1] DiskAlmostFull (prod warning)\n"
      "labels: alertname=DiskAlmostFull cluster=prod instance=10.0.0.7:9100\n"
      "annotations: summary = Volume is 91 % full\n"
      "-> who looks after this one\n");
  EXPECT_TRUE(has_code(message, "DiskAlmostFull"));
  EXPECT_EQ(message.words_of_asker, (std::vector<std::string>{"who looks after this one"}));
  EXPECT_TRUE(
      std::any_of(message.lines.begin(), message.lines.end(), [](const MessageLine& l) { return l.number == 3; }));
}

TEST(Message, InATableTheBadRowMatters) {
  const Message message = read_message(
      "$ kubectl get pods\n"
      "NAME                    READY   STATUS             RESTARTS   AGE\n"
      "api-7d9c5b6f44-x2x9z    1/1     Running            0          3d\n"
      "worker-5f6d8c7b9-k4k2q  0/1     CrashLoopBackOff   12         3d\n");
  EXPECT_EQ(message.lines.front().number, 4);
  EXPECT_EQ(message.lines.size(), 1u);
  EXPECT_TRUE(has_code(message, "CrashLoopBackOff"));
}

TEST(Message, DetailsBelowABadStateBelongToIt) {
  const Message message = read_message(
      "  cluster:\n"
      "    id:     0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d\n"
      "    health: HEALTH_WARN\n"
      "            clock differs on mon.b\n"
      "  services:\n"
      "    mon: 3 daemons, quorum a,b,c (age 4d)\n");
  ASSERT_FALSE(message.lines.empty());
  EXPECT_EQ(message.lines.front().number, 4);
}

TEST(Message, TheCauseThatTheSystemNamesIsFoundAboveAFailureThatNamesNone) {
  const Message message = read_message(
      "chown: changing ownership of '/srv/export': Operation not permitted\n"
      "init: warning: unable to start service folders: command exited 1\n");
  EXPECT_EQ(message.root_cause, "Operation not permitted");
  EXPECT_TRUE(holds(message.names, "chown"));
}

TEST(Message, OwnWordsBesideThePasteAreKeptApart) {
  const Message message = read_message(
      "Mar  5 11:22:33 n7 kernel: INFO: task kworker/3:1:4321 blocked for more than 120 seconds.\n"
      "(then ssh to it stops answering and we must reboot)\n");
  EXPECT_EQ(message.words_of_asker, (std::vector<std::string>{"then ssh to it stops answering and we must reboot"}));
  EXPECT_EQ(message.lines.front().number, 1);
}

TEST(Message, NoPasswordIsAmongTheNames) {
  const Message message =
      read_message("Error: cannot parse 'postgres://app:hunter2x@db:5432/shop'\n    at x (/a/b.js:1:2)\n");
  for (const auto& list : {message.names, message.quoted})
    for (const std::string& name : list) EXPECT_EQ(name.find("hunter2x"), std::string::npos) << name;
}

TEST(Message, NothingIsReadFromNothing) {
  for (const char* text : {"", "\n\n", "   ", "^^^^\n----"}) {
    const Message message = read_message(text);
    EXPECT_FALSE(message.pasted_log);
    EXPECT_TRUE(message.lines.empty());
  }
}

TEST(Message, AHugePasteKeepsTheNumbersOfItsLastLines) {
  std::string log;
  int lines = 0;
  while (log.size() < 2'000'000) {
    log += "2025-10-22T10:11:12Z INFO request served in 12 ms\n";
    ++lines;
  }
  log += "2025-10-22T10:11:13Z FATAL no space left on device\n";
  const Message message = read_message(log);
  EXPECT_EQ(message.lines.front().number, lines + 1);
}

}  // namespace
}  // namespace fingerpost
