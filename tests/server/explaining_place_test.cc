#include "server/explaining_place.h"

#include <gtest/gtest.h>

#include "server/repository.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

DiagnosedEntry entry(const std::string& title, int first, int last, double confidence) {
  DiagnosedEntry out;
  out.title = title;
  out.path = "docs/faq.md";
  out.line_start = first;
  out.line_end = last;
  out.confidence = confidence;
  return out;
}

DiagnoseReply reply_with(std::vector<DiagnosedEntry> entries) {
  DiagnoseReply out;
  out.entries = std::move(entries);
  out.known = !out.entries.empty() && out.entries.front().confidence >= 0.12;
  out.gap = "no entry fits";
  return out;
}

WhereReply place(const std::string& path, int first, int last, double confidence, const std::string& kind = "section") {
  WhereAnswer answer;
  answer.path = path;
  answer.line_start = answer.place_start = first;
  answer.line_end = answer.place_end = last;
  answer.locator = {"Guide", "Queues"};
  answer.kind = kind;
  answer.is_prose = kind == "section";
  answer.excerpt = "A queue that is full drops what comes.";
  answer.confidence = confidence;
  WhereReply out;
  out.query = "full queue drops orders";
  out.known = true;
  out.answers = {answer};
  return out;
}

TEST(ExplainingPlace, PlacesAreAskedForOwnWordsThatNoEntrySurelyAnswers) {
  EXPECT_TRUE(wants_places(reply_with({})));
  EXPECT_TRUE(wants_places(reply_with({entry("Orders are lost", 1, 5, 0.6)})));
  EXPECT_FALSE(wants_places(reply_with({entry("Orders are lost", 1, 5, 0.8)})));
  DiagnoseReply pasted = reply_with({});
  pasted.heard = "ERROR queue is full";
  EXPECT_FALSE(wants_places(pasted));
}

TEST(ExplainingPlace, TheClearlySurerPlaceComesFirst) {
  DiagnoseReply reply = reply_with({entry("Orders are lost", 1, 5, 0.4)});
  add_explaining_place(place("docs/queues.md", 10, 20, 0.7), 5, reply);
  ASSERT_EQ(reply.entries.size(), 2u);
  EXPECT_EQ(reply.entries[0].path, "docs/queues.md");
  EXPECT_EQ(reply.entries[0].title, "Queues");
  EXPECT_EQ(reply.entries[0].why, (std::vector<std::string>{"queue", "full", "drops"}));
  EXPECT_DOUBLE_EQ(reply.entries[0].confidence, 0.7);
  EXPECT_EQ(reply.gap, "") << "what is sure lacks nothing";
}

TEST(ExplainingPlace, APlaceThatIsHardlySurerOrHardlySureIsLeftOut) {
  for (const double confidence : {0.59, 0.66}) {
    DiagnoseReply reply = reply_with({entry("Orders are lost", 1, 5, confidence < 0.6 ? 0.2 : 0.62)});
    add_explaining_place(place("docs/queues.md", 10, 20, confidence), 5, reply);
    ASSERT_EQ(reply.entries.size(), 1u) << confidence;
    EXPECT_EQ(reply.gap, "no entry fits");
  }
}

TEST(ExplainingPlace, WhatExplainsNothingIsLeftOut) {
  DiagnoseReply reply = reply_with({});
  add_explaining_place(place("compose.yaml", 7, 7, 0.9, "port"), 5, reply);
  add_explaining_place(place("setup.sh", 1, 40, 0.9, "document"), 5, reply);
  WhereReply unknown = place("docs/queues.md", 10, 20, 0.9);
  unknown.known = false;
  add_explaining_place(unknown, 5, reply);
  EXPECT_TRUE(reply.entries.empty());
  EXPECT_FALSE(reply.known);
}

TEST(ExplainingPlace, WhatHoldsNearlyAllThatWasToldNeedsNoComment) {
  DiagnoseReply reply = reply_with({entry("Orders are lost", 1, 5, 0.65)});
  add_explaining_place(place("locales/en.yml", 7, 8, 0.89, "setting"), 5, reply);
  EXPECT_EQ(reply.entries.size(), 1u);
  add_explaining_place(place("locales/en.yml", 7, 8, 0.9, "setting"), 5, reply);
  ASSERT_EQ(reply.entries.size(), 2u);
  EXPECT_EQ(reply.entries.front().path, "locales/en.yml");
}

TEST(ExplainingPlace, AnEntryOfThePlaceIsAsSureAsThePlace) {
  DiagnoseReply reply = reply_with({entry("Orders are lost", 1, 5, 0.4), entry("Queue is full", 12, 14, 0.2)});
  add_explaining_place(place("docs/faq.md", 10, 20, 0.7), 5, reply);
  ASSERT_EQ(reply.entries.size(), 2u);
  EXPECT_EQ(reply.entries[0].title, "Queue is full");
  EXPECT_DOUBLE_EQ(reply.entries[0].confidence, 0.7);

  reply = reply_with({entry("Queue is full", 12, 14, 0.4)});
  add_explaining_place(place("docs/faq.md", 10, 20, 0.3), 5, reply);
  EXPECT_DOUBLE_EQ(reply.entries[0].confidence, 0.4) << "never less sure";
}

TEST(ExplainingPlace, AnEntryBehindTheLinesThatAreShownIsOfThePlaceToo) {
  DiagnoseReply reply = reply_with({entry("Queue is full", 60, 64, 0.4)});
  WhereReply places = place("docs/faq.md", 10, 70, 0.8);
  places.answers.front().line_end = 49;
  add_explaining_place(places, 5, reply);
  ASSERT_EQ(reply.entries.size(), 1u);
  EXPECT_EQ(reply.entries[0].title, "Queue is full");
}

TEST(ExplainingPlace, WhatNoEntryKnowsIsKnownByAPlaceThatIsSure) {
  DiagnoseReply reply = reply_with({entry("Orders are lost", 1, 5, 0.1)});
  add_explaining_place(place("docs/queues.md", 10, 20, 0.45), 5, reply);
  EXPECT_FALSE(reply.known);
  EXPECT_EQ(reply.entries.front().title, "Orders are lost");
  add_explaining_place(place("docs/queues.md", 10, 20, 0.5), 1, reply);
  EXPECT_TRUE(reply.known);
  ASSERT_EQ(reply.entries.size(), 1u) << "no more than were asked for";
  EXPECT_EQ(reply.entries.front().title, "Queues");
}

TEST(ExplainingPlace, TheCommentBesideASettingExplainsWhatGoesWrongWithoutIt) {
  TemporaryRepository files;
  files.write("docs/faq.md", "# FAQ\n\n## Login fails\n\n**Cause**: the session expired.\n\n**Fix**: log in again.\n");
  files.write("proxy.conf",
              "client_max_body_size 50m;\n"
              "\n"
              "# The warehouse sends labels with enormous cookies. With less room the\n"
              "# gateway rejects them and scanners show a blank page.\n"
              "large_client_header_buffers 8 64k;\n");
  RepositoryOptions options;
  options.directory = files.tree();
  options.map_file = files.map_file();
  auto repository = Repository::open(options);
  ASSERT_TRUE(repository) << repository.error().text();
  auto reply = (*repository)->diagnose("scanners show a blank page, enormous cookies", {});
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_TRUE(reply->known);
  ASSERT_FALSE(reply->entries.empty());
  EXPECT_EQ(reply->entries.front().path, "proxy.conf");
  EXPECT_EQ(reply->entries.front().line_start, 3);
  EXPECT_EQ(reply->entries.front().line_end, 5);
  EXPECT_NE(reply->entries.front().excerpt.find("blank page"), std::string::npos);
}

}  // namespace
}  // namespace fingerpost
