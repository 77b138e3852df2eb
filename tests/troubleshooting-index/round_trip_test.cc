// An entry written in a shape and read again is the same entry: what can be written can be found.
#include <gtest/gtest.h>

#include "tests/support/reading_check.h"
#include "troubleshooting-index/entry_shape.h"
#include "troubleshooting-index/extract.h"

namespace fingerpost {
namespace {

std::vector<std::string> texts(const std::vector<Passage>& passages) {
  std::vector<std::string> out;
  for (const Passage& passage : passages) out.push_back(passage.text);
  return out;
}

class RoundTrip : public testing::TestWithParam<const EntryShape*> {};

void expect_same(const EntryShape& shape, const Entry& entry, std::string_view page_title) {
  const bool whole_page = shape.name == "issue page";
  const std::string heading = whole_page ? "" : "# " + std::string(page_title) + "\n\n";
  const std::string page = heading + shape.render(entry, 2) + "\n";
  SCOPED_TRACE(page);
  const Reading reading = read_text("docs/page.md", page);
  ASSERT_EQ(broken_promise(reading, page), "");
  const std::vector<Entry> entries = extract_entries("docs/page.md", page, reading);
  ASSERT_FALSE(entries.empty());
  const Entry& again = entries.front();
  EXPECT_EQ(again.title, entry.title);
  EXPECT_EQ(texts(again.symptoms), texts(entry.symptoms));
  EXPECT_EQ(texts(again.causes), texts(entry.causes));
  EXPECT_EQ(texts(again.steps), texts(entry.steps));
  EXPECT_EQ(again.definitive_source.text, entry.definitive_source.text);
  EXPECT_EQ(entries.size(), 1u);
}

TEST_P(RoundTrip, AnEntryWithAllPartsIsReadAsItWasWritten) {
  Entry entry;
  entry.title = "Queue worker fails to start";
  if (GetParam()->name == "question") entry.title = "Why does the queue worker fail?";
  entry.symptoms = {{"Jobs pile up in `default`", 0, 0}};
  entry.causes = {{"Redis refuses the password", 0, 0}};
  entry.steps = {{"Run `docker compose restart worker`", 0, 0}};
  entry.definitive_source = {"`docker-compose.yml` → `services.worker`", 0, 0};
  expect_same(*GetParam(), entry, "Troubleshooting");
}

INSTANTIATE_TEST_SUITE_P(Shapes, RoundTrip, testing::ValuesIn(entry_shapes().begin(), entry_shapes().end()),
                         [](const testing::TestParamInfo<const EntryShape*>& shape) {
                           std::string name(shape.param->name);
                           for (char& c : name)
                             if (!is_alnum(c)) c = '_';
                           return name;
                         });

TEST(LabelledShape, CodeBlocksSurviveWritingAndReading) {
  Entry entry;
  entry.title = "Database refuses the login";
  entry.symptoms = {{"```\nFATAL: password authentication failed\n```", 0, 0}};
  entry.causes = {{"Wrong encoding", 0, 0}, {"Old secret", 0, 0}};
  entry.steps = {{"Look at the URL:", 0, 0}, {"```\npsql \"$DATABASE_URL\"\n```", 0, 0}};
  expect_same(*entry_shapes()[0], entry, "Troubleshooting");
}

}  // namespace
}  // namespace fingerpost
