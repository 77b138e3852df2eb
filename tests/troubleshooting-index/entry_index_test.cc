#include "troubleshooting-index/entry_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "indexer/read_source.h"

namespace fingerpost {
namespace {

const std::vector<std::string> kSaid = {"queue stalls",        "worker crashes", "disk is full",    "login fails",
                                        "certificate expired", "cache misses",   "port 5432 taken", "ECONNREFUSED"};

// A guide of a few problems, some of them said alike.
std::string guide(std::mt19937& random) {
  std::string text = "# Troubleshooting\n\n";
  for (auto left = 1 + random() % 4; left > 0; --left)
    text += "## When the " + kSaid[random() % kSaid.size()] + "\n\n**Symptoms**: `" + kSaid[random() % kSaid.size()] +
            " and " + kSaid[random() % kSaid.size()] + "`\n\n**Fix**: restart what " + kSaid[random() % kSaid.size()] +
            ".\n\n";
  return text;
}

SourceEntries read(const std::string& path, const std::string& text) {
  Analyzer analyzer;
  return record_entries(path, text, read_places(path, text, {}), analyzer);
}

SymptomQuery any_query(std::mt19937& random) {
  const std::vector<std::string> stems = {"queue", "stall", "worker", "crash", "disk", "login", "cach", "restart"};
  SymptomQuery query;
  for (int i = 0; i < 3; ++i) query.terms.push_back({{{stems[random() % stems.size()], 1.0f}}, 1.0f});
  query.codes.push_back({{{"!ECONNREFUSED", 1.0f}}, 1.0f});
  query.pairs = {pair_of("queue", "stall"), pair_of("worker", "crash")};
  std::sort(query.pairs.begin(), query.pairs.end());
  return query;
}

// What is found, by where it stands and how well it fits: numbers of entries tell nothing.
std::vector<std::string> found(const EntryIndex& index, const SymptomQuery& query) {
  std::vector<std::string> out;
  for (const EntryMatch& match : index.search(query, 40)) {
    const IndexedEntry& entry = index.entry(match.entry);
    out.push_back(index.paths()[entry.source] + ":" + std::to_string(entry.line_start) + " " +
                  std::to_string(match.score));
  }
  return out;
}

TEST(EntryIndex, ChangedAgainAndAgainItFindsWhatOneMadeAnewFinds) {
  std::mt19937 random(7);
  std::map<std::string, SourceEntries> truth;
  EntryIndex changed;
  for (int round = 0; round < 60; ++round) {
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      const std::string path = "docs/" + std::to_string(random() % 30) + ".md";
      changed.remove(path);
      truth.erase(path);
      if (random() % 4 == 0) continue;
      const SourceEntries entries = read(path, guide(random));
      changed.add(path, entries);
      truth[path] = entries;
    }
    changed.freeze();
    EntryIndex anew;
    for (const auto& [path, entries] : truth) anew.add(path, entries);
    anew.freeze();
    ASSERT_EQ(changed.size(), anew.size());
    const SymptomQuery query = any_query(random);
    EXPECT_EQ(found(changed, query), found(anew, query)) << round;
    ASSERT_EQ(changed.in_order().size(), anew.in_order().size());
    for (std::size_t i = 0; i < anew.size(); ++i)
      EXPECT_EQ(changed.entry(changed.in_order()[i]).title, anew.entry(anew.in_order()[i]).title);
  }
}

TEST(EntryIndex, OfTwoThatFitAlikeTheOneAboutWhatWasNamedComesFirst) {
  EntryIndex index;
  index.add("docs/a.md", read("docs/a.md",
                              "# Troubleshooting\n\n## Connections are refused\n\n**Fix**: start the postgres "
                              "container again.\n\n## Connections are refused\n\n**Fix**: start the redis container "
                              "again.\n"));
  index.freeze();
  SymptomQuery query;
  for (const char* stem : {"connect", "refus"}) query.terms.push_back({{{stem, 1.0f}}, 1.0f});
  query.names = {{"redi"}};
  const auto first_line = [&] { return index.entry(index.search(query, 2).front().entry).line_start; };
  EXPECT_EQ(first_line(), 3) << "a paste names much that it is not about";
  query.own_words = true;
  EXPECT_EQ(first_line(), 7);
  query.names = {{"kafka"}};
  EXPECT_EQ(first_line(), 3) << "what no entry speaks of tells none of them apart";
}

TEST(EntryIndex, WhatOnlyARemovedDocumentSaidStandsNowhere) {
  std::mt19937 random(8);
  EntryIndex index;
  index.add("docs/a.md", read("docs/a.md", "# Problems\n\n## Zebra escapes\n\n**Fix**: close the gate.\n"));
  index.add("docs/b.md", read("docs/b.md", guide(random)));
  index.freeze();
  ASSERT_EQ(index.entries_with("zebra"), 1u);
  index.remove("docs/a.md");
  index.remove("docs/never-there.md");
  index.freeze();
  EXPECT_EQ(index.entries_with("zebra"), 0u);
  EXPECT_EQ(index.rarity("zebra"), 1.0f);
}

}  // namespace
}  // namespace fingerpost
