#include "probes/redis/counters.h"

#include <gtest/gtest.h>

#include "tests/support/probing.h"

namespace fingerpost {
namespace {

Outcome counted(const std::string& info) {
  Outcome out;
  check_redis_counters(RedisInfo(info), out);
  return out;
}

TEST(RedisCounters, WarnOfMemoryThatLiesInPiecesOrIsSwappedOut) {
  const std::string much = "used_memory:200000000\r\n";
  EXPECT_EQ(words_of(counted(much + "mem_fragmentation_ratio:1.93\r\n"), "fragmentation"),
            "warn: it holds 1.93 times the memory that its data takes");
  EXPECT_EQ(words_of(counted(much + "mem_fragmentation_ratio:0.71\r\n"), "fragmentation"),
            "warn: part of its memory is swapped out (ratio 0.71)");
  EXPECT_EQ(words_of(counted(much + "mem_fragmentation_ratio:1.04\r\n"), "fragmentation"), "pass: ratio 1.04");
}

TEST(RedisCounters, SayNothingOfASmallServersRatio) {
  const Outcome out = counted("used_memory:900000\r\nmem_fragmentation_ratio:9.5\r\n");
  EXPECT_TRUE(out.checks.empty());
  EXPECT_NE(out.measured("fragmentation_ratio"), nullptr);
}

TEST(RedisCounters, TellWhatWasRefusedAndEvicted) {
  const Outcome out = counted("rejected_connections:4\r\nevicted_keys:12\r\nblocked_clients:0\r\n");
  EXPECT_EQ(out.notes, (std::vector<std::string>{"4 connections were refused since it started: maxclients was reached",
                                                 "12 keys were evicted since it started: memory was full"}));
  EXPECT_NE(out.measured("evicted_keys"), nullptr);
  EXPECT_TRUE(counted("rejected_connections:0\r\nevicted_keys:0\r\n").notes.empty());
}

}  // namespace
}  // namespace fingerpost
