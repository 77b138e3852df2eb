#include "pointer-map/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace fingerpost {
namespace {

TEST(Spelling, TheNearestWordComesFirst) {
  const std::vector<std::string> words = {"compose", "composer", "database", "datasets"};
  const std::vector<Spelling> found = spellings_of("compsoe", words, 3);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].word, "compose");
  EXPECT_GT(found[0].likeness, found[1].likeness);
  EXPECT_TRUE(spellings_of("kubernetes", words, 3).empty());
  EXPECT_TRUE(spellings_of("dat", words, 3).empty()) << "too short to be misspelt";
}

TEST(Spelling, AListHoldsEachWordOnceInOrder) {
  const WordList list({"zebra", "apple", "zebra", "plum"});
  EXPECT_EQ(list.words(), (std::vector<std::string>{"apple", "plum", "zebra"}));
  EXPECT_TRUE(list.contains("plum"));
  EXPECT_FALSE(list.contains("pear"));
  EXPECT_TRUE(WordList().nearest("plums", 2).empty());
}

// The list passes over most words without looking at them; it must not pass over one that counts.
TEST(Spelling, AListFindsWhatASearchOfEveryWordFinds) {
  std::mt19937 random(7);
  const auto word_of = [&](std::size_t length) {
    std::string word;
    // Few letters, so that many words are near each other; some bytes that are no letters.
    while (word.size() < length) word += "abcdef01_\xc3"[random() % 10];
    return word;
  };
  std::vector<std::string> words;
  for (int i = 0; i < 3000; ++i) words.push_back(word_of(2 + random() % 34));
  for (int i = 0; i < 3000; ++i) words.push_back(word_of(4 + random() % 4));
  const WordList list(words);
  for (int i = 0; i < 500; ++i) {
    const std::string asked = word_of(2 + random() % 8);
    const std::vector<Spelling> expected = spellings_of(asked, list.words(), 5);
    const std::vector<Spelling> found = list.nearest(asked, 5);
    ASSERT_EQ(found.size(), expected.size()) << asked;
    for (std::size_t k = 0; k < found.size(); ++k) EXPECT_EQ(found[k].word, expected[k].word) << asked;
  }
}

}  // namespace
}  // namespace fingerpost
