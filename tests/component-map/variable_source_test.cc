#include "component-map/variable_source.h"

#include <gtest/gtest.h>

#include "tests/support/indexed_repository.h"

namespace fingerpost {
namespace {

TEST(VariableIn, FindsWhatShellsAndComposeWouldFillIn) {
  EXPECT_EQ(variable_in("image: redis:${REDIS_VERSION:-7}"), "REDIS_VERSION");
  EXPECT_EQ(variable_in("- \"$PORT:6379\""), "PORT");
  EXPECT_EQ(variable_in("awk '{print $1}' $FILE"), "FILE");
  EXPECT_EQ(variable_in("price: $$HOME"), "");
  EXPECT_EQ(variable_in("cost: 5$"), "");
  EXPECT_EQ(variable_in("${"), "");
}

class VariableSource : public testing::Test {
 protected:
  void SetUp() override {
    repository.write("services/shop/docker-compose.yml",
                     "services:\n  redis:\n    image: redis:7\n    ports:\n      - \"${REDIS_PORT}:6379\"\n");
    repository.write("services/pay/.env", "REDIS_PORT=7000\n");
    repository.write("services/shop/.env.example", "# Shop\nREDIS_PORT=6380\n");
  }
  IndexedRepository repository;
};

TEST_F(VariableSource, TheNearestDeclarationComesSecondAndIsNamed) {
  repository.index();
  WhereOptions two;
  two.limit = 2;
  const WhereReply reply = repository.ask("which port does redis publish", two);
  ASSERT_TRUE(reply.known);
  ASSERT_EQ(reply.answers.size(), 2u);
  EXPECT_EQ(reply.answers[0].path, "services/shop/docker-compose.yml");
  EXPECT_NE(reply.answers[0].note.find("REDIS_PORT has an example at services/shop/.env.example:2"), std::string::npos)
      << reply.answers[0].note;
  EXPECT_EQ(reply.answers[1].path, "services/shop/.env.example");
  EXPECT_EQ(reply.answers[1].line_start, 2);
  EXPECT_EQ(reply.answers[1].excerpt, "REDIS_PORT=6380");
}

TEST_F(VariableSource, AFileThatIsUsedIsPreferredToItsExample) {
  repository.write("services/shop/.env", "REDIS_PORT=6381\n");
  repository.index();
  const WhereReply reply = repository.ask("which port does redis publish");
  ASSERT_GE(reply.answers.size(), 2u);
  EXPECT_EQ(reply.answers[1].path, "services/shop/.env");
  EXPECT_NE(reply.answers[0].note.find("REDIS_PORT is set at services/shop/.env:1"), std::string::npos)
      << reply.answers[0].note;
}

TEST_F(VariableSource, AVariableHandedOnWithoutAValueIsDeclaredElsewhere) {
  repository.write("compose.yml", "services:\n  web:\n    image: shop:1\n    environment:\n      RETENTION_DAYS:\n");
  repository.write("service.env", "# Days\nRETENTION_DAYS=90\n");
  repository.index();
  Map& map = repository.map();
  LiveReader live(repository.root());
  int found = 0;
  for (const Source& source : map.sources()) {
    if (source.path != "compose.yml") continue;
    const auto places = map.places_of(source);
    ASSERT_TRUE(places);
    for (std::size_t i = 0; i < (*places)->size(); ++i) {
      if ((**places)[i].name != "RETENTION_DAYS") continue;
      const auto declared = variable_source(map, live, ranked_at(map, source, **places, static_cast<DocId>(i)));
      ASSERT_TRUE(declared);
      ASSERT_TRUE(declared->has_value());
      EXPECT_EQ((*declared)->source->path, "service.env");
      EXPECT_EQ((*declared)->place.line_start, 2);
      ++found;
    }
  }
  EXPECT_EQ(found, 1);
}

TEST_F(VariableSource, AnEditedDeclarationIsReadAsItIsNow) {
  repository.index();
  repository.write("services/shop/.env.example", "# Shop\n# moved down\n\nREDIS_PORT=6399\n");
  const WhereReply reply = repository.ask("which port does redis publish");
  ASSERT_GE(reply.answers.size(), 2u);
  EXPECT_EQ(reply.answers[1].line_start, 4);
  EXPECT_EQ(reply.answers[1].excerpt, "REDIS_PORT=6399");
  EXPECT_NE(reply.answers[0].note.find(".env.example:4"), std::string::npos) << reply.answers[0].note;
}

}  // namespace
}  // namespace fingerpost
