// A temporary repository, with git where a test wants it, whose documents are checked.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/process.h"
#include "tests/support/indexed_repository.h"
#include "upkeep/check/check.h"

namespace fingerpost {

class Checked : public IndexedRepository {
 public:
  CheckReport check(const CheckOptions& options = {}) {
    index();
    auto report = check_documents(root(), map(), options);
    EXPECT_TRUE(report) << report.error().text();
    return report ? *report : CheckReport{};
  }

  // "path:line:column rule: message; advice" a line.
  std::string findings(CheckLevel least = CheckLevel::warning, std::vector<std::string> rules = {},
                       ExternalLinks* external = nullptr) {
    CheckOptions options;
    options.least = least;
    options.rules = std::move(rules);
    options.external = external;
    std::string out;
    for (const CheckFinding& finding : check(options).findings)
      out += finding.path + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " +
             std::string(finding.rule) + ": " + finding.message +
             (finding.advice.empty() ? "" : "; " + finding.advice) + "\n";
    return out;
  }

  // `date`: of a commit, as git reads it; "" for now.
  void git(const std::vector<std::string>& arguments, const std::string& date = "") {
    std::vector<std::string> argv = {
        "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    const std::vector<std::string> dated = {"PATH=/usr/bin:/bin", "HOME=" + tree(), "GIT_AUTHOR_DATE=" + date,
                                            "GIT_COMMITTER_DATE=" + date};
    auto run = run_process(
        argv, tree(), "", std::chrono::seconds(20), [](std::string_view) {}, date.empty() ? nullptr : &dated);
    ASSERT_TRUE(run && run->exit_status == 0) << (run ? run->errors : run.error().text());
  }

  std::string read(const std::string& path) {
    auto file = root().read(path, 1u << 20);
    return file ? file->bytes : "";
  }
};

}  // namespace fingerpost
