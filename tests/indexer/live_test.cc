#include "indexer/live.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

#include "indexer/index.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class BasisTest : public testing::Test {
 protected:
  BasisTest() {
    files_.write("a.yml", "port: 8080\n");
    files_.write("b.yml", "port: 9090\n");
    auto root = Root::open(files_.tree());
    auto map = Map::open(files_.map_file(), files_.tree(), true);
    EXPECT_TRUE(root && map);
    root_.emplace(std::move(*root));
    map_.emplace(std::move(*map));
    EXPECT_TRUE(update_map(*root_, *map_, {}));
  }
  Basis basis_of(const std::vector<std::string>& paths) {
    LiveReader live(*root_);
    for (const std::string& path : paths) (void)live.read(path).has_value();
    return live.basis(*map_);
  }
  bool holds(const Basis& basis) { return basis.map_version == map_->version() && files_hold(basis, *root_); }

  TemporaryRepository files_;
  std::optional<Root> root_;
  std::optional<Map> map_;
};

TEST_F(BasisTest, HoldsByTheBytesOfWhatWasReadWhateverTheStampsSay) {
  const Basis basis = basis_of({"a.yml"});
  EXPECT_TRUE(holds(basis));
  files_.write("b.yml", "port: 9091\n");  // was not read
  EXPECT_TRUE(holds(basis));
  const std::filesystem::path file = files_.tree() + "/a.yml";
  const auto stamp = std::filesystem::last_write_time(file);
  files_.write("a.yml", "port: 8081\n");
  std::filesystem::last_write_time(file, stamp);
  EXPECT_FALSE(holds(basis));
  files_.write("a.yml", "port: 8080\n");
  EXPECT_TRUE(holds(basis));
  files_.remove("a.yml");
  EXPECT_FALSE(holds(basis));
}

TEST_F(BasisTest, WhatCouldNotBeReadMustStayUnreadable) {
  const Basis basis = basis_of({"a.yml", "c.yml"});
  EXPECT_TRUE(holds(basis));
  files_.write("c.yml", "");
  EXPECT_FALSE(holds(basis));
}

TEST_F(BasisTest, HoldsForOneVersionOfTheMap) {
  const Basis basis = basis_of({"a.yml"});
  files_.write("c.yml", "port: 1\n");
  ASSERT_TRUE(update_map(*root_, *map_, {}));
  EXPECT_FALSE(holds(basis));
  EXPECT_TRUE(holds(basis_of({"a.yml"})));
  EXPECT_FALSE(holds(Basis{}));
}

}  // namespace
}  // namespace fingerpost
