#include "upkeep/check/check.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/checked_repository.h"
#include "upkeep/check/baseline.h"
#include "upkeep/check/changed.h"
#include "upkeep/check/fix.h"
#include "upkeep/check/output.h"

namespace fingerpost {
namespace {

TEST(Check, FindsALinkWhoseFileIsNotThereAndNamesTheOnlyFileOfThatName) {
  Checked repository;
  repository.write("docs/guides/deploy.md", "# Deploy\n");
  repository.write("README.md",
                   "# Shop\n\nSee [deploying](docs/deploy.md#deploy) and [this](docs/guides/deploy.md#deploy).\n");
  EXPECT_EQ(
      repository.findings(),
      "README.md:3:17 dead-link: link to 'docs/deploy.md', which does not exist; 'docs/guides/deploy.md'? (the only "
      "file of this name)\n");
}

TEST(Check, KnowsLinksAsGitHubDoes) {
  Checked repository;
  repository.write("docs/a b.md", "# A\n");
  repository.write("docs/index.md", "# Index\n");
  repository.write("img/logo.png", "PNG");
  repository.write("README.md",
                   "# Shop\n\n[a](docs/a%20b.md) [b](<docs/a b.md>) [c](docs/) [d](../../issues/4) [e](mailto:a@b.c)\n"
                   "[f](https://example.org/x.md) ![g](img/logo.png) <img src=\"img/logo.png\"> [h](/docs/index.md)\n"
                   "[i]: docs/index.md \"title\"\n\n`[j](nowhere.md)` \\[k](nowhere.md\n\n```md\n[l](nowhere.md)\n```\n"
                   "<!-- [m](nowhere.md) -->\n");
  EXPECT_EQ(repository.findings(), "");
}

TEST(Check, FindsAnImageInMarkdownAndInHtml) {
  Checked repository;
  repository.write("README.md", "# Shop\n\n![logo](img/logo.png)\n<p><img width=\"3\" src=\"img/other.png\"></p>\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:9 dead-image: image to 'img/logo.png', which does not exist\n"
            "README.md:4:24 dead-image: image to 'img/other.png', which does not exist\n");
}

TEST(Check, MakesAnchorsByGitHubsRules) {
  Checked repository;
  repository.write(
      "a.md",
      "# What's new in v1.2?\n\n## Set up\n\n## Set up\n\n## `make` & co\n\n## Über *uns*\n\n<a id=\"here\"></a>\n\n"
      "[1](#whats-new-in-v12) [2](#set-up) [3](#set-up-1) [4](#make--co) [5](#über-uns) [6](#here)\n"
      "[7](#set-up-2) [8](b.md#nothing)\n");
  repository.write("b.md", "# Something\n");
  EXPECT_EQ(repository.findings(),
            "a.md:14:5 dead-anchor: no heading here makes the anchor '#set-up-2'; '#set-up-1'?\n"
            "a.md:14:20 dead-anchor: no heading of b.md makes the anchor '#nothing'\n");
}

TEST(Check, TellsPlannedPathsAndPlaceholdersFromDeadOnes) {
  Checked repository;
  repository.write("src/api/orders.ts", "export const a = 1;\n");
  repository.write(".gitignore", "src/api/made.ts\n");
  repository.write("docs/api.md",
                   "# API\n\nOrders are in `src/api/orders.ts`, carts in `src/api/carts.ts`.\n\n"
                   "The build puts types into `src/api/made.ts`.\n\nCopy `src/api/your-route.ts`.\n\nPull "
                   "`acme/orders` or `and/or`.\n\n"
                   "## Files to create\n\n- `src/api/payments.ts`\n\n## Steps\n\n- [ ] write `src/api/refunds.ts`\n\n"
                   "A later version will be in `src/api/later.ts`.\n");
  EXPECT_EQ(repository.findings(), "docs/api.md:3:46 dead-path: 'src/api/carts.ts' does not exist\n");
}

TEST(Check, LeavesAloneWhatAnotherTreeOfTheSameLooksMayHave) {
  Checked repository;
  repository.write(".agents/skills/make/references/forms.md", "# Forms\n");
  repository.write(
      ".agents/skills/make/SKILL.md",
      "# Make a skill\n\n**Examples**: `references/finance.md` for money, `references/mnda.md` for contracts\n\n"
      "The forms are in `references/form.md`.\n\n## What's next\n\n- presets in `references/presets.md`\n");
  EXPECT_EQ(repository.findings(),
            ".agents/skills/make/SKILL.md:5:19 dead-path: 'references/form.md' does not exist; "
            "'.agents/skills/make/references/forms.md'? (the nearest name beside it)\n");
}

TEST(Check, FollowsRenamesThroughGitAndWritesTheNewPlace) {
  Checked repository;
  repository.write("docs/setup.md", "# Setup\n\nInstall what is listed, then start the shop with its compose file.\n");
  repository.write("scripts/seed.sh", "#!/bin/sh\necho seeding the database with a few orders\n");
  repository.write("README.md", "# Shop\n\n[Setup](docs/setup.md#setup)  \nRun `scripts/seed.sh` first.\r\n");
  repository.git({"init", "-q"});
  repository.git({"add", "-A"});
  repository.git({"commit", "-qm", "one"});
  repository.git({"mv", "docs/setup.md", "docs/installation.md"});
  repository.git({"mv", "scripts/seed.sh", "scripts/seed-database.sh"});
  repository.git({"commit", "-qam", "two"});
  CheckReport report = repository.check();
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(report.findings[0].line, 3);
  EXPECT_EQ(report.findings[1].line, 4);
  auto fixed = apply_fixes(repository.root(), report);
  ASSERT_TRUE(fixed) << fixed.error().text();
  EXPECT_EQ(fixed->findings, 2u);
  EXPECT_EQ(repository.read("README.md"),
            "# Shop\n\n[Setup](docs/installation.md#setup)  \nRun `scripts/seed-database.sh` first.\r\n");
  EXPECT_EQ(repository.findings(), "");
}

TEST(Check, FindsALineBehindTheEndOfAFile) {
  Checked repository;
  repository.write("src/main.py", "import os\nprint(1)\n");
  repository.write("README.md", "# A\n\nSee `src/main.py:2` and `src/main.py:20`, or [that](src/main.py#L9).\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:26 dead-line: line 20 of 'src/main.py' is behind its end: it has 2 lines\n"
            "README.md:3:53 dead-line: line 9 of 'src/main.py' is behind its end: it has 2 lines\n");
}

TEST(Check, FindsMakeTargetsScriptsAndServicesThatNothingOffers) {
  Checked repository;
  repository.write("Makefile",
                   ".PHONY: test lint\n\ntest: deps\n\tpytest\n\nlint:\n\truff .\n\ndeps:\n\tpip install .\n");
  repository.write(
      "package.json",
      "{\n  \"name\": \"shop\",\n  \"scripts\": {\n    \"dev\": \"vite\",\n    \"build\": \"vite build\"\n  }\n}\n");
  repository.write("docker-compose.yml", "services:\n  redis:\n    image: redis:7\n  api:\n    build: .\n");
  repository.write(
      "README.md",
      "# Shop\n\n```bash\nmake test\nmake tests\n$ npm run dev && npm run biuld\ndocker compose up -d redis worker\n"
      "docker compose logs -f --tail 20 api\nmake -j4 lint V=1\n```\n\nRun `make lintt` and make sure that `npm run "
      "build` works.\n\n"
      "```bash\ngit clone https://example.org/other\ncd other\nmake everything\n```\n\n```text\nmake nothing of "
      "it\n```\n");
  EXPECT_EQ(repository.findings(),
            "README.md:5:6 dead-make-target: no makefile has the target 'tests'; 'test'?\n"
            "README.md:6:26 dead-script: no package.json has the script 'biuld'; 'build'?\n"
            "README.md:7:28 dead-service: no compose file has the service 'worker'\n"
            "README.md:12:11 dead-make-target: no makefile has the target 'lintt'; 'lint'?\n");
}

TEST(Check, FindsPortsAndVersionsThatDriftedFromTheComposeFile) {
  Checked repository;
  repository.write(
      "docker-compose.yml",
      "services:\n  postgres:\n    image: postgres:16-alpine\n    ports:\n      - \"5433:5432\"\n  redis:\n    image: "
      "redis:7.2\n    ports:\n      - \"6380:6379\"\n");
  repository.write("docs/services.md",
                   "# Services\n\n| Service | Port |\n|---|---|\n| postgres | 5434 |\n| redis | 6380 |\n\n"
                   "Redis listens on port 6390.\nRedis is on localhost:6379 for you.\nInside, it is redis:6379.\n\n"
                   "We run PostgreSQL 15 with Redis 7.\nThe image is `redis:6.2`; any PostgreSQL 12 or later works.\n");
  const CheckReport report = repository.check();
  std::string out;
  for (const CheckFinding& one : report.findings)
    out += std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.message + " (" + one.other_path +
           ":" + std::to_string(one.other_line) + ")\n";
  EXPECT_EQ(out,
            "5:14 port 5434 of postgres is not what the configuration says: 5433 (docker-compose.yml:5)\n"
            "8:23 port 6390 of redis is not what the configuration says: 6380 (docker-compose.yml:9)\n"
            "9:23 port 6379 of redis is not what the configuration says: 6380 (docker-compose.yml:9)\n"
            "12:19 postgresql 15 is not what the configuration says: 16 (docker-compose.yml:3)\n"
            "13:21 redis 6.2 is not what the configuration says: 7.2 (docker-compose.yml:7)\n");
}

TEST(Check, FindsVariablesThatNothingReadsAndDefaultsThatDrifted) {
  Checked repository;
  repository.write(".env.example",
                   "SHOP_PORT=3000\nSHOP_REDIS_URL=redis://localhost\nSHOP_LOG_LEVEL=info\nSHOP_API_TOKEN=changeme\n");
  repository.write("docker-compose.yml",
                   "services:\n  api:\n    build: .\n    environment:\n      SHOP_WORKERS: ${SHOP_WORKERS:-4}\n");
  repository.write("README.md",
                   "# Shop\n\nSet `SHOP_REDIS_ULR` and `SHOP_LOG_LEVEL`.\n\n| Variable | Default |\n|---|---|\n| "
                   "`SHOP_WORKERS` | `2` "
                   "|\n| `SHOP_API_TOKEN` | `abc` |\n");
  EXPECT_EQ(
      repository.findings(),
      "README.md:3:6 unknown-variable: nothing declares or reads the variable 'SHOP_REDIS_ULR'; 'SHOP_REDIS_URL'?\n"
      "README.md:7:20 drift-default: the default of SHOP_WORKERS is stated as '2' and set to '4'\n");
}

TEST(Check, FindsWhatADrawingOfTheTreeShowsAndIsNotThere) {
  Checked repository;
  repository.write("src/api/app.py", "a = 1\n");
  repository.write("src/web/main.ts", "const a = 1;\n");
  repository.write("docs/a.md", "# A\n");
  repository.write("README.md",
                   "# Shop\n\n```\nshop/\n├── src/\n│   ├── api/          # the API\n│   │   └── app.py\n│   ├── "
                   "web/\n│   └── worker/\n└── docs/\n```\n");
  EXPECT_EQ(repository.findings(), "README.md:9:17 drift-tree: the drawing shows 'src/worker', which does not exist\n");
}

TEST(Check, LeavesOutWhatDocumentsAndSettingsSuppress) {
  Checked repository;
  repository.write(".fingerpost.toml", "[check]\ndisable = [\"dead-image\"]\nignore = [\"docs/old/\"]\n");
  repository.write("docs/old/a.md", "[x](nowhere.md)\n");
  repository.write("README.md",
                   "[a](n1.md) <!-- fingerpost-disable-line dead-link -- made at release -->\n\n<!-- "
                   "fingerpost-disable-next-line -->\n"
                   "[b](n2.md)\n\n![c](c.png)\n\n<!-- fingerpost-disable dead-link -->\n[d](n3.md)\n<!-- "
                   "fingerpost-enable -->\n[e](n4.md)\n");
  const CheckReport report = repository.check();
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].line, 11);
  EXPECT_EQ(report.suppressed, 5u);
}

TEST(Check, ReportsOnlyWhatTheBaselineDoesNotKnow) {
  Checked repository;
  repository.write("README.md", "[a](n1.md)\n");
  const std::string baseline = baseline_of(repository.check());
  repository.write("README.md", "New words.\n\n[a](n1.md)\n\n[b](n2.md) [a](n1.md)\n");
  CheckReport report = repository.check();
  ASSERT_TRUE(take_out_known(baseline, "b.json", report));
  ASSERT_EQ(report.findings.size(), 2u);  // the second n1.md is new
  EXPECT_EQ(report.known, 1u);
  EXPECT_EQ(report.errors, 2u);
  EXPECT_FALSE(take_out_known("[]", "b.json", report));
}

TEST(Check, KeepsWhatAChangeMayHaveBrought) {
  Checked repository;
  repository.write("docs/a.md", "# A\n\nWords that stay as they are.\n");
  repository.write("docs/b.md", "[a](a.md) [old](long-gone.md)\n");
  repository.write("docs/c.md", "# C\n");
  repository.git({"init", "-q"});
  repository.git({"add", "-A"});
  repository.git({"commit", "-qm", "one"});
  repository.git({"rm", "-q", "docs/a.md"});
  repository.write("docs/c.md", "# C\n\n[d](d.md)\n");
  CheckReport report = repository.check();
  ASSERT_EQ(report.findings.size(), 3u);
  ASSERT_TRUE(keep_changed(repository.root(), "HEAD", report));
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(report.findings[0].about, "docs/a.md");
  EXPECT_EQ(report.findings[1].about, "docs/d.md");
  auto unknown = keep_changed(repository.root(), "--output=/tmp/x", report);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, Code::invalid_argument);
}

TEST(Check, WritesEveryOutputWithTheSameFindings) {
  Checked repository;
  repository.write("a,b & c.md", "[x](now<here).md)\n\n[y](no\"where.md)\n\n[z](nowhere.md)\n");
  const CheckReport report = repository.check();
  ASSERT_EQ(report.findings.size(), 1u);
  const auto sarif = parse_json(output_named("sarif")->write(report));
  ASSERT_TRUE(sarif);
  const Json& result = (*sarif)["runs"][0]["results"][0];
  EXPECT_EQ(result["ruleId"], "dead-link");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a,b%20&%20c.md");
  EXPECT_EQ((*sarif)["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], "dead-link");
  EXPECT_NE(output_named("junit")->write(report).find("<testsuite name=\"a,b &amp; c.md\" tests=\"1\" failures=\"1\">"),
            std::string::npos);
  EXPECT_EQ(output_named("github")->write(report),
            "::error file=a%2Cb & c.md,line=5,col=5,title=dead-link::link to 'nowhere.md', which does not exist\n");
  const auto json = parse_json(output_named("json")->write(report));
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["findings"][0]["line"], 5);
}

TEST(Check, ReadsWhatStandsInNotesAndTabsOfASiteGenerator) {
  Checked repository;
  repository.write("docs/setup.md", "# Setup\n");
  repository.write(
      "docs/a.md",
      "# A\n\n!!! note\n\n    See [b](gone.md) and [c](setup.md), or [in a tab](#docker) or [not](#podman).\n\n"
      "    ```yaml\n    x: [d](gone.md)\n    ```\n\n    More of [e](gone-too.md).\n\n"
      "=== \"Docker\"\n\n    #### Docker\n\n    - [f](gone.md)\n\n        ??? tip\n            [g](gone.md)\n\n"
      "Code of plain markdown:\n\n    [h](gone.md)\n");
  EXPECT_EQ(repository.findings(),
            "docs/a.md:5:13 dead-link: link to 'gone.md', which does not exist\n"
            "docs/a.md:5:73 dead-anchor: no heading here makes the anchor '#podman'\n"
            "docs/a.md:11:17 dead-link: link to 'gone-too.md', which does not exist\n"
            "docs/a.md:17:11 dead-link: link to 'gone.md', which does not exist\n"
            "docs/a.md:20:17 dead-link: link to 'gone.md', which does not exist\n");
}

TEST(Check, KnowsHeadingsOfThePagesThatADocumentTakesIn) {
  Checked repository;
  repository.write("docs/includes/support.md", "## Commercial support\n");
  repository.write("docs/a.md",
                   "# A\n\n[1](#commercial-support) [2](#gone)\n\n{% include-markdown \"includes/support.md\" %}\n");
  repository.write("docs/b.md", "# B\n\n[1](#anything)\n\n--8<-- \"elsewhere/c.md\"\n");
  EXPECT_EQ(repository.findings(), "docs/a.md:3:30 dead-anchor: no heading here makes the anchor '#gone'\n");
}

TEST(Check, ReadsDefinitionsAsProse) {
  Checked repository;
  repository.write(
      "docs/a.md",
      "# A\n\nPORT\n\n: The port of the\nserver.\n\n    More in [b](gone.md).\n\nAn end.\n\n    [c](gone.md)\n");
  EXPECT_EQ(repository.findings(), "docs/a.md:8:17 dead-link: link to 'gone.md', which does not exist\n");
}

TEST(Check, KnowsVariablesThatProgramsPutTogether) {
  Checked repository;
  repository.write(".env.example", "SHOP_PORT=1\nSHOP_HOST=a\nSHOP_MODE=b\nSHOP_NAME=c\n");
  repository.write("README.md", "# A\n\n`SHOP_TIME_ZONE`\n");
  repository.write("src/settings.py", "time_zone = 1\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:2 unknown-variable: nothing declares or reads the variable 'SHOP_TIME_ZONE'\n")
      << "a name that only ends alike";
  repository.write("src/settings.py", "class Settings:\n    env_prefix = \"SHOP_\"\n    time_zone = 1\n");
  EXPECT_EQ(repository.findings(), "");
  repository.write("src/settings.py", "config.shopTimeZone\n");
  EXPECT_EQ(repository.findings(), "");
}

TEST(Check, KnowsTargetsThatPatternsOfAMakefileMake) {
  Checked repository;
  repository.write("Makefile", "include common.mk\n\nbuild/%.o: src/%.c\n\tcc $<\n\ntest-%:\n\tgo test ./$*\n");
  repository.write("common.mk", "%: common-% ;\n\ncommon-lint:\n\tlint\n");
  repository.write("README.md", "# A\n\n```sh\nmake lint\nmake common-lint\nmake test-api\nmake deploy\n```\n");
  EXPECT_EQ(repository.findings(), "README.md:7:6 dead-make-target: no makefile has the target 'deploy'\n");
  repository.write("Makefile", "include common.mk generated.mk\n\ntest:\n\tgo test\n");
  EXPECT_EQ(repository.findings(), "") << "a makefile that is not here may have any target";
}

TEST(Check, TellsThePortsOfSeveralServicesOnOneLineApart) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  web:\n    ports:\n      - \"4200:8080\"\n  api:\n    expose:\n      - \"4000\"\n    "
                   "ports:\n      - \"4001:4000\"\n");
  repository.write("README.md",
                   "# A\n\nThe storefront is at http://localhost:4200 and the api at http://localhost:4000/health.\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:76 drift-port: port 4000 of api is not what the configuration says: 4001\n");
}

TEST(Check, LeavesPortsThatAreOfAnotherServiceOrThatTheServiceAlsoListensOn) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  db:\n    ports:\n      - \"5433:5432\"\n  api:\n    ports:\n      - \"4001:4001\"\n"
                   "  proxy:\n    command: [\"--listen\", \"0.0.0.0:8888\"]\n    ports:\n      - \"8889:8889\"\n");
  repository.write("README.md",
                   "# A\n\nThe api exits: `connect ECONNREFUSED 127.0.0.1:5432`.\n\n"
                   "The api is asked by port 8889.\n\nAsk the proxy at `127.0.0.1:8888`.\n");
  EXPECT_EQ(repository.findings(), "");
}

TEST(Check, FollowsTheAddressesOfPagesThatGeneratorsMake) {
  Checked repository;
  repository.write("source/start.html.md",
                   "# Start\n\n[Restore](restore.html), [Fonts](fonts.html) and [Lost](lost.html)\n");
  repository.write("source/restore.html.md", "# Restore\n");
  repository.write("source/fonts.html.md.erb", "# Fonts\n");
  repository.write("pages/guide.md", "# Guide\n\n[API](../api/) and [Gone](../gone/)\n");
  repository.write("pages/api.md", "# API\n");
  EXPECT_EQ(repository.findings(),
            "pages/guide.md:3:27 dead-link: link to '../gone/', which does not exist\n"
            "source/start.html.md:3:57 dead-link: link to 'lost.html', which does not exist\n");
}

TEST(Check, TakesOnlyNamesForServices) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n");
  repository.write("README.md",
                   "# A\n\nUse `docker compose up / down`, then `docker compose logs worker > log.txt`.\n");
  EXPECT_EQ(repository.findings(), "README.md:3:59 dead-service: no compose file has the service 'worker'\n");
}

TEST(Check, KnowsAnchorsOfAttributeLists) {
  Checked repository;
  repository.write("README.md",
                   "# A\n\n[x](#own-name) [y](#other) [z](#third) [w](#lost)\n\n## Using files { #own-name }\n\n## B "
                   "{: #other }\n\n## C {#third}\n");
  EXPECT_EQ(repository.findings(), "README.md:3:44 dead-anchor: no heading here makes the anchor '#lost'\n");
}

TEST(Check, LeavesTheVersionBeforeAChange) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n");
  repository.write("README.md", "# A\n\nTo go from `postgres:12` to `postgres:16`, dump the data first.\n");
  EXPECT_EQ(repository.findings(), "");
  repository.write("README.md", "# A\n\nThe database is `postgres:12`.\n");
  EXPECT_EQ(repository.findings(), "README.md:3:27 drift-image: postgres 12 is not what the configuration says: 16\n");
}

TEST(Check, FindsValuesThatAreRightTodayAndStandTwice) {
  Checked repository;
  repository.write("docker-compose.yml",
                   "services:\n  redis:\n    image: redis:7.2-alpine\n    ports:\n      - \"6380:6379\"\n");
  repository.write("docs/services.md",
                   "# Services\n\nRedis runs on port 6380, with image `redis:7.2-alpine`.\n\nThe port of Redis is in "
                   "`docker-compose.yml`, port 6380 now.\n\nOpen redis at localhost:6380.\n\n| Service | Port "
                   "|\n|---|---|\n| redis | 6380 |\n\nWe moved to Redis 7.2 because of its functions.\n");
  EXPECT_EQ(repository.findings(), "");
  EXPECT_EQ(
      repository.findings(CheckLevel::info, {"duplicate-value"}),
      "docs/services.md:3:20 duplicate-value: the port of redis is repeated here: 6380; point at where it is set\n"
      "docs/services.md:3:44 duplicate-value: the version of redis is repeated here: 7.2-alpine; point at where it "
      "is set\n"
      "docs/services.md:11:11 duplicate-value: the port of redis is repeated here: 6380; point at where it is set\n"
      "docs/services.md:13:19 duplicate-value: the version of redis is repeated here: 7.2; point at where it is "
      "set\n");
}

TEST(Check, CountsColumnsInBytesForPeopleAndInCodeUnitsForCodeScanning) {
  Checked repository;
  repository.write("a.md", "Grüße 🎉 an [z](fürs.md)\n");
  const CheckReport report = repository.check();
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].column, 21);
  const auto sarif = parse_json(output_named("sarif")->write(report));
  ASSERT_TRUE(sarif);
  const Json& region = (*sarif)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
  EXPECT_EQ(region["startColumn"], 17);
  EXPECT_EQ(region["endColumn"], 24);
}

TEST(Check, RefusesARuleThatThereIsNot) {
  Checked repository;
  repository.write("README.md", "# A\n");
  repository.index();
  CheckOptions options;
  options.rules = {"dead-lnk"};
  auto report = check_documents(repository.root(), repository.map(), options);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Code::invalid_argument);
}

TEST(Check, StandsHostileDocuments) {
  Checked repository;
  std::string brackets;
  for (int i = 0; i < 60'000; ++i) brackets += "[](";
  repository.write("a.md", brackets + "\n" + std::string(100'000, '`') + "\n" + std::string(50'000, '!') +
                               std::string("\0[x](y\xff.md)", 12));
  repository.write("b.md",
                   "[x](\xC3\x28.md) [y](%00.md) [z](../../../../etc/passwd) [w](/etc/passwd)\n`a/b/../../../c.md`\n");
  repository.write("c.md", "├── \n│   ├── ..\n└── ../../etc\n");
  for (const CheckFinding& finding : repository.check().findings) EXPECT_FALSE(finding.path.empty());
}

}  // namespace
}  // namespace fingerpost
