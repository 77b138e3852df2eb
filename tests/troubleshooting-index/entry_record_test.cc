#include "troubleshooting-index/entry_record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/read_source.h"

namespace fingerpost {
namespace {

constexpr std::string_view kText =
    "# Runbook\n"
    "\n"
    "### Redis refuses writes\n"
    "\n"
    "**Symptoms**: `OOM command not allowed when used memory > 'maxmemory'` on port 6379\n"
    "\n"
    "**Fix**: raise `maxmemory`.\n"
    "\n"
    "## Layout\n"
    "\n"
    "Jobs live in logical database one, sessions in zero.\n";

SourceEntries recorded() {
  Analyzer analyzer;
  const Reading reading = read_places("docs/runbook.md", kText, {});
  return record_entries("docs/runbook.md", kText, reading, analyzer);
}

bool has_term(const SourceEntries& source, const EntryRecord& entry, std::string_view term, EntryField field) {
  return std::any_of(entry.terms.begin(), entry.terms.end(), [&](const EntryTerm& t) {
    return source.terms[t.term] == term && t.count[static_cast<std::size_t>(field)] > 0;
  });
}

TEST(EntryRecords, ATermIsKeptByTheFieldItStandsIn) {
  const SourceEntries source = recorded();
  ASSERT_EQ(source.entries.size(), 2u);
  const EntryRecord& entry = source.entries[0];
  EXPECT_EQ(entry.title, "Redis refuses writes");
  EXPECT_EQ(entry.line_start, 3);
  EXPECT_EQ(entry.line_end, 7);
  EXPECT_TRUE(has_term(source, entry, "redi", EntryField::title) ||
              has_term(source, entry, "redis", EntryField::title));
  EXPECT_TRUE(has_term(source, entry, "command", EntryField::literal));
  EXPECT_TRUE(has_term(source, entry, "@6379", EntryField::title));
  EXPECT_FALSE(entry.pairs.empty());
}

TEST(EntryRecords, ASectionThatIsNoProblemIsAPassage) {
  const SourceEntries source = recorded();
  EXPECT_GT(source.entries[0].score, kPassageScore);
  EXPECT_EQ(source.entries[1].score, kPassageScore);
  EXPECT_EQ(source.entries[1].title, "Layout");
}

// Entries nest, so they do not end in the order in which they begin.
TEST(EntryRecords, ASectionInsideAnEntryIsNoPassageThoughASmallerEntryEndsBeforeIt) {
  constexpr std::string_view text =
      "# Guide\n\n"
      "## Worker fails to start\n\n"
      "### Symptoms\n\n| Error | Cause |\n|---|---|\n| `bind: address in use` | another worker runs |\n\n"
      "### Cause\n\nThe port is taken by the process of the last release.\n\n"
      "### Solution\n\nStop the old process and start the worker again.\n\n"
      "## Layout\n\nOne worker a queue.\n";
  Analyzer analyzer;
  const SourceEntries source =
      record_entries("docs/worker.md", text, read_places("docs/worker.md", text, {}), analyzer);
  std::string told;
  for (const EntryRecord& entry : source.entries)
    told += std::to_string(entry.line_start) + "-" + std::to_string(entry.line_end) + " " + entry.title +
            (entry.score == kPassageScore ? " (passage)\n" : "\n");
  EXPECT_EQ(told, "3-17 Worker fails to start\n9-9 bind: address in use\n19-21 Layout (passage)\n");
}

// The lines, titles and kinds of a document's entries.
std::string outline(std::string_view path, std::string_view text) {
  Analyzer analyzer;
  std::string told;
  for (const EntryRecord& entry : record_entries(path, text, read_places(path, text, {}), analyzer).entries)
    told += std::to_string(entry.line_start) + "-" + std::to_string(entry.line_end) + " " + entry.title +
            (entry.score == kPassageScore ? " (passage)\n" : "\n");
  return told;
}

TEST(EntryRecords, WhatStandsBeforeTheFirstSubSectionIsAPassageToo) {
  EXPECT_EQ(outline("docs/proxy.md",
                    "---\ntitle: Proxy\n---\n\nThe proxy terminates TLS.\n\nIt listens on two ports.\n\n"
                    "## Redirects\n\nBehind a balancer the scheme is that of the\nheader, not of the connection.\n\n"
                    "### Permanent\n\nBrowsers keep them.\n"),
            "1-7 proxy (passage)\n9-12 Redirects (passage)\n14-16 Permanent (passage)\n");
}

TEST(EntryRecords, APageWithoutHeadingsIsAPassageUnlessItIsCode) {
  constexpr std::string_view kPage = "Shared folders are off by default.\n\nSet `SHARE=allow` to\nturn them on.\n";
  EXPECT_EQ(outline("docs/shared-folders.md", kPage), "1-4 shared folders (passage)\n");
  EXPECT_EQ(outline("src/shared.py", kPage), "");
}

TEST(EntryRecords, BytesAndBack) {
  Analyzer analyzer;
  const Reading reading = read_places("docs/runbook.md", kText, {});
  const std::string bytes = note_entries("docs/runbook.md", kText, reading, analyzer);
  const SourceEntries before = recorded();
  const SourceEntries after = decode_entries(bytes);
  ASSERT_EQ(after.entries.size(), before.entries.size());
  EXPECT_EQ(after.terms, before.terms);
  for (std::size_t i = 0; i < after.entries.size(); ++i) {
    EXPECT_EQ(after.entries[i].title, before.entries[i].title);
    EXPECT_EQ(after.entries[i].line_start, before.entries[i].line_start);
    EXPECT_EQ(after.entries[i].line_end, before.entries[i].line_end);
    EXPECT_EQ(after.entries[i].score, before.entries[i].score);
    EXPECT_EQ(after.entries[i].pairs, before.entries[i].pairs);
    ASSERT_EQ(after.entries[i].terms.size(), before.entries[i].terms.size());
    for (std::size_t t = 0; t < after.entries[i].terms.size(); ++t)
      EXPECT_EQ(after.entries[i].terms[t].count, before.entries[i].terms[t].count);
  }
}

TEST(EntryRecords, TheNotesHoldNoSentenceOfTheDocument) {
  Analyzer analyzer;
  const Reading reading = read_places("docs/runbook.md", kText, {});
  const std::string bytes = note_entries("docs/runbook.md", kText, reading, analyzer);
  EXPECT_EQ(bytes.find("raise"), bytes.rfind("raise"));
  EXPECT_EQ(bytes.find("logical database"), std::string::npos);
  EXPECT_EQ(bytes.find("not allowed when used"), std::string::npos);
}

TEST(EntryRecords, DamagedBytesEndEarlyAndNeverCrash) {
  Analyzer analyzer;
  const Reading reading = read_places("docs/runbook.md", kText, {});
  const std::string bytes = note_entries("docs/runbook.md", kText, reading, analyzer);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const SourceEntries cut = decode_entries(std::string_view(bytes).substr(0, size));
    EXPECT_LE(cut.entries.size(), 2u);
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x5A);
    for (const EntryRecord& entry : decode_entries(flipped).entries) EXPECT_LE(entry.title.size(), bytes.size());
  }
}

}  // namespace
}  // namespace fingerpost
