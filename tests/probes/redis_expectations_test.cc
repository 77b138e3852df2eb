#include "probes/redis/expectations.h"

#include <gtest/gtest.h>

#include "probes/probes.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

// "POLICY (PATH:LINE)" of what the repository wants of this server.
std::vector<std::string> wanted(Surrounded::Files files, const std::string& target) {
  const Surrounded repository(files);
  const Surroundings around = repository.around();
  const auto planned = probe_named("redis")->aim(target, around);
  std::vector<std::string> out;
  if (!planned) return {planned.error().text()};
  for (const auto& text : expected_eviction(*planned, around)) out.push_back(text.value + " (" + text.at.text() + ")");
  return out;
}

const char* const kCompose = R"(services:
  sessions:
    image: redis:7
    command: ["redis-server", "--maxmemory", "100mb", "--maxmemory-policy", "noeviction"]
    ports: ["6380:6379"]
  cache:
    image: redis:7
    command: redis-server --maxmemory-policy allkeys-lru
    ports: ["6381:6379"]
)";

TEST(ExpectedEviction, IsThatOfTheServiceBehindThePort) {
  const Surrounded::Files files = {{"compose.yml", kCompose}};
  EXPECT_EQ(wanted(files, "localhost:6380"), std::vector<std::string>{"noeviction (compose.yml:4)"});
  EXPECT_EQ(wanted(files, "localhost:6381"), std::vector<std::string>{"allkeys-lru (compose.yml:8)"});
  EXPECT_TRUE(wanted(files, "localhost:6379").empty());
}

TEST(ExpectedEviction, StandsInTheConfigurationOfAServerOfThisMachine) {
  EXPECT_EQ(
      wanted({{"deploy/redis.conf", "port 6379\n# maxmemory-policy allkeys-lfu\nmaxmemory-policy volatile-ttl\n"}},
             "localhost:6379"),
      std::vector<std::string>{"volatile-ttl (deploy/redis.conf:3)"});
}

TEST(ExpectedEviction, IsWhatDocumentsAskFor) {
  EXPECT_EQ(wanted({{"docs/redis.md", "# Redis\n\n- **Max Memory Policy:** `allkeys-lru` (evict old keys)\n"},
                    {".env", "REDIS_URL=rediss://shop.cache.example.com:6379\n"}},
                   "REDIS_URL"),
            std::vector<std::string>{"allkeys-lru (docs/redis.md:3)"});
}

TEST(ExpectedEviction, IsNotWhatDocumentsWarnOfOrExplain) {
  EXPECT_TRUE(wanted({{"a.md", "Do not set maxmemory-policy to allkeys-lru.\n"},
                      {"b.md", "The eviction policy allkeys-random, instead of ours, loses sessions.\n"},
                      {"c.md",
                       "maxmemory-policy is one of\n- noeviction: evicts nothing\n- allkeys-lru: evicts the oldest\n"
                       "- volatile-ttl: evicts what expires next\n"},
                      {"d.md", "allkeys-lru\n"}},
                     "localhost:6379")
                  .empty());
}

TEST(ExpectedEviction, OfTheSettingsGoesBeforeAll) {
  EXPECT_EQ(wanted({{"compose.yml", kCompose}, {".fingerpost.toml", "[probes.redis]\neviction = \"volatile-lru\"\n"}},
                   "localhost:6380"),
            std::vector<std::string>{"volatile-lru (.fingerpost.toml:2)"});
}

}  // namespace
}  // namespace fingerpost
