#include "component-map/confidence.h"

#include <gtest/gtest.h>

#include "tests/support/indexed_repository.h"

namespace fingerpost {
namespace {

TEST(Confidence, AFarSynonymIsNotTheWord) {
  IndexedRepository repository;
  // The word stands in the repository, so it is no unknown one; but the cache is not it.
  repository.write("package.json", "{\n  \"dependencies\": {\n    \"ioredis\": \"5\",\n    \"redis\": \"4\"\n  }\n}\n");
  repository.write("docs/cache.md", "# Page cache\n\nEntries of the cache are kept for one hour.\n");
  repository.index();
  const WhereReply asked_for_cache = repository.ask("how long are cache entries kept");
  const WhereReply asked_for_redis = repository.ask("how long are redis entries kept");
  const auto confidence_in = [](const WhereReply& reply) {
    for (const WhereAnswer& answer : reply.answers)
      if (answer.path == "docs/cache.md") return answer.confidence;
    return -1.0;
  };
  EXPECT_TRUE(asked_for_cache.known);
  EXPECT_GT(confidence_in(asked_for_redis), 0.0);
  EXPECT_LT(confidence_in(asked_for_redis), confidence_in(asked_for_cache) - 0.2);
}

TEST(Confidence, WordsScatteredOverALongTextDoNotAnswer) {
  std::string filler;
  for (int i = 0; i < 14; ++i) filler += "\nSomething else is told on line number " + std::to_string(i) + ".\n";
  IndexedRepository together;
  together.write("guide.md", "# Guide\n" + filler + "\nThe gateway drops idle sockets after ninety seconds.\n");
  together.index();
  IndexedRepository apart;
  apart.write("guide.md", "# Guide\n\nThe gateway is new.\n" + filler + "\nSockets are blue.\n" + filler +
                              "\nBe idle for ninety days.\n");
  apart.index();
  const WhereReply near = together.ask("gateway idle sockets ninety");
  const WhereReply far = apart.ask("gateway idle sockets ninety");
  EXPECT_TRUE(near.known);
  ASSERT_FALSE(far.answers.empty());
  EXPECT_FALSE(far.known);
}

}  // namespace
}  // namespace fingerpost
