#include "component-map/overview.h"

#include <gtest/gtest.h>

#include "component-map/external_services.h"
#include "tests/support/indexed_repository.h"

namespace fingerpost {
namespace {

// A group as lines: title, path:line, detail.
std::vector<std::string> lines_of(const Overview& page, std::string_view name) {
  std::vector<std::string> out;
  for (const OverviewGroup& group : page.groups)
    if (group.name == name)
      for (const OverviewItem& item : group.items)
        out.push_back(item.title + " " + item.path + ":" + std::to_string(item.line_start) +
                      (item.detail.empty() ? "" : " " + item.detail));
  return out;
}

Overview overview(IndexedRepository& repository) {
  auto page = overview_of(repository.root(), repository.map());
  EXPECT_TRUE(page);
  return page ? *page : Overview{};
}

TEST(Overview, TellsANewcomerWhatThereIs) {
  IndexedRepository repository;
  repository.write(
      "README.md",
      "[![badge](https://ci)](https://ci)\n\n# Acme shop\n\n[Docs](#docs) | [Install](#install) and more of "
      "these links\n\nThe shop sells anvils to coyotes,\nand ships them by rocket.\n");
  repository.write("docker-compose.dev.yml", "services:\n  web:\n    build: .\n");
  repository.write(
      "docker-compose.yml",
      "services:\n  web:\n    image: acme/web\n    ports:\n      - \"8080:80\"\n  redis:\n    image: redis:7\n");
  repository.write(".env.example",
                   "STRIPE_API_KEY=\nREDIS_URL=redis://redis:6379\nBASE_URL=http://localhost:8080\n"
                   "SENTRY_DSN=https://abcdef0123456789@o1.ingest.sentry.io/42\n");
  repository.write("CODEOWNERS", "* @acme/core\n/db/ @acme/dba # do not modify\n");
  repository.write("db/schema.sql", "create table anvils (id int);\n");
  repository.write("docs/rules.md", "# Rules\n\n## Do not modify\n\n- *rules* of the house\n- `missing/file.txt`\n");
  repository.index();
  const Overview page = overview(repository);
  EXPECT_EQ(
      lines_of(page, "about"),
      std::vector<std::string>{"Acme shop README.md:3 The shop sells anvils to coyotes, and ships them by rocket."});
  EXPECT_EQ(lines_of(page, "components"),
            (std::vector<std::string>{"web docker-compose.yml:2", "redis docker-compose.yml:6"}));
  EXPECT_EQ(lines_of(page, "endpoints"), std::vector<std::string>{"web 8080:80 docker-compose.yml:5"});
  EXPECT_EQ(lines_of(page, "external services"),
            (std::vector<std::string>{"stripe .env.example:1 STRIPE_API_KEY", "sentry .env.example:4 SENTRY_DSN",
                                      "o1.ingest.sentry.io .env.example:4"}));
  EXPECT_EQ(lines_of(page, "environments"),
            (std::vector<std::string>{".env.example .env.example:1 example",
                                      "docker-compose.dev.yml docker-compose.dev.yml:1 when given with -f"}));
  EXPECT_EQ(lines_of(page, "owners"),
            (std::vector<std::string>{"* CODEOWNERS:1 @acme/core", "/db/ CODEOWNERS:2 @acme/dba"}));
  EXPECT_EQ(lines_of(page, "protected files"), std::vector<std::string>{"/db/ CODEOWNERS:2"});
  EXPECT_EQ(lines_of(page, "directories"), (std::vector<std::string>{"db/ db/:1 1 source", "docs/ docs/:1 1 source"}));
}

TEST(Overview, StaysOnOnePageHoweverLargeTheRepository) {
  IndexedRepository repository;
  std::string targets;
  std::string services = "services:\n";
  std::string owners;
  for (int i = 0; i < 200; ++i) {
    const std::string n = "a-rather-long-name-for-one-of-these-things-" + std::to_string(i);
    targets += n + ":\n\ttrue\n";
    services += "  " + n + ":\n    image: x\n    ports: [\"" + std::to_string(9000 + i) + ":80\"]\n";
    owners += "/" + n + "/ @some-organisation/" + n + "\n";
    repository.write("docs/" + n + ".md", "# T\n");
    repository.write(".github/workflows/" + n + ".yml", "name: " + n + "\non: push\njobs:\n  a:\n    steps: []\n");
  }
  repository.write("Makefile", targets);
  repository.write("compose.yml", services);
  repository.write("CODEOWNERS", owners);
  repository.index();
  const Overview page = overview(repository);
  std::size_t bytes = 0;
  for (const OverviewGroup& group : page.groups) {
    EXPECT_FALSE(group.items.empty()) << group.name;
    bytes += group.name.size() + 32;
    for (const OverviewItem& item : group.items)
      bytes += item.title.size() + (item.title == item.path ? 0 : item.path.size()) + item.detail.size() + 12;
  }
  EXPECT_LT(bytes, 6000u);
}

TEST(ExternalServices, AreNamedByVariables) {
  EXPECT_EQ(service_of_variable("NEXT_PUBLIC_POSTHOG_HOST"), "posthog");
  EXPECT_EQ(service_of_variable("AWS_S3_SECRET_ACCESS_KEY"), "aws");
  EXPECT_EQ(service_of_variable("DATABASE_URL"), std::nullopt);
  EXPECT_EQ(service_of_variable("LOG_LEVEL"), std::nullopt);
  EXPECT_EQ(service_of_variable("_URL"), std::nullopt);
}

TEST(ExternalServices, AreNamedByHostsAndNothingElseOfAUrl) {
  EXPECT_EQ(hosts_in("A=postgres://u:p@db.acme.io:5432/x,https://api.stripe.com/v1"),
            (std::vector<std::string>{"db.acme.io", "api.stripe.com"}));
  EXPECT_TRUE(hosts_in("A=http://localhost:3 B=http://10.0.0.1/ C=https://example.com D=redis://cache E=https://${H}.x")
                  .empty());
}

}  // namespace
}  // namespace fingerpost
