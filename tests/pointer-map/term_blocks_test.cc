#include "pointer-map/term_blocks.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace fingerpost {
namespace {

struct Blocks {
  std::vector<std::string> blocks;
  std::string first_terms;
};

Blocks written(const std::map<std::string, std::string>& lists) {
  Blocks out;
  TermBlockWriter writer([&](std::string_view bytes) -> Result<Done> {
    out.blocks.emplace_back(bytes);
    return Done{};
  });
  for (const auto& [term, list] : lists) EXPECT_TRUE(writer.add(term, list));
  EXPECT_TRUE(writer.finish());
  out.first_terms = writer.first_terms();
  return out;
}

std::string found(const Blocks& blocks, std::string_view term) {
  const auto block = TermDirectory(blocks.first_terms).block_of(term);
  if (!block) return "no block";
  const auto list = list_in_block(blocks.blocks.at(*block), term);
  return list ? std::string(*list) : "absent";
}

// Words of few letters share many beginnings.
std::string word(std::mt19937& random) {
  std::string out;
  for (unsigned length = 1 + static_cast<unsigned>(random() % 9); out.size() < length;)
    out += static_cast<char>('a' + random() % 3);
  return out;
}

TEST(TermBlocks, EveryTermIsFoundAndNoOther) {
  std::mt19937 random(20261121);
  std::map<std::string, std::string> lists;
  for (int i = 0; i < 3000; ++i) lists[word(random)] = std::string(random() % 60, static_cast<char>(random()));
  lists["bbb"] = std::string(50'000, 'x');  // far longer than a block
  const Blocks blocks = written(lists);
  EXPECT_GT(blocks.blocks.size(), 3u);
  for (const auto& [term, list] : lists) EXPECT_EQ(found(blocks, term), list) << term;
  for (int i = 0; i < 3000; ++i) {
    const std::string other = word(random);
    if (lists.contains(other)) continue;
    const std::string answer = found(blocks, other);
    EXPECT_TRUE(answer == "absent" || answer == "no block") << other;
  }
}

TEST(TermBlocks, ABlockIsReadInOrder) {
  const Blocks blocks = written({{"port", "1"}, {"portal", "22"}, {"ports", ""}, {"postgres", "333"}});
  ASSERT_EQ(blocks.blocks.size(), 1u);
  std::string seen;
  TermBlockReader reader(blocks.blocks[0]);
  while (reader.next()) seen += reader.term() + "=" + std::string(reader.list()) + " ";
  EXPECT_EQ(seen, "port=1 portal=22 ports= postgres=333 ");
}

TEST(TermBlocks, ADamagedBlockEndsEarly) {
  const std::string whole = written({{"port", "1"}, {"portal", "22"}, {"postgres", "333"}}).blocks.at(0);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    EXPECT_EQ(list_in_block(cut, "postgres"), std::nullopt) << size;
    TermBlockReader reader(cut);
    int terms = 0;
    while (reader.next()) ++terms;
    EXPECT_LT(terms, 3) << size;
  }
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string noise = whole;
    for (int n = 0; n < 3; ++n) noise[random() % noise.size()] = static_cast<char>(random());
    list_in_block(noise, "portal");
    TermBlockReader reader(noise);
    while (reader.next()) EXPECT_LE(reader.list().size(), noise.size());
  }
}

}  // namespace
}  // namespace fingerpost
