// One golden a shape: what is read out of documents as people write them, with exact lines.
#include <gtest/gtest.h>

#include "tests/support/reading_check.h"
#include "troubleshooting-index/extract.h"

namespace fingerpost {
namespace {

std::vector<Entry> entries_of(std::string_view text, std::string_view path = "docs/operations.md") {
  return extract_entries(path, text, read_text(path, text));
}

std::string passages(std::string_view name, const std::vector<Passage>& list) {
  std::string out;
  for (const Passage& passage : list) {
    std::string text = passage.text;
    for (char& c : text)
      if (c == '\n') c = '~';
    out += "  " + std::string(name) + " " + std::to_string(passage.line_start);
    if (passage.line_end != passage.line_start) out += "-" + std::to_string(passage.line_end);
    out += ": " + text + "\n";
  }
  return out;
}

// Entries as lines: shape, lines, title and what is in them.
std::string told(const std::vector<Entry>& entries) {
  std::string out;
  for (const Entry& entry : entries) {
    out += std::string(entry.shape) + " " + std::to_string(entry.line_start) + "-" + std::to_string(entry.line_end) +
           " '" + entry.title + "'\n";
    out += passages("symptom", entry.symptoms) + passages("cause", entry.causes) + passages("step", entry.steps);
    if (!entry.definitive_source.empty()) out += passages("source", {entry.definitive_source});
    if (!entry.component.empty()) out += "  component: " + entry.component + "\n";
  }
  return out;
}

TEST(EntryShapes, APageOfQuestionsNeedsNoQuestionMarks) {
  EXPECT_EQ(
      told(entries_of("# FAQ\n\n## What to do in case of SPF/forwarding problems\n\nEnable SRS.\n", "docs/faq.md")),
      "question 3-5 'What to do in case of SPF/forwarding problems'\n"
      "  step 5: Enable SRS.\n");
  EXPECT_EQ(told(entries_of("# Guide\n\n## How to sign mail\n\nEnable DKIM.\n", "docs/guide.md")), "");
}

TEST(EntryShapes, APageInAFolderOfAlertsIsOneEntry) {
  constexpr std::string_view kPage =
      "---\ntitle: Search cluster health\n---\n\nThe cluster reports its state.\n\n- `yellow`: a replica is missing\n\n"
      "### Look at the dashboard\n\nOpen the tab of the cluster.\n\n### Use the API\n\nAsk for the state of the "
      "shards.\n";
  EXPECT_EQ(told(entries_of(kPage, "docs/alerts/search-health.html.md")),
            "alert page 1-15 'Search cluster health'\n"
            "  symptom 5: The cluster reports its state.\n"
            "  symptom 7: `yellow`: a replica is missing\n"
            "  step 11: Open the tab of the cluster.\n"
            "  step 15: Ask for the state of the shards.\n");
  EXPECT_EQ(told(entries_of(kPage, "docs/manual/search-health.html.md")), "");
  EXPECT_EQ(told(entries_of(kPage, "docs/alerts/README.md")), "");
  // A page of several problems holds them.
  const auto several = entries_of(
      "# Disks\n\n## Disk full\n\n**Symptoms**: writes fail\n\n**Fix**: remove logs\n\n## Disk slow\n\n**Symptoms**: "
      "writes wait\n\n**Fix**: move it\n",
      "runbooks/disks.md");
  ASSERT_EQ(several.size(), 2u);
  EXPECT_EQ(several[0].title, "Disk full");
}

TEST(EntryShapes, AnAlertsPageTellsWhatItMeansAndWhatComesOfIt) {
  EXPECT_EQ(told(entries_of("# RegistryReadOnly\n\n## Meaning\n\nThe registry's volume is mounted read-only.\n\n"
                            "## Impact\n\nPushes to the registry fail.\n\n## Mitigation\n\nMount it writable.\n",
                            "alerts/RegistryReadOnly.md")),
            "labelled parts 1-13 'RegistryReadOnly'\n"
            "  symptom 5: The registry's volume is mounted read-only.\n"
            "  symptom 9: Pushes to the registry fail.\n"
            "  step 13: Mount it writable.\n");
  // A decision has an impact too, and a risk its mitigation.
  EXPECT_EQ(told(entries_of("# Use queues\n\n## Description\n\nJobs go through a queue.\n\n## Impact\n\nTwo more "
                            "services.\n",
                            "docs/decisions/0007-queues.md")),
            "");
}

TEST(EntryShapes, AHeadingWithBoldLabelsIsOneEntryWithItsParts) {
  const auto entries = entries_of(
      "# Guide\n\n## Backend\n\n### Backend Not Starting\n\n**Symptoms**:\n\n- Container exits at once\n- `make dev` "
      "hangs\n\n"
      "**Common Causes**:\n\n- Database is down\n\n**Troubleshooting Path**:\n\n1. Run `docker ps -a`\n2. Read the "
      "logs\n\n"
      "**Definitive Source**: [compose](docker-compose.yml) → `services.server`\n");
  EXPECT_EQ(told(entries),
            "labelled parts 5-21 'Backend Not Starting'\n"
            "  symptom 9: Container exits at once\n"
            "  symptom 10: `make dev` hangs\n"
            "  cause 14: Database is down\n"
            "  step 18: Run `docker ps -a`\n"
            "  step 19: Read the logs\n"
            "  source 21: [compose](docker-compose.yml) → `services.server`\n");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].first_action.text, "docker ps -a");
  EXPECT_TRUE(entries[0].first_action_is_command);
  EXPECT_EQ(entries[0].category, "Backend");
  EXPECT_EQ(entries[0].locator, (std::vector<std::string>{"Guide", "Backend", "Backend Not Starting"}));
}

// An introduction may say what problem a program solves, and how.
TEST(EntryShapes, APageOfManySectionsIsNoIssueThoughItsIntroductionIsLabelled) {
  constexpr std::string_view kIntroduction =
      "# Sealer\n\n**Problem:** Secrets do not belong into git.\n\n**Solution:** Seal them.\n\n";
  EXPECT_EQ(entries_of(std::string(kIntroduction) + "## Thanks\n\nTo all.\n", "README.md").size(), 1u);
  EXPECT_EQ(told(entries_of(std::string(kIntroduction) +
                                "## Controller\n\nIt runs in the cluster.\n\n## Client\n\nIt runs at home.\n\n"
                                "## Keys\n\nThey are renewed\nevery month.\n\n## Scopes\n\nStrict by default.\n",
                            "README.md")),
            "");
}

TEST(EntryShapes, PartsMayBeSubHeadingsOrStandBesideTheProblem) {
  EXPECT_EQ(
      told(entries_of(
          "## Uploads are slow\n\n### Problem\n\nLarge files take minutes.\n\n### Solution\n\nRaise the limit.\n")),
      "labelled parts 1-9 'Uploads are slow'\n"
      "  symptom 5: Large files take minutes.\n"
      "  step 9: Raise the limit.\n");
  EXPECT_EQ(
      told(entries_of(
          "# Known issues\n\n## Operator fails to connect\n\nThe log ends.\n\n## Solution\n\nCheck the network.\n")),
      "labelled parts 3-9 'Operator fails to connect'\n"
      "  step 5: The log ends.\n"
      "  step 9: Check the network.\n");
}

TEST(EntryShapes, LabelsAreReadInOtherLanguages) {
  EXPECT_EQ(told(entries_of(
                "## Anmeldung\n\n**Symptom:** Der Dienst antwortet nicht.\n\n**Ursache:** Der Port ist belegt.\n\n"
                "**Lösung:** Neu starten.\n")),
            "labelled parts 1-7 'Anmeldung'\n"
            "  symptom 3: Der Dienst antwortet nicht.\n"
            "  cause 5: Der Port ist belegt.\n"
            "  step 7: Neu starten.\n");
  EXPECT_EQ(told(entries_of("## 登录\n\n**现象**：页面打不开\n\n**原因**：端口冲突\n\n**解决方案**：修改端口\n")),
            "labelled parts 1-7 '登录'\n"
            "  symptom 3: 页面打不开\n"
            "  cause 5: 端口冲突\n"
            "  step 7: 修改端口\n");
}

TEST(EntryShapes, EveryRowOfASymptomTableIsAnEntryWhateverItsColumnsAreCalled) {
  EXPECT_EQ(told(entries_of("## Matrix\n\n| First Action | Symptom | Most Likely Cause |\n|---|---|---|\n"
                            "| Run `docker ps` | `Connection refused` | Service not running |\n"
                            "| Use 5433 | Port already allocated | Port conflict |\n")),
            "table row 5-5 'Connection refused'\n"
            "  cause 5: Service not running\n"
            "  step 5: Run `docker ps`\n"
            "table row 6-6 'Port already allocated'\n"
            "  cause 6: Port conflict\n"
            "  step 6: Use 5433\n");
}

TEST(EntryShapes, ThresholdAndCodeTablesAreEntries) {
  EXPECT_EQ(told(entries_of("| Metric | Warning | Critical |\n|---|---|---|\n| CPU | > 70% | > 90% |\n")),
            "table row 3-3 'CPU'\n"
            "  symptom 3: Warning > 70%; Critical > 90%\n");
  EXPECT_EQ(told(entries_of(
                "| Status | Meaning |\n|---|---|\n| `200` | Accepted |\n| `429` | Rate limited, retry later |\n")),
            "table row 4-4 '429'\n"
            "  cause 4: Rate limited, retry later\n");
}

TEST(EntryShapes, OtherTablesAreNoEntries) {
  EXPECT_EQ(told(entries_of(
                "| Option | Default | Description |\n|---|---|---|\n| timeout | 5s | how long a request may take |\n")),
            "");
}

TEST(EntryShapes, QuotedAndPlainLeadInsHoldWhatFollowsThem) {
  EXPECT_EQ(told(entries_of("## Troubleshooting\n\n### Redis Issues\n\n**\"Connection refused\"**\n- Check TLS is "
                            "enabled\n- Verify firewall rules\n\n"
                            "**Port conflict:**\n```bash\n# Use another port\ndocker compose up -d\n```\n")),
            "lead-in 5-7 'Connection refused'\n"
            "  step 6: Check TLS is enabled\n"
            "  step 7: Verify firewall rules\n"
            "lead-in 9-13 'Port conflict'\n"
            "  step 10-13: ```~# Use another port~docker compose up -d~```\n");
}

TEST(EntryShapes, ALeadMayStandBeforeAColonInAParagraphOrAnItem) {
  EXPECT_EQ(told(entries_of("## Troubleshooting\n\n\"Invalid signature\" after restart: mount a volume at `/data`.\n\n"
                            "- **Environment variables not found**: verify your `.env` file\n")),
            "lead-in 3-3 '\"Invalid signature\" after restart'\n"
            "  step 3: mount a volume at `/data`.\n"
            "lead-in 5-5 'Environment variables not found'\n"
            "  step 5: verify your `.env` file\n");
}

TEST(EntryShapes, ArrowsJoinASymptomWithItsCauseOrFix) {
  EXPECT_EQ(
      told(entries_of(
          "## Health\n\n1. **Troubleshoot failures:**\n   - `/health` fails → Application not running or wrong URL\n"
          "   - `/ready` fails -> run `make doctor`\n")),
      "arrow 4-4 '/health fails'\n"
      "  step 4: Application not running or wrong URL\n"
      "arrow 5-5 '/ready fails'\n"
      "  step 5: run `make doctor`\n");
}

TEST(EntryShapes, ANumberedRunbookStandsUnderItsAlert) {
  EXPECT_EQ(told(entries_of("## Runbooks\n\n### High CPU Alert\n1. Check metrics\n2. Scale out\n")),
            "runbook 3-5 'High CPU Alert'\n"
            "  step 4: Check metrics\n"
            "  step 5: Scale out\n");
}

TEST(EntryShapes, SubsectionsOfATroubleshootingPageAreEntriesWithTheirProse) {
  EXPECT_EQ(
      told(entries_of(
          "# Troubleshooting\n\n## No files are added\n\nThe broker is down because redis stopped.\n\nRestart it:\n\n"
          "    systemctl restart redis\n\n## See also\n\nThe manual.\n",
          "docs/troubleshooting.md")),
      "section 3-9 'No files are added'\n"
      "  cause 5: The broker is down because redis stopped.\n"
      "  step 7: Restart it:\n"
      "  step 9: ```~systemctl restart redis~```\n");
}

TEST(EntryShapes, ErrorCodesAsHeadingsAreEntriesAnywhere) {
  const auto entries =
      entries_of("# Database\n\n## P1001\n\nCan't reach the server. Check the URL.\n\n## Pooling\n\nUse ten.\n");
  EXPECT_EQ(told(entries),
            "section 3-5 'P1001'\n"
            "  step 5: Can't reach the server. Check the URL.\n");
}

TEST(EntryShapes, QuestionsOfAnFaqAreEntries) {
  EXPECT_EQ(told(entries_of(
                "# FAQ\n\n## Why is my certificate not reloaded?\n\nBecause only changes of the file are watched.\n\n"
                "## General\n\n**Q: Where are logs lost?**\n\nA: In the proxy.\n")),
            "question 3-5 'Why is my certificate not reloaded?'\n"
            "  cause 5: Because only changes of the file are watched.\n"
            "question 9-11 'Where are logs lost?'\n"
            "  step 11: In the proxy.\n");
}

TEST(EntryShapes, QuestionsInTagsAreEntries) {
  EXPECT_EQ(told(entries_of("# Guide\n\n<FaqItem question=\"Uploads fail with 413\">\n\nThe proxy cuts bodies off "
                            "because its limit is 1 MB.\n\n- Raise `client_max_body_size`.\n\n</FaqItem>\n\n"
                            "Other text.\n",
                            "docs/guide.mdx")),
            "question 3-7 'Uploads fail with 413'\n"
            "  cause 5: The proxy cuts bodies off because its limit is 1 MB.\n"
            "  step 7: Raise `client_max_body_size`.\n");
}

TEST(EntryShapes, FoldedBlocksAreEntries) {
  EXPECT_EQ(told(entries_of("## Troubleshooting\n\n<details>\n<summary>Build fails with exit code "
                            "137</summary>\n\nGive it more memory.\n\n</details>\n")),
            "details 3-6 'Build fails with exit code 137'\n"
            "  step 6: Give it more memory.\n");
}

TEST(EntryShapes, AdmonitionsThatTellOfAProblemAreEntriesAndOthersAreNot) {
  EXPECT_EQ(told(entries_of("# Scaling\n\n!!! warning \"Login fails behind a proxy\"\n\n    Set `TRUSTED_PROXIES`.\n\n"
                            "!!! note \"Licence\"\n\n    This page is free.\n")),
            "admonition 3-5 'Login fails behind a proxy'\n"
            "  step 5: Set `TRUSTED_PROXIES`.\n");
}

TEST(EntryShapes, AnAlertRuleIsAnEntryWithItsRunbook) {
  EXPECT_EQ(told(entries_of(
                "groups:\n- name: db\n  rules:\n  - alert: \"QueueBackup\"\n    expr: queue_size > 1000\n    for: 10m\n"
                "    annotations:\n      summary: \"Queue backed up\"\n      runbook_url: https://example.org/queue\n",
                "rules/db.yml")),
            "alert rule 4-9 'QueueBackup'\n"
            "  symptom 5: `queue_size > 1000`\n"
            "  symptom 6: for 10m\n"
            "  symptom 8: Queue backed up\n"
            "  source 9: https://example.org/queue\n");
}

TEST(EntryShapes, PreflightChecksAreAnEntry) {
  EXPECT_EQ(told(entries_of("## Start\n\n**Startup checks**:\n\n- Disk has 2 GB free\n- Broker answers on 5672\n")),
            "checks 3-6 'Startup checks'\n"
            "  step 5: Disk has 2 GB free\n"
            "  step 6: Broker answers on 5672\n");
}

TEST(EntryShapes, TermsOfADefinitionListThatNameAProblemAreEntries) {
  EXPECT_EQ(told(entries_of("# Troubleshooting\n\nBind fails with EADDRINUSE\n: Cause: another process holds the "
                            "port.\n: Run `lsof -i :8080` and stop it.\n\nTokens expire at once\n\n:   Because the "
                            "clocks differ.\n\n    Enable NTP on both hosts.\n\nAfterwards, start the service.\n")),
            "definition 3-5 'Bind fails with EADDRINUSE'\n"
            "  cause 4: another process holds the port.\n"
            "  step 5: Run `lsof -i :8080` and stop it.\n"
            "definition 7-11 'Tokens expire at once'\n"
            "  cause 9: Because the clocks differ.\n"
            "  step 11: Enable NTP on both hosts.\n");
  EXPECT_EQ(told(entries_of("## Common errors\n\n<dl>\n<dt><code>ENOSPC</code> while building</dt>\n<dd>The disk is "
                            "full because old layers are kept.</dd>\n<dd>Run <code>docker system prune</code>.</dd>\n"
                            "<dt>Nothing listens</dt><dd>Start it.</dd>\n</dl>\n")),
            "definition 4-6 'ENOSPC while building'\n"
            "  cause 5: The disk is full because old layers are kept.\n"
            "  step 6: Run docker system prune.\n");
  EXPECT_EQ(told(entries_of("Troubleshooting\n===============\n\nWorker crashes on boot\n   The queue is missing "
                            "because it was never declared.\n\n   Run ``make queues``.\n\nPort\n   A number.\n",
                            "docs/help.rst")),
            "definition 4-7 'Worker crashes on boot'\n"
            "  cause 5: The queue is missing because it was never declared.\n"
            "  step 7: Run ``make queues``.\n");
}

TEST(EntryShapes, FieldsAndTermsMayBeTheLabelsOfAnEntry) {
  EXPECT_EQ(told(entries_of("Guide\n=====\n\nUploads hang\n------------\n\n:Symptom: The bar stops at 99 "
                            "percent.\n:Cause: The proxy buffers.\n:Fix: Turn buffering off.\n",
                            "docs/uploads.rst")),
            "labelled parts 4-9 'Uploads hang'\n"
            "  symptom 7: The bar stops at 99 percent.\n"
            "  cause 8: The proxy buffers.\n"
            "  step 9: Turn buffering off.\n");
  EXPECT_EQ(told(entries_of("# Guide\n\n## Uploads hang\n\nSymptoms\n: The bar stops at 99 percent.\n: Nothing is "
                            "logged.\n\nSolution\n: Turn buffering off.\n")),
            "labelled parts 3-10 'Uploads hang'\n"
            "  symptom 6: The bar stops at 99 percent.\n"
            "  symptom 7: Nothing is logged.\n"
            "  step 10: Turn buffering off.\n");
}

TEST(EntryShapes, AGlossaryIsNoTroubleshooting) {
  EXPECT_EQ(told(entries_of("# Glossary\n\nDeadlock\n: Two transactions that wait for each other because each holds "
                            "what the other needs; use a timeout to end it.\n\nTimeout error\n: What a client sees "
                            "when a request fails because it took too long. You can raise the limit.\n")),
            "");
  EXPECT_EQ(told(entries_of("# Configuration\n\ntimeout\n: How long to wait before a request fails. Set it to 0 to "
                            "disable it.\n\nerror_page\n: The page to show.\n")),
            "");
}

TEST(EntryShapes, WhatAFailingCheckMeansIsAnEntry) {
  EXPECT_EQ(told(entries_of("## Health checks\n\n| Check | Failure means | Action |\n|---|---|---|\n| `/ready` | The "
                            "broker is away | Restart it |\n| disk | Less than 1 GB is left | Run `make clean` "
                            "|\n\n| Endpoint | Description |\n|---|---|\n| `/metrics` | Counters |\n")),
            "table row 5-5 '/ready'\n"
            "  cause 5: The broker is away\n"
            "  step 5: Restart it\n"
            "table row 6-6 'disk'\n"
            "  cause 6: Less than 1 GB is left\n"
            "  step 6: Run `make clean`\n");
  EXPECT_EQ(told(entries_of("## Preflight\n\n- **Clock**: fails when the hosts differ by a minute. Enable NTP.\n- "
                            "**Kernel**: at least 5.10.\n")),
            "lead-in 3-3 'Clock'\n"
            "  step 3: fails when the hosts differ by a minute. Enable NTP.\n");
}

TEST(EntryShapes, KnownIssuesMayBeSentencesInAList) {
  EXPECT_EQ(
      told(entries_of("## Known issues\n\n- Export fails on Windows. Use the command line.\n- Works best on Linux.\n")),
      "known issue 3-3 'Export fails on Windows'\n"
      "  step 3: Use the command line.\n");
}

TEST(EntryShapes, KnownIssuesHaveVersionsAndWorkarounds) {
  EXPECT_EQ(told(entries_of("# Known issues\n\n## Version 2.3\n\n- **Export crashes on Windows** (2.3.0 – 2.3.2). "
                            "Workaround: use the command line. Fixed in 2.3.3.\n- Search ignores umlauts. Fixed in "
                            "2.4.\n- Uploads over 2 GB are cut off\n  - Affects: 2.1, 2.2\n  - Workaround: split the "
                            "file\n- Works best on Linux.\n\n## Resolved\n\n- Login failed behind a proxy. Fixed in "
                            "2.2.\n")),
            "known issue 5-5 'Export crashes on Windows (2.3.0 – 2.3.2)'\n"
            "  step 5: use the command line.\n"
            "  step 5: Fixed in 2.3.3.\n"
            "known issue 6-6 'Search ignores umlauts'\n"
            "  step 6: Fixed in 2.4.\n"
            "known issue 7-9 'Uploads over 2 GB are cut off'\n"
            "  step 9: split the file\n");
}

TEST(EntryShapes, APageInTheFormOfAnIssueIsOneEntryOfItsTitle) {
  constexpr std::string_view issue =
      "---\ntitle: Worker hangs after a deploy\n---\n\n## Describe the bug\n\nIt takes no jobs.\n\n"
      "### Expected Behavior\n\nIt reconnects.\n\n## Steps to reproduce\n\n1. Restart the scheduler\n\n"
      "## Workaround\n\nRun `systemctl restart worker`.\n\n## Environment\n\n- OS: Linux\n";
  EXPECT_EQ(told(entries_of(issue, "docs/issues/worker.md")),
            "issue page 1-23 'Worker hangs after a deploy'\n"
            "  symptom 7: It takes no jobs.\n"
            "  symptom 15: Restart the scheduler\n"
            "  step 19: Run `systemctl restart worker`.\n");
  EXPECT_EQ(told(entries_of("# Export writes empty files\n\n**Describe the bug**\nThe file has no rows.\n\n"
                            "**To reproduce**\nDo this:\n\n1. Press export\n\n**Expected behavior**\nRows.\n\n"
                            "## Workaround\n\nUse the command line.\n")),
            "labelled parts 1-16 'Export writes empty files'\n"
            "  symptom 3-4: The file has no rows.\n"
            "  symptom 6-7: Do this:\n"
            "  symptom 9: Press export\n"
            "  step 16: Use the command line.\n");
  EXPECT_EQ(told(entries_of(issue, ".github/ISSUE_TEMPLATE/bug_report.md")), "");
}

TEST(EntryShapes, DirectivesAreBoxesWithoutTheirMarks) {
  const std::vector<Entry> entries = entries_of(
      "# Repair\n\nWhat to do when it breaks.\n\n::::{warning} The belt fails to start\n:class: loud\n"
      "The belt fails to start when a lane is blocked. Clear the lane and restart it.\n::::\n");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].title, "The belt fails to start");
  for (const Passage& step : entries[0].steps) EXPECT_EQ(step.text.find(":"), std::string::npos) << step.text;
  const std::vector<Entry> fenced = entries_of(
      "# Repair\n\n```{warning}\nThe belt fails to start when a lane is blocked. Clear the lane and restart "
      "it.\n```\n");
  ASSERT_EQ(fenced.size(), 1u);
  EXPECT_EQ(fenced[0].title, "The belt fails to start when a lane is blocked");
  for (const Passage& step : fenced[0].steps) EXPECT_EQ(step.text.find("`"), std::string::npos) << step.text;
}

TEST(EntryShapes, BoxesAtTheTopOfAPageEndWhereTheyEnd) {
  EXPECT_EQ(told(entries_of("# Deploying\n\n:::warning\nIf the certificate expires, clients fail with `x509: expired`. "
                            "Renew it with `certbot renew`.\n:::\n\nThe rest is easy.\n\n> [!WARNING]\n> The upgrade "
                            "fails when the disk is full. Free some space, then\n> run `make upgrade` again.\n\nGo "
                            "on.\n\n!!! danger \"Data is lost without a volume\"\n    Mount one at `/data`.\n\nAll is "
                            "well.\n\n:::danger[Migrations fail on a replica]\n\nRun them on the "
                            "primary.\n\n:::\n\nDone.\n\n:::tip\nUse the dark theme.\n:::\n")),
            "admonition 3-5 'If the certificate expires, clients fail with x509: expired'\n"
            "  step 4: If the certificate expires, clients fail with `x509: expired`. Renew it with `certbot renew`.\n"
            "admonition 9-11 'The upgrade fails when the disk is full'\n"
            "  step 10-11: The upgrade fails when the disk is full. Free some space, then run `make upgrade` again.\n"
            "admonition 15-16 'Data is lost without a volume'\n"
            "  step 16: Mount one at `/data`.\n"
            "admonition 20-22 'Migrations fail on a replica'\n"
            "  step 22: Run them on the primary.\n");
}

TEST(EntryShapes, CommentsThatNameAProblemAreEntries) {
  EXPECT_EQ(told(entries_of("**Migrations**:\n\n```bash\nnpx migrate deploy\n\n# 4. If migration fails\n# Restore the "
                            "backup\nmake restore\n```\n")),
            "comment 6-8 'If migration fails'\n"
            "  step 7: Restore the backup\n"
            "  step 8: `make restore`\n");
}

TEST(EntryShapes, AParagraphThatBeginsWithWhatIsSeenGoesOnToItsAdvice) {
  EXPECT_EQ(told(entries_of("# Volumes\n\nVolumes are made by the driver.\n\nIf you see an error about a volume such "
                            "as:\n\n```\nGRPC error: Aborted\n```\n\n"
                            "Restart the provisioner.\n")),
            "prose 5-11 'If you see an error about a volume such as'\n"
            "  symptom 5: If you see an error about a volume such as:\n"
            "  symptom 7-9: ```~GRPC error: Aborted~```\n"
            "  step 11: Restart the provisioner.\n");
}

TEST(EntryShapes, AnItemThatQuotesAnErrorInPassingIsOneWhereItSaysWhatToDo) {
  std::string page = "# Scaling\n\n## Sorter\n\n";
  for (int lane = 0; lane < 20; ++lane) page += "* Lane " + std::to_string(lane) + " is kept in memory.\n";
  page +=
      "* Sorting takes the most time. A run fails with the `lane lock timed out` error if it takes too long. As a "
      "workaround increase `--lane-seconds`.\n"
      "* The belt prints `belt is warm` when it is warm. Increase its size if you like.\n";
  EXPECT_EQ(told(entries_of(page, "docs/scaling.md")),
            "prose 25-25 'Sorting takes the most time'\n"
            "  step 25: Sorting takes the most time. A run fails with the `lane lock timed out` error if it takes too "
            "long. As a workaround increase `--lane-seconds`.\n");
}

TEST(EntryShapes, SectionsThatCountAreItsSteps) {
  EXPECT_EQ(told(entries_of("# Gate fails to start on Windows\n\nIf the log says `no such file`, do this.\n\n"
                            "## 1. Check line endings\n\n```bash\ndos2unix gate.sh\n```\n\n"
                            "## Step 2: Start it again\n\n- `make gate`\n\n## Colours\n\nGates are blue.\n",
                            "docs/troubleshooting/windows.md")),
            "section 1-17 'Gate fails to start on Windows'\n"
            "  symptom 3: If the log says `no such file`, do this.\n"
            "  step 5: Check line endings\n"
            "  step 7-9: ```~dos2unix gate.sh~```\n"
            "  step 11: Step 2: Start it again\n"
            "  step 13: `make gate`\n");
}

TEST(Entries, WhatIsNotTroubleshootingIsNoEntry) {
  EXPECT_EQ(
      told(entries_of(
          "# Service\n\n## Error handling\n\nErrors are returned as JSON with a `code`.\n\n## Configuration\n\n"
          "- **timeout**: how long to wait\n- **retries**: how often to try\n\n## Do not use root\n\nRun as `app`.\n")),
      "");
}

TEST(Entries, AFormToBeFilledInIsNoEntry) {
  EXPECT_EQ(told(entries_of("# Runbook template\n\n### Issue title\n\n**Symptoms**:\n- [what is seen]\n\n**Fix**:\n- "
                            "[what to do]\n")),
            "");
}

TEST(Entries, AChangelogTellsOfProblemsThatAreGone) {
  EXPECT_EQ(
      told(entries_of("# Changelog\n\n## 1.2.0\n\n- Fix crash when the disk is full\n\n### Login fails\n\nFixed.\n",
                      "CHANGELOG.md")),
      "");
}

TEST(Entries, AHolderOfEntriesIsNoneItself) {
  const auto entries =
      entries_of("## Common Issues\n\n**Port conflict:**\n- Use 5433\n\n**Container name conflict:**\n- Remove it\n");
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].title, "Port conflict");
  EXPECT_EQ(entries[0].category, "Common Issues");
  EXPECT_EQ(entries[1].title, "Container name conflict");
}

TEST(Entries, AnEmptyDocumentHasNone) {
  EXPECT_TRUE(entries_of("").empty());
  EXPECT_TRUE(entries_of("\n\n").empty());
}

}  // namespace
}  // namespace fingerpost
