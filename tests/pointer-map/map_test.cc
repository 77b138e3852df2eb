#include "pointer-map/map.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "pointer-map/retrieval.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

// One source whose places are a document and a section for each text.
void add_source(SegmentBuilder& builder, const std::string& path, const std::vector<std::string>& texts) {
  static Analyzer analyzer;
  std::vector<Place> places(1);
  places[0].kind = Kind::document;
  places[0].key = path;
  places[0].line_end = static_cast<std::int32_t>(texts.size()) + 1;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Place place;
    place.kind = Kind::section;
    place.line_start = place.line_end = static_cast<std::int32_t>(i) + 1;
    place.key = texts[i].substr(0, texts[i].find(' '));
    place.text = texts[i];
    places.push_back(place);
  }
  const SourceImpacts impacts = impacts_of(path, places, false, analyzer);
  Source source;
  source.path = path;
  source.format = "test";
  builder.add(source, places, impacts, analyzer, {});
  builder.add_words(analyzer.take_words());
}

Map open_map(const TemporaryRepository& repository) {
  auto map = Map::open(repository.map_file(), "/some/root", true);
  EXPECT_TRUE(map) << map.error().text();
  return std::move(*map);
}

void put(Map& map, const std::string& path, const std::vector<std::string>& texts) {
  SegmentBuilder builder;
  add_source(builder, path, texts);
  auto done = map.apply(std::span(&builder, 1), {});
  ASSERT_TRUE(done) << done.error().text();
}

std::vector<std::string> found(Map& map, const std::vector<std::string>& terms) {
  std::vector<TermGroup> groups;
  for (const std::string& term : terms) groups.push_back({{{term, 1.0f}}, 1.0f, 0, 0, 1});
  RetrievalScratch scratch;
  auto candidates = retrieve(map, groups, 50, scratch);
  EXPECT_TRUE(candidates);
  std::vector<std::string> out;
  for (const Candidate& candidate : *candidates) {
    DocId index = 0;
    const Source* source = map.source_of(candidate.doc, index);
    EXPECT_NE(source, nullptr);
    if (source != nullptr) out.push_back(source->path + "#" + std::to_string(index));
  }
  return out;
}

TEST(Map, FindsWhatWasPutInAfterReopening) {
  TemporaryRepository repository;
  {
    Map map = open_map(repository);
    put(map, "docs/a.md", {"redis eviction policy", "postgres backups"});
  }
  Map map = open_map(repository);
  EXPECT_EQ(found(map, {"evict"}).front(), "docs/a.md#1");
  auto places = map.places_of(map.sources().front());
  ASSERT_TRUE(places);
  EXPECT_EQ((**places)[2].key, "postgres");
  EXPECT_EQ((**places)[2].line_start, 2);
}

TEST(Map, AForgottenOrReplacedSourceLeavesNothingBehind) {
  TemporaryRepository repository;
  Map map = open_map(repository);
  put(map, "a.md", {"redis here"});
  put(map, "b.md", {"redis there"});
  put(map, "a.md", {"postgres now"});
  EXPECT_EQ(found(map, {"redi"}), (std::vector<std::string>{"b.md#1"}));
  ASSERT_TRUE(map.apply({}, {"b.md"}));
  EXPECT_TRUE(found(map, {"redi"}).empty());
}

TEST(Map, ManySmallChangesAreMergedAndAnswerLikeOneBigOne) {
  std::mt19937 random(20261121);
  TemporaryRepository repository;
  Map edited = open_map(repository);
  std::map<std::string, std::vector<std::string>> truth;
  const std::vector<std::string> words = {"redis",  "postgres", "port",   "queue",  "worker",
                                          "deploy", "image",    "health", "secret", "cache"};
  for (int i = 0; i < 60; ++i) {
    const std::string path = "f" + std::to_string(random() % 12) + ".md";
    if (random() % 5 == 0) {
      truth.erase(path);
      ASSERT_TRUE(edited.apply({}, {path}));
      continue;
    }
    std::vector<std::string> texts;
    for (unsigned t = 0; t < 1 + random() % 4; ++t)
      texts.push_back(words[random() % words.size()] + " " + words[random() % words.size()] + " " +
                      words[random() % words.size()]);
    truth[path] = texts;
    put(edited, path, texts);
  }
  TemporaryRepository other;
  Map whole = open_map(other);
  SegmentBuilder builder;
  for (const auto& [path, texts] : truth) add_source(builder, path, texts);
  ASSERT_TRUE(whole.apply(std::span(&builder, 1), {}));
  EXPECT_EQ(edited.live_count(), whole.live_count());
  for (const char* word : {"redi", "port", "queue", "deploy"}) {
    auto a = found(edited, {word, "imag"});
    auto b = found(whole, {word, "imag"});
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    EXPECT_EQ(a, b) << word;
  }
}

TEST(Map, TwoWritersOfTheSameSourcesGetOnWithEachOther) {
  TemporaryRepository repository;
  Map one = open_map(repository);
  Map other = open_map(repository);
  for (int i = 0; i < 12; ++i) {
    put(one, "a.md", {"redis " + std::to_string(i)});
    put(other, "a.md", {"postgres " + std::to_string(i)});
    put(other, "b.md", {"queue"});
  }
  ASSERT_TRUE(one.refresh());
  EXPECT_EQ(one.sources().size(), 2u);
  EXPECT_TRUE(found(one, {"redi"}).empty());
  EXPECT_EQ(found(one, {"postgr"}), (std::vector<std::string>{"a.md#1"}));
}

TEST(Map, ADamagedFileIsMadeAnewAndAnotherRepositorysIsRefused) {
  TemporaryRepository repository;
  std::ofstream(repository.map_file()) << "this is no database, and longer than a header of one would be: "
                                       << std::string(200, 'x');
  Map map = open_map(repository);
  EXPECT_TRUE(map.sources().empty());
  auto foreign = Map::open(repository.map_file(), "/another/root", true);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, Code::denied);
}

TEST(Retrieval, APlaceBelowAHeadingHoldsTheHeadingsWords) {
  TemporaryRepository repository;
  Map map = open_map(repository);
  put(map, "redis/setup.md", {"port forwarding"});
  put(map, "nginx/setup.md", {"port forwarding"});
  EXPECT_EQ(found(map, {"redi", "port"}).front(), "redis/setup.md#1");
}

TEST(Map, NotesThatComeLaterAreOfTheBytesThatAreThereAndReplaceNone) {
  TemporaryRepository repository;
  Map map = open_map(repository);
  put(map, "a.md", {"port"});
  put(map, "b.md", {"host"});
  EXPECT_EQ(map.without_notes(), 2u);
  const std::vector<SourceNotes> notes = {{"a.md", 0, "first"}, {"b.md", 7, "of other bytes"}, {"gone.md", 0, "none"}};
  ASSERT_TRUE(map.add_notes(notes));
  EXPECT_EQ(*map.notes_of(*map.find("a.md")), "first");
  EXPECT_EQ(*map.notes_of(*map.find("b.md")), "");
  EXPECT_EQ(map.without_notes(), 1u);
  const std::vector<SourceNotes> again = {{"a.md", 0, "second"}, {"b.md", 0, ""}};
  ASSERT_TRUE(map.add_notes(again));
  EXPECT_EQ(*map.notes_of(*map.find("a.md")), "first");
  EXPECT_EQ(map.without_notes(), 0u);
  put(map, "a.md", {"other"});
  EXPECT_FALSE(map.find("a.md")->noted);
  EXPECT_EQ(*map.notes_of(*map.find("a.md")), "");
}

}  // namespace
}  // namespace fingerpost
