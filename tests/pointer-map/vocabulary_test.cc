#include "pointer-map/vocabulary.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "pointer-map/stems.h"

namespace fingerpost {
namespace {

// The weight with which a stem stands for another, 0 where it does not.
float weight_of(const Vocabulary& vocabulary, std::string_view stem, std::string_view term) {
  for (const Vocabulary::Synonym& synonym : vocabulary.synonyms(stem))
    if (synonym.term == term) return synonym.weight;
  return 0;
}

TEST(Vocabulary, LetsEachWordOfAGroupStandForTheOthers) {
  const Vocabulary vocabulary = Vocabulary::parse("[same]\ncache redis 0.5 memcached\n");
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "cach", "redi"), 0.5f);
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "cach", "memcach"), 0.6f);
  // Of two words neither of which leads, the weaker says how well.
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "memcach", "redi"), 0.5f);
  EXPECT_EQ(weight_of(vocabulary, "cach", "cach"), 0);
}

TEST(Vocabulary, MeansOneWayOnlyWhatIsSaidToward) {
  const Vocabulary vocabulary = Vocabulary::parse("[toward]\nslow: latency 0.7 timeout\n");
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "slow", "latenc"), 0.7f);
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "slow", "timeout"), 0.3f);
  EXPECT_EQ(weight_of(vocabulary, "latenc", "slow"), 0);
}

TEST(Vocabulary, PutsTwoLinesOfOneWordTogether) {
  const Vocabulary vocabulary = Vocabulary::parse(
      "[same]\nslow sluggish\n[toward]\nslow: latency 0.4 timeout 0.5\nslow: latency 0.7\nslower: timeout 0.2\n");
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "slow", "sluggish"), 0.6f);
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "slow", "latenc"), 0.7f);  // the greater one
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "slow", "timeout"), 0.5f);
  EXPECT_EQ(std::ssize(vocabulary.synonyms("slow")), 3);
}

TEST(Vocabulary, KnowsSayingsOfTwoWordsByTheirStems) {
  const Vocabulary vocabulary = Vocabulary::parse("[toward]\ngave+up: timeout 0.5\n[intent]\nhow+long: value\n");
  EXPECT_FLOAT_EQ(weight_of(vocabulary, "give+up", "timeout"), 0.5f);
  EXPECT_EQ(vocabulary.intents("how+long"), std::vector{Intent::value});
  EXPECT_TRUE(vocabulary.intents("how").empty());
}

TEST(Vocabulary, WeighsFillersAndNamesKinds) {
  const Vocabulary vocabulary = Vocabulary::parse(
      "# a comment\n[filler]\nplease 0\nmany\n[kind]\nports: port nonsense\n[names]\nredis "
      "nginx\n[imperative]\nrotate\n[unheard]\na: b\n");
  EXPECT_EQ(vocabulary.importance("please"), 0);
  EXPECT_EQ(vocabulary.importance("many"), 1);  // a line without a weight says nothing
  EXPECT_EQ(vocabulary.kinds("port"), std::vector{Kind::port});
  EXPECT_TRUE(vocabulary.is_name("redis"));
  EXPECT_FALSE(vocabulary.is_name("please"));
  EXPECT_TRUE(vocabulary.is_imperative("rotate"));
  EXPECT_FALSE(vocabulary.is_imperative("redis"));
}

TEST(Vocabulary, ListsItsPlainWordsSortedAndOnce) {
  const Vocabulary vocabulary =
      Vocabulary::parse("[same]\nzebra apple zebra rate+limit ab\n[toward]\napple: Pear fig9 plum\n");
  const std::vector<std::string>& words = vocabulary.words().words();
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
  for (const char* word : {"zebra", "apple", "plum", "where"})
    EXPECT_TRUE(std::binary_search(words.begin(), words.end(), word)) << word;
  for (const char* word : {"ab", "Pear", "fig9", "rate+limit"})
    EXPECT_FALSE(std::binary_search(words.begin(), words.end(), word)) << word;
}

TEST(Vocabulary, OfTheProgramIsWellFormed) {
  const Vocabulary& vocabulary = Vocabulary::built_in();
  EXPECT_GT(weight_of(vocabulary, "db", "databas"), 0.5f);
  EXPECT_GT(weight_of(vocabulary, stem_of("retain"), stem_of("retention")), 0.7f);
  EXPECT_GT(weight_of(vocabulary, stem_of("recovery"), stem_of("recovered")), 0.7f);
  EXPECT_GT(std::ssize(vocabulary.words().words()), 2000);
  for (const std::string& word : vocabulary.words().words())
    for (const Vocabulary::Synonym& synonym : vocabulary.synonyms(word)) {
      EXPECT_GT(synonym.weight, 0) << word << " " << synonym.term;
      EXPECT_LE(synonym.weight, 1) << word << " " << synonym.term;
    }
}

}  // namespace
}  // namespace fingerpost
