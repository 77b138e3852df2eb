// Definitions in code through ctags, whatever the files are called and whatever is in them.
#include "indexer/symbols.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

struct Found {
  std::map<std::string, std::string> definitions;  // "name first-last" of each, by path
  std::vector<SymbolProblem> problems;
};

Found find_in(const TemporaryRepository& repository, const std::vector<std::string>& paths,
              std::chrono::seconds deadline = std::chrono::seconds(60)) {
  auto root = Root::open(repository.tree());
  Found found;
  if (!root) return found;
  found.problems =
      read_symbols(*root, paths, deadline, 1u << 20, [&](const std::string& path, std::vector<Place> places) {
        std::stable_sort(places.begin(), places.end(),
                         [](const Place& a, const Place& b) { return a.line_start < b.line_start; });
        std::string& text = found.definitions[path];
        for (const Place& place : places)
          text += place.key + " " + std::to_string(place.line_start) + "-" + std::to_string(place.line_end) + "\n";
      });
  return found;
}

std::string definitions_of(std::string_view path, std::string_view text) {
  TemporaryRepository repository;
  repository.write(std::string(path), text);
  return find_in(repository, {std::string(path)}).definitions[std::string(path)];
}

std::vector<std::string> files_below(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
    names.push_back(entry.path().lexically_relative(directory).string());
  std::sort(names.begin(), names.end());
  return names;
}

TEST(Symbols, NamesThatLookLikeOptionsAreOnlyNames) {
  const std::vector<std::string> paths = {"-oplanted.c",
                                          "--options=evil.c",
                                          "--output-format=json.c",
                                          "-L",
                                          "-f",
                                          "good.c",
                                          "a\n-oplanted2.c",
                                          "b\r-oplanted3.c",
                                          "back\\slash.c",
                                          "quote\"'.c",
                                          "tab\there.c",
                                          " lead.c",
                                          "trailing.c ",
                                          "#c.c",
                                          "\xff\xfe.c",
                                          "$(touch x).c",
                                          "@list.c",
                                          "dir/-oplanted4.c",
                                          "é.c"};
  TemporaryRepository repository;
  repository.write("evil", "-oplanted5\n");
  for (const std::string& path : paths) repository.write(path, "int answer(void)\n{\n  return 42;\n}\n");
  const std::vector<std::string> before = files_below(repository.tree());
  const Found found = find_in(repository, paths);
  EXPECT_EQ(files_below(repository.tree()), before);
  EXPECT_TRUE(found.problems.empty());
  for (const std::string& path : paths) {
    if (!path.ends_with(".c")) continue;
    const auto definitions = found.definitions.find(path);
    ASSERT_NE(definitions, found.definitions.end()) << path;
    EXPECT_EQ(definitions->second, "answer 1-4\n") << path;
  }
}

TEST(Symbols, ARepositorysOwnCtagsOptionsAreNotObeyed) {
  TemporaryRepository repository;
  repository.write(".ctags.d/evil.ctags", "-oplanted\n--exclude=*\n");
  repository.write("a.py", "def run():\n    pass\n");
  const Found found = find_in(repository, {"a.py"});
  EXPECT_EQ(found.definitions.at("a.py"), "run 1-2\n");
  EXPECT_FALSE(std::filesystem::exists(repository.tree() + "/planted"));
}

TEST(Symbols, AFileThatCannotBeReadCostsOnlyItself) {
  TemporaryRepository repository;
  std::vector<std::string> paths;
  for (int i = 0; i < 300; ++i) {
    paths.push_back("src/f" + std::to_string(i) + ".py");
    if (i % 50 == 7) continue;  // not there
    repository.write(paths.back(), i % 50 == 9 ? std::string("\x7f"
                                                             "ELF\0\0\0\xff",
                                                             9)
                                               : "def f():\n    pass\n");
  }
  std::filesystem::create_symlink("/etc", repository.tree() + "/src/out.py");
  paths.push_back("src/out.py");
  const Found found = find_in(repository, paths);
  EXPECT_EQ(found.definitions.size(), 288u);
}

TEST(Symbols, WhatTheTimeDoesNotSufficeForIsNamed) {
  TemporaryRepository repository;
  repository.write("a.py", "def f():\n    pass\n");
  const Found found = find_in(repository, {"a.py"}, std::chrono::seconds(0));
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_EQ(found.problems[0].path, "a.py");
  EXPECT_TRUE(found.definitions.empty());
}

TEST(Symbols, TextThatIsNoUtf8KeepsItsDefinitions) {
  EXPECT_EQ(definitions_of("a.py", "# caf\xe9\ndef caf\xe9():\n    pass\n\ndef other():\n    pass\n"),
            definitions_of("a.py", "# caf\xef\xbf\xbd\ndef caf\xef\xbf\xbd():\n    pass\n\ndef other():\n    pass\n"));
}

TEST(Symbols, MethodsOfPythonClassesAreDefinitions) {
  EXPECT_EQ(definitions_of("a.py",
                           "class Cart:\n    def add(self):\n        pass\n\n    def total(self):\n        return 1\n"),
            "Cart 1-6\nadd 2-3\ntotal 5-6\n");
}

TEST(Symbols, TypeScriptDefinitionsEndWithTheirBrackets) {
  EXPECT_EQ(definitions_of("src/server.ts",
                           "import express from 'express';\n"
                           "\n"
                           "export interface Config {\n"
                           "  port: number;\n"
                           "}\n"
                           "\n"
                           "export function load(\n"
                           "  source: string,\n"
                           "): Config {\n"
                           "  log('}');\n"
                           "  // a } in a comment, and `one` more\n"
                           "  if (/[}/]/.test(source)) {\n"
                           "    return { port: 1 };\n"
                           "  }\n"
                           "  return { port: Number(process.env.PORT) };\n"
                           "}\n"
                           "\n"
                           "export class Server {\n"
                           "  start(): void {\n"
                           "    send(`\n"
                           "} not the end ${load('x').port}\n"
                           "`);\n"
                           "  }\n"
                           "\n"
                           "  stop(): void {\n"
                           "    halt();\n"
                           "  }\n"
                           "}\n"
                           "\n"
                           "export const limit = 5;\n"
                           "export const handler = async (request: Request) => {\n"
                           "  await reply(request);\n"
                           "};\n"),
            "Config 3-5\nport 4-4\nload 7-16\nServer 18-28\nstart 19-23\nstop 25-27\nlimit 30-30\nhandler 31-33\n");
}

TEST(Symbols, JavaScriptWhoseBracketsDoNotMatchIsReadByIndentation) {
  EXPECT_EQ(definitions_of("a.jsx",
                           "export function Page() {\n"
                           "  return <p>Smile :)</p>;\n"
                           "}\n"
                           "\n"
                           "function next() {\n"
                           "  return 1;\n"
                           "}\n"),
            "Page 1-3\nnext 5-7\n");
}

TEST(Symbols, UnindentedJavaScriptIsReadByItsBrackets) {
  EXPECT_EQ(definitions_of("a.js", "function a() {\nif (x) {\ny();\n}\n}\nfunction b() {\nz();\n}\n"),
            "a 1-5\nb 6-8\n");
}

TEST(Symbols, ShellFunctionsEndWithTheirBrace) {
  EXPECT_EQ(definitions_of("deploy.sh",
                           "#!/bin/sh\n"
                           "check() {\n"
                           "  cat <<EOF\n"
                           "at the margin\n"
                           "EOF\n"
                           "}\n"
                           "\n"
                           "release()\n"
                           "{\n"
                           "  check\n"
                           "}\n"
                           "release\n"),
            "check 2-6\nrelease 8-11\n");
}

TEST(Symbols, AreNoLongerReadOnceCancelled) {
  TemporaryRepository repository;
  std::vector<std::string> paths;
  for (int i = 0; i < 1000; ++i) {
    paths.push_back("m" + std::to_string(i) + ".py");
    repository.write(paths.back(), "def run():\n    pass\n");
  }
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  int found = 0;
  const auto problems = read_symbols(
      *root, paths, std::chrono::seconds(60), 1u << 20, [&](const std::string&, const std::vector<Place>&) { ++found; },
      [] { return true; });
  EXPECT_LT(found, 1000);
  EXPECT_TRUE(problems.empty());
}

TEST(Symbols, AttributesOfASettingsClassAreSettings) {
  const std::string text =
      "class ShopSettings(BaseSettings):\n"
      "    # How many a minute.\n"
      "    parcels_per_min: int = 600\n"
      "    lanes: list[str] = [\n"
      "        \"north\",\n"
      "    ]\n"
      "\n"
      "    def check(self):\n"
      "        limit = 1\n"
      "\n"
      "class Parcel:\n"
      "    weight: int = 0\n";
  EXPECT_EQ(definitions_of("config.py", text),
            "ShopSettings 1-9\nparcels_per_min 3-3\nlanes 4-6\ncheck 8-9\nParcel 11-12\n");
}

TEST(Symbols, FieldsOfWhatHoldsSettingsAreSettings) {
  EXPECT_EQ(definitions_of("config.go",
                           "package shop\n\ntype ServerConfig struct {\n\tPort int\n}\n"
                           "type Parcel struct {\n\tWeight int\n}\n"),
            "shop 1-1\nServerConfig 3-5\nPort 4-4\nParcel 6-8\n");
  EXPECT_EQ(definitions_of("a.rs", "pub struct SorterOptions {\n    pub lanes: u32,\n}\n"),
            "SorterOptions 1-3\nlanes 2-2\n");
  EXPECT_EQ(definitions_of("A.cs", "class SorterOptions\n{\n    public int Lanes { get; set; } = 4;\n}\n"),
            "SorterOptions 1-4\nLanes 3-3\n");
}

TEST(Symbols, OfFilesWhoseNameDoesNotTellCtagsTheirLanguage) {
  EXPECT_EQ(definitions_of("web/Cart.tsx", "export function Cart({ lanes }: Props) {\n  return <ul>{lanes}</ul>;\n}\n"),
            "Cart 1-3\n");
  EXPECT_EQ(definitions_of("bin/sweep", "#!/usr/bin/env python3\ndef sweep():\n    pass\n"), "sweep 2-3\n");
  EXPECT_EQ(definitions_of("Vagrantfile", "def lanes\n  4\nend\n"), "lanes 1-3\n");
}

TEST(Symbols, ConstantsThatAreFieldsAreDefinitions) {
  EXPECT_EQ(
      definitions_of("Lane.java", "class Lane {\n  static final int MAX_PARCELS = 40;\n  private int weight = 1;\n}\n"),
      "Lane 1-4\nMAX_PARCELS 2-2\n");
}

TEST(Symbols, RustAndPhpAndLuaDefinitionsHaveAnEnd) {
  EXPECT_EQ(definitions_of("a.rs", "pub fn port() -> u16 {\n    80\n}\n\nstruct Shop {\n    name: String,\n}\n"),
            "port 1-3\nShop 5-7\n");
  EXPECT_EQ(
      definitions_of("a.php", "<?php\nclass Cart\n{\n    public function add()\n    {\n        return 1;\n    }\n}\n"),
      "Cart 2-8\nadd 4-7\n");
  EXPECT_EQ(definitions_of("a.lua", "function start()\n  go()\nend\n\nfunction stop()\n  halt()\nend\n"),
            "start 1-3\nstop 5-7\n");
}

}  // namespace
}  // namespace fingerpost
