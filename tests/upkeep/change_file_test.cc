#include "upkeep/edit/change_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <sstream>
#include <thread>

#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class ChangeFileTest : public testing::Test {
 protected:
  ChangeFileTest() : root_(std::move(*Root::open(files_.tree()))) {}

  std::string text(const std::string& path) const {
    std::ostringstream out;
    out << std::ifstream(files_.tree() + "/" + path, std::ios::binary).rdbuf();
    return out.str();
  }
  static ChangeText appending(const std::string& more) {
    return [more](const std::optional<std::string>& bytes) -> Result<std::string> { return bytes.value_or("") + more; };
  }
  // Everything in a directory, hidden files too.
  std::set<std::string> names(const std::string& directory) const {
    std::set<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(files_.tree() + "/" + directory))
      out.insert(entry.path().filename().string());
    return out;
  }

  TemporaryRepository files_;
  Root root_;
};

TEST_F(ChangeFileTest, KeepsTheModeAndLeavesNothingBeside) {
  files_.write("docs/a.md", "one\n");
  ::chmod((files_.tree() + "/docs/a.md").c_str(), 0640);
  auto changed = change_file(root_, "docs/a.md", appending("two\n"));
  ASSERT_TRUE(changed) << changed.error().text();
  EXPECT_EQ(*changed->before, "one\n");
  EXPECT_EQ(text("docs/a.md"), "one\ntwo\n");
  struct ::stat st {};
  ::stat((files_.tree() + "/docs/a.md").c_str(), &st);
  EXPECT_EQ(st.st_mode & 07777, 0640u);
  EXPECT_EQ(names("docs"), std::set<std::string>{"a.md"});
}

TEST_F(ChangeFileTest, MakesFilesAndTheirDirectories) {
  auto changed = change_file(root_, "references/deep/new.md", appending("new\n"));
  ASSERT_TRUE(changed) << changed.error().text();
  EXPECT_FALSE(changed->before);
  EXPECT_EQ(text("references/deep/new.md"), "new\n");
}

TEST_F(ChangeFileTest, ARefusalMakesNoDirectory) {
  auto changed = change_file(root_, "references/new.md", [](const auto&) -> Result<std::string> {
    return Error{Code::invalid_argument, "no", "", ""};
  });
  EXPECT_FALSE(changed);
  EXPECT_FALSE(std::filesystem::exists(files_.tree() + "/references"));
}

TEST_F(ChangeFileTest, RefusesWhatLeadsElsewhere) {
  files_.write("real/a.md", "a\n");
  std::filesystem::create_symlink(files_.tree() + "/real/a.md", files_.tree() + "/link.md");
  std::filesystem::create_directory_symlink(files_.tree() + "/real", files_.tree() + "/folder");
  std::filesystem::create_hard_link(files_.tree() + "/real/a.md", files_.tree() + "/twin.md");
  ::mkfifo((files_.tree() + "/pipe.md").c_str(), 0600);
  for (const char* path : {"link.md", "folder/a.md", "twin.md", "pipe.md", "../out.md", "/etc/out.md", "real/../a.md",
                           ".git/hooks/x.md", "a//b.md", ""}) {
    auto changed = change_file(root_, path, appending("x"));
    ASSERT_FALSE(changed) << path;
    EXPECT_EQ(changed.error().code, Code::denied) << path << ": " << changed.error().text();
  }
  EXPECT_EQ(text("real/a.md"), "a\n");
}

TEST_F(ChangeFileTest, PlansAnewWhenAnEditorSavedMeanwhile) {
  files_.write("a.md", "one\n");
  int calls = 0;
  auto changed = change_file(root_, "a.md", [&](const std::optional<std::string>& bytes) -> Result<std::string> {
    if (++calls == 2) files_.write("a.md", "edited\n");
    return *bytes + "mine\n";
  });
  ASSERT_TRUE(changed);
  EXPECT_EQ(text("a.md"), "edited\nmine\n");
}

TEST_F(ChangeFileTest, SixteenWritersAtOnceLoseNothing) {
  files_.write("a.md", "");
  constexpr int kProcesses = 8;
  constexpr int kThreads = 8;
  constexpr int kEach = 10;
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int i = 0; i < kEach; ++i)
        if (!change_file(root_, "a.md", appending("p" + std::to_string(p) + "-" + std::to_string(i) + "\n")))
          ::_exit(1);
      ::_exit(0);
    }
    children.push_back(child);
  }
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          auto changed =
              change_file(root_, "a.md", appending("t" + std::to_string(t) + "-" + std::to_string(i) + "\n"));
          EXPECT_TRUE(changed) << changed.error().text();
        }
      });
  }
  for (const pid_t child : children) {
    int status = 1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  std::set<std::string> lines;
  std::istringstream in(text("a.md"));
  for (std::string line; std::getline(in, line);) EXPECT_TRUE(lines.insert(line).second) << line;
  EXPECT_EQ(lines.size(), static_cast<std::size_t>((kProcesses + kThreads) * kEach));
}

TEST_F(ChangeFileTest, KilledAtAnyMomentTheFileIsOldOrNew) {
  const std::string block(200'000, 'x');
  files_.write("a.md", "0" + block + "\n");
  for (int round = 0; round < 60; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (char c = '1';; c = c == '9' ? '1' : static_cast<char>(c + 1))
        (void)change_file(root_, "a.md", [&](const auto&) -> Result<std::string> { return c + block + "\n"; });
    }
    // Another moment each round, by work instead of a clock.
    for (int i = 0; i < round * 20; ++i) ::sched_yield();
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string now = text("a.md");
    ASSERT_EQ(now.size(), block.size() + 2);
    EXPECT_EQ(now.substr(1), block + "\n");
  }
  // The next writer works, and clears away what a crash left.
  ASSERT_TRUE(change_file(root_, "a.md", appending("end\n")));
  EXPECT_EQ(names("."), std::set<std::string>{"a.md"});
}

TEST_F(ChangeFileTest, AFullDiskIsAClearErrorAndLosesNothing) {
  files_.write("a.md", "old\n");
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const struct ::rlimit limit { 1000, 1000 };
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto changed = change_file(root_, "a.md", appending(std::string(5000, 'y')));
    const bool clear =
        !changed && changed.error().code == Code::io && changed.error().message.find("no space") != std::string::npos;
    ::_exit(clear ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(text("a.md"), "old\n");
  EXPECT_EQ(names("."), std::set<std::string>{"a.md"});
}

TEST_F(ChangeFileTest, AReadOnlyTreeIsAClearError) {
  if (::geteuid() == 0) {
    // Root may write anywhere: become nobody in a child.
    files_.write("docs/a.md", "old\n");
    const pid_t child = ::fork();
    if (child == 0) {
      if (::setuid(65534) != 0) ::_exit(0);
      auto changed = change_file(root_, "docs/a.md", appending("x"));
      ::_exit(!changed && changed.error().code == Code::denied && !changed.error().advice.empty() ? 0 : 1);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  } else {
    files_.write("docs/a.md", "old\n");
    ::chmod((files_.tree() + "/docs").c_str(), 0500);
    auto changed = change_file(root_, "docs/a.md", appending("x"));
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, Code::denied);
    ::chmod((files_.tree() + "/docs").c_str(), 0700);
  }
  EXPECT_EQ(text("docs/a.md"), "old\n");
}

}  // namespace
}  // namespace fingerpost
