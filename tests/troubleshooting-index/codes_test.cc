#include "troubleshooting-index/codes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "troubleshooting-index/code_table.h"

namespace fingerpost {
namespace {

std::vector<std::string> names_in_text(std::string_view text) {
  std::vector<std::string> names;
  for (const ErrorCode& code : codes_in(text)) names.push_back(code.name);
  return names;
}

bool has(std::string_view text, const std::string& name) {
  const auto names = names_in_text(text);
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(Codes, OneCodeIsFoundByNameByNumberAndByWording) {
  for (const char* text : {"connect ECONNREFUSED 127.0.0.1:6379", "econnrefused", "[Errno 111] x", "errno 111",
                           "failed: Connection refused", "os error 111", "error (111)"})
    EXPECT_TRUE(has(text, "ECONNREFUSED")) << text;
  for (const char* text :
       {"code: '28P01'", "FATAL:  password authentication failed for user \"app\"", "28p01 auth_failed",
        "Access denied for user 'app'@'%'", "Authentication failed against database server"})
    EXPECT_TRUE(has(text, "SQLSTATE 28P01")) << text;
  for (const char* text : {"Exit Code:    137", "exited with code 137", "OOMKilled", "exit status 137", "exited (137)"})
    EXPECT_TRUE(has(text, "exit 137")) << text;
  EXPECT_TRUE(has("open x: no such file or directory", "ENOENT"));
  EXPECT_TRUE(has("rpc error: code = Unavailable desc = x", "gRPC UNAVAILABLE"));
  EXPECT_TRUE(has("ERROR 1045 (28000): x", "MySQL 1045"));
  EXPECT_TRUE(has("curl: (7) x", "curl 7"));
  EXPECT_TRUE(has("error: P1001", "P1001"));
}

TEST(Codes, AStatusIsOneWhereTheTextSaysSo) {
  for (const char* text : {"HTTP 502", "status code 502", "\"GET / HTTP/1.1\" 502 11", "502 Bad Gateway", "/ready 502",
                           "HTTP/2 502", "\"status\":502"})
    EXPECT_TRUE(has(text, "HTTP 502")) << text;
  for (const char* text : {"took 502 ms", "1.502", "port 502", "count=502", "server.js:502"})
    EXPECT_FALSE(has(text, "HTTP 502")) << text;
  EXPECT_FALSE(has(std::string(300, '.') + " wrote 502 rows", "HTTP 502"));
}

TEST(Codes, TheMeaningIsToldInPlainWords) {
  const auto codes = codes_in("ECONNREFUSED");
  ASSERT_EQ(codes.size(), 1u);
  EXPECT_EQ(codes[0].words.front(), "connection");
  EXPECT_EQ(codes[0].family, "errno");
  EXPECT_FALSE(codes[0].worded);
  EXPECT_TRUE(codes_in("connection refused")[0].worded);
}

TEST(Codes, WordsThatLookLikeCodesAreFoundUnknownAsTheyAre) {
  EXPECT_EQ(names_in_text("ESHUTDOWNX"), (std::vector<std::string>{"ESHUTDOWNX"}));
  EXPECT_TRUE(has("ERR_FOO_BAR", "ERR_FOO_BAR"));
  EXPECT_TRUE(has("health: HEALTH_WARN", "HEALTH_WARN"));
  EXPECT_TRUE(has("ORA-12541: no listener", "ORA-12541"));
  EXPECT_TRUE(has("TS2304: x", "TS2304"));
  const auto named = codes_in("CephOSDNearFull");
  ASSERT_EQ(named.size(), 1u);
  EXPECT_EQ(named[0].words, (std::vector<std::string>{"ceph", "osd", "near", "full"}));
  EXPECT_EQ(codes_in("LibraryGoneError: x")[0].family, "exception");
}

TEST(Codes, OrdinaryWordsAreNone) {
  EXPECT_TRUE(codes_in("The service of the team runs on GitHub since 2021, ERROR and EVENTS aside").empty());
  EXPECT_TRUE(codes_in("make: *** [Makefile:27: dev] Error 1").empty());
  EXPECT_TRUE(codes_in("").empty());
}

TEST(Codes, WhatStandsInTheCredentialsOfAUrlIsNone) {
  EXPECT_TRUE(codes_in("redis://default:ABxXyYzZ@cache:6379").empty());
}

TEST(Codes, TheirNamesAloneAreTheSame) {
  for (const char* text :
       {"connect ECONNREFUSED 127.0.0.1:6379, then econnrefused again", "failed: Connection refused\nExit Code:    137",
        "HEALTH_WARN CephOSDNearFull ValueError E1234 ABC-1234 HTTP502", "curl: (7) x, ORA-12541, SHA256 of a MySQL",
        "rpc error: code = Unavailable", "the word Word and a_word", ""}) {
    const std::vector<ErrorCode> codes = codes_in(text);
    const std::vector<CodeName> names = code_names_in(text);
    ASSERT_EQ(codes.size(), names.size()) << text;
    for (std::size_t i = 0; i < codes.size(); ++i) {
      EXPECT_EQ(codes[i].name, names[i].name);
      EXPECT_EQ(codes[i].worded, names[i].worded) << names[i].name;
    }
  }
}

TEST(Codes, WordsThatOnlyLookLikeOneAreToldByTheirCapitals) {
  EXPECT_EQ(names_in_text("ValueError in HEALTH_WARN, CephOSDNearFull: E1234 and ABC-1234"),
            (std::vector<std::string>{"ValueError", "HEALTH_WARN", "CephOSDNearFull", "E1234", "ABC-1234"}));
  EXPECT_TRUE(names_in_text("Words Begin with Capitals, some_have_underscores; Error is one of them, A too").empty());
  const std::vector<ErrorCode> codes = codes_in("CephOSDNearFull ABC-1234");
  ASSERT_EQ(codes.size(), 2u);
  EXPECT_EQ(codes[0].words, (std::vector<std::string>{"ceph", "osd", "near", "full"}));
  EXPECT_TRUE(codes[1].words.empty());
}

TEST(CodeTable, TheFileIsReadWhole) {
  EXPECT_GT(CodeTable::built_in().size(), 500u);
  for (std::size_t i = 0; i < CodeTable::built_in().size(); ++i) {
    EXPECT_FALSE(CodeTable::built_in().code(i).words.empty()) << CodeTable::built_in().code(i).name;
    EXPECT_FALSE(CodeTable::built_in().code(i).family.empty());
  }
}

TEST(CodeTable, NoNameIsTakenForAWordThatItCannotKnow) {
  const CodeTable& table = CodeTable::built_in();
  for (std::size_t i = 0; i < table.size(); ++i) {
    const std::string& name = table.code(i).name;
    if (table.named(name) == nullptr) continue;
    EXPECT_TRUE(table.chance_of(name).name) << name;
    EXPECT_TRUE(table.chance_of(to_lower(name)).name) << name;
  }
}

TEST(CodeTable, ALineWithoutMeaningIsLeftOut) {
  const CodeTable table = CodeTable::parse("[x]\nALONE\nE1 2 | means this | said so\n| | \n");
  ASSERT_EQ(table.size(), 1u);
  EXPECT_EQ(table.named("E1")->name, "E1");
  EXPECT_EQ(table.named("2"), nullptr);
  EXPECT_NE(table.named("2", "x"), nullptr);
}

}  // namespace
}  // namespace fingerpost
