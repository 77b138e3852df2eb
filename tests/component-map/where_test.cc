#include "component-map/where.h"

#include <random>

#include <fmt/format.h>

#include "base/text.h"
#include "component-map/overview.h"
#include "tests/component-map/where_fixture.h"

namespace fingerpost {
namespace {

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

TEST_F(WhereTest, ACuratedEntryLeadsToItsDefinitiveSource) {
  const WhereReply reply = ask("where is the session cache");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path, "docker-compose.yml");
  EXPECT_EQ(reply.answers[0].line_start, 9);
  EXPECT_NE(reply.answers[0].note.find("definitive source of Session cache"), std::string::npos);
  EXPECT_EQ(reply.answers[1].path, "references/component-map.md");
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

TEST_F(WhereTest, AValueInALongBlockIsItsOwnKey) {
  std::string config = "node:\n";
  for (int i = 0; i < 14; ++i) config += "  option_" + std::to_string(i) + ": true\n";
  config += "  idle:\n    # How long an idle node is kept before it is deleted.\n    grace: 30m\n";
  repository.write("deploy/nodes.yaml", config);
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply reply = ask("how long is an idle node kept before it is deleted?");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path, "deploy/nodes.yaml");
  EXPECT_GE(reply.answers[0].line_start, 16);
  EXPECT_NE(reply.answers[0].excerpt.find("grace: 30m"), std::string::npos);
}

TEST_F(WhereTest, WhatIsAskedForAsAWholeIsNotNarrowed) {
  std::string values = "ingress:\n  host: shop.example.com\n  retry_policy:\n";
  for (int i = 0; i < 10; ++i) values += "    option_" + std::to_string(i) + ": " + std::to_string(i) + "\n";
  repository.write("deploy/values.yaml", values + "    statuses:\n      - 502\n");
  std::string compose = "services:\n  mailer:\n    image: mailer:1.2\n    networks:\n      - back\n    environment:\n";
  for (int i = 0; i < 10; ++i) compose += "      OPTION_" + std::to_string(i) + ": x\n";
  repository.write("deploy/docker-compose.yml", compose);
  repository.write("scripts/deploy.sh", "#!/bin/sh\n# Deploys the shop.\nDEPLOY=1\nrun a\n");
  ASSERT_TRUE(update_map(*root, *map, {}));
  EXPECT_EQ(ask("what is the retry policy of the ingress").answers[0].line_start, 3);
  EXPECT_EQ(ask("what is the mailer service").answers[0].line_start, 2);
  EXPECT_EQ(ask("which script deploys").answers[0].line_start, 1);
}

TEST_F(WhereTest, ASettingOfAScriptIsShownRatherThanTheScript) {
  std::string script = "#!/bin/bash\nset -e\nBUILDER_VERSION=v5.8.1\n";
  for (int i = 0; i < 30; ++i) script += "step_" + std::to_string(i) + "\n";
  repository.write("tests/install_builder.sh", script);
  ASSERT_TRUE(update_map(*root, *map, {}));
  const WhereReply reply = ask("builder version in the install script");
  ASSERT_TRUE(reply.known);
  EXPECT_EQ(reply.answers[0].path, "tests/install_builder.sh");
  EXPECT_EQ(reply.answers[0].line_start, 3);
  EXPECT_EQ(ask("install builder script").answers[0].line_start, 1);
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
