// Languages that are taught to ctags: where their definitions begin and end, and what only looks like one.
#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/symbols.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

// "kind name first-last" of each definition, a line each.
std::string definitions_in(const std::string& path, std::string_view text) {
  TemporaryRepository repository;
  repository.write(path, text);
  auto root = Root::open(repository.tree());
  if (!root) return root.error().text();
  std::string out;
  const auto problems = read_symbols(
      *root, {path}, std::chrono::seconds(60), 1u << 20, [&](const std::string&, std::vector<Place> places) {
        std::stable_sort(places.begin(), places.end(),
                         [](const Place& a, const Place& b) { return a.line_start < b.line_start; });
        for (const Place& place : places)
          out += place.words + " " + place.key + " " + std::to_string(place.line_start) + "-" +
                 std::to_string(place.line_end) + "\n";
      });
  for (const SymbolProblem& problem : problems) out += problem.message + "\n";
  return out;
}

TEST(CtagsLanguages, Swift) {
  EXPECT_EQ(definitions_in("Belt.swift",
                           "import Foundation\n"
                           "// class Old {}\n"
                           "@objc public final class Belt: NSObject {\n"
                           "    class func shared() -> Belt { return Belt() }\n"
                           "    @discardableResult\n"
                           "    override func stop(_ now: Bool) async throws -> Bool {\n"
                           "        let func_name = 1\n"
                           "        return true\n"
                           "    }\n"
                           "    enum Lamp: String {\n"
                           "        case red\n"
                           "    }\n"
                           "}\n"
                           "extension Belt: Codable {\n"
                           "}\n"),
            "class Belt 3-13\n"
            "function shared 4-4\n"
            "function stop 6-9\n"
            "class Lamp 10-12\n"
            "implementation Belt 14-15\n");
}

TEST(CtagsLanguages, Dart) {
  EXPECT_EQ(definitions_in("belt.dart",
                           "abstract class Belt extends Machine {\n"
                           "  final int lanes = 4;\n"
                           "  Future<void> stop(bool now) async {\n"
                           "    await lamp.show(red);\n"
                           "    return done(now);\n"
                           "  }\n"
                           "  int get speed => 5;\n"
                           "}\n"
                           "enum Lamp { red, green }\n"),
            "class Belt 1-8\n"
            "function stop 3-6\n"
            "class Lamp 9-9\n");
}

TEST(CtagsLanguages, Scala) {
  EXPECT_EQ(definitions_in("Belt.scala",
                           "package parcels\n"
                           "sealed trait Machine\n"
                           "final case class Belt(lanes: Int) extends Machine {\n"
                           "  private[parcels] def stop(now: Boolean): Unit = {\n"
                           "    lamp.show(Red)\n"
                           "  }\n"
                           "}\n"
                           "object Belt\n"),
            "class Machine 2-2\n"
            "class Belt 3-7\n"
            "function stop 4-6\n"
            "class Belt 8-8\n");
}

TEST(CtagsLanguages, GradleAndJenkins) {
  EXPECT_EQ(definitions_in("build.gradle",
                           "task packParcels(type: Zip) {\n"
                           "    from 'parcels'\n"
                           "}\n"
                           "tasks.register('stopBelt') {\n"
                           "    doLast { println 'stopped' }\n"
                           "}\n"
                           "def lampOf(String lane) {\n"
                           "    if (lane == 'one') { return red }\n"
                           "}\n"),
            "task packParcels 1-3\n"
            "task stopBelt 4-6\n"
            "function lampOf 7-9\n");
  EXPECT_EQ(definitions_in("Jenkinsfile",
                           "pipeline {\n"
                           "  stages {\n"
                           "    stage('Stop the belt') {\n"
                           "      steps { sh 'sorter --stop' }\n"
                           "    }\n"
                           "  }\n"
                           "}\n"),
            "stage Stop the belt 3-5\n");
}

TEST(CtagsLanguages, SchemasAndDeclarations) {
  EXPECT_EQ(
      definitions_in("schema.prisma", "datasource db {\n  url = env(\"X\")\n}\nmodel Parcel {\n  id Int @id\n}\n"),
      "resource db 1-3\nmodel Parcel 4-6\n");
  EXPECT_EQ(
      definitions_in("schema.graphql", "type Parcel {\n  lane: Int\n}\nextend type Query {\n  all: [Parcel]\n}\n"),
      "type Parcel 1-3\ntype Query 4-6\n");
  EXPECT_EQ(definitions_in("main.bicep", "param lanes int = 4\nresource belt 'X@1' = {\n  name: 'b'\n}\n"),
            "param lanes 1-1\nresource belt 2-4\n");
  EXPECT_EQ(definitions_in("BUILD.bazel", "cc_binary(\n    name = \"sorter\",\n)\n"), "target sorter 2-2\n");
  EXPECT_EQ(definitions_in("belt.feature", "Feature: The belt\n\n  Scenario: it jams\n    Given a parcel\n"),
            "feature The belt 1-4\nscenario it jams 3-4\n");
}

TEST(CtagsLanguages, OthersOfTheirKind) {
  EXPECT_EQ(definitions_in("belt.gd", "class_name Belt\nsignal jammed(lane)\nfunc _ready():\n\tpass\n"),
            "class Belt 1-1\nevent jammed 2-2\nfunction _ready 3-4\n");
  EXPECT_EQ(definitions_in("Belt.sol", "contract Belt {\n    function stop(bool now) public {\n    }\n}\n"),
            "contract Belt 1-4\nfunction stop 2-3\n");
  EXPECT_EQ(definitions_in("belt.nim", "proc stop*(now: bool) =\n  discard\n"), "function stop 1-2\n");
}

TEST(CtagsLanguages, WhatCtagsLeavesOutOfClojure) {
  EXPECT_EQ(definitions_in("belt.clj",
                           "(ns belt)\n(def lanes 3)\n(defonce ^:private sorter (atom nil))\n(defmulti price :kind)\n"
                           "(defn stop! [now] now)\n"),
            "namespace belt 1-1\nconstant lanes 2-2\nconstant sorter 3-3\nmacro price 4-4\nfunction stop! 5-5\n");
}

TEST(CtagsLanguages, ALanguageIsKnownByItsEndingInCapitalsToo) {
  EXPECT_EQ(definitions_in("belt.R", "stop_all <- function(now) now\n"), "function stop_all 1-1\n");
}

TEST(CtagsLanguages, ScriptsOfPagesAreCodeAndTheirPagesAreNot) {
  EXPECT_EQ(definitions_in("Belt.vue",
                           "<template>\n"
                           "  <p>function no() {}</p>\n"
                           "</template>\n"
                           "<script setup lang=\"ts\">\n"
                           "function stop(now: boolean) {\n"
                           "  return now\n"
                           "}\n"
                           "</script>\n"),
            "function stop 5-7\n");
  EXPECT_EQ(definitions_in("belt.astro", "---\nexport function lamp() {\n  return 1;\n}\n---\n<p>x</p>\n"),
            "function lamp 2-4\n");
}

}  // namespace
}  // namespace fingerpost
