#include "server/merge.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

NamedReply reply_of(const std::string& repository, bool known, double confidence, const std::string& gap = "") {
  ToolReply reply;
  reply.found = known;
  reply.structured = {{"known", known}, {"answers", {{{"path", "of-" + repository}, {"confidence", confidence}}}}};
  if (!gap.empty()) reply.structured["gap"] = gap;
  reply.text = "of-" + repository + ":1\n";
  return {repository, reply};
}

TEST(MergeReplies, WhoIsSurestSpeaksFirst) {
  const ToolReply merged =
      merge_replies({reply_of("shop", true, 0.3, "'ledger' stands nowhere"), reply_of("bank", true, 0.9)}, 0);
  EXPECT_EQ(merged.text, "In bank:\nof-bank:1\nIn shop:\nof-shop:1\n");
  EXPECT_EQ(merged.structured["answers"][0]["repository"], "bank");
  EXPECT_FALSE(merged.structured.contains("gap")) << "what the surest one lacks is nothing";
}

TEST(MergeReplies, WhoDoesNotKnowIsSilentBesideOneWhoDoes) {
  const ToolReply merged =
      merge_replies({reply_of("shop", false, 0.4, "nothing fits"), reply_of("bank", true, 0.2, "'x' is nowhere")}, 0);
  EXPECT_EQ(merged.text, "In bank:\nof-bank:1\n");
  EXPECT_EQ(merged.structured["gap"], "'x' is nowhere");
}

TEST(MergeReplies, WhereNobodyKnowsTheGapIsToldWithWhatIsNearest) {
  const ToolReply merged =
      merge_replies({reply_of("shop", false, 0.1, "nothing fits"), reply_of("bank", false, 0.4, "no such name")}, 1);
  EXPECT_FALSE(merged.found);
  EXPECT_EQ(merged.structured["gap"], "no such name");
  ASSERT_EQ(merged.structured["answers"].size(), 1u);
  EXPECT_EQ(merged.structured["answers"][0]["path"], "of-bank");
}

}  // namespace
}  // namespace fingerpost
