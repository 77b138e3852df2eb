// The problems that are written down, as a list by what they stand below: categories, how many each holds, and which
// lack a definitive source in documents that name one. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "troubleshooting-index/diagnose.h"

namespace fingerpost {

struct IssueCategory {
  std::string name;  // the heading or lead-in; "" for issues without one
  std::vector<const DiagnosedEntry*> issues;
  std::size_t without_source = 0;
};

struct IssueList {
  std::vector<IssueCategory> categories;  // of a document together, in the order in which they begin
  std::size_t total = 0;
  // Issues without a definitive source, of documents in which some issue names one.
  std::vector<const DiagnosedEntry*> without_source;
};

// Points into `issues`.
IssueList list_issues(const std::vector<DiagnosedEntry>& issues);

// "12 problems in 3 categories; 2 without a definitive source" as one line without its end.
std::string summary_of(const IssueList& list);

// The categories with their counts, one a line.
std::string categories_of(const IssueList& list);

}  // namespace fingerpost
