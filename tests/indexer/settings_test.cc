#include "indexer/settings.h"

#include <gtest/gtest.h>

#include "indexer/index.h"
#include "tests/support/reading_check.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

std::vector<std::string> findings_of(std::string_view text) {
  std::vector<std::string> out;
  for (const Finding& finding : read_settings(text).findings)
    out.push_back(std::to_string(finding.line) + ": " + finding.message);
  return out;
}

TEST(Settings, AreReadWhole) {
  const RepositorySettings settings = read_settings(
      "name = \"Acme shop\"\nignore = [\"legacy/\", \"*.gen.md\"]\nprotected = "
      "[\"db/schema.sql\"]\n\n[aliases]\nbouncer = "
      "\"pgbouncer\"\n\"the box\" = \"staging-host\"\n");
  EXPECT_TRUE(settings.findings.empty());
  EXPECT_EQ(settings.name, "Acme shop");
  EXPECT_EQ(settings.ignore, (std::vector<std::string>{"legacy/", "*.gen.md"}));
  EXPECT_EQ(settings.protected_paths, (std::vector<std::string>{"db/schema.sql"}));
  EXPECT_EQ(settings.aliases,
            (std::vector<std::pair<std::string, std::string>>{{"bouncer", "pgbouncer"}, {"the box", "staging-host"}}));
}

TEST(Settings, AnUnknownKeyGetsTheNearestKnownOne) {
  EXPECT_EQ(findings_of("# ours\nignroe = []\n[alias]\na = \"b\"\n[server]\nport = 1\n"),
            (std::vector<std::string>{"2: unknown setting 'ignroe'; did you mean 'ignore'?",
                                      "3: unknown setting 'alias'; did you mean 'aliases'?",
                                      "5: unknown setting 'server'; there are: aliases, check, ignore, name, probes, "
                                      "protected"}));
}

TEST(Settings, WhatIsWrongIsSaidAndLeftOut) {
  const std::string text =
      "name = 3\nignore = [\"docs/\", \"!docs/keep.md\", 7, \"../other\"]\nprotected = \"README.md\"\n[aliases]\nx = "
      "1\n";
  EXPECT_EQ(findings_of(text),
            (std::vector<std::string>{
                "1: 'name' wants a text of 1 to 200 bytes",
                "2: 'ignore' takes no negation: settings of a repository narrow, they never widen",
                "2: 'ignore' wants a list of paths or globs; this item is none",
                "2: 'ignore' names what lies inside of the repository", "3: 'protected' wants a list of paths or globs",
                "5: an alias wants a text: the name that the repository uses"}));
  EXPECT_EQ(read_settings(text).ignore, std::vector<std::string>{"docs/"});
}

TEST(Settings, ABrokenFileSetsNothing) {
  EXPECT_TRUE(read_settings("ignore = [\"a\"\nname = ").ignore.empty());
  EXPECT_TRUE(read_settings("").name.empty());
  EXPECT_TRUE(read_settings(std::string_view("\0\xff[[[", 5)).name.empty());
}

TEST(Settings, NarrowWhatIsIndexedAndSayWhatIsWrong) {
  TemporaryRepository repository;
  repository.write(".fingerpost.toml", "ignore = [\"legacy/\", \"*.tmp.md\", \".env\"]\nprotcted = []\n");
  repository.write(".gitignore", "build/\n");
  repository.write("legacy/old.md", "# Old\n");
  repository.write("legacy/.gitignore", "!old.md\n");
  repository.write("docs/a.tmp.md", "# Draft\n");
  repository.write("docs/a.md", "# Final\n");
  repository.write("build/b.md", "# Built\n");
  repository.write(".env", "A_KEY=1\n");
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  auto map = Map::open(repository.map_file(), repository.tree(), true);
  ASSERT_TRUE(map);
  ASSERT_TRUE(update_map(*root, *map, {}));
  std::vector<std::string> paths;
  for (const Source& source : map->sources()) paths.push_back(source.path);
  EXPECT_EQ(paths, (std::vector<std::string>{".fingerpost.toml", "docs/a.md"}));
  auto findings = map->findings();
  ASSERT_TRUE(findings);
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ((*findings)[0].path, ".fingerpost.toml");
  EXPECT_EQ((*findings)[0].line, 2);
  EXPECT_EQ((*findings)[0].message, "unknown setting 'protcted'; did you mean 'protected'?");

  repository.write(".fingerpost.toml", "ignore = [\"*\"]\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  ASSERT_EQ(map->sources().size(), 1u) << "the settings themselves stay readable";
}

}  // namespace
}  // namespace fingerpost
