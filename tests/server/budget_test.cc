#include "server/budget.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

ToolReply reply_of(int items, std::size_t characters) {
  ToolReply out;
  out.structured = {{"known", true}, {"answers", Json::array()}};
  for (int i = 0; i < items; ++i) {
    out.structured["answers"].push_back({{"path", "docs/" + std::to_string(i)}, {"locator", {"a", "b"}}});
    out.structured["answers"].back()["excerpt"] = std::string(characters, 'x');
    out.text += "docs/" + std::to_string(i) + "\n";
  }
  return out;
}

TEST(Budget, LeavesAloneWhatFits) {
  ToolReply reply = reply_of(5, 100);
  const ToolReply before = reply;
  keep_within(reply, 2000);
  EXPECT_EQ(reply.structured, before.structured);
  EXPECT_EQ(reply.text, before.text);
}

TEST(Budget, DropsTheLastItemsAndSaysHowMany) {
  ToolReply reply = reply_of(50, 100);
  keep_within(reply, 2000);
  const std::size_t kept = reply.structured["answers"].size();
  EXPECT_GT(kept, 5u);
  EXPECT_LT(kept, 20u);
  EXPECT_EQ(reply.structured["answers"][0]["path"], "docs/0");
  EXPECT_EQ(reply.structured["answers"][0]["locator"], Json::array({"a", "b"}));
  EXPECT_EQ(reply.structured["note"],
            std::to_string(50 - kept) + " more are left out here; ask for something narrower, or with a smaller limit");
  EXPECT_TRUE(reply.text.ends_with("with a smaller limit.\n"));
}

TEST(Budget, OneAnswerStaysHoweverLongItIs) {
  ToolReply reply = reply_of(2, 5000);
  keep_within(reply, 2000);
  EXPECT_EQ(reply.structured["answers"].size(), 1u);
}

TEST(Budget, TakesFromTheFullestOfSeveralLists) {
  ToolReply reply;
  reply.structured = {{"groups", Json::array()}};
  for (const int items : {2, 60})
    reply.structured["groups"].push_back({{"items", reply_of(items, 50).structured["answers"]}});
  keep_within(reply, 2000);
  EXPECT_EQ(reply.structured["groups"].size(), 2u);
  EXPECT_EQ(reply.structured["groups"][0]["items"].size(), 2u);
  EXPECT_LT(reply.structured["groups"][1]["items"].size(), 30u);
}

TEST(Budget, CutsTextAtALine) {
  ToolReply reply;
  reply.structured = Json::object();
  for (int i = 0; i < 1000; ++i) reply.text += "docs/a.md:" + std::to_string(i) + "\n";
  keep_within(reply, 1000);
  EXPECT_LT(reply.text.size(), 1200u);
  EXPECT_NE(reply.text.find("\nNote: the rest is left out here"), std::string::npos) << reply.text;
}

TEST(Budget, CutsALineThatIsTooLongByItself) {
  ToolReply reply;
  reply.structured = Json::object();
  reply.text = std::string(5000, 'x');
  keep_within(reply, 1000);
  EXPECT_TRUE(reply.text.starts_with(std::string(900, 'x')));
  EXPECT_LT(reply.text.size(), 1200u);
}

TEST(Budget, KeepsAnEarlierNote) {
  ToolReply reply = reply_of(50, 100);
  reply.structured["note"] = "code is still being read";
  keep_within(reply, 2000);
  EXPECT_TRUE(reply.structured["note"].get<std::string>().starts_with("code is still being read; "));
}

}  // namespace
}  // namespace fingerpost
