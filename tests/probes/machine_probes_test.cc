// The probes that look at the machine: git, disk, tools, dirs.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "base/process.h"
#include "base/text.h"
#include "probes/probes.h"
#include "probes/run.h"
#include "probes/tools/demands.h"
#include "probes/tools/version.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

using Texts = std::vector<std::string>;

Outcome probed(const Surrounded& repository, std::string_view name, const std::string& target = ".") {
  const Surroundings around = repository.around();
  const auto planned = probe_named(name)->aim(target, around);
  EXPECT_TRUE(planned) << (planned ? "" : planned.error().text());
  if (!planned) return {};
  return run_probes(std::vector<Planned>{*planned}, around, Deadline(std::chrono::seconds(30))).at(0);
}

Texts checks(const Outcome& out) {
  Texts lines;
  for (const Check& check : out.checks)
    lines.push_back(fmt::format("{} {} | {}", check.name, name_of(check.status), check.seen));
  return lines;
}

void git(const std::string& directory, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"});
  const auto ran = run_process(arguments, directory, "", std::chrono::seconds(30), [](std::string_view) {});
  ASSERT_TRUE(ran);
  ASSERT_EQ(ran->exit_status, 0) << ran->errors;
}

TEST(GitProbe, SeesBranchDirtAndDistance) {
  const Surrounded repository({{"a.txt", "one\n"}, {"b.txt", "two\n"}, {".gitignore", "*.log\n"}});
  const std::string tree = repository.repository().tree();
  git(tree, {"init", "-q", "-b", "main"});
  git(tree, {"add", "-A"});
  git(tree, {"commit", "-qm", "one"});
  git(tree, {"branch", "other"});
  git(tree, {"commit", "-qm", "two", "--allow-empty"});
  git(tree, {"branch", "--set-upstream-to=other"});
  Outcome clean = probed(repository, "git");
  ASSERT_EQ(clean.checks.size(), 3u);
  EXPECT_TRUE(clean.checks[0].seen.starts_with("main at ")) << clean.checks[0].seen;
  EXPECT_EQ(clean.checks[1].seen, "nothing to commit");
  EXPECT_EQ(clean.checks[2].seen, "1 ahead of and 0 behind other, as of the last fetch");
  EXPECT_EQ(clean.status, Status::pass);

  repository.repository().write("a.txt", "changed\n");
  repository.repository().write("new.txt", "new\n");
  repository.repository().write("x.log", "ignored\n");
  git(tree, {"pack-refs", "--all"});
  EXPECT_EQ(probed(repository, "git").checks.at(1).seen, "1 files changed, 1 untracked");
  git(tree, {"checkout", "-q", "--detach"});
  EXPECT_TRUE(probed(repository, "git").checks.at(0).seen.starts_with("detached at "));
}

TEST(GitProbe, RunsNothingThatTheRepositoryConfigures) {
  const Surrounded repository({{"a.txt", "one\n"}, {".gitattributes", "*.txt filter=evil diff=evil\n"}});
  const std::string tree = repository.repository().tree();
  const std::string trap = repository.repository().map_file("trap");
  git(tree, {"init", "-q", "-b", "main"});
  git(tree, {"add", "-A"});
  git(tree, {"commit", "-qm", "one"});
  const std::string program = repository.repository().map_file("evil.sh");
  std::ofstream(program) << "#!/bin/sh\ntouch " << trap << "\ncat\n";
  ASSERT_EQ(::chmod(program.c_str(), 0755), 0);
  git(tree, {"config", "core.fsmonitor", program});
  git(tree, {"config", "core.hooksPath", tree});
  git(tree, {"config", "filter.evil.clean", program});
  git(tree, {"config", "filter.evil.required", "true"});
  git(tree, {"config", "diff.external", program});
  git(tree, {"config", "core.sshCommand", program});
  git(tree, {"config", "core.pager", program});
  std::error_code ignored;
  std::filesystem::remove(trap, ignored);
  repository.repository().write("a.txt", "changed\n");
  EXPECT_EQ(probed(repository, "git").checks.at(1).seen, "1 files changed, 0 untracked");
  EXPECT_FALSE(std::filesystem::exists(trap));
  // Git itself, asked plainly, falls into it.
  ASSERT_TRUE(run_process({"git", "status"}, tree, "", std::chrono::seconds(30), [](std::string_view) {}));
  EXPECT_TRUE(std::filesystem::exists(trap));
}

TEST(GitProbe, IsNotPlannedOutsideOfARepository) {
  const Surrounded repository({{"a.txt", "one\n"}});
  const Surroundings around = repository.around();
  EXPECT_TRUE(probe_named("git")->plan(around).empty());
}

TEST(GitProbe, SaysWhatIsWrongWithABrokenOne) {
  const Surrounded repository(
      {{".git/HEAD", "ref: refs/heads/../../../etc/passwd\n"}, {".git/config", "[core]\n\tfilemode = $(touch x)\n"}});
  const Outcome out = probed(repository, "git");
  EXPECT_EQ(out.checks.at(0).status, Status::warn);
  EXPECT_TRUE(contains(out.checks.at(0).seen, "has no commit yet"));
}

TEST(DiskProbe, MeasuresWhatIsLeft) {
  const Surrounded repository({{"a.txt", "one\n"}});
  const Outcome out = probed(repository, "disk");
  ASSERT_NE(out.measured("free_bytes"), nullptr);
  EXPECT_GT(std::get<double>(out.measured("free_bytes")->value), 0);
  EXPECT_EQ(out.checks.at(0).name, "space");
  EXPECT_EQ(out.checks.at(0).expected, "more than 2.0 GiB");
  EXPECT_FALSE(probe_named("disk")->aim("/etc", repository.around()));
}

TEST(DirsProbe, WantsWhatComposeMountsAndTheSettingsList) {
  const Surrounded repository(
      {{"compose.yml",
        "services:\n  a:\n    image: a:1\n    volumes: [\"./data:/data\", \"./conf:/conf\", \"v:/v\"]\n"},
       {"conf/a.conf", ""},
       {"file", ""},
       {".fingerpost.toml",
        "[probes.dirs]\nrequired = [\"certs/dev.crt\", \"file/\", \"../outside\"]\nwritable = [\"conf\"]\n"}});
  EXPECT_EQ(checks(probed(repository, "dirs")),
            Texts({"path fail | certs/dev.crt is not there, and is required",
                   "path fail | file is a file, and a directory is wanted", "path pass | conf is there",
                   "path fail | data is not there, and is mounted by service a", "path pass | conf is there"}));
  EXPECT_EQ(checks(probed(repository, "dirs", "conf/a.conf")), Texts({"path pass | conf/a.conf is there"}));
  EXPECT_FALSE(probe_named("dirs")->aim("/etc/passwd", repository.around()));
  EXPECT_FALSE(probe_named("dirs")->aim("../x", repository.around()));
}

struct Range {
  const char* version;
  const char* demand;
  int met;  // -1: of no known form
};

TEST(ToolVersions, MeetDemandsOfEveryForm) {
  const Range ranges[] = {
      {"18.17.0", "18", 1},         {"20.1.0", "18", 0},         {"18.17.0", ">=18 <21", 1}, {"21.0.0", ">=18 <21", 0},
      {"20.5.0", "18 || 20", 1},    {"19.0.0", "18 || 20", 0},   {"20.5.0", "^20.1", 1},     {"20.0.9", "^20.1", 0},
      {"0.3.5", "^0.3.1", 1},       {"0.4.0", "^0.3.1", 0},      {"3.11.2", "~3.11", 1},     {"3.12.0", "~3.11", 0},
      {"3.12.0", ">=3.9,<4", 1},    {"3.8.1", ">= 3.9, < 4", 0}, {"1.22.1", ">=1.21", 1},    {"1.20", ">=1.21", 0},
      {"18.2.0", "v18.2.0", 1},     {"18.2.0", "18.x", 1},       {"18.2.0", "*", 1},         {"18.2.0", "lts/*", -1},
      {"3.11.4", "~=3.11", 1},      {"3.12.4", "~=3.11", 1},     {"4.0.0", "~=3.11", 0},     {"16.0.0", "!=16", 0},
      {"18.0.0", "14.0 - 18.0", 1}, {"18.0.0", "", -1},          {"18.0.0", ">18", 0},       {"19.0.0", ">18", 1}};
  for (const Range& one : ranges) {
    const auto met = satisfies(version_in(one.version), one.demand);
    EXPECT_EQ(met ? int(*met) : -1, one.met) << one.version << " " << one.demand;
  }
  EXPECT_EQ(text_of(version_in("go version go1.22.1 linux/amd64")), "1.22.1");
  EXPECT_EQ(text_of(version_in("openjdk version \"17.0.9\" 2023-10-17")), "17.0.9");
  EXPECT_TRUE(version_in("no version").empty());
}

Texts demanded(const std::string& path, std::string_view text) {
  Texts lines;
  for (const Demand& one : demands_of(path, text))
    lines.push_back(fmt::format("{} {} {}", one.program, one.version, one.at.text()));
  return lines;
}

TEST(ToolDemands, AreReadFromEveryKindOfFile) {
  EXPECT_EQ(demanded(".tool-versions", "# tools\nnodejs 20.11.0\npython 3.11.2 3.9\nevil 1; rm\n"),
            Texts({"node 20.11.0 .tool-versions:2", "python3 3.11.2 .tool-versions:3"}));
  EXPECT_EQ(demanded("web/.nvmrc", "v18\n"), Texts({"node v18 web/.nvmrc:1"}));
  EXPECT_EQ(demanded("go.mod", "module x\n\ngo 1.21\n"), Texts({"go >=1.21 go.mod:3"}));
  EXPECT_EQ(demanded("package.json",
                     "{\n \"engines\": {\n  \"node\": \">=18\"\n },\n \"packageManager\": \"pnpm@8.1.0\"\n}\n"),
            Texts({"node >=18 package.json:3", "pnpm  package.json:5"}));
  EXPECT_EQ(demanded("pyproject.toml", "[project]\nname = \"x\"\nrequires-python = \">=3.10\"\n"),
            Texts({"python3 >=3.10 pyproject.toml:3"}));
  EXPECT_EQ(demanded("rust-toolchain.toml", "[toolchain]\nchannel = \"1.75\"\n"),
            Texts({"rustc 1.75 rust-toolchain.toml:2"}));
  EXPECT_EQ(demanded("README.md", "node 18\n"), Texts());
}

class ToolsProbe : public testing::Test {
 protected:
  void SetUp() override { path_ = std::getenv("PATH"); }
  void TearDown() override { ::setenv("PATH", path_.c_str(), 1); }
  static void program(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
    ASSERT_EQ(::chmod(path.c_str(), 0755), 0);
  }
  std::string path_;
};

TEST_F(ToolsProbe, ComparesWhatIsInPathWithWhatIsDemanded) {
  const Surrounded repository({{".nvmrc", "20\n"},
                               {"go.mod", "module x\ngo 1.21\n"},
                               {"package.json", "{\"engines\": {\"node\": \">=18\"}}\n"},
                               {"Makefile", "all:\n"}});
  const Surrounded elsewhere({});
  const std::string bin = elsewhere.repository().tree();
  program(bin + "/node", "#!/bin/sh\necho v18.17.0\n");
  program(bin + "/make", "#!/bin/sh\necho GNU Make 4.3 \"$SECRET_OF_OURS\" $(pwd) >&2\n");
  ::setenv("PATH", bin.c_str(), 1);
  ::setenv("SECRET_OF_OURS", "leaked", 1);
  const Outcome out = probed(repository, "tools");
  EXPECT_EQ(checks(out),
            Texts({"go fail | go is not in PATH", "make pass | make 4.3", "node fail | node 18.17.0 is here"}));
  EXPECT_EQ(out.checks.at(2).expected, "20");
  EXPECT_EQ(out.checks.at(2).source.text(), ".nvmrc:1");
}

TEST_F(ToolsProbe, RunsNothingFromTheRepositoryOrARelativePath) {
  const Surrounded repository({{".nvmrc", "20\n"}, {"bin/node", "#!/bin/sh\ntouch \"$0.ran\"\necho v20.0.0\n"}});
  const std::string tree = std::filesystem::canonical(repository.repository().tree()).string();
  ASSERT_EQ(::chmod((tree + "/bin/node").c_str(), 0755), 0);
  ::setenv("PATH", ("bin:.:" + tree + "/bin").c_str(), 1);
  EXPECT_EQ(checks(probed(repository, "tools")),
            Texts({"node warn | node in PATH lies inside of the repository, and is not run"}));
  EXPECT_FALSE(std::filesystem::exists(tree + "/bin/node.ran"));
}

TEST_F(ToolsProbe, RunsNoProgramThatItDoesNotKnow) {
  const Surrounded repository({{".tool-versions", "evil 1.0\n"}});
  EXPECT_TRUE(probe_named("tools")->plan(repository.around()).empty());
  EXPECT_FALSE(probe_named("tools")->aim("sh", repository.around()));
}

}  // namespace
}  // namespace fingerpost
