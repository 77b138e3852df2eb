#include "upkeep/record/recorder.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "base/process.h"
#include "base/text.h"
#include "tests/support/indexed_repository.h"
#include "troubleshooting-index/entry_record.h"
#include "upkeep/edit/unified_diff.h"

namespace fingerpost {
namespace {

constexpr const char* kIndex = "references/troubleshooting-index.md";

class RecorderTest : public testing::Test {
 protected:
  RecorderTest() : journal_(files_.map_file("journal.db")) {
    files_.write("docker-compose.yml",
                 "services:\n  redis:\n    image: redis:7.2-alpine\n    ports:\n      - \"6380:6379\"\n"
                 "  api:\n    environment:\n      SESSION_TTL_SECONDS: \"86400\"\n      QUEUE_URL: "
                 "amqp://queue.internal/jobs\n");
    files_.write(".env", "JWT_SECRET=k8Jd92mQpZx71LwT\nLOG_LEVEL=info\n");
    files_.write("Makefile", "dev:\n\tdocker compose up\n\ncheck:\n\tcurl localhost\n");
    files_.write(kIndex, kText);
    index();
  }

  static constexpr const char* kText =
      "# Troubleshooting index\n\n## Login\n\n### Login answers 502\n\n**Symptoms**: the form answers `502 Bad "
      "Gateway`  \n\n"
      "**Common Causes**: the API is down\n\n**Troubleshooting Path**: `docker compose ps api`\n\n"
      "**Definitive Source**: `docker-compose.yml` → `services` → `api`\n\n## Storage\n\n"
      "### The disk is full\n\n**Symptoms**: `no space left on device`\n\n**Common Causes**: old images\n\n"
      "**Troubleshooting Path**: `docker system df`\n\n**Definitive Source**: `docker-compose.yml`\n";

  void index() {
    IndexOptions options;
    options.notes_of = note_entries;
    if (!root_) {
      root_.emplace(std::move(*Root::open(files_.tree())));
      map_.emplace(std::move(*Map::open(files_.map_file(), files_.tree(), true)));
      const auto mend = [this](const std::vector<std::string>& paths) {
        IndexOptions mending;
        mending.notes_of = note_entries;
        return update_sources(*root_, *map_, paths, mending);
      };
      diagnose_.emplace(*root_, *map_, mend, nullptr);
      recorder_.emplace(*root_, *map_, *diagnose_, journal_, mend);
    }
    ASSERT_TRUE(update_map(*root_, *map_, options));
  }
  std::string text(const std::string& path = kIndex) const {
    std::ostringstream out;
    out << std::ifstream(files_.tree() + "/" + path, std::ios::binary).rdbuf();
    return out.str();
  }
  static Fix fix(const std::string& title, const std::string& symptom) {
    Fix out;
    out.title = title;
    out.symptoms = {symptom};
    out.causes = {"it was never set up"};
    out.steps = {"`make dev`"};
    out.definitive_source = "docker-compose.yml → services → redis";
    return out;
  }
  Error refused(const Fix& bad) {
    auto recorded = recorder_->record_fix(bad, {});
    EXPECT_FALSE(recorded) << bad.title;
    EXPECT_EQ(text(), kText);
    return recorded ? Error{} : recorded.error();
  }
  std::string git(std::vector<std::string> arguments) const {
    std::vector<std::string> argv = {"git", "-c", "user.name=T", "-c", "user.email=t@example.org"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    std::string out;
    auto ended =
        run_process(argv, files_.tree(), "", std::chrono::seconds(60), [&](std::string_view part) { out += part; });
    EXPECT_TRUE(ended);
    return ended && ended->exit_status == 0 ? out : "failed: " + (ended ? ended->errors : "");
  }

  TemporaryRepository files_;
  Journal journal_;
  std::optional<Root> root_;
  std::optional<Map> map_;
  std::optional<Diagnose> diagnose_;
  std::optional<Recorder> recorder_;
};

TEST_F(RecorderTest, AFixIsFoundByItsSymptomAtOnce) {
  auto before = diagnose_->ask("MISCONF stop-writes-on-bgsave-error", {});
  ASSERT_TRUE(before);
  for (const DiagnosedEntry& entry : before->entries) EXPECT_NE(entry.title, "Redis refuses writes");
  auto recorded = recorder_->record_fix(fix("Redis refuses writes", "MISCONF stop-writes-on-bgsave-error"), {});
  ASSERT_TRUE(recorded) << recorded.error().text();
  EXPECT_TRUE(recorded->written);
  auto reply = diagnose_->ask("MISCONF stop-writes-on-bgsave-error", {});
  ASSERT_TRUE(reply && reply->known);
  EXPECT_EQ(reply->entries[0].title, "Redis refuses writes");
  EXPECT_EQ(reply->entries[0].line_start, recorded->line_start);
  ASSERT_TRUE(reply->entries[0].definitive_source);
  EXPECT_EQ(reply->entries[0].definitive_source->line_start, 2);
  EXPECT_NE(text().find("**Definitive Source**: `docker-compose.yml` → `services` → `redis`\n"), std::string::npos);
}

TEST_F(RecorderTest, ADryRunIsAPatchThatGitTakes) {
  RecordOptions dry;
  dry.dry_run = true;
  auto recorded = recorder_->record_fix(fix("Redis refuses writes", "MISCONF on every write"), dry);
  ASSERT_TRUE(recorded);
  EXPECT_FALSE(recorded->written);
  EXPECT_EQ(text(), kText);
  files_.write("change.patch", recorded->diff);
  git({"init", "-q"});
  EXPECT_EQ(git({"apply", "change.patch"}), "");
  auto again = recorder_->record_fix(fix("Redis refuses writes", "MISCONF on every write"), dry);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->duplicate);
}

TEST_F(RecorderTest, RefusesWhatIsNotFitAndSaysWhatToDo) {
  Fix bad = fix("Redis refuses writes", "MISCONF");
  bad.definitive_source = "docker-compse.yml";
  EXPECT_NE(refused(bad).text().find("did you mean docker-compose.yml?"), std::string::npos);
  bad.definitive_source = "docker-compose.yml → services → rediss";
  EXPECT_NE(refused(bad).text().find("it has `services`"), std::string::npos);
  bad = fix("Redis refuses writes", "MISCONF");
  bad.steps = {"set SESSION_TTL_SECONDS=86400"};
  EXPECT_EQ(refused(bad).where, "docker-compose.yml:8");
  bad.steps = {"sessions last 86400 seconds"};
  EXPECT_NE(
      refused(bad).text().find("`docker-compose.yml` → `services` → `api` → `environment` → `SESSION_TTL_SECONDS`"),
      std::string::npos);
  bad.steps = {"connect to amqp://queue.internal/jobs"};
  EXPECT_EQ(refused(bad).where, "docker-compose.yml:9");
  bad.steps = {"pull `redis:7.2-alpine`"};
  EXPECT_EQ(refused(bad).where, "docker-compose.yml:3");
  bad.steps = {};
  bad.causes = {};
  EXPECT_EQ(refused(bad).code, Code::invalid_argument);
  bad = fix("Tokens are refused", "invalid signature for k8Jd92mQpZx71LwT");
  EXPECT_EQ(refused(bad).text().find("k8Jd92mQpZx71LwT"), std::string::npos);
  bad = fix("Tokens are refused", "password=Tr0ub4dor&3xyz9 is not taken");
  EXPECT_NE(refused(bad).message.find("secret"), std::string::npos);
  bad = fix(std::string(500, 'x'), "much");
  EXPECT_EQ(refused(bad).code, Code::invalid_argument);
  bad = fix("\n \t", "much");
  EXPECT_EQ(refused(bad).code, Code::invalid_argument);
}

TEST_F(RecorderTest, ACommandMayHoldWhatItNeedsAndASymptomWhatWasSeen) {
  Fix fine = fix("Redis does not answer", "connect ECONNREFUSED 127.0.0.1:6380");
  fine.steps = {"`redis-cli -p 6380 ping`"};
  auto recorded = recorder_->record_fix(fine, {});
  EXPECT_TRUE(recorded) << recorded.error().text();
}

TEST_F(RecorderTest, ASmallNumberIsNobodysValue) {
  files_.write("config/probes.yml", "probes:\n  period: 10\n");
  index();
  Fix fine = fix("Redis is slow to start", "LOADING dataset in memory");
  fine.steps = {"wait 10 seconds"};
  EXPECT_TRUE(recorder_->record_fix(fine, {}));
}

TEST_F(RecorderTest, ALineBecomesTheKeysThatLeadToIt) {
  Fix by_line = fix("Redis does not answer", "connect ECONNREFUSED");
  by_line.definitive_source = "docker-compose.yml:3";
  auto recorded = recorder_->record_fix(by_line, {});
  ASSERT_TRUE(recorded) << recorded.error().text();
  EXPECT_NE(text().find("`docker-compose.yml` → `services` → `redis` → `image`"), std::string::npos) << text();
}

TEST_F(RecorderTest, MarkdownInTheWordsBreaksNothing) {
  const std::vector<std::string> odd = {"# not a heading", "1. not a list",     "<script>alert(1)</script>",
                                        "half a `code",    "```\nls -l\n```",   "| a | b |",
                                        "- item",          "> quoted",          "--- rule",
                                        "[link]: x",       "**Fix**: not mine", "two\nlines"};
  int number = 0;
  for (const std::string& words : odd) {
    Fix one = fix("Trouble number " + std::string(1, static_cast<char>('a' + number)) + "zz of the odd sort " +
                      std::string(static_cast<std::size_t>(number + 3), static_cast<char>('a' + number)),
                  "seen " + words);
    ++number;
    one.causes = {words};
    auto recorded = recorder_->record_fix(one, {});
    ASSERT_TRUE(recorded) << words << ": " << recorded.error().text();
    EXPECT_TRUE(recorded->written) << words;
  }
  auto issues = diagnose_->known_issues("", "");
  ASSERT_TRUE(issues);
  EXPECT_EQ(issues->size(), 2 + odd.size()) << text();
}

TEST_F(RecorderTest, ANearDuplicateIsShownAndExtendedOnlyWhenAsked) {
  Fix same = fix("Login answers with 502", "`upstream prematurely closed connection`");
  auto shown = recorder_->record_fix(same, {});
  ASSERT_TRUE(shown);
  EXPECT_FALSE(shown->written);
  ASSERT_TRUE(shown->duplicate);
  EXPECT_EQ(shown->duplicate->line_start, 5);
  EXPECT_EQ(text(), kText);
  RecordOptions merge;
  merge.merge = true;
  auto merged = recorder_->record_fix(same, merge);
  ASSERT_TRUE(merged) << merged.error().text();
  EXPECT_TRUE(merged->merged);
  auto reply = diagnose_->ask("upstream prematurely closed connection", {});
  ASSERT_TRUE(reply && reply->known);
  EXPECT_EQ(reply->entries[0].title, "Login answers 502");
  auto undone = recorder_->undo();
  ASSERT_TRUE(undone) << undone.error().text();
  EXPECT_EQ(text(), kText);
}

TEST_F(RecorderTest, UndoTakesBackWhatNobodyEdited) {
  EXPECT_EQ(recorder_->undo().error().code, Code::not_found);
  ASSERT_TRUE(recorder_->record_fix(fix("Redis refuses writes", "MISCONF on every write"), {}));
  // An edit elsewhere is kept.
  std::string edited_text = text();
  edited_text.replace(0, 2, "# The ");
  files_.write(kIndex, edited_text);
  ASSERT_TRUE(recorder_->undo());
  EXPECT_EQ(text(), "# The " + std::string(kText).substr(2));
  ASSERT_TRUE(recorder_->record_fix(fix("Mail is late", "mails arrive hours later"), {}));
  edited_text = text();
  edited_text.replace(edited_text.find("hours later"), 5, "weeks");
  files_.write(kIndex, edited_text);
  auto refused_undo = recorder_->undo();
  ASSERT_FALSE(refused_undo);
  EXPECT_NE(refused_undo.error().message.find("edited since"), std::string::npos);
  EXPECT_EQ(text(), edited_text);
}

TEST_F(RecorderTest, AComponentIsFoundByItsName) {
  auto recorded = recorder_->record_component(
      {"Session store", "docker-compose.yml → services → redis", "image and ports", "", "", ""}, {});
  ASSERT_TRUE(recorded) << recorded.error().text();
  EXPECT_EQ(recorded->path, "references/component-map.md");
  const std::string laid_out = text("references/component-map.md");
  EXPECT_NE(laid_out.find("### redis\n"), std::string::npos) << laid_out;
  EXPECT_NE(laid_out.find("### Session store\n\n**Definitive Source**: `docker-compose.yml` → `services` → `redis`\n"),
            std::string::npos)
      << laid_out;
  auto again = recorder_->record_component({"session store", "docker-compose.yml", "", "", "kept in memory", ""}, {});
  ASSERT_TRUE(again);
  ASSERT_TRUE(again->duplicate);
  RecordOptions merge;
  merge.merge = true;
  again = recorder_->record_component({"session store", "docker-compose.yml", "", "", "kept in memory", ""}, merge);
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_NE(text("references/component-map.md").find("image and ports\n\n**Key Details**: kept in memory\n"),
            std::string::npos)
      << text("references/component-map.md");
}

TEST_F(RecorderTest, InitLaysOutPointersAndNoValue) {
  files_.remove("references");
  index();
  auto laid_out = recorder_->init(false);
  ASSERT_TRUE(laid_out) << laid_out.error().text();
  for (const char* path : {"references/component-map.md", kIndex}) {
    const std::string page = text(path);
    for (const char* value : {"6380", "6379", "7.2", "86400", "amqp", "k8Jd92"})
      EXPECT_EQ(page.find(value), std::string::npos) << value << " in " << page;
  }
  const std::string page = text("references/component-map.md");
  for (const char* pointer :
       {"### redis", "`docker-compose.yml` → `services` → `redis` → `ports`", "`Makefile` → `dev`", "`.env`"})
    EXPECT_NE(page.find(pointer), std::string::npos) << pointer << " in " << page;
  auto again = recorder_->init(false);
  ASSERT_TRUE(again);
  for (const Recorded& one : *again) EXPECT_FALSE(one.written);
  EXPECT_EQ(text("references/component-map.md"), page);
  ASSERT_TRUE(recorder_->record_fix(fix("Redis refuses writes", "MISCONF on every write"), {}));
  EXPECT_TRUE(diagnose_->ask("MISCONF on every write", {})->known);
}

TEST_F(RecorderTest, ACommitHoldsTheDocumentAloneAndLeavesWhatIsStaged) {
  RecordOptions commit;
  commit.commit = true;
  auto outside = recorder_->record_fix(fix("Redis refuses writes", "MISCONF on every write"), commit);
  ASSERT_FALSE(outside);
  EXPECT_EQ(outside.error().code, Code::unavailable);
  EXPECT_EQ(text(), kText);
  git({"init", "-q", "-b", "trunk"});
  git({"config", "user.name", "T"});
  git({"config", "user.email", "t@example.org"});
  git({"add", "."});
  git({"commit", "-qm", "first"});
  files_.write("Makefile", "other:\n");
  git({"add", "Makefile"});
  files_.write("loose.txt", "x");
  files_.write(".git/hooks/post-commit", "#!/bin/sh\ntouch ran\n");
  auto recorded = recorder_->record_fix(fix("Redis refuses writes", "MISCONF on every write"), commit);
  ASSERT_TRUE(recorded) << recorded.error().text();
  EXPECT_EQ(git({"show", "--format=%s", "--name-only", "HEAD"}),
            "Record how to fix: Redis refuses writes\n\nreferences/troubleshooting-index.md\n");
  EXPECT_EQ(git({"status", "--porcelain"}), "M  Makefile\n?? loose.txt\n");
  // Another's edit of the document would go into the commit.
  files_.write(kIndex, text() + "\nmine\n");
  auto mixed = recorder_->record_fix(fix("Mail is late", "mails arrive hours later"), commit);
  ASSERT_FALSE(mixed);
  EXPECT_NE(mixed.error().message.find("not committed"), std::string::npos);
}

TEST_F(RecorderTest, ABranchGetsTheRecordAndTheWorkingTreeDoesNot) {
  git({"init", "-q", "-b", "trunk"});
  git({"config", "user.name", "T"});
  git({"config", "user.email", "t@example.org"});
  git({"add", "."});
  git({"commit", "-qm", "first"});
  RecordOptions branch;
  branch.branch = "learned";
  auto recorded = recorder_->record_fix(fix("Redis refuses writes", "MISCONF on every write"), branch);
  ASSERT_TRUE(recorded) << recorded.error().text();
  EXPECT_EQ(text(), kText);
  EXPECT_EQ(git({"status", "--porcelain"}), "");
  ASSERT_TRUE(recorder_->record_fix(fix("Mail is late", "mails arrive hours later"), branch));
  const std::string there = git({"show", "learned:references/troubleshooting-index.md"});
  EXPECT_NE(there.find("### Redis refuses writes"), std::string::npos);
  EXPECT_NE(there.find("### Mail is late"), std::string::npos);
  EXPECT_EQ(git({"rev-list", "--count", "trunk..learned"}), "2\n");
}

// Two people each record a fix on a branch of their own. A document with some entries takes both without a conflict
// nearly always; appending at the end would conflict each time.
TEST_F(RecorderTest, BranchesThatEachRecordAFixMergeMostly) {
  std::string document = "# Troubleshooting index\n";
  const std::vector<std::string> parts = {"Login", "Storage", "Mail", "Search", "Billing", "Upload"};
  for (const std::string& part : parts)
    document +=
        "\n## " + part + "\n\n### " + part + " is slow\n\n**Symptoms**: " + part +
        " takes a minute\n\n**Common Causes**: the cache is cold\n\n**Troubleshooting Path**: warm the cache of " +
        part + "\n\n### " + part + " answers nothing\n\n**Symptoms**: an empty page for " + part +
        "\n\n**Common Causes**: no rights\n\n**Troubleshooting Path**: grant them\n";
  files_.write(kIndex, document);
  git({"init", "-q", "-b", "trunk"});
  git({"config", "user.name", "T"});
  git({"config", "user.email", "t@example.org"});
  git({"add", "."});
  git({"commit", "-qm", "first"});
  index();
  int conflicts = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = i; j < parts.size(); ++j, ++pairs) {
      const std::string number = std::to_string(pairs);
      RecordOptions one;
      one.branch = "a" + number;
      RecordOptions two;
      two.branch = "b" + number;
      ASSERT_TRUE(recorder_->record_fix(fix(parts[i] + " loses files", parts[i] + " says EIO while reading"), one));
      ASSERT_TRUE(
          recorder_->record_fix(fix("Nobody may open " + parts[j], "the page of " + parts[j] + " says 403"), two));
      if (git({"merge-tree", "--write-tree", one.branch, two.branch}).starts_with("failed")) ++conflicts;
    }
  // Entries of one category may meet at the same line; those of two never do.
  EXPECT_LE(conflicts * 4, pairs) << conflicts << " of " << pairs;
}

// Any sequence of records, merges, undos and edits by hand leaves every entry findable and the rest as it was.
TEST_F(RecorderTest, AnySequenceLeavesEveryEntryFindable) {
  std::mt19937 random(20260331);  // NOLINT: the same sequence each time
  const std::vector<std::string> things = {"Redis",  "Login", "Mail",  "Search", "Billing", "Upload",
                                           "Report", "Proxy", "Queue", "Backup", "Metrics", "Deploy"};
  const std::vector<std::string> troubles = {"refuses writes", "hangs forever", "answers nothing", "crashes on start"};
  std::map<std::string, std::string> known = {{"Login answers 502", "502 Bad Gateway"},
                                              {"The disk is full", "no space left on device"}};
  std::vector<std::pair<std::string, std::string>> before;  // the text and the title of the last records
  int hand_edits = 0;
  for (int step = 0; step < 60; ++step) {
    const auto pick = random() % 10;
    const std::string title = things[random() % things.size()] + " " + troubles[random() % troubles.size()];
    const std::string symptom = "E" + std::to_string(1000 + step) + "X seen while " + title;
    RecordOptions options;
    options.merge = pick == 6;
    if (pick < 7) {
      const std::string old = text();
      auto recorded = recorder_->record_fix(fix(title, symptom), options);
      ASSERT_TRUE(recorded) << recorded.error().text();
      if (recorded->duplicate) {
        EXPECT_EQ(text(), old);
        continue;
      }
      before.emplace_back(old, recorded->merged ? "" : title);
      if (!recorded->merged) known.emplace(title, symptom);
      // Nothing but an insertion, or one stretch in one line.
      std::istringstream lines(old);
      std::size_t at = 0;
      const std::string now = text();
      for (std::string line; std::getline(lines, line);) {
        const std::size_t next = now.find(line, at);
        ASSERT_NE(next, std::string::npos) << line;
        at = next + line.size();
      }
    } else if (pick < 8 && !before.empty()) {
      ASSERT_TRUE(recorder_->undo());
      EXPECT_EQ(text(), before.back().first);
      if (!before.back().second.empty()) known.erase(before.back().second);
      before.pop_back();
    } else {
      files_.write(kIndex, text() + "\n<!-- by hand " + std::to_string(++hand_edits) + " -->\n");
      for (auto& [old, recorded_title] : before) old += "\n<!-- by hand " + std::to_string(hand_edits) + " -->\n";
      index();
      before.clear();  // what stands at the document's end may belong to the edit by hand from here on
    }
  }
  auto issues = diagnose_->known_issues("", "");
  ASSERT_TRUE(issues);
  EXPECT_EQ(issues->size(), known.size());
  for (const auto& [title, symptom] : known) {
    auto reply = diagnose_->ask(symptom, {});
    ASSERT_TRUE(reply) << title;
    ASSERT_FALSE(reply->entries.empty()) << title;
    EXPECT_EQ(reply->entries[0].title, title) << symptom;
  }
}

TEST(UnifiedDiff, OfANewFileAndOfOneWithoutALastLineEnd) {
  EXPECT_EQ(unified_diff("a.md", std::nullopt, "x\n"), "--- /dev/null\n+++ b/a.md\n@@ -0,0 +1 @@\n+x\n");
  EXPECT_EQ(unified_diff("a.md", "1\n2\n3\n4\n5", "1\n2\n3\n4\n5\n6"),
            "--- a/a.md\n+++ b/a.md\n@@ -2,4 +2,5 @@\n 2\n 3\n 4\n-5\n\\ No newline at end of file\n+5\n+6\n\\ No "
            "newline at end "
            "of file\n");
  EXPECT_EQ(unified_diff("a.md", "same\n", "same\n"), "");
}

}  // namespace
}  // namespace fingerpost
