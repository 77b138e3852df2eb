#include <gtest/gtest.h>

#include <optional>

#include "indexer/index.h"
#include "pointer-map/written_pointer.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class PointerInProse : public ::testing::Test {
 protected:
  void SetUp() override {
    repository_.write("docs/guide/setup.md", "# Setup\n\n## Database\n\nRun it.\n\n## Cache\n\nWarm it.\n");
    repository_.write("docs/operations.rst", "Operations\n==========\n\nLedger is down\n--------------\n\nCall us.\n");
    repository_.write("apps/api/.env.example", "PORT=1\n");
    repository_.write("apps/web/.env.example", "PORT=2\n");
    auto root = Root::open(repository_.tree());
    ASSERT_TRUE(root);
    auto map = Map::open(repository_.map_file(), repository_.tree(), true);
    ASSERT_TRUE(map);
    map_.emplace(std::move(*map));
    ASSERT_TRUE(update_map(*root, *map_, {}));
  }
  // "path:first-last" of what the prose points to, "" for nothing.
  std::string lead(std::string_view from, std::string_view prose) {
    auto found = pointer_in_prose(*map_, from, prose);
    EXPECT_TRUE(found);
    if (!found || !*found) return {};
    const PointedPlace& place = **found;
    return place.source->path + ":" + std::to_string(place.place.line_start) + "-" +
           std::to_string(place.place.line_end);
  }
  TemporaryRepository repository_;
  std::optional<Map> map_;
};

TEST_F(PointerInProse, PathsOfTheRootOfTheDocumentAndNamesAlone) {
  EXPECT_EQ(lead("README.md", "see `docs/guide/setup.md`."), "docs/guide/setup.md:1-9");
  EXPECT_EQ(lead("docs/guide/other.md", "as in [the setup](./setup.md)"), "docs/guide/setup.md:1-9");
  EXPECT_EQ(lead("docs/faq.md", "../docs/guide/setup.md tells"), "docs/guide/setup.md:1-9");
  EXPECT_EQ(lead("README.md", "setup.md has it"), "docs/guide/setup.md:1-9");
}

TEST_F(PointerInProse, AHeadingNamedBehindThePathNarrowsItDown) {
  EXPECT_EQ(lead("README.md", "`docs/guide/setup.md` § Cache"), "docs/guide/setup.md:7-9");
  EXPECT_EQ(lead("README.md", "[here](docs/guide/setup.md#database)"), "docs/guide/setup.md:3-5");
  EXPECT_EQ(lead("README.md", "docs/guide/setup.md § Nothing such"), "docs/guide/setup.md:1-9");
  EXPECT_EQ(lead("README.md", "docs/guide/setup.md § Cached"), "docs/guide/setup.md:1-9");
}

TEST_F(PointerInProse, TheUrlOfAPageMadeFromADocumentMeansTheDocument) {
  EXPECT_EQ(lead("rules.yml", "https://docs.example/site/operations.html#ledger-is-down"), "docs/operations.rst:4-7");
}

TEST_F(PointerInProse, WhatIsAmbiguousOrNotThereLeadsNowhere) {
  EXPECT_EQ(lead("README.md", "copy .env.example"), "");
  EXPECT_EQ(lead("README.md", "see docs/missing.md"), "");
  EXPECT_EQ(lead("README.md", "../../etc/passwd"), "");
  EXPECT_EQ(lead("README.md", "no path at all. Really/not."), "");
}

}  // namespace
}  // namespace fingerpost
