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
