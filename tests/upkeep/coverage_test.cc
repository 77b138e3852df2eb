#include <gtest/gtest.h>

#include "tests/support/checked_repository.h"

namespace fingerpost {
namespace {

TEST(Coverage, MissesWhatIsOfferedAndNotTheStepsOfABuildOrATest) {
  Checked repository;
  repository.write("Makefile", "test: out/a.o\n\tgo test\n\nout/a.o:\n\tcc\n\n_hidden:\n\ttrue\n\ndeploy:\n\ttrue\n");
  repository.write("testdata/deps/Taskfile.yml", "version: '3'\ntasks:\n  d1:\n    cmds: [echo 1]\n");
  repository.write("Taskfile.yml", "version: '3'\ntasks:\n  release:\n    cmds: [echo 1]\n");
  repository.write(".github/workflows/release.yml", "on: push\njobs:\n  a:\n    runs-on: b\n");
  repository.write(".github/workflows/scripts/install.sh", "#!/bin/sh\n");
  repository.write(".github/workflows/make.py", "print(1)\n");
  repository.write("README.md", "# A\n\nRun `make test`.\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"undocumented"}),
            ".github/workflows/release.yml:1:1 undocumented: no document mentions the workflow 'release.yml'\n"
            "Makefile:10:1 undocumented: no document mentions the make target 'deploy'\n"
            "Taskfile.yml:3:1 undocumented: no document mentions the task 'release'\n");
}

TEST(Coverage, MissesRequiredVariablesThatNoExampleHas) {
  Checked repository;
  repository.write(".env.example", "SHOP_PORT=3000\n");
  repository.write("docker-compose.yml",
                   "services:\n  db:\n    image: postgres:16\n    environment:\n      - A=${SHOP_PASSWORD:?err}\n");
  repository.write("scripts/start.sh", "#!/bin/sh\n# : \"${SHOP_USER:?set it}\"\n");
  repository.write("README.md", "# A\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"undeclared-variable"}),
            "docker-compose.yml:5:1 undeclared-variable: the variable 'SHOP_PASSWORD' is required here and no env "
            "file's example has it\n");
}

TEST(Coverage, FindsDocumentsThatContradictThemselvesAboutHowFarTheyAre) {
  Checked repository;
  repository.write("a.md", "# A\n\n**Status:** Done\n\n- [x] a\n- [ ] b\n");
  repository.write("b.md", "# B\n\nStatus: Pending\n\n- [x] a\n- [x] b\n");
  repository.write("c.md", "# C\n\nStatus: Pending\n\n- [ ] ✅ a\n- [ ] ‚úÖ b\n- [ ] c\n");
  repository.write("e.md", "# E\n\nStatus: Accepted\n\n- [ ] a\n");
  repository.write("d.md", "# D\n\nStatus: Done\n\n- [x] a\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"status-contradiction"}),
            "a.md:3:1 status-contradiction: the status is 'Done', and 1 of 2 tasks are open\n"
            "b.md:3:1 status-contradiction: the status is 'Pending', and all 2 tasks are done\n"
            "c.md:5:1 status-contradiction: 2 tasks carry a mark of what is done and are not ticked\n");
}

TEST(Coverage, MissesRunbooksOfAlertsThatAreNoTests) {
  Checked repository;
  const std::string rules = "groups:\n  - name: a\n    rules:\n      - alert: ApiDown\n        expr: up == 0\n";
  repository.write("deploy/rules.yml", rules);
  repository.write("testdata/rules.yml", rules);
  repository.write("README.md", "# A\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"alert-without-runbook"}),
            "deploy/rules.yml:4:1 alert-without-runbook: the alert 'ApiDown' names no runbook\n");
}

TEST(Coverage, FindsTemplatesThatNobodyFilledIn) {
  Checked repository;
  repository.write("a.md",
                   "# [NAME OF SERVICE]\n\nIt is [DONE / PARTIAL] and [NOT YET KNOWN].\n\nIn "
                   "`[path/to/file]`.\n\n```\n[SOME MORE CODE]\n```\n");
  repository.write("b.md", "# B\n\n[BREAKING CHANGE] a\n[BREAKING CHANGE] b\n\n[THE LINK](a.md) [RFC 2119]\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"unfilled-template"}),
            "a.md:1:1 unfilled-template: 4 places are still to be filled in, such as [NAME OF SERVICE]\n");
}

TEST(Coverage, MissesComponentsThatRunInACluster) {
  Checked repository;
  const auto workload = [](const std::string& name) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: " + name +
           "\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: a:1\n";
  };
  repository.write("deploy/mailer.yaml", workload("mailer"));
  repository.write("deploy/orders.yaml", workload("orders"));
  repository.write("charts/shop/templates/web.yaml", workload("{{ .Release.Name }}-web"));
  repository.write("README.md", "# A\n\nThe orders run in a cluster.\n");
  EXPECT_EQ(repository.findings(CheckLevel::info, {"undocumented"}),
            "deploy/mailer.yaml:1:1 undocumented: no document mentions the component 'mailer'\n");
}

}  // namespace
}  // namespace fingerpost
