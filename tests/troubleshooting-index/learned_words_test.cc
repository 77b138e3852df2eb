#include "troubleshooting-index/learned_words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>

#include "pointer-map/stems.h"

namespace fingerpost {
namespace {

// A line of the table: a vector of these digits, over and over.
std::string line(std::string_view stem, char rarity, std::string_view digits) {
  std::string out = std::string(stem) + ' ' + rarity;
  for (std::size_t i = 0; i < kLearnedDimensions; ++i) out += digits[i % digits.size()];
  return out + '\n';
}

float cosine(const LearnedWords& words, std::string_view a, std::string_view b) {
  const auto vector_of = [&](std::string_view word) { return words.vector(words.find(stem_of(word))); };
  const auto product = [](const LearnedWords::Vector& x, const LearnedWords::Vector& y) {
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0f);
  };
  const auto x = vector_of(a);
  const auto y = vector_of(b);
  return product(x, y) / std::sqrt(product(x, x) * product(y, y));
}

TEST(LearnedWords, ALineIsAWordWithItsRarityAndItsVector) {
  const std::string text = "# a remark\n" + line("disk", 'A', "Af") + line("volum", '-', "gA");
  const LearnedWords words(text);
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words.find("disk"), 0);
  EXPECT_EQ(words.find("volum"), 1);
  EXPECT_EQ(words.find("dis"), LearnedWords::kNone);
  EXPECT_EQ(words.find("zebra"), LearnedWords::kNone);
  EXPECT_FLOAT_EQ(words.rarity(0), 0);
  EXPECT_FLOAT_EQ(words.rarity(1), 1);
  EXPECT_EQ(words.vector(0)[0], -kLearnedMost);
  EXPECT_EQ(words.vector(0)[1], 0);
  EXPECT_EQ(words.vector(1)[0], 1);
}

TEST(LearnedWords, LinesThatAreNoneAreLeftOut) {
  const std::string good = line("queue", 'B', "ABC");
  const std::string text = "\n \nqueue\nqueue ABC\n# " + line("disk", 'A', "A") + good + line("alpha", 'A', "A") +
                           good.substr(0, good.size() - 2);
  const LearnedWords words(text);
  ASSERT_EQ(words.size(), 1u);  // "alpha" is out of order, the last line is cut short
  EXPECT_EQ(words.find("queue"), 0);
  EXPECT_EQ(words.find("alpha"), LearnedWords::kNone);
  EXPECT_EQ(LearnedWords("").size(), 0u);
  EXPECT_EQ(LearnedWords("").find("queue"), LearnedWords::kNone);
}

TEST(LearnedWords, WordsOfOneThingAreNearEachOtherInTheTable) {
  const LearnedWords& words = LearnedWords::built_in();
  EXPECT_GT(words.size(), 10'000u);
  EXPECT_GT(cosine(words, "disk", "drive"), 0.7f);
  EXPECT_GT(cosine(words, "password", "credentials"), 0.7f);
  EXPECT_LT(cosine(words, "disk", "password"), 0.45f);
  EXPECT_LT(words.rarity(words.find("use")), words.rarity(words.find("laptop")));
}

}  // namespace
}  // namespace fingerpost
