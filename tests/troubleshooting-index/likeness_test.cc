#include "troubleshooting-index/likeness.h"

#include <gtest/gtest.h>

#include "indexer/read_source.h"
#include "pointer-map/stems.h"
#include "pointer-map/terms.h"
#include "troubleshooting-index/certainty.h"
#include "troubleshooting-index/entry_index.h"
#include "troubleshooting-index/symptom_query.h"

namespace fingerpost {
namespace {

std::vector<LearnedWords::Number> numbers(std::initializer_list<std::string_view> words) {
  std::vector<LearnedWords::Number> out;
  for (const std::string_view word : words) out.push_back(LearnedWords::built_in().find(stem_of(word)));
  return out;
}

Likeness::Found likeness(std::initializer_list<std::string_view> said, std::initializer_list<std::string_view> head,
                         std::initializer_list<std::string_view> rest) {
  std::vector<Likeness::Said> asked;
  for (const LearnedWords::Number word : numbers(said)) asked.push_back({word, 1});
  const auto head_words = numbers(head);
  const auto rest_words = numbers(rest);
  return Likeness(LearnedWords::built_in(), asked).of({head_words, rest_words});
}

TEST(Likeness, TheSameWordsAreWhollyAlike) {
  const Likeness::Found found = likeness({"disk", "partition"}, {"disk", "partition"}, {});
  EXPECT_NEAR(found.words, 1, 1e-4);
  EXPECT_NEAR(found.subject, 1, 1e-4);
}

TEST(Likeness, OtherWordsForTheSameAreNearer) {
  const Likeness::Found near = likeness({"laptop", "drive"}, {"disk"}, {"thinkpad", "partition"});
  const Likeness::Found far = likeness({"laptop", "drive"}, {"certificate"}, {"issuer", "signature"});
  EXPECT_GT(near.words, far.words + 0.3f);
  EXPECT_GT(near.subject, far.subject + 0.3f);
  EXPECT_LT(near.words, 1);
}

TEST(Likeness, WhoSaysNothingIsLikeNothing) {
  EXPECT_EQ(likeness({}, {"disk"}, {}).words, 0);
  EXPECT_EQ(likeness({"disk"}, {}, {}).words, 0);
  EXPECT_EQ(likeness({"disk"}, {}, {}).subject, 0);
}

// Two entries that share as much with what somebody says; the asker's other words stand in neither.
class OwnWords : public testing::Test {
 protected:
  OwnWords() {
    constexpr std::string_view kGuide =
        "# Troubleshooting\n\n"
        "## The mirror rejects the certificate\n\n**Cause**: the issuer is not trusted.\n\n**Fix**: install the "
        "root.\n\n"
        "## The mirror cannot send messages\n\n**Cause**: the mailbox has no quota.\n\n**Fix**: raise it.\n";
    Analyzer analyzer;
    index_.add("docs/guide.md",
               record_entries("docs/guide.md", kGuide, read_places("docs/guide.md", kGuide, {}), analyzer));
    index_.freeze();
  }
  std::vector<EntryMatch> ask(std::string_view symptom) const {
    return index_.search(ask_for(symptom, read_message(symptom), index_, {}).query, 10);
  }
  EntryIndex index_;
};

TEST_F(OwnWords, TheEntryWhoseWordsAreNearIsFirst) {
  const auto first = [&](std::string_view symptom) { return index_.entry(ask(symptom).front().entry).title; };
  EXPECT_EQ(first("since monday nobody's email goes through the mirror any more, inbox stays as it was"),
            "The mirror cannot send messages");
  EXPECT_EQ(first("since monday everybody's browser shouts about tls and x509 when they open the mirror"),
            "The mirror rejects the certificate");
}

TEST_F(OwnWords, LikenessCountsOnlyWhereTheirOwnWordsSayLittle) {
  EXPECT_GT(ask("since monday nobody's email goes through the mirror any more").front().likeness, 0);
  EXPECT_EQ(ask("mirror rejects certificate").front().likeness, 0);
  // What a machine says it says in its own words.
  EXPECT_EQ(ask("2026-03-01T10:00:00Z ERROR mirror: smtp relay refused the recipient\n"
                "2026-03-01T10:00:01Z ERROR mirror: giving up\n")
                .front()
                .likeness,
            0);
}

TEST_F(OwnWords, LikenessMakesNoAnswerSurer) {
  EntryMatch match = ask("since monday nobody's email goes through the mirror any more").front();
  const IndexedEntry& entry = index_.entry(match.entry);
  EXPECT_LT(confidence_of(match, entry, 0, 0.1f), confidence_of(match, entry, 0, 0.9f));
  const double confidence = confidence_of(match, entry, match.score, 1);
  match.score -= match.likeness;
  match.likeness = 0;
  EXPECT_NEAR(confidence_of(match, entry, match.score, 1), confidence, 1e-6);
}

}  // namespace
}  // namespace fingerpost
