#include "base/sqlite.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

// As when an editor starts two assistants at once in a repository that was never indexed.
TEST(Sqlite, ManyOpenOneNewFileAtOnce) {
  const TemporaryRepository folder;
  for (int round = 0; round < 20; ++round) {
    const std::string path = folder.map_file("new" + std::to_string(round) + ".db");
    std::atomic<int> ready = 0;
    std::vector<std::string> said(6);
    std::vector<std::thread> threads;
    for (std::string& mine : said)
      threads.emplace_back([&ready, &mine, &path] {
        ++ready;
        while (ready < 6) std::this_thread::yield();
        auto database = Database::open(path, true);
        if (!database) mine = database.error().message;
      });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& mine : said) EXPECT_EQ(mine, "");
  }
}

}  // namespace
}  // namespace fingerpost
