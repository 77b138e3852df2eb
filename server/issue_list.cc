#include "server/issue_list.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

namespace fingerpost {

IssueList list_issues(const std::vector<DiagnosedEntry>& issues) {
  IssueList list;
  list.total = issues.size();
  std::unordered_set<std::string> naming;  // documents in which an issue names its source
  for (const DiagnosedEntry& issue : issues)
    if (issue.has_source) naming.insert(issue.path);
  std::unordered_map<std::string, std::size_t> numbers;
  for (const DiagnosedEntry& issue : issues) {
    const auto [at, added] = numbers.emplace(issue.path + '\n' + issue.category, list.categories.size());
    if (added) list.categories.push_back({issue.category, {}, 0});
    IssueCategory& category = list.categories[at->second];
    category.issues.push_back(&issue);
    if (issue.has_source || naming.find(issue.path) == naming.end()) continue;
    ++category.without_source;
    list.without_source.push_back(&issue);
  }
  return list;
}

std::string summary_of(const IssueList& list) {
  std::string out = fmt::format("{} {} in {} {}", list.total, list.total == 1 ? "problem" : "problems",
                                list.categories.size(), list.categories.size() == 1 ? "category" : "categories");
  if (!list.without_source.empty()) out += fmt::format("; {} without a definitive source", list.without_source.size());
  return out;
}

std::string categories_of(const IssueList& list) {
  std::string out;
  for (const IssueCategory& category : list.categories) {
    const DiagnosedEntry& first = *category.issues.front();
    out += fmt::format("- {} ({}", category.name.empty() ? first.path : category.name, category.issues.size());
    if (category.without_source > 0) out += fmt::format(", {} without a definitive source", category.without_source);
    out += fmt::format("): {}:{}\n", first.path, first.line_start);
  }
  return out;
}

}  // namespace fingerpost
