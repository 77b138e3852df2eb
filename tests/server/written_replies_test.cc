// Replies that are kept as a face wrote them: what is answered again must be what would be answered anew.
#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include <fmt/format.h>

#include "base/text.h"
#include "server/workspace.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class WrittenRepliesTest : public ::testing::Test {
 protected:
  WrittenRepliesTest() {
    ::setenv("XDG_STATE_HOME", shop_.map_file("state").c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", shop_.map_file("config").c_str(), 1);
    shop_.write("docker-compose.yml",
                "services:\n  redis:\n    image: redis:7\n    command: redis-server\n  web:\n    image: shop:1\n");
    shop_.write("docs/deploy.md", "# Deployment\n\n## Deploy to staging\n\nRun the job.\n");
  }

  static RepositoryOptions of(const TemporaryRepository& files) {
    RepositoryOptions options;
    options.directory = files.tree();
    options.map_file = files.map_file();
    return options;
  }
  Workspace& workspace() {
    if (workspace_ != nullptr) return *workspace_;
    std::vector<RepositoryOptions> all = {of(shop_)};
    if (bank_) all.push_back(of(*bank_));
    auto opened = Workspace::open(std::move(all));
    EXPECT_TRUE(opened);
    workspace_ = std::move(*opened);
    // Until all of it is read, replies say that code is missing, and are not kept.
    while (!workspace_->readiness(std::chrono::milliseconds(100), {.entries = true, .code = true}).whole) continue;
    return *workspace_;
  }
  Workspace::Face face(std::string_view name = "test") {
    return {name, [this, name](ToolReply& reply) {
              ++written_;
              return std::string(name) + to_line(reply.structured) + reply.text;
            }};
  }
  std::string ask(Json arguments, std::string_view name = "test") {
    auto text = workspace().answer(*tool_named("where_is"), arguments, {}, face(name));
    EXPECT_TRUE(text);
    return text ? *text : "";
  }
  std::string ask_anew(Json arguments) {
    auto reply = workspace().run(*tool_named("where_is"), arguments);
    EXPECT_TRUE(reply);
    return reply ? face().write(*reply) : "";
  }
  // Asks until the reply comes without being written anew. The thread that indexed closes its map a moment after it is
  // done, which may look like a change of the map.
  std::string ask_until_kept(const Json& arguments) {
    for (int i = 0; i < 1000; ++i) {
      const int before = written_;
      std::string text = ask(arguments);
      if (written_ == before) return text;
    }
    ADD_FAILURE() << "not kept: " << arguments.dump();
    return "";
  }

  TemporaryRepository shop_;
  std::optional<TemporaryRepository> bank_;
  int written_ = 0;
  std::unique_ptr<Workspace> workspace_;
};

const Json kRedis = {{"query", "which redis image is used"}};

TEST_F(WrittenRepliesTest, AReplyIsWrittenOnceAndIsTheSameAgain) {
  const std::string first = ask(kRedis);
  EXPECT_TRUE(contains(first, "redis:7")) << first;
  EXPECT_EQ(ask_until_kept(kRedis), first);
  EXPECT_EQ(ask_anew(kRedis), first);
}

TEST_F(WrittenRepliesTest, WhatChangesInAFileOfTheReplyIsToldAtOnce) {
  const std::filesystem::path file = shop_.tree() + "/docker-compose.yml";
  ASSERT_TRUE(contains(ask_until_kept(kRedis), "redis:7"));
  // As long as before, and with its stamp put back.
  const auto stamp = std::filesystem::last_write_time(file);
  shop_.write("docker-compose.yml",
              "services:\n  redis:\n    image: redis:8\n    command: redis-server\n  web:\n    image: shop:1\n");
  std::filesystem::last_write_time(file, stamp);
  const std::string edited = ask(kRedis);
  EXPECT_TRUE(contains(edited, "redis:8")) << edited;
  EXPECT_FALSE(contains(edited, "redis:7")) << edited;
  // What stands beside it decides too.
  shop_.write("docker-compose.override.yml", "services:\n  redis:\n    image: redis:9\n");
  EXPECT_TRUE(contains(ask(kRedis), "overridden by docker-compose.override.yml:3"));
  shop_.remove("docker-compose.override.yml");
  EXPECT_EQ(ask(kRedis), edited);
  std::filesystem::rename(file, shop_.tree() + "/compose.yaml");
  const std::string moved = ask(kRedis);
  EXPECT_TRUE(contains(moved, "compose.yaml:3")) << moved;
  EXPECT_FALSE(contains(moved, "docker-compose.yml")) << moved;
  shop_.remove("compose.yaml");
  const std::string gone = ask(kRedis);
  EXPECT_TRUE(contains(gone, "\"known\":false")) << gone;
  EXPECT_FALSE(contains(gone, "redis:8")) << gone;
}

TEST_F(WrittenRepliesTest, AFileThatWasOnlyTouchedIsAnsweredTheSame) {
  const std::string first = ask_until_kept(kRedis);
  const std::filesystem::path file = shop_.tree() + "/docker-compose.yml";
  std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now());
  EXPECT_EQ(ask(kRedis), first);
}

TEST_F(WrittenRepliesTest, OtherArgumentsAndOtherFacesAreOtherReplies) {
  const std::string first = ask(kRedis);
  const std::string other = ask(kRedis, "other");
  EXPECT_EQ(other, "other" + first.substr(4));
  Json one = kRedis;
  one["limit"] = 1;
  Json services = kRedis;
  services["kind"] = "service";
  Json detailed = kRedis;
  detailed["detail"] = true;
  for (const Json& arguments : {one, services, detailed}) {
    const std::string expected = ask_anew(arguments);
    EXPECT_EQ(ask(arguments), expected);
    EXPECT_EQ(ask(arguments), expected);
  }
  EXPECT_EQ(ask(kRedis), first);
}

TEST_F(WrittenRepliesTest, WhatIsSecretIsMaskedEachTime) {
  shop_.write(".env", "PAYMENTS_API_KEY=zq81-planted-secret\n");
  const Json question = {{"query", "PAYMENTS_API_KEY"}};
  const std::string first = ask(question);
  EXPECT_TRUE(contains(first, "PAYMENTS_API_KEY=")) << first;
  EXPECT_FALSE(contains(first, "planted")) << first;
  EXPECT_EQ(ask_until_kept(question), first);
  shop_.write(".env", "PAYMENTS_API_KEY=zq82-planted-secret\n");
  EXPECT_FALSE(contains(ask(question), "planted"));
}

TEST_F(WrittenRepliesTest, AQuestionWithoutAnAnswerIsCountedEachTime) {
  const Json question = {{"query", "zebra unicorn gateway"}};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(contains(ask(question), "\"known\":false"));
  workspace().visit("", [](const std::string&, Repository& repository) {
    const auto gaps = repository.gaps();
    ASSERT_TRUE(gaps);
    ASSERT_EQ(gaps->size(), 1u);
    EXPECT_EQ(gaps->front().times, 3);
  });
}

TEST_F(WrittenRepliesTest, OfSeveralRepositoriesTheOneThatIsNamedAnswers) {
  bank_.emplace();
  bank_->write("docker-compose.yml", "services:\n  redis:\n    image: redis:5\n");
  Json shop = kRedis;
  shop["repository"] = "tree";
  Json bank = kRedis;
  bank["repository"] = "tree-2";
  const std::string of_shop = ask(shop);
  const std::string of_bank = ask(bank);
  EXPECT_TRUE(contains(of_shop, "redis:7") && !contains(of_shop, "redis:5")) << of_shop;
  EXPECT_TRUE(contains(of_bank, "redis:5") && !contains(of_bank, "redis:7")) << of_bank;
  EXPECT_EQ(ask_until_kept(shop), of_shop);
  EXPECT_EQ(ask_until_kept(bank), of_bank);
  const std::string both = ask(kRedis);
  EXPECT_TRUE(contains(both, "redis:5") && contains(both, "redis:7")) << both;
  bank_->write("docker-compose.yml", "services:\n  redis:\n    image: redis:6\n");
  EXPECT_EQ(ask(shop), of_shop);
  EXPECT_TRUE(contains(ask(bank), "redis:6"));
  EXPECT_TRUE(contains(ask(kRedis), "redis:6"));
}

// Property: whatever is edited in between, a question asked again is answered as it would be anew.
TEST_F(WrittenRepliesTest, WhateverIsEditedTheReplyIsTheOneOfNow) {
  const auto seed = 47u;
  std::mt19937 random(seed);
  const std::vector<std::string> paths = {"docker-compose.yml", "docker-compose.override.yml", "docs/deploy.md",
                                          "conf/app.yaml", ".env.example"};
  const std::vector<std::string> words = {"redis", "staging", "deploy", "port", "image", "web"};
  const auto word = [&] { return words[random() % words.size()]; };
  for (int round = 0; round < 300; ++round) {
    const std::string path = paths[random() % paths.size()];
    if (random() % 6 == 0) {
      shop_.remove(path);
    } else if (path.ends_with(".md")) {
      shop_.write(path, fmt::format("# {}\n\n## {} to {}\n\ntext {}\n", word(), word(), word(), random() % 3));
    } else if (path.starts_with(".env")) {
      shop_.write(path, fmt::format("{}_{}={}\n", word(), word(), random() % 3));
    } else {
      shop_.write(path, fmt::format("services:\n  {}:\n    {}: {}:{}\n", word(), word(), word(), random() % 3));
    }
    const Json question = {{"query", word() + " " + word()}};
    const std::string first = ask(question);
    ASSERT_EQ(first, ask_anew(question)) << "seed " << seed << " round " << round;
    ASSERT_EQ(first, ask(question)) << "seed " << seed << " round " << round;
  }
}

}  // namespace
}  // namespace fingerpost
