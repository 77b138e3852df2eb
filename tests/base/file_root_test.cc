#include "base/file_root.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

constexpr std::size_t kPlenty = 1u << 20;

TEST(Root, ReadsAFileWithItsStat) {
  TemporaryRepository repository;
  repository.write("docs/a.md", "hello\n");
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  auto text = root->read("docs/a.md", kPlenty);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->bytes, "hello\n");
  EXPECT_EQ(text->stat.size, 6);
}

TEST(Root, NothingOutsideIsRead) {
  TemporaryRepository repository;
  repository.write("inside.txt", "in");
  std::filesystem::create_symlink("/etc/passwd", repository.tree() + "/leaves");
  std::filesystem::create_symlink("..", repository.tree() + "/up");
  std::filesystem::create_symlink("inside.txt", repository.tree() + "/stays");
  std::filesystem::create_symlink("loop", repository.tree() + "/loop");
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  for (const char* path : {"/etc/passwd", "../map.db", "docs/../../x", "", ".", "a//b"})
    EXPECT_EQ(root->read(path, kPlenty).error().code, Code::invalid_argument) << path;
  EXPECT_EQ(root->read("leaves", kPlenty).error().code, Code::denied);
  EXPECT_EQ(root->read("up/map.db", kPlenty).error().code, Code::denied);
  EXPECT_EQ(root->read("loop", kPlenty).error().code, Code::denied);
  EXPECT_EQ(root->read(std::string("inside.txt\0x", 12), kPlenty).error().code, Code::invalid_argument);
  EXPECT_TRUE(root->read("stays", kPlenty));
}

TEST(Root, WaitsForNoFifoAndRefusesDirectoriesAndLargeFiles) {
  TemporaryRepository repository;
  repository.write("large.md", std::string(5000, 'x'));
  ASSERT_EQ(::mkfifo((repository.tree() + "/README.md").c_str(), 0600), 0);
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  EXPECT_EQ(root->read("README.md", kPlenty).error().code, Code::invalid_argument);
  EXPECT_EQ(root->read("large.md", 4096).error().code, Code::too_large);
  EXPECT_EQ(root->read("missing", kPlenty).error().code, Code::not_found);
  EXPECT_EQ(Root::open(repository.tree() + "/large.md").error().code, Code::invalid_argument);
}

}  // namespace
}  // namespace fingerpost
