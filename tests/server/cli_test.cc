#include <gtest/gtest.h>

#include "base/json.h"
#include "server/cli/connect.h"
#include "server/cli/terminal.h"
#include "server/cli/words.h"

namespace fingerpost {
namespace {

TEST(Connect, KeepsWhatTheFileHas) {
  const auto text = with_connection("vscode", "/opt/fingerpost",
                                    R"({"inputs": [1], "servers": {"other": {"command": "x"}}, "z": null})");
  ASSERT_TRUE(text);
  const Json all = *parse_json(*text);
  EXPECT_EQ(all["inputs"], Json::array({1}));
  EXPECT_EQ(all["servers"]["other"]["command"], "x");
  EXPECT_EQ(all["servers"]["fingerpost"]["command"], "/opt/fingerpost");
  EXPECT_EQ(all["servers"]["fingerpost"]["args"], Json::array({"mcp", "--repo", "${workspaceFolder}"}));
  EXPECT_TRUE(all.contains("z"));
}

TEST(Connect, DoingItTwiceChangesNothing) {
  for (const std::string& client : known_clients()) {
    const auto once = with_connection(client, "fingerpost", "");
    ASSERT_TRUE(once) << client;
    const auto twice = with_connection(client, "fingerpost", *once);
    ASSERT_TRUE(twice) << client;
    EXPECT_EQ(*twice, *once) << client;
  }
}

TEST(Connect, LeavesAFileAloneThatItCannotRead) {
  EXPECT_FALSE(with_connection("cursor", "fingerpost", "{ // a comment\n}"));
  EXPECT_FALSE(with_connection("cursor", "fingerpost", "[]"));
  EXPECT_FALSE(with_connection("cursor", "fingerpost", R"({"mcpServers": []})"));
}

TEST(Connect, AddsATableToTomlAndKeepsTheRestByteForByte) {
  const std::string before = "model = \"x\"  # mine\n\n[mcp_servers.other]\ncommand = \"y\"";
  const auto after = with_connection("codex", "/a \"b\"/fingerpost", before);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->rfind(before, 0), 0u);
  EXPECT_EQ(after->substr(before.size()),
            "\n\n[mcp_servers.fingerpost]\ncommand = \"/a \\\"b\\\"/fingerpost\"\nargs = [\"mcp\"]\n");
}

TEST(Connect, SaysWhichClientWasMeant) {
  const auto none = connection_for("vscod", "fingerpost");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().text().find("did you mean 'vscode'?"), std::string::npos);
}

const ProgramWords kWords = {"Points: it's \\ a post",
                             {{"--json", "for 'programs'"}},
                             {{"where", "Where is X: [it]", {{"--limit", "at most"}}, {}, "fingerpost where x"},
                              {"connect", "Configure", {}, {"cursor", "codex"}, ""}}};

TEST(Completions, OfferCommandsOptionsAndValues) {
  const std::string bash = bash_completion(kWords);
  EXPECT_NE(bash.find("where) words='--limit' ;;"), std::string::npos) << bash;
  EXPECT_NE(bash.find("connect) words='cursor codex' ;;"), std::string::npos) << bash;
  EXPECT_NE(bash.find("*) words='where connect' ;;"), std::string::npos) << bash;
  const std::string fish = fish_completion(kWords);
  EXPECT_NE(fish.find("-l json -d 'for \\'programs\\''"), std::string::npos) << fish;
  const std::string zsh = zsh_completion(kWords);
  EXPECT_NE(zsh.find("'where:Where is X   it '"), std::string::npos) << zsh;
}

TEST(ManPage, EscapesWhatRoffWouldRead) {
  const std::string page = man_page(kWords);
  EXPECT_NE(page.find("Points: it's \\e a post"), std::string::npos);
  EXPECT_NE(page.find(".B \\-\\-limit"), std::string::npos);
}

TEST(Terminal, LinksPointersAndNothingElse) {
  EXPECT_EQ(
      with_links("docs/a b.md:3-5  Title\n    x:4  quoted\nNot known: no.\n", "/r"),
      "\x1b]8;;file:///r/docs/a%20b.md\x1b\\\x1b[1mdocs/a b.md:3-5\x1b[0m\x1b]8;;\x1b\\  Title\n    x:4  quoted\nNot "
      "known: no.\n");
  EXPECT_EQ(with_links("", "/r"), "");
}

}  // namespace
}  // namespace fingerpost
