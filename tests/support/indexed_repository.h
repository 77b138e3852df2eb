// A temporary repository with its map, to be asked.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "component-map/where.h"
#include "indexer/index.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {

class IndexedRepository : public TemporaryRepository {
 public:
  void index() {
    if (!root_) {
      auto root = Root::open(tree());
      ASSERT_TRUE(root);
      root_.emplace(std::move(*root));
      auto map = Map::open(map_file(), tree(), true);
      ASSERT_TRUE(map);
      map_.emplace(std::move(*map));
    }
    ASSERT_TRUE(update_map(*root_, *map_, {}));
  }
  const Root& root() const { return *root_; }
  Map& map() { return *map_; }

  WhereReply ask(std::string_view query, const WhereOptions& options = {}) {
    Where where(*root_, *map_, [&](const auto& paths) { return update_sources(*root_, *map_, paths, {}); });
    auto reply = where.ask(query, options);
    EXPECT_TRUE(reply) << reply.error().text();
    return reply ? *reply : WhereReply{};
  }

 private:
  std::optional<Root> root_;
  std::optional<Map> map_;
};

}  // namespace fingerpost
