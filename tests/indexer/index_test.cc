#include "indexer/index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <utility>

#include "indexer/note_rest.h"
#include "indexer/read_source.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

Map open_map(const TemporaryRepository& repository, const std::string& name = "map.db") {
  auto map = Map::open(repository.map_file(name), repository.tree(), true);
  EXPECT_TRUE(map) << map.error().text();
  return std::move(*map);
}

// What a room above might note: a number for what it was given, and a word that stands in no source.
std::string given(std::string_view path, std::string_view text, const Reading& reading, Analyzer& analyzer) {
  std::vector<TermId> terms;
  analyzer.analyze("hippopotamus", terms);
  return std::string(path) + ", " + std::to_string(reading.places.size()) + " places of " +
         std::to_string(hash_of(text));
}

IndexReport index(const TemporaryRepository& repository, Map& map, bool notes = true) {
  auto root = Root::open(repository.tree());
  EXPECT_TRUE(root);
  IndexOptions options;
  options.notes_of = given;
  options.notes = notes;
  auto report = update_map(*root, map, options);
  EXPECT_TRUE(report) << report.error().text();
  return *report;
}

// Everything that a map knows, as text: independent of the order in which it came to know it.
std::string dump(Map& map) {
  std::ostringstream out;
  for (const Source& source : map.sources()) {
    out << source.path << " " << source.format << " " << source.hash << "\n";
    auto places = map.places_of(source);
    EXPECT_TRUE(places);
    for (const StoredPlace& place : **places)
      out << "  " << name_of(place.kind) << " " << name_of(place.role) << " " << place.parent << " " << place.line_start
          << "-" << place.line_end << " " << place.key << " " << place.name << "\n";
    auto notes = map.notes_of(source);
    EXPECT_TRUE(notes);
    out << (source.noted ? "  noted: " : "  not noted: ") << *notes << "\n";
  }
  auto findings = map.findings();
  EXPECT_TRUE(findings);
  for (const StoredFinding& finding : *findings)
    out << finding.path << ":" << finding.line << " " << finding.message << "\n";
  return out.str();
}

// The same of another map that is made from nothing.
std::string dump_from_nothing(const TemporaryRepository& repository) {
  Map whole = open_map(repository, "whole.db");
  index(repository, whole);
  return dump(whole);
}

void fill(const TemporaryRepository& repository) {
  repository.write("docker-compose.yml",
                   "services:\n  redis:\n    image: redis:7\n    ports:\n      - \"6379:6379\"\n");
  repository.write("README.md", "# Shop\n\nHow to run it.\n");
  repository.write("src/app.py", "def start():\n    import os\n    return os.environ['SHOP_PORT']\n");
  repository.write(".env", "SHOP_PORT=1\nAPI_KEY=zq81-planted-secret\n");
}

TEST(Index, AnUnchangedTreeIsNotReadAgain) {
  TemporaryRepository repository;
  fill(repository);
  Map map = open_map(repository);
  EXPECT_EQ(index(repository, map).read, 4u);
  const std::string before = dump(map);
  const IndexReport again = index(repository, map);
  EXPECT_EQ(again.read, 0u);
  EXPECT_EQ(dump(map), before);
}

TEST(Index, AKeyTreeTooLargeToBeWrittenByHandIsReadBehindTheDocuments) {
  TemporaryRepository repository;
  fill(repository);
  std::string prices = "models:\n";
  for (int i = 0; prices.size() <= Limits{}.written_bytes; ++i)
    prices += "  - name: model-" + std::to_string(i) + "\n    price: 12\n";
  repository.write("data/prices.yaml", prices);
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  Map map = open_map(repository);
  IndexOptions documents;
  documents.notes_of = given;
  documents.code = false;
  ASSERT_TRUE(update_map(*root, map, documents));
  EXPECT_NE(map.find("docker-compose.yml"), nullptr);
  EXPECT_EQ(map.find("data/prices.yaml"), nullptr);
  index(repository, map);
  EXPECT_NE(map.find("data/prices.yaml"), nullptr);
  EXPECT_EQ(dump(map), dump_from_nothing(repository));
}

TEST(Index, NotesOfDocumentsThatAreLeftOutAreMadeByTheNextRun) {
  TemporaryRepository repository;
  fill(repository);
  Map map = open_map(repository);
  index(repository, map, /*notes=*/false);
  EXPECT_FALSE(map.find("README.md")->noted);
  EXPECT_TRUE(map.find("docker-compose.yml")->noted);
  EXPECT_EQ(map.without_notes(), 1u);
  EXPECT_EQ(index(repository, map).read, 0u);
  EXPECT_EQ(map.without_notes(), 0u);
  EXPECT_EQ(dump(map), dump_from_nothing(repository));
}

TEST(Index, CancelledAmidTheNotesItLeavesTheRestToTheNextRun) {
  TemporaryRepository repository;
  fill(repository);
  for (int i = 0; i < 40; ++i) repository.write("docs/" + std::to_string(i) + ".md", "# Page\n\nText.\n");
  {
    Map map = open_map(repository);
    index(repository, map, /*notes=*/false);
    auto root = Root::open(repository.tree());
    ASSERT_TRUE(root);
    bool noting = false;
    IndexOptions options;
    options.notes_of = given;
    options.on_progress = [&](const IndexProgress& progress) {
      noting = noting || progress.phase != "documents and configuration";
    };
    options.cancelled = [&] { return noting; };
    auto report = update_map(*root, map, options);
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_FALSE(report->complete);
  }
  Map reopened = open_map(repository);
  EXPECT_TRUE(index(repository, reopened).complete);
  EXPECT_EQ(dump(reopened), dump_from_nothing(repository));
}

TEST(Index, ADocumentThatChangedSinceItWasReadIsNotNotedAsItWas) {
  TemporaryRepository repository;
  fill(repository);
  Map map = open_map(repository);
  index(repository, map, /*notes=*/false);
  repository.write("README.md", "# Shop\n\nHow to close it.\n");
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  IndexOptions options;
  options.notes_of = given;
  auto done = note_rest(*root, map, options);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_TRUE(*done);
  EXPECT_FALSE(map.find("README.md")->noted);
  index(repository, map);
  EXPECT_EQ(dump(map), dump_from_nothing(repository));
}

TEST(Index, WordsThatOnlyNotesHaveAreNoWordsOfTheMap) {
  TemporaryRepository repository;
  fill(repository);
  Map map = open_map(repository);
  index(repository, map);
  EXPECT_TRUE((*map.words())->contains("shop"));
  EXPECT_FALSE((*map.words())->contains("hippopotamus"));
}

TEST(Index, DefinitionsAreWovenInWithTheReadsInsideThem) {
  TemporaryRepository repository;
  fill(repository);
  Map map = open_map(repository);
  index(repository, map);
  auto places = map.places_of(*map.find("src/app.py"));
  ASSERT_TRUE(places);
  ASSERT_EQ((*places)->size(), 3u);
  EXPECT_EQ((**places)[1].kind, Kind::definition);
  EXPECT_EQ((**places)[1].key, "start");
  EXPECT_EQ((**places)[1].line_end, 3);
  EXPECT_EQ((**places)[2].name, "SHOP_PORT");
  EXPECT_EQ((**places)[2].parent, 1);
}

TEST(Index, CancelledAmidTheDefinitionsItKeepsNoCodeWithoutThem) {
  TemporaryRepository repository;
  fill(repository);
  auto root = Root::open(repository.tree());
  ASSERT_TRUE(root);
  Map map = open_map(repository);
  // Progress is told before each look whether to go on, but while definitions are read.
  bool told = false;
  IndexOptions options;
  options.notes_of = given;
  options.on_progress = [&](const IndexProgress&) { told = true; };
  options.cancelled = [&] { return !std::exchange(told, false); };
  auto report = update_map(*root, map, options);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_FALSE(report->complete);
  EXPECT_NE(map.find("README.md"), nullptr);
  EXPECT_EQ(map.find("src/app.py"), nullptr);
  EXPECT_TRUE(index(repository, map).complete);
  EXPECT_EQ(dump(map), dump_from_nothing(repository));
}

TEST(Index, DeletedAndRenamedFilesLeaveNothingBehind) {
  TemporaryRepository repository;
  fill(repository);
  Map map = open_map(repository);
  index(repository, map);
  repository.remove("README.md");
  std::filesystem::rename(repository.tree() + "/docker-compose.yml", repository.tree() + "/compose.yml");
  index(repository, map);
  EXPECT_EQ(map.find("README.md"), nullptr);
  EXPECT_EQ(map.find("docker-compose.yml"), nullptr);
  EXPECT_NE(map.find("compose.yml"), nullptr);
}

// Property: whatever was edited in between, and whatever was left for later, an incremental map is the map of a full
// run.
TEST(Index, IncrementalEqualsFull) {
  const auto seed = 7u;
  std::mt19937 random(seed);
  TemporaryRepository repository;
  fill(repository);
  Map edited = open_map(repository);
  index(repository, edited);
  for (int round = 0; round < 25; ++round) {
    for (unsigned edit = 0; edit <= random() % 3; ++edit) {
      const std::string path = (random() % 2 == 0 ? "docs/p" : "conf/c") + std::to_string(random() % 6) +
                               (random() % 2 == 0 ? ".md" : ".yaml");
      if (random() % 4 == 0)
        repository.remove(path);
      else
        repository.write(path, (path.ends_with("md") ? "# T" : "t: ") + std::to_string(random() % 100) +
                                   (path.ends_with("md") ? "\n\n- item\n" : "\nlist:\n  - a\n"));
    }
    index(repository, edited, /*notes=*/random() % 3 == 0);
  }
  index(repository, edited);
  EXPECT_EQ(dump(edited), dump_from_nothing(repository)) << "seed " << seed;
}

TEST(Index, AFileThatCannotBeReadIsAFindingAndKnownByItsPath) {
  TemporaryRepository repository;
  repository.write("huge.md", std::string(2u << 20, 'x'));
  repository.write("binary.md", std::string("a\0b", 3));
  repository.write("broken.yml", "a: [1\nb: 2\n");
  repository.write("server.key", "x");
  Map map = open_map(repository);
  index(repository, map);
  EXPECT_NE(map.find("huge.md"), nullptr);
  auto findings = map.findings();
  ASSERT_TRUE(findings);
  std::string all;
  for (const StoredFinding& finding : *findings) all += finding.path + ": " + finding.message + "\n";
  EXPECT_NE(all.find("huge.md: larger than 1024 KiB"), std::string::npos) << all;
  EXPECT_NE(all.find("binary.md: binary"), std::string::npos) << all;
  EXPECT_NE(all.find("broken.yml: yaml:"), std::string::npos) << all;
}

TEST(Index, TheMapsFileHoldsNoSecretAndNoProse) {
  TemporaryRepository repository;
  fill(repository);
  repository.write("docs/a.md",
                   "# Title\n\nThe quick brown planted sentence jumps over everything here.\n\ncurl -u "
                   "admin:pl4ntedPass1 https://u:pl4ntedUrl2@h/x\n");
  repository.write("compose.yml",
                   "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: "
                   "pl4ntedYaml3\n      DATABASE_URL: postgres://a:pl4ntedDsn4@db/x\n");
  repository.write("conf.json",
                   "{\"clientSecret\": \"pl4ntedJson5\", \"note\": \"ghp_16C7e42F292c6912E7710c838347Ae178B4a\"}");
  {
    Map map = open_map(repository);
    index(repository, map);
  }
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream in(repository.map_file() + suffix, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    std::string text = bytes.str();
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const char* planted : {"zq81", "planted-secret", "pl4ntedurl2", "pl4ntedyaml3", "pl4nteddsn4", "pl4ntedjson5",
                                "16c7e42f", "quick brown planted", "planted sentence"})
      EXPECT_EQ(text.find(planted), std::string::npos) << planted << " in the map" << suffix;
  }
}

}  // namespace
}  // namespace fingerpost
