#include "component-map/excerpt.h"

#include "tests/component-map/where_fixture.h"

namespace fingerpost {
namespace {

TEST_F(WhereTest, AnExcerptDoesNotEndInTheCommentOfTheNextLine) {
  LiveFile file;
  file.text = "[queue]\n";
  for (int i = 0; i < 30; ++i) file.text += "option_" + std::to_string(i) + " = 1\n";
  file.text += "# Messages that nobody fetches wait in the parking lot.\n# Then they are dropped.\nkeep_days = 9\n";
  for (int i = 30; i < 40; ++i) file.text += "option_" + std::to_string(i) + " = 1\n";
  file.lines = std::make_unique<Lines>(file.text);
  auto question = understand("messages nobody fetches parking lot", *map, Vocabulary::built_in());
  ASSERT_TRUE(question);
  for (TermGroup& group : question->groups) group.rarity = 1;
  const std::string shown = excerpt_of(file, "queue.ini", 1, file.lines->count(), AskedWords(*question), {});
  EXPECT_NE(shown.find("parking lot"), std::string::npos) << shown;
  EXPECT_NE(shown.find("keep_days = 9"), std::string::npos) << shown;
}

// Items of a list look like comments of some languages.
TEST_F(WhereTest, AnExcerptOfADocumentBeginsWhereItBegins) {
  LiveFile file;
  file.text = "## Glossary\n";
  for (int i = 0; i < 60; ++i) file.text += "* word " + std::to_string(i) + "\n";
  file.lines = std::make_unique<Lines>(file.text);
  auto question = understand("nothing that is there", *map, Vocabulary::built_in());
  ASSERT_TRUE(question);
  for (const char* path : {"glossary.md", "glossary.yaml"}) {
    const std::string shown = excerpt_of(file, path, 1, file.lines->count(), AskedWords(*question), {});
    EXPECT_TRUE(shown.starts_with("## Glossary\n* word 0\n")) << shown;
  }
}

}  // namespace
}  // namespace fingerpost
