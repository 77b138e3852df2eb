#include "server/workspace.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/support/fake_server.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class WorkspaceTest : public ::testing::Test {
 protected:
  WorkspaceTest() {
    ::setenv("XDG_STATE_HOME", shop_.map_file("state").c_str(), 1);
    ::setenv("XDG_CONFIG_HOME", shop_.map_file("config").c_str(), 1);
    shop_.write("docker-compose.yml", "services:\n  redis:\n    image: redis:7\n");
    bank_.write("docs/ledger.md", "# Ledger\n\n## Closing the books\n\nRun the close job.\n");
    auto workspace = Workspace::open({of(shop_), of(bank_)});
    EXPECT_TRUE(workspace);
    workspace_ = std::move(*workspace);
  }
  static RepositoryOptions of(const TemporaryRepository& files) {
    RepositoryOptions options;
    options.directory = files.tree();
    options.map_file = files.map_file();
    return options;
  }
  Result<ToolReply> where(Json arguments) { return workspace_->run(*tool_named("where_is"), arguments); }

  TemporaryRepository shop_;
  TemporaryRepository bank_;
  std::unique_ptr<Workspace> workspace_;
};

TEST_F(WorkspaceTest, AnswersOthersWhileOneWaitsForAServerThatNeverSpeaks) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  std::atomic<bool> gone = false;
  auto probing = std::async(std::launch::async, [&] {
    const Json arguments = {{"name", "http"}, {"target", server.url()}, {"seconds", 60}, {"repository", "tree"}};
    return workspace_->run(*tool_named("probe"), arguments, {"prober", [&] { return gone.load(); }});
  });
  while (server.connections() == 0) std::this_thread::yield();
  const auto reply = where({{"query", "closing the books"}});
  ASSERT_TRUE(reply);
  EXPECT_TRUE(reply->found);
  gone = true;  // nothing else ends it for a while
  const auto stopped = probing.get();
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->structured["outcomes"][0]["summary"], "answer: cancelled") << stopped->text;
}

TEST_F(WorkspaceTest, GivesTwoRepositoriesOfOneNameANumber) {
  EXPECT_EQ(workspace_->names(), (std::vector<std::string>{"tree", "tree-2"}));
}

TEST_F(WorkspaceTest, AQuestionWithoutARepositoryAsksAllAndSaysWhich) {
  const auto reply = where({{"query", "closing the books"}});
  ASSERT_TRUE(reply);
  EXPECT_TRUE(reply->found);
  EXPECT_EQ(reply->structured["answers"][0]["path"], "docs/ledger.md");
  EXPECT_EQ(reply->structured["answers"][0]["repository"], "tree-2");
  EXPECT_EQ(reply->text.rfind("In tree-2:\ndocs/ledger.md:3", 0), 0u) << reply->text;
}

TEST_F(WorkspaceTest, AQuestionToOneRepositoryAsksNoOther) {
  const auto reply = where({{"query", "closing the books"}, {"repository", "tree"}});
  ASSERT_TRUE(reply);
  EXPECT_FALSE(reply->found);
}

TEST_F(WorkspaceTest, RepositoryIsAnArgumentOnlyWhereThereAreSeveral) {
  const Tool& tool = *tool_named("where_is");
  EXPECT_FALSE(input_schema_of(tool, {"one"})["properties"].contains("repository"));
  EXPECT_TRUE(input_schema_of(tool, workspace_->names())["properties"].contains("repository"));
  EXPECT_FALSE(check_arguments(tool, {{"query", "x"}, {"repository", "one"}}, {"one"}));
  EXPECT_TRUE(check_arguments(tool, {{"query", "x"}, {"repository", "tree"}}, workspace_->names()));
  EXPECT_FALSE(check_arguments(tool, {{"query", "x"}, {"repository", "nil"}}, workspace_->names()));
}

TEST_F(WorkspaceTest, RefusesADirectoryThatIsNotThereAtOnce) {
  RepositoryOptions options;
  options.directory = shop_.tree() + "/none";
  EXPECT_FALSE(Workspace::open({options}));
}

TEST_F(WorkspaceTest, QuestionsFromManyThreadsAreAllAnswered) {
  std::vector<std::jthread> threads;
  std::atomic<int> known = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j) {
        const auto reply = where({{"query", "closing the books"}});
        if (reply && reply->found) ++known;
      }
    });
  threads.clear();
  EXPECT_EQ(known, 80);
}

}  // namespace
}  // namespace fingerpost
