#include "troubleshooting-index/diagnose.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>

#include "base/sureness.h"
#include "indexer/index.h"
#include "tests/support/temporary_repository.h"
#include "troubleshooting-index/entry_record.h"

namespace fingerpost {
namespace {

constexpr std::string_view kGuide =
    "# Troubleshooting\n"
    "\n"
    "## Database\n"
    "\n"
    "### \"Connection refused\"\n"
    "\n"
    "**Symptoms**: `connect ECONNREFUSED 127.0.0.1:5433`\n"
    "\n"
    "**Cause**: the container is not running.\n"
    "\n"
    "**Fix**:\n"
    "\n"
    "```bash\n"
    "docker compose up -d postgres\n"
    "```\n"
    "\n"
    "**Definitive Source**: `docker-compose.yml` → `services` → `postgres`\n"
    "\n"
    "## Cache\n"
    "\n"
    "| Symptom | Most Likely Cause | First Action |\n"
    "|---|---|---|\n"
    "| keys vanish | eviction policy is allkeys-lru | set `maxmemory-policy noeviction` |\n"
    "| `NOAUTH Authentication required` | no password in REDIS_URL | add it |\n";

class AskedRepository : public TemporaryRepository, public FixHistory {
 public:
  AskedRepository() {
    write("docs/troubleshooting.md", kGuide);
    write("docker-compose.yml", "services:\n  postgres:\n    image: postgres:16\n    ports:\n      - \"5433:5432\"\n");
  }
  void index(bool notes = true) {
    auto root = Root::open(tree());
    ASSERT_TRUE(root);
    root_.emplace(std::move(*root));
    auto map = Map::open(map_file(), tree(), true);
    ASSERT_TRUE(map);
    map_.emplace(std::move(*map));
    options_.notes_of = note_entries;
    options_.notes = notes;
    ASSERT_TRUE(update_map(*root_, *map_, options_));
    diagnose_.emplace(
        *root_, *map_, [this](const auto& paths) { return update_sources(*root_, *map_, paths, options_); }, this);
  }
  void note() {
    options_.notes = true;
    ASSERT_TRUE(update_map(*root_, *map_, options_));
  }
  DiagnoseReply ask(std::string_view symptom, std::size_t limit = 5) {
    DiagnoseOptions options;
    options.limit = limit;
    auto reply = diagnose_->ask(symptom, options);
    EXPECT_TRUE(reply) << reply.error().text();
    return reply ? *reply : DiagnoseReply{};
  }
  std::vector<DiagnosedEntry> issues(std::string_view component = "", std::string_view category = "") {
    auto found = diagnose_->known_issues(component, category);
    EXPECT_TRUE(found);
    return found ? *found : std::vector<DiagnosedEntry>{};
  }
  int confirmations(const std::string& path, const std::string& title) override {
    const auto found = confirmed_.find(path + " " + title);
    return found == confirmed_.end() ? 0 : found->second;
  }
  std::map<std::string, int> confirmed_;

 private:
  std::optional<Root> root_;
  std::optional<Map> map_;
  IndexOptions options_;
  std::optional<Diagnose> diagnose_;
};

TEST(Diagnose, APastedErrorFindsItsEntryWithCauseActionAndTheSourceThatDecides) {
  AskedRepository repository;
  repository.index();
  const DiagnoseReply reply = repository.ask(
      "2026-01-03T10:11:12Z INFO api starting\n"
      "2026-01-03T10:11:13Z ERROR api Error: connect ECONNREFUSED 127.0.0.1:5433\n"
      "    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)\n");
  ASSERT_TRUE(reply.known) << reply.gap;
  const DiagnosedEntry& entry = reply.entries.front();
  EXPECT_EQ(entry.path, "docs/troubleshooting.md");
  EXPECT_EQ(entry.line_start, 5);
  EXPECT_EQ(entry.line_end, 17);
  EXPECT_EQ(entry.title, "Connection refused");
  ASSERT_EQ(entry.causes.size(), 1u);
  EXPECT_EQ(entry.causes[0], "the container is not running.");
  EXPECT_EQ(entry.first_action, "docker compose up -d postgres");
  EXPECT_TRUE(entry.first_action_is_command);
  EXPECT_NE(std::find(entry.why.begin(), entry.why.end(), "ECONNREFUSED"), entry.why.end());
  ASSERT_TRUE(entry.definitive_source);
  EXPECT_EQ(entry.definitive_source->path, "docker-compose.yml");
  EXPECT_NE(reply.heard.find("ECONNREFUSED"), std::string::npos);
}

TEST(Diagnose, ARowOfATableIsAnEntry) {
  AskedRepository repository;
  repository.index();
  const DiagnoseReply reply = repository.ask("(error) NOAUTH Authentication required.");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.entries.front().line_start, 24);
  EXPECT_EQ(reply.entries.front().line_end, 24);
  EXPECT_EQ(reply.entries.front().first_action, "add it");
}

TEST(Diagnose, WhatNoDocumentSpeaksOfIsNotKnown) {
  AskedRepository repository;
  repository.index();
  const DiagnoseReply reply = repository.ask("kafka broker rebalances consumers endlessly");
  EXPECT_FALSE(reply.known);
  EXPECT_NE(reply.gap.find("'kafka'"), std::string::npos) << reply.gap;
}

TEST(Diagnose, AnAnswerThatIsNotSureSaysWhatStandsNowhere) {
  AskedRepository repository;
  repository.index();
  const DiagnoseReply sure = repository.ask("connect ECONNREFUSED 127.0.0.1:5433");
  ASSERT_GE(sure.entries.front().confidence, kSureFrom);
  EXPECT_EQ(sure.gap, "");
  const DiagnoseReply reply = repository.ask("the gateway forgets sessions and policy");
  ASSERT_TRUE(reply.known);
  ASSERT_LT(reply.entries.front().confidence, kSureFrom);
  EXPECT_EQ(reply.gap, "'gateway', 'sessions' stand in no entry of this repository");
}

TEST(Diagnose, EntriesThatAreNotedLaterThanTheirPlacesAreFoundFromThenOn) {
  AskedRepository repository;
  repository.index(/*notes=*/false);
  EXPECT_TRUE(repository.issues().empty());
  EXPECT_FALSE(repository.ask("connect ECONNREFUSED 127.0.0.1:5433").known);
  repository.note();
  const DiagnoseReply reply = repository.ask("connect ECONNREFUSED 127.0.0.1:5433");
  ASSERT_TRUE(reply.known) << reply.gap;
  EXPECT_EQ(reply.entries.front().line_start, 5);
}

TEST(Diagnose, ARepositoryWithoutDocumentsSaysSo) {
  AskedRepository repository;
  repository.remove("docs");
  repository.index();
  const DiagnoseReply reply = repository.ask("connection refused");
  EXPECT_FALSE(reply.known);
  EXPECT_TRUE(reply.entries.empty());
  EXPECT_EQ(reply.gap, "no document of this repository describes a problem");
}

TEST(Diagnose, SecretsAreMaskedInWhatIsShown) {
  AskedRepository repository;
  repository.write("docs/troubleshooting.md",
                   "# Troubleshooting\n\n### Login is rejected\n\n**Cause**: an old password.\n\n**Fix**: use "
                   "`postgres://app:hunter2secret9@db:5432/shop`\n");
  repository.index();
  const DiagnoseReply reply = repository.ask("login is rejected");
  ASSERT_TRUE(reply.known);
  for (const std::string& step : reply.entries.front().steps) EXPECT_EQ(step.find("hunter2secret9"), std::string::npos);
  EXPECT_EQ(reply.entries.front().first_action.find("hunter2secret9"), std::string::npos);
}

TEST(Diagnose, AnEntryThatMovedIsAnsweredWhereItIsNow) {
  AskedRepository repository;
  repository.index();
  repository.write("docs/troubleshooting.md", "# Guide\n\nNew words above.\n\n" + std::string(kGuide));
  const DiagnoseReply reply = repository.ask("connect ECONNREFUSED 127.0.0.1:5433");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.entries.front().line_start, 9);
  EXPECT_EQ(reply.entries.front().title, "Connection refused");
}

TEST(Diagnose, AnEntryThatIsGoneIsNotAnswered) {
  AskedRepository repository;
  repository.index();
  ASSERT_TRUE(repository.ask("NOAUTH Authentication required").known);
  repository.write("docs/troubleshooting.md", "# Troubleshooting\n\nNothing ever breaks.\n");
  for (const DiagnosedEntry& entry : repository.ask("NOAUTH Authentication required").entries)
    EXPECT_EQ(entry.title.find("NOAUTH"), std::string::npos);
}

// The property of the whole product: after any edit, no answer shows lines or words that are not in the file now.
TEST(Diagnose, WhateverIsEditedBetweenQuestionsEveryAnswerStandsInTheFile) {
  AskedRepository repository;
  repository.index();
  std::mt19937 random(7);
  std::vector<std::string> sections;
  for (int i = 0; i < 6; ++i)
    sections.push_back("### Error E" + std::to_string(1000 + i) + " in worker\n\n**Cause**: cause " +
                       std::to_string(i) + "\n\n**Fix**: restart unit-" + std::to_string(i) + "\n\n");
  for (int round = 0; round < 150; ++round) {
    std::shuffle(sections.begin(), sections.end(), random);
    std::string text = "# Troubleshooting\n\n";
    for (std::size_t i = 0; i < 1 + random() % sections.size(); ++i) text += sections[i];
    repository.write("docs/troubleshooting.md", text);
    const std::string code = "E" + std::to_string(1000 + random() % 6);
    const Lines lines(text);
    for (const DiagnosedEntry& entry : repository.ask("worker died with error " + code).entries) {
      if (entry.path != "docs/troubleshooting.md") continue;
      ASSERT_LE(entry.line_end, lines.count());
      const std::string_view there = lines.range(entry.line_start, entry.line_end);
      EXPECT_NE(there.find(entry.title), std::string_view::npos) << entry.title << " is not in\n" << there;
      for (const std::string& cause : entry.causes) EXPECT_NE(there.find(cause), std::string_view::npos);
    }
  }
}

TEST(Diagnose, ConfirmedFixesDecideBetweenEqualsAndNothingElse) {
  AskedRepository repository;
  repository.write("docs/a.md", "# Troubleshooting\n\n### Queue is stuck\n\n**Fix**: restart the worker\n");
  repository.write("docs/b.md", "# Troubleshooting\n\n### Queue is stuck\n\n**Fix**: drain the queue\n");
  repository.index();
  const std::string first = repository.ask("queue is stuck").entries.at(0).path;
  const std::string second = first == "docs/a.md" ? "docs/b.md" : "docs/a.md";
  repository.confirmed_[second + " Queue is stuck"] = 4;
  EXPECT_EQ(repository.ask("queue is stuck").entries.at(0).path, second);
  EXPECT_EQ(repository.ask("queue is stuck").entries.at(0).confirmed, 4);
  EXPECT_EQ(repository.ask("NOAUTH Authentication required").entries.at(0).path, "docs/troubleshooting.md");
}

TEST(Diagnose, EqualErrorsOnOtherPortsAreToldApart) {
  AskedRepository repository;
  repository.write("docs/more.md", "# Troubleshooting\n\n### `ECONNREFUSED 127.0.0.1:6379`\n\n**Fix**: start redis\n");
  repository.index();
  EXPECT_EQ(repository.ask("Error: connect ECONNREFUSED 127.0.0.1:6379").entries.at(0).path, "docs/more.md");
  EXPECT_EQ(repository.ask("Error: connect ECONNREFUSED 127.0.0.1:5433").entries.at(0).path, "docs/troubleshooting.md");
}

TEST(Diagnose, EqualErrorsOfOtherComponentsAreToldApartByWhoseTheyAre) {
  AskedRepository repository;
  for (const char* service : {"billing", "catalog", "search"})
    repository.write("docs/" + std::string(service) + "/runbook.md",
                     "# Runbook\n\n### The ledger is locked\n\n**Fix**: unlock it\n");
  repository.index();
  for (const char* service : {"search", "billing", "catalog"}) {
    const std::string line = std::string(service) + "-api-1  | ERROR: the ledger is locked, giving up\n";
    EXPECT_EQ(repository.ask(line + line).entries.at(0).path, "docs/" + std::string(service) + "/runbook.md");
  }
  // A document that was taken out and written anew is told apart as before.
  repository.write("docs/search/runbook.md", "# Runbook\n\n### The ledger is locked\n\n**Fix**: unlock it twice\n");
  repository.index();
  EXPECT_EQ(repository.ask("search-api-1  | ERROR: the ledger is locked, giving up\n").entries.at(0).path,
            "docs/search/runbook.md");
}

TEST(Diagnose, AnAlertIsJoinedWithTheRunbookSectionOfItsName) {
  AskedRepository repository;
  repository.write("rules/queue.yml",
                   "groups:\n- name: queue\n  rules:\n  - alert: QueueBackup\n    expr: queue_size > 1000\n"
                   "    for: 10m\n    annotations:\n      summary: Jobs pile up\n"
                   "      runbook_url: https://wiki.example.org/queue\n");
  repository.write("docs/runbooks.md",
                   "# Runbooks\n\n## Queue Backup Alert\n\n1. Look at `make queues`\n2. Add a worker\n");
  repository.index();
  const auto reply = repository.ask("queue_size > 1000 for 10m: Jobs pile up");
  ASSERT_TRUE(reply.known);
  const DiagnosedEntry& alert = reply.entries.at(0);
  EXPECT_EQ(alert.path, "rules/queue.yml");
  EXPECT_EQ(alert.symptoms, (std::vector<std::string>{"`queue_size > 1000`", "for 10m", "Jobs pile up"}));
  ASSERT_TRUE(alert.definitive_source);
  EXPECT_EQ(alert.definitive_source->path, "docs/runbooks.md");
  EXPECT_EQ(alert.definitive_source->line_start, 3);
  EXPECT_NE(alert.definitive_source->excerpt.find("Add a worker"), std::string::npos);
}

TEST(Diagnose, EntriesAboutTheSameCodeOrPortAreRelated) {
  AskedRepository repository;
  repository.write(
      "docs/network.md",
      "# Troubleshooting\n\n## Networking\n\n### Pool is exhausted\n\n**Symptoms**: `ECONNREFUSED` once in a "
      "while\n\n**Fix**: raise `POOL_SIZE`\n\n### Names do not resolve\n\n**Fix**: restart the resolver\n");
  repository.index();
  const auto reply = repository.ask("connect ECONNREFUSED 127.0.0.1:5433", 1);
  ASSERT_TRUE(reply.known);
  ASSERT_EQ(reply.entries.at(0).related.size(), 1u);
  const RelatedPlace& related = reply.entries[0].related[0];
  EXPECT_EQ(related.title, "Pool is exhausted");
  EXPECT_EQ(related.path, "docs/network.md");
  EXPECT_EQ(related.line_start, 5);
  EXPECT_EQ(related.why, "ECONNREFUSED");
}

TEST(Diagnose, KnownIssuesAreListedByCategoryWithTheSourcesThatTheyName) {
  AskedRepository repository;
  repository.index();
  const auto cache = repository.issues("", "cache");
  ASSERT_EQ(cache.size(), 2u);
  EXPECT_EQ(cache[0].category, "Cache");
  EXPECT_FALSE(cache[0].has_source);
  const auto database = repository.issues("", "DATABASE");
  ASSERT_EQ(database.size(), 1u);
  EXPECT_TRUE(database[0].has_source);
}

TEST(Diagnose, KnownIssuesAreListedByComponent) {
  AskedRepository repository;
  repository.index();
  EXPECT_EQ(repository.issues().size(), 3u);
  EXPECT_TRUE(repository.issues("nothing-like-it").empty());
  ASSERT_EQ(repository.issues("NOAUTH").size(), 1u);
  EXPECT_EQ(repository.issues("NOAUTH")[0].line_start, 24);
}

TEST(Diagnose, AMessageThatNoDocumentSpeaksOfLeadsToWhereItIsWritten) {
  AskedRepository repository;
  repository.write("scripts/nightly.sh",
                   "#!/bin/bash\nset -e\n\nupload() {\n  rclone copy ledger offsite:\n}\n\nif [ -f hold ]; then\n"
                   "  echo \"Refusing to upload the ledger while an auditor holds it\"\n  exit 3\nfi\nupload\n");
  repository.write("tests/nightly_test.sh",
                   "#!/bin/bash\ngrep \"Refusing to upload the ledger while an auditor holds it\" log\n");
  repository.index();
  const std::string paste =
      "2026-03-01T02:00:01Z INFO nightly starting\n"
      "2026-03-01T02:00:02Z ERROR nightly Refusing to upload the ledger while an auditor holds it\n";
  const DiagnoseReply reply = repository.ask(paste);
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.entries[0].path, "scripts/nightly.sh");
  EXPECT_LE(reply.entries[0].line_start, 9);
  EXPECT_GE(reply.entries[0].line_end, 9);
  EXPECT_NE(reply.entries[0].excerpt.find("while an auditor holds it"), std::string::npos);
  EXPECT_NE(reply.entries[0].excerpt.find("exit 3"), std::string::npos) << "what is done about it";
  for (const DiagnosedEntry& entry : reply.entries) EXPECT_NE(entry.path, "tests/nightly_test.sh");
  // Words that merely stand in the same file are no message.
  const DiagnoseReply other = repository.ask(
      "2026-03-01T02:00:01Z INFO nightly starting\n2026-03-01T02:00:02Z ERROR nightly auditor ledger upload hold\n");
  for (const DiagnosedEntry& entry : other.entries) EXPECT_NE(entry.path, "scripts/nightly.sh");
}

TEST(Diagnose, AMessageOfOneLineLeadsToWhereItIsWrittenToo) {
  AskedRepository repository;
  std::string code = "def replicate():\n";
  for (int i = 0; i < 60; ++i)
    code += "    log(\"the ledger has said something harmless, number " + std::to_string(i) + "\")\n";
  code += "    log(\"Skipped eleven torn sheets of the northern depot... raise 'ledger-timeout'\")\n";
  repository.write("lib/replicate.py", code);
  repository.index();
  for (const char* said : {"Skipped eleven torn sheets of the northern depot...",
                           "4711:M 02 Mar 2026 09:40:11.218 # Skipped eleven torn sheets of the northern depot..."}) {
    const DiagnoseReply reply = repository.ask(said);
    ASSERT_TRUE(reply.known) << said;
    EXPECT_EQ(reply.entries[0].path, "lib/replicate.py");
    EXPECT_NE(reply.entries[0].excerpt.find("ledger-timeout"), std::string::npos);
  }
}

TEST(Diagnose, WhereAMessageIsWrittenComesBeforeAnEntryThatIsNotSure) {
  AskedRepository repository;
  repository.write("lib/ledger.exs",
                   "if size(policy) != 32,\n  do: raise(\"The eviction ledger must have exactly 32 pages, got "
                   "#{size(policy)} pages\")\n");
  repository.index();
  const DiagnoseReply reply = repository.ask("The eviction ledger must have exactly 32 pages, got 16 pages");
  ASSERT_TRUE(reply.known);
  ASSERT_GE(reply.entries.size(), 2u) << "the entry about eviction is near";
  EXPECT_EQ(reply.entries[0].path, "lib/ledger.exs");
}

TEST(Diagnose, WhatFollowsAnEntryWithoutStepsIsShown) {
  AskedRepository repository;
  repository.write("docs/mail.md",
                   "# Mail\n\n## Errors\n\nWhen two relays claim the same domain you see:\n\n```\n"
                   "relay warning: domain is claimed in BOTH relays and aliases\n```\n\n"
                   "Take it out of one of them:\n\n```ini\nrelays = $other\n```\n");
  repository.index();
  const DiagnoseReply reply = repository.ask("relay warning: domain is claimed in BOTH relays and aliases");
  ASSERT_TRUE(reply.known) << reply.gap;
  EXPECT_EQ(reply.entries[0].path, "docs/mail.md");
  EXPECT_NE(reply.entries[0].excerpt.find("relays = $other"), std::string::npos) << reply.entries[0].excerpt;
}

TEST(Diagnose, AnEntryWhoseStepsAreLittleOfItIsShownBesideThem) {
  AskedRepository repository;
  repository.write("docs/restore.md",
                   "# Restore\n\n## Problem: the restore of the ledger stops\n\n1. Stop the ledger\n2. Restore\n\n"
                   "**Note:** a restore stops where no snapshot was taken before the last upgrade of the ledger, and "
                   "where the disk of the spare host is smaller than the snapshot that it is to hold.\n");
  repository.index();
  const DiagnoseReply reply = repository.ask("restore of the ledger stops");
  ASSERT_TRUE(reply.known) << reply.gap;
  EXPECT_NE(reply.entries[0].excerpt.find("no snapshot was taken"), std::string::npos) << reply.entries[0].excerpt;
  // A row of a table is told whole by its cells.
  EXPECT_TRUE(repository.ask("(error) NOAUTH Authentication required.").entries[0].excerpt.empty());
}

TEST(Diagnose, AShortAnswerStandsBesideTheNamesOfLibraries) {
  AskedRepository repository;
  repository.write("docs/data.md", "# Data\n\n## Ledger database is unreachable\n\nThe postgres of the ledger.\n");
  repository.index();
  const DiagnoseReply reply = repository.ask(
      "web-1  | sqlalchemy.exc.OperationalError: (psycopg.OperationalError) connection failed: Connection refused\n"
      "web-1  | ERROR:    Application startup failed. Exiting.\n");
  EXPECT_TRUE(reply.known) << reply.gap;
  EXPECT_EQ(reply.entries[0].title, "Connection refused");
}

TEST(Diagnose, WhereAMessageIsWrittenComesBehindTheEntryThatMendsIt) {
  AskedRepository repository;
  repository.write(
      "lib/cache.py",
      "def store(key):\n    if full():\n        raise Full(\"the ledger cache has no room for another key\")\n");
  repository.write(
      "docs/cache.md",
      "# Cache\n\n### The ledger cache has no room for another key\n\n**Symptoms**: `the ledger cache has no room "
      "for another key`\n\n**Cause**: it is full.\n\n**Fix**: raise `cache.keys`.\n");
  repository.index();
  const DiagnoseReply reply = repository.ask(
      "2026-03-01T02:00:01Z INFO ledger starting\n"
      "2026-03-01T02:00:02Z ERROR ledger the ledger cache has no room for another key\n");
  ASSERT_GE(reply.entries.size(), 2u);
  EXPECT_EQ(reply.entries[0].path, "docs/cache.md");
  EXPECT_EQ(reply.entries[1].path, "lib/cache.py");
}

}  // namespace
}  // namespace fingerpost
