#include <gtest/gtest.h>

#include "tests/support/checked_repository.h"
#include "upkeep/check/fix.h"

namespace fingerpost {
namespace {

TEST(DeadPointers, FindsALinkWhoseFileIsNotThereAndNamesTheOnlyFileOfThatName) {
  Checked repository;
  repository.write("docs/guides/deploy.md", "# Deploy\n");
  repository.write("README.md",
                   "# Shop\n\nSee [deploying](docs/deploy.md#deploy) and [this](docs/guides/deploy.md#deploy).\n");
  EXPECT_EQ(
      repository.findings(),
      "README.md:3:17 dead-link: link to 'docs/deploy.md', which does not exist; 'docs/guides/deploy.md'? (the only "
      "file of this name)\n");
}

TEST(DeadPointers, KnowsLinksAsGitHubDoes) {
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

TEST(DeadPointers, FindsAnImageInMarkdownAndInHtml) {
  Checked repository;
  repository.write("README.md", "# Shop\n\n![logo](img/logo.png)\n<p><img width=\"3\" src=\"img/other.png\"></p>\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:9 dead-image: image to 'img/logo.png', which does not exist\n"
            "README.md:4:24 dead-image: image to 'img/other.png', which does not exist\n");
}

TEST(DeadPointers, MakesAnchorsByGitHubsRules) {
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

TEST(DeadPointers, TellsPlannedPathsAndPlaceholdersFromDeadOnes) {
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

TEST(DeadPointers, LeavesAloneWhatAnotherTreeOfTheSameLooksMayHave) {
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

TEST(DeadPointers, FollowsRenamesThroughGitAndWritesTheNewPlace) {
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

TEST(DeadPointers, FindsALineBehindTheEndOfAFile) {
  Checked repository;
  repository.write("src/main.py", "import os\nprint(1)\n");
  repository.write("README.md", "# A\n\nSee `src/main.py:2` and `src/main.py:20`, or [that](src/main.py#L9).\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:26 dead-line: line 20 of 'src/main.py' is behind its end: it has 2 lines\n"
            "README.md:3:53 dead-line: line 9 of 'src/main.py' is behind its end: it has 2 lines\n");
}

TEST(DeadPointers, FindsMakeTargetsScriptsAndServicesThatNothingOffers) {
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

TEST(DeadPointers, ReadsWhatStandsInNotesAndTabsOfASiteGenerator) {
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

TEST(DeadPointers, KnowsHeadingsOfThePagesThatADocumentTakesIn) {
  Checked repository;
  repository.write("docs/includes/support.md", "## Commercial support\n");
  repository.write("docs/a.md",
                   "# A\n\n[1](#commercial-support) [2](#gone)\n\n{% include-markdown \"includes/support.md\" %}\n");
  repository.write("docs/b.md", "# B\n\n[1](#anything)\n\n--8<-- \"elsewhere/c.md\"\n");
  EXPECT_EQ(repository.findings(), "docs/a.md:3:30 dead-anchor: no heading here makes the anchor '#gone'\n");
}

TEST(DeadPointers, ReadsDefinitionsAsProse) {
  Checked repository;
  repository.write(
      "docs/a.md",
      "# A\n\nPORT\n\n: The port of the\nserver.\n\n    More in [b](gone.md).\n\nAn end.\n\n    [c](gone.md)\n");
  EXPECT_EQ(repository.findings(), "docs/a.md:8:17 dead-link: link to 'gone.md', which does not exist\n");
}

TEST(DeadPointers, KnowsTargetsThatPatternsOfAMakefileMake) {
  Checked repository;
  repository.write("Makefile", "include common.mk\n\nbuild/%.o: src/%.c\n\tcc $<\n\ntest-%:\n\tgo test ./$*\n");
  repository.write("common.mk", "%: common-% ;\n\ncommon-lint:\n\tlint\n");
  repository.write("README.md", "# A\n\n```sh\nmake lint\nmake common-lint\nmake test-api\nmake deploy\n```\n");
  EXPECT_EQ(repository.findings(), "README.md:7:6 dead-make-target: no makefile has the target 'deploy'\n");
  repository.write("Makefile", "include common.mk generated.mk\n\ntest:\n\tgo test\n");
  EXPECT_EQ(repository.findings(), "") << "a makefile that is not here may have any target";
}

TEST(DeadPointers, FollowsTheAddressesOfPagesThatGeneratorsMake) {
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

TEST(DeadPointers, TakesOnlyNamesForServices) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n");
  repository.write("README.md",
                   "# A\n\nUse `docker compose up / down`, then `docker compose logs worker > log.txt`.\n");
  EXPECT_EQ(repository.findings(), "README.md:3:59 dead-service: no compose file has the service 'worker'\n");
}

TEST(DeadPointers, KnowsAnchorsOfAttributeLists) {
  Checked repository;
  repository.write(
      "README.md",
      "# A\n\n[x](#own-name) [y](#other) [z](#third) [v](#fourth) [w](#lost)\n\n## Using files { #own-name }\n\n"
      "## B {: #other }\n\n## C {#third title=\"Third of all\"}\n\nA paragraph.\n{: .note #fourth }\n\n{{ #lost }}\n");
  EXPECT_EQ(repository.findings(), "README.md:3:57 dead-anchor: no heading here makes the anchor '#lost'\n");
}

TEST(DeadPointers, LeavesWhatATemplatePutsInTheFirstPlaceOfAPath) {
  Checked repository;
  repository.write("API_DOCS/a.png", "PNG");
  repository.write("docs/a.md", "# A\n\n![b](IMG_URL/events.png) ![c](../API_DOCS/b.png) [d](BASE_URL/d.md)\n");
  EXPECT_EQ(repository.findings(),
            "docs/a.md:3:31 dead-image: image to '../API_DOCS/b.png', which does not exist; '../API_DOCS/a.png'? (the "
            "nearest name beside it)\n");
}

TEST(DeadPointers, LeavesAddressesOfAnApplicationThatServesItsPages) {
  Checked repository;
  repository.write("site/pages/api.md", "# API\n");
  repository.write("site/pages/guide.md", "# Guide\n\n[API](../api/), [Account](../../accounts/profile/)\n");
  repository.write("site/pages/other.md", "# Other\n\n[Account](../../accounts/profile/)\n");
  EXPECT_EQ(repository.findings(), "");
  repository.write("site/pages/guide.md", "# Guide\n");
  EXPECT_NE(repository.findings(), "") << "where nothing says that these are pages";
}

TEST(DeadPointers, KnowsTheAnchorOfAReadmeBelowItsDirectory) {
  Checked repository;
  repository.write("deploy/README.md", "# Deploying\n");
  repository.write("README.md", "# A\n\n[b](deploy#readme) [c](/deploy/#readme) [d](deploy/README.md#readme)\n");
  EXPECT_EQ(repository.findings(),
            "README.md:3:45 dead-anchor: no heading of deploy/README.md makes the anchor '#readme'\n");
}

TEST(DeadPointers, LeavesTargetsThatAreStillToBePutIn) {
  Checked repository;
  repository.write("docs/adr/template.md", "# Title\n\nSee [ADR-5](0005-example.md).\n");
  repository.write("docs/reports.md", "# Reports\n\n- [SHOP-1](link): a\n- [SHOP-2](links)\n");
  EXPECT_EQ(repository.findings(), "docs/reports.md:4:12 dead-link: link to 'links', which does not exist\n");
}

TEST(DeadPointers, TakesNamesThatAreTheReadersForNoService) {
  Checked repository;
  repository.write("docker-compose.yml", "services:\n  db:\n    image: postgres:16\n");
  repository.write("README.md", "# A\n\nUse `docker compose run my_service-app`, then `docker compose run mine`.\n");
  EXPECT_EQ(repository.findings(), "README.md:3:67 dead-service: no compose file has the service 'mine'\n");
}

TEST(DeadPointers, ReadsFencesInsideOfComponentsAsCode) {
  Checked repository;
  repository.write(
      "a.mdx",
      "# A\n\n<Group>\n  ```yaml compose.yml\n  # see [b](gone.md)\n\n  x: 1\n  ```\n  [c](lost.md)\n</Group>\n\n"
      "<Group>\n  ```\n  [d](missing.md)\n</Group>\n");
  EXPECT_EQ(repository.findings(),
            "a.mdx:9:7 dead-link: link to 'lost.md', which does not exist\n"
            "a.mdx:14:7 dead-link: link to 'missing.md', which does not exist\n");
}

TEST(DeadPointers, PutsInTheVariablesOfMakefiles) {
  Checked repository;
  repository.write("build/rules/a-longer-name-than-most.mk", "b:\n\ttrue\n");
  repository.write("tools.mk", "TOOLS ?= $(ROOT)/bin\nLINTER := $(TOOLS)/linter\n");
  repository.write(
      "Makefile",
      "include tools.mk build/rules/a-longer-name-than-most.mk\n-include .env\nAPPS = api \\\n  web\nSOURCES := "
      "$(wildcard src/*.c)\n"
      "RELEASES = $(addprefix release-,$(shell ls apps))\n\n$(LINTER):\n\tget linter\n\n$(APPS): $(SOURCES)\n"
      "\tbuild $@\n\n$(RELEASES):\n\ttrue\n\n$(IMAGES): image-%: Dockerfile\n\ttrue\n\n"
      "$(SOURCES:.c=.o):\n\tcc\n");
  repository.write("README.md",
                   "# A\n\n```sh\nmake api\nmake web\nmake release-api\nmake image-api\nmake worker\n```\n");
  EXPECT_EQ(repository.findings(), "README.md:8:6 dead-make-target: no makefile has the target 'worker'\n");
  repository.write("tools.mk", "$(NAMES):\n\ttrue\n");
  EXPECT_EQ(repository.findings(), "") << "what NAMES is, nobody says";
  repository.write("tools.mk", "$(foreach one,$(NAMES),$(eval $(call rule,$(one))))\n");
  EXPECT_EQ(repository.findings(), "");
}

TEST(DeadPointers, TakesAMakefileThatMakesAnythingForItsOwnDocumentsOnly) {
  Checked repository;
  repository.write("Makefile", ".PHONY: test tests\ntest:\n\tgo test\n\nifdef CI\n  local:\n\t\ttrue\nendif\n");
  repository.write("manual/Makefile", "%: conf\n\tsphinx $@\n");
  repository.write("README.md", "# A\n\nRun `make tests` or `make local`.\n");
  repository.write("manual/README.md", "# B\n\nRun `make html`.\n");
  EXPECT_EQ(repository.findings(), "README.md:3:11 dead-make-target: no makefile has the target 'tests'; 'test'?\n");
}

TEST(DeadPointers, KnowsWhenADocumentWorksInAnotherRepository) {
  Checked repository;
  repository.write("Makefile", "test:\n\tgo test\n");
  repository.write("README.md",
                   "# Shop\n\n```sh\ngit clone https://example.org/acme/shop.git\ncd shop\n```\n\n"
                   "```sh\nmake one\n```\n");
  repository.write("docs/a.md",
                   "# A\n\n```sh\ngit clone https://example.org/acme/other\ncd other\n```\n\nThen:\n\n```sh\nmake two\n"
                   "```\n");
  repository.write(
      "docs/b.md",
      "# B\n\n```sh\n# in the acme-operator repo\nmake three\n```\n\nIn the root of the acme-operator "
      "repository:\n\n```sh\nmake four\n```\n\nIn the root of the git repository:\n\n```sh\nmake five\n```\n");
  EXPECT_EQ(repository.findings(),
            "README.md:9:6 dead-make-target: no makefile has the target 'one'\n"
            "docs/b.md:17:6 dead-make-target: no makefile has the target 'five'\n");
}

TEST(DeadPointers, LeavesLinksThatMayBeMissing) {
  Checked repository;
  repository.write("README.md",
                   "# A\n\nRead [more](custom/more.md).\nIf that file does not exist, go on.\n\nRead "
                   "[this](custom/this.md).\n");
  EXPECT_EQ(repository.findings(), "README.md:6:13 dead-link: link to 'custom/this.md', which does not exist\n");
}

TEST(DeadPointers, TakesTheLineAboveAListForAllOfItsItems) {
  Checked repository;
  repository.write("src/api/a.ts", "export const a = 1;\n");
  repository.write("README.md",
                   "# A\n\nGenerated local files:\n\n- `src/api/a.ts`\n- `src/api/b.ts`\n\nThe files are:\n\n- "
                   "`src/api/a.ts`\n- `src/api/c.ts`\n- Not committed:\n  - `src/api/a.ts`\n  - `src/api/d.ts`\n");
  EXPECT_EQ(repository.findings(),
            "README.md:11:4 dead-path: 'src/api/c.ts' does not exist; 'src/api/a.ts'? (the nearest name beside it)\n");
}

TEST(DeadPointers, KnowsThisRepositoryByTheTitleOfItsReadme) {
  Checked repository;
  repository.write("Makefile", "test:\n\tgo test\n");
  repository.write("README.md", "# The Corner\n");
  repository.write("docs/c.md",
                   "# C\n\n```sh\ngit clone https://example.org/acme/the-corner\ncd the-corner\n```\n\n```sh\nmake "
                   "six\n```\n");
  EXPECT_EQ(repository.findings(), "docs/c.md:9:6 dead-make-target: no makefile has the target 'six'\n");
}

TEST(DeadPointers, FindsOptionsThatNothingReads) {
  Checked repository;
  repository.write("scripts/deploy.sh",
                   "#!/bin/sh\nwhile [ $# -gt 0 ]; do\n  case \"$1\" in\n    --region) region=$2; shift 2 ;;\n"
                   "    --dry-run) dry=1; shift ;;\n  esac\ndone\n");
  repository.write("scripts/with.sh", "#!/bin/sh\nexec docker run \"$@\"\n");
  repository.write(
      "cmd/shopd/main.go",
      "package main\n\nfunc main() {\n  flag.Int(\"max-retries\", 5, \"\")\n  flag.String(\"listen\", \"\", "
      "\"\")\n}\n");
  repository.write(
      "README.md",
      "# Shop\n\n```sh\n./scripts/deploy.sh --region eu --dry-run --skip-tests\nscripts/with.sh --privileged\n"
      "shopd --listen :80 --max-retries=3 --max-wait 5s -- --unknown\nother --colour\n"
      "bash scripts/deploy.sh --help\n```\n\nRun `shopd --no-listen`.\n");
  EXPECT_EQ(repository.findings(),
            "README.md:4:43 dead-option: scripts/deploy.sh has no option '--skip-tests': nothing here reads it\n"
            "README.md:6:36 dead-option: shopd has no option '--max-wait': nothing here reads it\n");
}

TEST(DeadPointers, FindsAFileOfAHiddenDirectoryThatIsHere) {
  Checked repository;
  repository.write(
      ".claude/agents/ops.md",
      "# Ops\n\nThe list is `.claude/workflows/deployment.md`; others keep `.other/workflows/deployment.md`.\n");
  EXPECT_EQ(repository.findings(),
            ".claude/agents/ops.md:3:14 dead-path: '.claude/workflows/deployment.md' does not exist\n");
}

}  // namespace
}  // namespace fingerpost
