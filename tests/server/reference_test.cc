#include "server/reference.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "server/lint.h"
#include "server/mcp/server.h"
#include "server/tool.h"
#include "server/version.h"

namespace fingerpost {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Reference, ThePagesOfTheToolsAreAsTheToolsAre) {
  for (const char* page : {"/references/tools.md", "/skill/references/tools.md"}) {
    const std::string path = std::string(FINGERPOST_SOURCE_DIR) + page;
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << tools_reference();
    EXPECT_EQ(text_of(path), tools_reference()) << "UPDATE_GOLDEN=1 writes " << page << " anew";
  }
}

TEST(Reference, TheSkillNamesEveryTool) {
  const std::string skill = text_of(std::string(FINGERPOST_SOURCE_DIR) + "/skill/SKILL.md");
  for (const Tool* tool : all_tools())
    EXPECT_NE(skill.find("`" + std::string(tool->name) + "`"), std::string::npos) << tool->name;
}

TEST(Reference, TheBundleNamesTheToolsAndTheVersionOfTheProgram) {
  const auto manifest = parse_json(text_of(std::string(FINGERPOST_SOURCE_DIR) + "/packaging/manifest.json"));
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["version"], std::string(kVersion));
  std::vector<std::string> named;
  for (const Json& tool : (*manifest)["tools"]) named.push_back(tool["name"].get<std::string>());
  std::vector<std::string> offered;
  for (const Json& tool : mcp::described_tools({}, true)) offered.push_back(tool["name"].get<std::string>());
  EXPECT_EQ(named, offered);
}

TEST(Lint, TheToolsAreFreeOfWhatClientsRefuse) {
  const ToolLint lint = lint_tools(mcp::described_tools({}, true), mcp::instructions());
  EXPECT_TRUE(lint.complaints.empty()) << lint.complaints.front();
  EXPECT_LT(lint.tokens, 2500u);
}

TEST(Lint, FindsWhatClientsRefuse) {
  const auto complains = [](const char* tool, const char* about) {
    const ToolLint lint = lint_tools(Json::array({*parse_json(tool)}), "");
    for (const std::string& one : lint.complaints)
      if (one.find(about) != std::string::npos) return true;
    return false;
  };
  EXPECT_TRUE(complains(R"({"name":"a.b","description":"d","inputSchema":{"type":"object"}})", "a.b"));
  EXPECT_TRUE(complains(R"({"name":"a__b","description":"d","inputSchema":{"type":"object"}})", "a__b"));
  EXPECT_TRUE(complains(R"({"name":"a","description":"d","inputSchema":{}})", "not of type object"));
  EXPECT_TRUE(complains(R"({"name":"a","description":"d","inputSchema":{"type":"object","anyOf":[]}})", "uses anyOf"));
  EXPECT_TRUE(
      complains(R"({"name":"a","description":"d","inputSchema":{"type":"object","properties":{"x":{"type":"array"}}}})",
                "a.inputSchema.x is a list of anything"));
  EXPECT_TRUE(complains(
      R"({"name":"a","description":"d","inputSchema":{"type":"object","properties":{"x":{"type":["string","null"]}}}})",
      "list of types"));
  EXPECT_TRUE(complains(R"({"name":"a","description":"","inputSchema":{"type":"object"}})", "no description"));
}

}  // namespace
}  // namespace fingerpost
