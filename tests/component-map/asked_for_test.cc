// What a question asks for decides which of the places with its words answers it, and whether any does.
#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/component-map/where_fixture.h"

namespace fingerpost {
namespace {

class AskedForTest : public WhereTest {
 protected:
  // What declares ports and services.
  void remove_compose_files() {
    std::filesystem::remove(repository.tree() + "/docker-compose.yml");
    std::filesystem::remove(repository.tree() + "/docker-compose.override.yml");
  }
};

TEST_F(AskedForTest, AFlagThatStandsNowhereIsNotAnsweredWithOneThatResemblesIt) {
  const WhereReply known = ask("redis --maxmemory-policy");
  ASSERT_TRUE(known.known);
  EXPECT_LE(known.answers[0].line_start, 11);
  EXPECT_GE(known.answers[0].line_end, 11);
  const WhereReply absent = ask("redis --maxmemory-redis-policy");
  EXPECT_FALSE(absent.known);
  EXPECT_EQ(absent.gap, "'--maxmemory-redis-policy' stands nowhere in this repository");
}

TEST_F(AskedForTest, DashesWithoutAFlagAreReadOnce) {
  for (const char* text : {"--", "---", "-- redis image", "w-- redis image", "redis image --", "--\xbb--"}) ask(text);
  EXPECT_TRUE(ask("-- redis image").known);
}

TEST_F(AskedForTest, EveryDeclaredVariableIsListed) {
  const WhereReply reply = ask("which environment variables are used");
  ASSERT_EQ(reply.answers.size(), 2u);
  EXPECT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path + ":" + std::to_string(reply.answers[0].line_start), ".env.example:2");
  EXPECT_EQ(reply.answers[1].line_start, 3);
}

TEST_F(AskedForTest, WhereNoneIsDeclaredOnlyWhatStatesThemAnswersForAllOfAKind) {
  remove_compose_files();
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

TEST_F(AskedForTest, OneRowIsNotAllOfAKind) {
  remove_compose_files();
  repository.write(
      "docs/checks.md",
      "# Checks\n\n| check | what it looks at |\n|---|---|\n| `ports` | which ports the system uses, as in "
      "`5433:5432` |\n");
  repository.write("docs/network.md",
                   "# Network\n\n## Ports\n\nThe gate listens on port 8377, and nothing else does.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply stated = ask("what ports does the system use");
  ASSERT_TRUE(stated.known);
  EXPECT_EQ(stated.answers[0].path, "docs/network.md");
}

TEST_F(AskedForTest, TasksLeadToTheSectionThatSaysHow) {
  EXPECT_EQ(ask("how do I deploy to staging").answers[0].locator,
            (std::vector<std::string>{"Deployment", "Deploy to staging"}));
  EXPECT_EQ(ask("rotate a secret").answers[0].title, "Deployment › Rotate secrets");
}

TEST_F(AskedForTest, MisspeltWordsAreUnderstood) {
  EXPECT_EQ(ask("rediss evction polcy").answers[0].path, "docker-compose.yml");
}

TEST_F(AskedForTest, WhatIsNotThereIsNotKnown) {
  const WhereReply reply = ask("where is the elasticsearch index template");
  EXPECT_FALSE(reply.known);
  EXPECT_NE(reply.gap.find("elasticsearch"), std::string::npos);
  EXPECT_FALSE(ask("").known);
  EXPECT_FALSE(ask("???").known);
}

TEST_F(AskedForTest, ANameOfOneThingIsNotAnsweredWithAnothers) {
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

TEST_F(AskedForTest, ANameByItselfIsNotAnsweredWithItsParts) {
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

TEST_F(AskedForTest, WhatOnlyNamesOrFillsInAnotherPlaceComesBehindIt) {
  repository.write("mkdocs.yml", "site_name: Shop\nnav:\n  - Back up the volumes: docs/backup.md\n");
  repository.write("docs/backup.md", "# Back up the volumes\n\nStop the writers first.\n");
  repository.write("charts/shop/values.yaml", "worker:\n  image:\n    tag: 10.5.3\n");
  repository.write("charts/shop/templates/worker.yaml",
                   "spec:\n  containers:\n    - image: example.com/worker:{{ .Values.worker.image.tag }}\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("back up the volumes").answers.at(0).path, "docs/backup.md");
  EXPECT_EQ(ask("which tag does the worker have in the helm values").answers.at(0).path, "charts/shop/values.yaml");
}

TEST_F(AskedForTest, AScriptThatIsAskedForAnswersAsAWhole) {
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

TEST_F(AskedForTest, AWorkflowThatIsAskedForAnswersWithItsBeginning) {
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

TEST_F(AskedForTest, AChangelogComesBehindWhatSaysHowItIsNow) {
  repository.write("CHANGELOG.md",
                   "# Changelog\n\n## 2.1\n\n### Changed\n\n- the parcels model\n- the schema of parcels, for the new "
                   "model\n");
  repository.write("docs/schema.md", "# Schema\n\n## Parcels\n\nRegenerate it with `make schema` and commit it.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("I changed the parcels model, how do I regenerate the schema").answers.at(0).path, "docs/schema.md");
  EXPECT_EQ(ask("changelog of the parcels schema").answers.at(0).path, "CHANGELOG.md");
}

TEST_F(AskedForTest, AnOrderAsksHowItIsDone) {
  repository.write("config/cache.yml", "cache:\n  flush_interval: 30\n  warm: flush nightly\n");
  repository.write("docs/cache.md", "# Cache\n\n## Flush\n\nRun `make flush` on every node, one after the other.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("flush interval of the cache").answers.at(0).path, "config/cache.yml");
  EXPECT_EQ(ask("clear and flush the cache").answers.at(0).path, "docs/cache.md");
}

TEST_F(AskedForTest, WhoeverAsksForAListIsShownTheTableRatherThanOneOfMany) {
  repository.write("README.md",
                   "# Shop\n\n| Service | Container | Port |\n|---|---|---|\n| API | shop-api | 8080 |\n"
                   "| Cache | shop-cache | 6379 |\n| Database | shop-db | 5432 |\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply reply = ask("list of services with their containers and ports");
  ASSERT_FALSE(reply.answers.empty());
  EXPECT_EQ(reply.answers[0].path, "README.md");
  EXPECT_EQ(reply.answers[0].kind, "table");
}

TEST_F(AskedForTest, WhatHoldsWhereNothingIsSetIsSaidByReferenceDocuments) {
  repository.write("examples/shop.yml", "parcels:\n  batch_size: 5\n");
  repository.write("docs/sources/shop/configuration/_index.md",
                   "# Settings\n\n- `batch_size`: how many go at once, by default 200\n"
                   "- `batch_wait`: how long they wait, by default 30s\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("default batch_size").answers.at(0).path, "docs/sources/shop/configuration/_index.md");
}

TEST_F(AskedForTest, ALicenceAnswersOnlyWhoAsksForIt) {
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

TEST_F(AskedForTest, APlaceWhosePartsHoldTheQuestionTogetherIsMeant) {
  repository.write("docs/mail.md",
                   "# Mail\n\n## Relay\n\n- Messages leave over the relay.\n- They wait in the spool.\n"
                   "- A bounce goes to the postmaster.\n\n## Lists\n\nNone so far.\n");
  repository.write("docs/notes.md",
                   "# Notes\n\nThe spool of the printer is full.\n\nA bounce of the ball.\n\nRelay race.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply reply = ask("relay spool bounce");
  ASSERT_FALSE(reply.answers.empty());
  EXPECT_EQ(reply.answers[0].path, "docs/mail.md");
  EXPECT_EQ(reply.answers[0].locator, (std::vector<std::string>{"Mail", "Relay"}));
}

TEST_F(AskedForTest, AFileThatIsAboutTheQuestionComesBeforeOneThatMentionsAWordOfIt) {
  repository.write("docs/archiver.md",
                   "# Archiver\n\n## Parcels\n\nOld parcels are kept for a year.\n\n## Shelves\n\nKept in order.\n");
  repository.write("docs/shop.md", "# Shop\n\n## Parcels\n\nOld parcels are sent again.\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("archiver shelves old parcels").answers.at(0).path, "docs/archiver.md");
}

}  // namespace
}  // namespace fingerpost
