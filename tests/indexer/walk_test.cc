#include "indexer/walk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <random>

#include "base/process.h"
#include "indexer/ignore.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

std::vector<std::string> walked(const TemporaryRepository& repository) {
  auto root = Root::open(repository.tree());
  EXPECT_TRUE(root);
  auto result = walk(*root, {});
  EXPECT_TRUE(result);
  std::vector<std::string> out;
  for (const WalkedFile& file : result->files) out.push_back(file.path);
  return out;
}

using Paths = std::vector<std::string>;

TEST(Walk, HiddenFilesThatMatterAreReadAndVendoredTreesAreNot) {
  TemporaryRepository repository;
  for (const char* path :
       {".env", ".github/workflows/ci.yml", ".gitlab-ci.yml", ".claude/skills/x/SKILL.md", ".cache/x.md",
        "node_modules/a/README.md", "src/a.ts", "package-lock.json", "logo.png", "vendor/x.go", ".DS_Store", "dist.md"})
    repository.write(path, "x");
  EXPECT_EQ(walked(repository), (Paths{".claude/skills/x/SKILL.md", ".env", ".github/workflows/ci.yml",
                                       ".gitlab-ci.yml", "dist.md", "src/a.ts"}));
}

TEST(Walk, IgnoreFilesOfEveryKindAreObeyedAndEnvFilesReadAllTheSame) {
  TemporaryRepository repository;
  repository.write(".gitignore", "*.log\n/build/\n.env\n!keep.log\n");
  repository.write("sub/.gitignore", "secret.md\n");
  repository.write(".fingerpostignore", "drafts/\n");
  for (const char* path :
       {"a.log.md", "build/x.md", ".env", "sub/secret.md", "sub/open.md", "drafts/d.md", "sub/build/y.md"})
    repository.write(path, "x");
  EXPECT_EQ(walked(repository), (Paths{".env", "a.log.md", "sub/build/y.md", "sub/open.md"}));
}

TEST(Walk, OddTreesAreWalkedWithoutHarm) {
  TemporaryRepository repository;
  repository.write("odd  name'\".md", "x");
  repository.write("target.md", "x");
  std::filesystem::create_symlink("target.md", repository.tree() + "/link.md");
  std::filesystem::create_symlink("/etc/hosts", repository.tree() + "/out.md");
  std::filesystem::create_directory_symlink(".", repository.tree() + "/loop");
  ASSERT_EQ(::mkfifo((repository.tree() + "/pipe.md").c_str(), 0600), 0);
  repository.write("other/.git/HEAD", "x");
  repository.write("other/README.md", "x");
  EXPECT_EQ(walked(repository), (Paths{"link.md", "odd  name'\".md", "target.md"}));
}

TEST(Walk, NamesThatNoAnswerCouldShowAreLeftOutAndTold) {
  TemporaryRepository repository;
  repository.write("two\nlines.md", "x");
  repository.write("a \x1b[31mred\x1b[0m.md", "x");
  repository.write("turned \u202egnp.md", "x");
  repository.write("dir\tname/x.md", "x");
  repository.write("umlaut-\u00fc.md", "x");
  repository.write("latin-\xfc.md", "x");
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  auto result = walk(*root, {});
  ASSERT_TRUE(result);
  EXPECT_EQ(walked(repository), (Paths{"latin-\xfc.md", "umlaut-\u00fc.md"}));
  std::vector<std::string> told;
  for (const auto& [path, why] : result->left_out) {
    told.push_back(path);
    EXPECT_EQ(why, "its name holds characters that cannot be shown");
  }
  EXPECT_EQ(told, (Paths{"a red.md", "dir name/", "turned gnp.md", "two lines.md"}));
}

TEST(Walk, WhatIsOverALimitIsSaid) {
  TemporaryRepository repository;
  for (int i = 0; i < 5; ++i) repository.write("f" + std::to_string(i) + ".md", "x");
  auto root = Root::open(repository.tree());
  WalkOptions options;
  options.limits.sources = 3;
  auto result = walk(*root, options);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->files.size(), 3u);
  ASSERT_EQ(result->left_out.size(), 1u);
  EXPECT_EQ(result->left_out[0].first, "f3.md");
}

TEST(Glob, MatchesAsGitDoes) {
  EXPECT_TRUE(glob_matches("*.md", "a.md"));
  EXPECT_FALSE(glob_matches("*.md", "a/b.md"));
  EXPECT_TRUE(glob_matches("**/b.md", "b.md"));
  EXPECT_TRUE(glob_matches("a/**/b", "a/x/y/b"));
  EXPECT_FALSE(glob_matches("a/**", "a/"));
  EXPECT_TRUE(glob_matches("[!a-c]?", "dz"));
  EXPECT_FALSE(glob_matches("a*a*a*a*a*a*a*a*b", std::string(5000, 'a')));
}

// Property: for random rules over random trees, what we ignore is what git ignores.
TEST(Ignore, AgreesWithGit) {
  const auto seed = 20261121u;
  std::mt19937 random(seed);
  const std::vector<std::string> names = {"a", "b", "ab", "a.md", "b.txt", "x y"};
  const std::vector<std::string> patterns = {"a",    "b/", "/a", "*.md", "!a.md", "a/b", "**/b", "a/**",  "!b/",
                                             "[ab]", "a*", "?",  "/a/*", "!/a/b", "*",   "!*/",  "x\\ y", "ab/"};
  for (int round = 0; round < 30; ++round) {
    TemporaryRepository repository;
    std::string rules;
    for (int i = 0; i < 4; ++i) rules += patterns[random() % patterns.size()] + "\n";
    repository.write(".gitignore", rules);
    std::vector<std::string> files;
    for (int i = 0; i < 12; ++i) {
      std::string path;
      for (unsigned depth = 0; depth <= random() % 3; ++depth) path += "d" + names[random() % names.size()] + "/";
      if (random() % 2 == 0) path = names[random() % 3] + std::string("/") + path;
      path += names[random() % names.size()];
      std::error_code failed;
      if (std::filesystem::exists(repository.tree() + "/" + path, failed)) continue;
      std::filesystem::create_directories(std::filesystem::path(repository.tree() + "/" + path).parent_path(), failed);
      if (failed) continue;
      repository.write(path, "x");
      files.push_back(path);
    }
    std::string listed;
    auto init =
        run_process({"git", "init", "-q"}, repository.tree(), "", std::chrono::seconds(10), [](std::string_view) {});
    ASSERT_TRUE(init);
    auto ran =
        run_process({"git", "-c", "core.excludesFile=/dev/null", "ls-files", "-co", "--exclude-standard", "-z"},
                    repository.tree(), "", std::chrono::seconds(10), [&](std::string_view bytes) { listed += bytes; });
    ASSERT_TRUE(ran);
    const auto rules_of_root = std::make_shared<IgnoreScope>();
    std::const_pointer_cast<IgnoreScope>(std::shared_ptr<const IgnoreScope>(rules_of_root))
        ->rules.emplace_back("", rules);
    for (const std::string& file : files) {
      bool ignored = rules_of_root->ignores(file, false);
      for (auto slash = file.find('/'); slash != std::string::npos && !ignored; slash = file.find('/', slash + 1))
        ignored = rules_of_root->ignores(file.substr(0, slash), true);
      const bool git_lists =
          (std::string(1, '\0') + listed).find(std::string(1, '\0') + file + std::string(1, '\0')) != std::string::npos;
      EXPECT_EQ(!ignored, git_lists) << "seed " << seed << " round " << round << " file " << file << " rules:\n"
                                     << rules;
    }
  }
}

TEST(Roots, WholeFileSystemsAndHomesAreRefused) {
  EXPECT_TRUE(is_refused_root("/"));
  EXPECT_TRUE(is_refused_root("/home/somebody"));
  EXPECT_FALSE(is_refused_root("/home/somebody/project"));
}

}  // namespace
}  // namespace fingerpost
