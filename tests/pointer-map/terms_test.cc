#include "pointer-map/terms.h"
#include "pointer-map/stems.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

std::vector<std::string> terms_of(std::string_view text) {
  Analyzer analyzer;
  std::vector<TermId> ids;
  analyzer.analyze(text, ids);
  std::vector<std::string> out;
  for (const TermId id : ids) out.emplace_back(analyzer.term(id));
  return out;
}

using Terms = std::vector<std::string>;

TEST(Terms, IdentifiersAreSplitAndKeptWhole) {
  EXPECT_EQ(terms_of("DATABASE_URL"), (Terms{"databas", "url", "databaseurl"}));
  EXPECT_EQ(terms_of("minimumReleaseAge"), (Terms{"minimum", "releas", "age", "minimumreleaseage"}));
  EXPECT_EQ(terms_of("CephOSDNearFull").front(), "ceph");
}

TEST(Terms, WordsAreStemmedAndStopWordsLeftOut) {
  EXPECT_EQ(terms_of("the ports of a service"), (Terms{"port", "servic"}));
}

TEST(Terms, WordsWithoutARuleMeetTheirBase) {
  EXPECT_EQ(terms_of("Sent, rebuilt; KEPT indices"), terms_of("send rebuild keep index"));
  EXPECT_EQ(terms_of("ran hidden"), terms_of("run hide"));
  EXPECT_EQ(stem_of("overwritten"), stem_of("overwrite"));
  for (const char* own : {"left", "bound", "gone", "forbidden", "made"}) EXPECT_EQ(terms_of(own), (Terms{own})) << own;
}

TEST(Terms, VersionsAndCodesHoldTogether) {
  EXPECT_EQ(terms_of("gotenberg:8.34 28P01"), (Terms{"gotenberg", "8.34", "28p01"}));
  EXPECT_EQ(terms_of("127.0.0.1"), (Terms{"127.0.0.1"}));
}

TEST(Terms, AccentsAreFolded) {
  EXPECT_EQ(terms_of("Café"), terms_of("cafe"));
}

TEST(Terms, SecretsAreNoTerms) {
  for (const char* text : {"DB_PASSWORD=hunter2x", "postgres://app:hunter2x@db", "password: hunter2x"})
    for (const std::string& term : terms_of(text)) EXPECT_EQ(term.find("hunter"), std::string::npos) << text;
}

TEST(Terms, AnAnalyzerReadsAWordLaterAsItDoesFirst) {
  // Of every length, with the same beginnings and ends, more of them than it keeps at hand.
  std::vector<std::string> words;
  for (std::size_t size = 2; size <= 24; ++size)
    for (char middle = 'a'; middle <= 'z'; ++middle)
      for (const std::size_t at : {std::size_t{0}, size / 2, size - 1}) {
        std::string word(size, 'x');
        word[at] = middle;
        words.push_back(std::move(word));
      }
  for (int i = 0; i < 6000; ++i) words.push_back("w" + std::to_string(i));
  Analyzer analyzer;
  for (int round = 0; round < 2; ++round)
    for (const std::string& word : words) {
      std::vector<TermId> ids;
      analyzer.analyze(word, ids);
      std::vector<std::string> terms;
      for (const TermId id : ids) terms.emplace_back(analyzer.term(id));
      ASSERT_EQ(terms, (std::vector<std::string>{stem_of(word)})) << word;
    }
}

TEST(Terms, AQuestionsWordsKeepWhatWasTyped) {
  const auto words = words_of_question("Where is REDIS_URL set?");
  ASSERT_EQ(words.size(), 4u);
  EXPECT_TRUE(words[0].stop);
  EXPECT_EQ(words[2].text, "REDIS_URL");
  EXPECT_TRUE(words[2].identifier);
}

TEST(Terms, WordsThatAreNotToBeTakenAreTakenOnceTheyAreMetOtherwise) {
  Analyzer analyzer;
  std::vector<TermId> ids;
  {
    const Analyzer::Untaken untaken(analyzer);
    analyzer.analyze("harbour lighthouse", ids);
  }
  analyzer.analyze("harbour", ids);
  ASSERT_EQ(ids.size(), 3u);
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_EQ(analyzer.take_words(), std::vector<std::string>{"harbour"});
  analyzer.analyze("lighthouse harbour", ids);
  EXPECT_EQ(analyzer.take_words(), std::vector<std::string>{"lighthouse"});
}

// Most words are told from others by their ends: what is long differs in between.
TEST(Terms, LongWordsThatBeginAndEndAlikeAreTwo) {
  Analyzer analyzer;
  std::vector<TermId> ids;
  analyzer.analyze("abcdefghxyabcdefgh abcdefghyxabcdefgh abcdefghxyabcdefgh", ids);
  ASSERT_EQ(ids.size(), 3u);
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_EQ(ids[0], ids[2]);
}

}  // namespace
}  // namespace fingerpost
