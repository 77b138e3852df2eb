#include "pointer-map/written_pointer.h"

#include <gtest/gtest.h>

#include "indexer/index.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

TEST(WrittenPointer, IsAPathAndTheKeysThatLeadToThePlace) {
  const auto pointer = parse_written_pointer("`docker-compose.yml` → `services` → `redis` (development)");
  ASSERT_TRUE(pointer);
  EXPECT_EQ(pointer->path, "docker-compose.yml");
  EXPECT_EQ(pointer->locator, (std::vector<std::string>{"services", "redis"}));
  EXPECT_FALSE(parse_written_pointer("  "));
}

}  // namespace
}  // namespace fingerpost
