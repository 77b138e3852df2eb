#include "base/utf8.h"

#include <gtest/gtest.h>

#include "base/mojibake.h"

namespace fingerpost {
namespace {

TEST(DecodedSource, LeavesValidTextWhereItIs) {
  const std::string text = "Café – ✅\n";
  const DecodedSource decoded(text);
  EXPECT_EQ(decoded.text().data(), text.data());
}

TEST(DecodedSource, TakesAByteOrderMarkOffAndReadsUtf16) {
  EXPECT_EQ(DecodedSource("\xEF\xBB\xBFkey: 1").text(), "key: 1");
  EXPECT_EQ(DecodedSource(std::string("\xFF\xFEh\0i\0", 6)).text(), "hi");
  EXPECT_EQ(DecodedSource(std::string("\xFE\xFF\0h\0i", 6)).text(), "hi");
}

TEST(DecodedSource, ReplacesDamagedBytesAndSaysTheLine) {
  const DecodedSource decoded("good\nbad \xC3( end\n");
  EXPECT_EQ(decoded.text(), "good\nbad \xEF\xBF\xBD( end\n");
  EXPECT_EQ(decoded.first_invalid_line(), 2);
}

TEST(DecodedSource, TellsBinariesByANulByte) {
  EXPECT_TRUE(DecodedSource(std::string("ELF\0x", 5)).binary());
}

TEST(Sanitize, RemovesWhatATerminalOrAnAssistantWouldObey) {
  EXPECT_EQ(sanitize_for_display("a\x1b[31mred\x1b[0m\x1b]8;;http://x\x07link"), "aredlink");
  EXPECT_EQ(sanitize_for_display("left\u202Etfel\u200B\U000E0041."), "lefttfel.");
  EXPECT_EQ(sanitize_for_display("keeps\n\ttabs and Ünïcode ✅"), "keeps\n\ttabs and Ünïcode ✅");
}

TEST(Sanitize, IsIdempotent) {
  const std::string once = sanitize_for_display("\x1b\x1b[[31m31mx");
  EXPECT_EQ(sanitize_for_display(once), once);
}

TEST(Mojibake, IsReadAsWhatItMeant) {
  EXPECT_EQ(repair_mojibake("done ‚úÖ and ‚Üê back").value_or(""), "done ✅ and ← back");  // once read as Mac Roman
  EXPECT_EQ(repair_mojibake("CafÃ©").value_or(""), "Café");                               // as Windows-1252
}

TEST(Mojibake, RightTextIsLeftAlone) {
  for (const char* text : {"naïve café ½ — “quotes” …", "Größe 5 µm", "дом и сад", "日本語のテキスト", "Ελληνικά",
                           "ßäöü ÄÖÜ", "50 € ✅ → ←", "plain"})
    EXPECT_FALSE(repair_mojibake(text)) << text;
}

TEST(Mojibake, RepairingTwiceChangesNothingMore) {
  const std::string once = repair_mojibake("‚úì ok ‚úÖ").value_or("");
  EXPECT_FALSE(repair_mojibake(once));
}

}  // namespace
}  // namespace fingerpost
