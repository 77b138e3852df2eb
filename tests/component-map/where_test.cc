#include "component-map/where.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include <fmt/format.h>

#include "base/text.h"
#include "component-map/overview.h"
#include "indexer/index.h"
#include "tests/support/temporary_repository.h"

namespace fingerpost {
namespace {

class WhereTest : public testing::Test {
 protected:
  void SetUp() override {
    repository.write("docker-compose.yml",
                     "services:\n  api:\n    build: .\n    ports:\n      - \"8080:3000\"\n    environment:\n      "
                     "DATABASE_URL: ${DATABASE_URL}\n      LOG_LEVEL: info\n"
                     "  redis:\n    image: redis:7.2\n    command: redis-server --maxmemory-policy noeviction\n    "
                     "ports:\n      - \"6379:6379\"\n"
                     "  postgres:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: S3cretPlanted\n");
    repository.write("docker-compose.override.yml", "services:\n  redis:\n    image: redis:8-alpine\n");
    repository.write(
        ".env.example",
        "# Where the database is.\nDATABASE_URL=postgres://app:planted9x@localhost/app\nLOG_LEVEL=debug\n");
    repository.write("src/config.ts", "export const url = process.env.DATABASE_URL;\n");
    repository.write("docs/deploy.md",
                     "# Deployment\n\n## Deploy to staging\n\n1. Push to main\n2. Run `make deploy`\n\n## Rotate "
                     "secrets\n\nEvery quarter.\n");
    repository.write("docs/protected.md", "# Rules\n\n## Do not modify\n\n- `docker-compose.yml`\n");
    repository.write("references/component-map.md",
                     "# Components\n\n### Session cache\n\n**Definitive Source**: `docker-compose.yml` → `services` → "
                     "`redis`\n\n**What's There**: the memory of logged-in users\n");
    auto opened = Root::open(repository.tree());
    ASSERT_TRUE(opened);
    root.emplace(std::move(*opened));
    auto made = Map::open(repository.map_file(), repository.tree(), true);
    ASSERT_TRUE(made);
    map.emplace(std::move(*made));
    ASSERT_TRUE(update_map(*root, *map, {}));
    where.emplace(*root, *map, mend);
  }

  WhereReply ask(std::string_view query, WhereOptions options = {}) {
    auto reply = where->ask(query, options);
    EXPECT_TRUE(reply) << reply.error().text();
    return reply ? *reply : WhereReply{};
  }
  // Of one that was never asked anything.
  WhereReply ask_anew(std::string_view query) {
    auto reply = Where(*root, *map, mend).ask(query, {});
    EXPECT_TRUE(reply) << reply.error().text();
    return reply ? *reply : WhereReply{};
  }

  TemporaryRepository repository;
  std::optional<Root> root;
  std::optional<Map> map;
  Where::Mend mend = [this](const auto& paths) { return update_sources(*root, *map, paths, {}); };
  std::optional<Where> where;
};

std::string told(const WhereReply& reply) {
  std::string out = reply.query + "\n" + (reply.known ? "known" : reply.gap) + "\n";
  for (const WhereAnswer& answer : reply.answers)
    out += fmt::format("{}:{}-{} {} {} {} {} {} {} {}\n{}\n", answer.path, answer.line_start, answer.line_end,
                       join(answer.locator, "/"), answer.title, answer.kind, answer.role, answer.confidence,
                       answer.is_protected, answer.note, answer.excerpt);
  return out;
}

TEST_F(WhereTest, AValueIsTheKeyWithItsLine) {
  const WhereReply reply = ask("which redis image is used");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path, "docker-compose.yml");
  EXPECT_EQ(reply.answers[0].line_start, 10);
  EXPECT_EQ(reply.answers[0].excerpt, "    image: redis:7.2");
}

TEST_F(WhereTest, AnOverrideIsSaid) {
  EXPECT_NE(ask("which redis image is used").answers[0].note.find("overridden by docker-compose.override.yml:3"),
            std::string::npos);
}

TEST_F(WhereTest, EveryPublishedPortIsListedFromBothSides) {
  const WhereReply reply = ask("what ports does the system use");
  ASSERT_TRUE(reply.known);
  ASSERT_EQ(reply.answers.size(), 2u);
  EXPECT_EQ(reply.answers[0].line_start, 5);
  EXPECT_EQ(reply.answers[0].note, "from the host: localhost:8080; between containers: api:3000");
  EXPECT_EQ(reply.answers[1].line_start, 13);
}

TEST_F(WhereTest, AFlagThatStandsNowhereIsNotAnsweredWithOneThatResemblesIt) {
  const WhereReply known = ask("redis --maxmemory-policy");
  ASSERT_TRUE(known.known);
  EXPECT_LE(known.answers[0].line_start, 11);
  EXPECT_GE(known.answers[0].line_end, 11);
  const WhereReply absent = ask("redis --maxmemory-redis-policy");
  EXPECT_FALSE(absent.known);
  EXPECT_EQ(absent.gap, "'--maxmemory-redis-policy' stands nowhere in this repository");
}

TEST_F(WhereTest, EveryDeclaredVariableIsListed) {
  const WhereReply reply = ask("which environment variables are used");
  ASSERT_EQ(reply.answers.size(), 2u);
  EXPECT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path + ":" + std::to_string(reply.answers[0].line_start), ".env.example:2");
  EXPECT_EQ(reply.answers[1].line_start, 3);
}

TEST_F(WhereTest, WhereNoneIsDeclaredOnlyWhatStatesThemAnswersForAllOfAKind) {
  std::filesystem::remove(repository.tree() + "/docker-compose.yml");
  std::filesystem::remove(repository.tree() + "/docker-compose.override.yml");
  repository.write(
      "docs/errors.md",
      "# Errors\n\nWhat the system answers on its ports:\n\n| Code | Meaning |\n|---|---|\n| 404 | no such "
      "parcel |\n| 409 | the parcel is gone |\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply none = ask("what ports does the system use");
  EXPECT_FALSE(none.known);
  EXPECT_EQ(none.gap, "no port is declared in this repository, and no document lists any");
  EXPECT_FALSE(none.answers.empty()) << "the nearest places";
  EXPECT_FALSE(ask("list all services").known);

  repository.write("docs/network.md",
                   "# Network\n\nWhat has to be open.\n\n## Ports\n\n| From | To |\n|---|---|\n| office | 8080 |\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply stated = ask("what ports does the system use");
  ASSERT_TRUE(stated.known);
  EXPECT_EQ(stated.answers[0].path, "docs/network.md");
  EXPECT_GE(stated.answers[0].line_start, 5);
}

TEST_F(WhereTest, AVariableIsShownInEachOfItsRoles) {
  const WhereReply reply = ask("DATABASE_URL");
  ASSERT_TRUE(reply.known);
  std::set<std::string> roles;
  for (std::size_t i = 0; i < 3 && i < reply.answers.size(); ++i) roles.insert(reply.answers[i].role);
  EXPECT_EQ(roles, (std::set<std::string>{"declared", "passed", "read"}));
}

TEST_F(WhereTest, DisagreeingSourcesAreNamed) {
  EXPECT_NE(ask("LOG_LEVEL").answers[0].note.find("set differently at"), std::string::npos);
}

TEST_F(WhereTest, TasksLeadToTheSectionThatSaysHow) {
  EXPECT_EQ(ask("how do I deploy to staging").answers[0].locator,
            (std::vector<std::string>{"Deployment", "Deploy to staging"}));
  EXPECT_EQ(ask("rotate a secret").answers[0].title, "Deployment › Rotate secrets");
}

TEST_F(WhereTest, MisspeltWordsAreUnderstood) {
  EXPECT_EQ(ask("rediss evction polcy").answers[0].path, "docker-compose.yml");
}

TEST_F(WhereTest, ACuratedEntryLeadsToItsDefinitiveSource) {
  const WhereReply reply = ask("where is the session cache");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path, "docker-compose.yml");
  EXPECT_EQ(reply.answers[0].line_start, 9);
  EXPECT_NE(reply.answers[0].note.find("definitive source of Session cache"), std::string::npos);
  EXPECT_EQ(reply.answers[1].path, "references/component-map.md");
}

TEST_F(WhereTest, WhatIsNotThereIsNotKnown) {
  const WhereReply reply = ask("where is the elasticsearch index template");
  EXPECT_FALSE(reply.known);
  EXPECT_NE(reply.gap.find("elasticsearch"), std::string::npos);
  EXPECT_FALSE(ask("").known);
  EXPECT_FALSE(ask("???").known);
}

TEST_F(WhereTest, ANameOfOneThingIsNotAnsweredWithAnothers) {
  const WhereReply absent = ask("what is DATABASE_LOG_LEVEL set to");
  EXPECT_FALSE(absent.known);
  EXPECT_EQ(absent.gap, "'DATABASE_LOG_LEVEL' stands nowhere in this repository");
  // Another way of writing a name, one that is misspelt, and a beginning that stands for all that begin so.
  EXPECT_TRUE(ask("log-level").known);
  EXPECT_TRUE(ask("DATABSE_URL").known);
  repository.write("docs/secrets.md", "# Secrets\n\n| Variable | Source |\n|---|---|\n| `MAIL_*` | the vault |\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("does the vault hold MAIL_URL").answers.at(0).path, "docs/secrets.md");
  EXPECT_TRUE(ask("does the vault hold MAIL_URL").known);
}

TEST_F(WhereTest, ANameByItselfIsNotAnsweredWithItsParts) {
  repository.write("docs/levels.md", "# Levels\n\n## The log level of the log\n\nA level of a log is its level.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const auto leads_to_parts = [&](std::string_view query) {
    const WhereReply reply = ask(query);
    return std::any_of(reply.answers.begin(), reply.answers.end(),
                       [](const WhereAnswer& one) { return one.path == "docs/levels.md"; });
  };
  for (const std::string name : {"LOG_LEVEL", "logLevel"}) {
    EXPECT_TRUE(ask(name).known);
    EXPECT_FALSE(leads_to_parts(name)) << name;
  }
  // Where it stands nowhere its parts say where it may be, and in a sentence they always do.
  EXPECT_TRUE(leads_to_parts("levelLog"));
  EXPECT_TRUE(leads_to_parts("where is the LOG_LEVEL of a log explained"));
}

TEST_F(WhereTest, WhatOnlyNamesOrFillsInAnotherPlaceComesBehindIt) {
  repository.write("mkdocs.yml", "site_name: Shop\nnav:\n  - Back up the volumes: docs/backup.md\n");
  repository.write("docs/backup.md", "# Back up the volumes\n\nStop the writers first.\n");
  repository.write("charts/shop/values.yaml", "worker:\n  image:\n    tag: 10.5.3\n");
  repository.write("charts/shop/templates/worker.yaml",
                   "spec:\n  containers:\n    - image: example.com/worker:{{ .Values.worker.image.tag }}\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("back up the volumes").answers.at(0).path, "docs/backup.md");
  EXPECT_EQ(ask("which tag does the worker have in the helm values").answers.at(0).path, "charts/shop/values.yaml");
}

TEST_F(WhereTest, AScriptThatIsAskedForAnswersAsAWhole) {
  std::string script =
      "#!/usr/bin/env bash\nset -euo pipefail\n\n# Takes a dump of the ledger.\ntake() {\n  pg_dump ledger\n}\n";
  for (int i = 0; i < 40; ++i) script += "step_" + std::to_string(i) + "\n";
  script += "\n# Uploads it to the bucket of the auditors.\nsend() {\n  rclone copy dump auditors:\n}\n";
  repository.write("scripts/nightly.sh", script);
  repository.write(
      "docs/ledger.md",
      "# Ledger\n\n## Dump\n\nThe ledger's dump goes to the auditors' bucket every night. No script is needed to "
      "read it.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply reply = ask("which script uploads a dump of the ledger to the bucket of the auditors?");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path, "scripts/nightly.sh");
  EXPECT_EQ(reply.answers[0].kind, "document");
  EXPECT_EQ(ask("where is the ledger's dump described?").answers[0].path, "docs/ledger.md");
}

TEST_F(WhereTest, AWorkflowThatIsAskedForAnswersWithItsBeginning) {
  std::string workflow =
      "name: Release\non:\n  push:\n    branches: [stable]\njobs:\n  image:\n    runs-on: ubuntu-22.04\n    steps:\n";
  for (int i = 0; i < 30; ++i) workflow += "      - run: make check-" + std::to_string(i) + "\n";
  workflow += "      - name: Push the parcels image\n        run: make push-parcels\n";
  repository.write(".github/workflows/release.yml", workflow);
  repository.write(".github/workflows/tests.yml",
                   "name: Tests\non: pull_request\njobs:\n  unit:\n    runs-on: ubuntu-22.04\n    steps:\n"
                   "      - name: Build the parcels image\n        run: make parcels\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply whole = ask("which workflow pushes the parcels image and on what branch");
  ASSERT_FALSE(whole.answers.empty());
  EXPECT_EQ(whole.answers[0].path, ".github/workflows/release.yml");
  EXPECT_EQ(whole.answers[0].line_start, 1);
  EXPECT_GE(whole.answers[0].line_end, 8);
}

TEST_F(WhereTest, AChangelogComesBehindWhatSaysHowItIsNow) {
  repository.write("CHANGELOG.md",
                   "# Changelog\n\n## 2.1\n\n### Changed\n\n- the parcels model\n- the schema of parcels, for the new "
                   "model\n");
  repository.write("docs/schema.md", "# Schema\n\n## Parcels\n\nRegenerate it with `make schema` and commit it.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("I changed the parcels model, how do I regenerate the schema").answers.at(0).path, "docs/schema.md");
  EXPECT_EQ(ask("changelog of the parcels schema").answers.at(0).path, "CHANGELOG.md");
}

TEST_F(WhereTest, AnOrderAsksHowItIsDone) {
  repository.write("config/cache.yml", "cache:\n  flush_interval: 30\n  warm: flush nightly\n");
  repository.write("docs/cache.md", "# Cache\n\n## Flush\n\nRun `make flush` on every node, one after the other.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("flush interval of the cache").answers.at(0).path, "config/cache.yml");
  EXPECT_EQ(ask("clear and flush the cache").answers.at(0).path, "docs/cache.md");
}

TEST_F(WhereTest, WhoeverAsksForAListIsShownTheTableRatherThanOneOfMany) {
  repository.write("README.md",
                   "# Shop\n\n| Service | Container | Port |\n|---|---|---|\n| API | shop-api | 8080 |\n"
                   "| Cache | shop-cache | 6379 |\n| Database | shop-db | 5432 |\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply reply = ask("list of services with their containers and ports");
  ASSERT_FALSE(reply.answers.empty());
  EXPECT_EQ(reply.answers[0].path, "README.md");
  EXPECT_EQ(reply.answers[0].kind, "table");
}

TEST_F(WhereTest, WhatHoldsWhereNothingIsSetIsSaidByReferenceDocuments) {
  repository.write("examples/shop.yml", "parcels:\n  batch_size: 5\n");
  repository.write("docs/sources/shop/configuration/_index.md",
                   "# Settings\n\n- `batch_size`: how many go at once, by default 200\n"
                   "- `batch_wait`: how long they wait, by default 30s\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("default batch_size").answers.at(0).path, "docs/sources/shop/configuration/_index.md");
}

TEST_F(WhereTest, ALongPlaceIsShownFromTheWordsThatWereAskedFor) {
  std::string script = "#!/bin/sh\n";
  for (int i = 0; i < 60; ++i) script += "step_" + std::to_string(i) + "\n";
  script += "# Room for sorting.\nsed -i 's/^sort_room.*/sort_room = 16MB/' shop.conf\n";
  for (int i = 60; i < 90; ++i) script += "step_" + std::to_string(i) + "\n";
  repository.write("scripts/tune.sh", script);
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply reply = ask("sort_room");
  ASSERT_FALSE(reply.answers.empty());
  EXPECT_EQ(reply.answers[0].path, "scripts/tune.sh");
  EXPECT_NE(reply.answers[0].excerpt.find("16MB"), std::string::npos);
  EXPECT_LE(reply.answers[0].line_start, 63);
  EXPECT_GE(reply.answers[0].line_end, 63);
}

TEST_F(WhereTest, ALicenceAnswersOnlyWhoAsksForIt) {
  repository.write("LICENSE",
                   "Permission is hereby granted to use, copy and distribute the gadget catalogue, provided that the "
                   "copyright notice is kept.\n");
  repository.write("docs/gadgets.md", "# Gadgets\n\nThe gadget catalogue is read at start.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  for (const char* query : {"gadget catalogue", "who may copy and distribute the gadget catalogue"})
    for (const WhereAnswer& answer : ask(query).answers) EXPECT_NE(answer.path, "LICENSE") << query;
  const WhereReply asked = ask("under which license is the gadget catalogue");
  EXPECT_TRUE(std::any_of(asked.answers.begin(), asked.answers.end(),
                          [](const WhereAnswer& answer) { return answer.path == "LICENSE"; }));
}

TEST_F(WhereTest, SecretsAreMaskedAndThePointerGiven) {
  for (const char* query : {"postgres password", "DATABASE_URL", "POSTGRES_PASSWORD"}) {
    const WhereReply reply = ask(query);
    EXPECT_FALSE(reply.answers.empty());
    for (const WhereAnswer& answer : reply.answers) {
      EXPECT_EQ(answer.excerpt.find("S3cretPlanted"), std::string::npos) << query;
      EXPECT_EQ(answer.excerpt.find("planted9x"), std::string::npos) << query;
    }
  }
}

TEST_F(WhereTest, ProtectedFilesAreMarked) {
  EXPECT_TRUE(ask("which redis image is used").answers[0].is_protected);
  EXPECT_FALSE(ask("rotate a secret").answers[0].is_protected);
}

TEST_F(WhereTest, SettingsDeclareFilesProtected) {
  repository.write(".fingerpost.toml", "protected = [\"docs/*.md\"]\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_TRUE(ask("rotate a secret").answers[0].is_protected);
}

TEST_F(WhereTest, OnlyTheKindAskedForIsGiven) {
  WhereOptions options;
  options.kind = "service";
  for (const WhereAnswer& answer : ask("redis", options).answers) EXPECT_EQ(answer.kind, "service");
}

TEST_F(WhereTest, ANewAnEditedAndADeletedFileAreSeenAtOnce) {
  repository.write("docker-compose.yml", "# moved\n\n\nservices:\n  redis:\n    image: redis:9\n");
  const WhereReply edited = ask("which redis image is used");
  bool seen = false;
  for (const WhereAnswer& answer : edited.answers)
    seen = seen ||
           (answer.path == "docker-compose.yml" && answer.line_start == 6 && answer.excerpt == "    image: redis:9");
  EXPECT_TRUE(seen);
  repository.remove("docs/deploy.md");
  for (const WhereAnswer& answer : ask("how do I deploy to staging").answers) EXPECT_NE(answer.path, "docs/deploy.md");
}

TEST_F(WhereTest, AQuestionAskedAgainIsAnsweredFromTheFilesAsTheyAreThen) {
  const std::string query = "which redis image is used";
  const std::string before = told(ask(query));
  EXPECT_EQ(told(ask(query)), before);
  repository.write("docker-compose.override.yml", "services:\n  # for now\n  redis:\n    image: redis:8.2-alpine\n");
  const std::string edited = told(ask(query));
  EXPECT_TRUE(contains(edited, "docker-compose.override.yml:3-4")) << edited;
  EXPECT_TRUE(contains(edited, "redis:8.2-alpine")) << edited;
  EXPECT_EQ(edited, told(ask_anew(query)));
  repository.remove("docker-compose.override.yml");
  const std::string removed = told(ask(query));
  EXPECT_FALSE(contains(removed, "docker-compose.override.yml")) << removed;
  EXPECT_EQ(removed, told(ask_anew(query)));
}

TEST_F(WhereTest, TheSameWordsForAnotherKindOrNumberAreAnotherQuestion) {
  WhereOptions one;
  one.limit = 1;
  EXPECT_GT(ask("redis").answers.size(), 1u);
  EXPECT_EQ(ask("redis", one).answers.size(), 1u);
  WhereOptions services;
  services.kind = "service";
  for (const WhereAnswer& answer : ask("redis", services).answers) EXPECT_EQ(answer.kind, "service");
  WhereOptions detailed;
  detailed.detail = true;
  EXPECT_EQ(told(ask("redis", detailed)), told(*Where(*root, *map, mend).ask("redis", detailed)));
}

// Property: whatever is edited between questions, no answer shows a line that is not in the file now.
TEST_F(WhereTest, NoAnswerShowsWhatIsNotInTheFile) {
  const auto seed = 31u;
  std::mt19937 random(seed);
  const std::vector<std::string> paths = {"docker-compose.yml", "docs/deploy.md", "docs/new.md", "conf/app.yaml",
                                          ".env.example"};
  const std::vector<std::string> words = {"redis", "staging", "deploy", "port", "image", "secrets", "cache", "log"};
  for (int round = 0; round < 1500; ++round) {
    const std::string path = paths[random() % paths.size()];
    std::string text;
    auto root_read = root->read(path, 1u << 20);
    if (root_read) text = root_read->bytes;
    std::vector<std::string> lines;
    for (std::string_view line : split(text, '\n')) lines.emplace_back(line);
    switch (random() % 6) {
      case 0:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(random() % (lines.size() + 1)),
                     path.ends_with("md") ? "## " + words[random() % words.size()]
                                          : words[random() % words.size()] + "_" + std::to_string(random() % 9) + ": " +
                                                words[random() % words.size()]);
        break;
      case 1:
        if (lines.size() > 1) lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(random() % lines.size()));
        break;
      case 2:
        std::rotate(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(random() % lines.size()), lines.end());
        break;
      case 3: lines.insert(lines.begin(), ""); break;
      case 4: repository.remove(path); break;
      default:
        lines = {"# " + words[random() % words.size()] + " " + words[random() % words.size()], "", "text"};
        break;
    }
    if (lines.size() > 60) lines.resize(30);
    repository.write(path, join(lines, "\n"));
    const std::string query = words[random() % words.size()] + " " + words[random() % words.size()];
    const WhereReply reply = ask(query);
    ASSERT_EQ(told(ask(query)), told(reply)) << "asked again; seed " << seed << " round " << round;
    ASSERT_EQ(told(ask_anew(query)), told(reply)) << "of another; seed " << seed << " round " << round;
    for (const WhereAnswer& answer : reply.answers) {
      auto now = root->read(answer.path, 1u << 20);
      ASSERT_TRUE(now) << "seed " << seed << " round " << round << " " << answer.path;
      const Lines now_lines(now->bytes);
      ASSERT_LE(answer.line_end, std::max(now_lines.count(), 1)) << "seed " << seed << " round " << round;
      const std::string_view range = now_lines.range(answer.line_start, answer.line_end);
      for (std::string_view line : split(answer.excerpt, '\n')) {
        if (line == "…" || line.find("****") != std::string_view::npos) continue;
        if (line.ends_with("…")) line.remove_suffix(std::string_view("…").size());
        ASSERT_NE(range.find(trim(line)), std::string_view::npos)
            << "seed " << seed << " round " << round << " " << answer.path << ": " << line;
      }
    }
  }
}

TEST_F(WhereTest, TheOverviewIsOnePageOfPointers) {
  auto overview = overview_of(*root, *map);
  ASSERT_TRUE(overview);
  std::set<std::string> groups;
  for (const OverviewGroup& group : overview->groups) groups.insert(group.name);
  EXPECT_TRUE(groups.contains("components"));
  EXPECT_TRUE(groups.contains("endpoints"));
  EXPECT_TRUE(groups.contains("protected files"));
}

}  // namespace
}  // namespace fingerpost
