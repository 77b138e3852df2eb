// The questions that nobody could answer, those that mean the same together. Pure, any thread.
#pragma once

#include <string>
#include <vector>

#include "pointer-map/journal.h"

namespace fingerpost {

struct GapGroup {
  std::int64_t id = 0;                // that of the question asked first: it stays when others join
  std::string question;               // the one asked most often
  std::vector<std::string> wordings;  // the others
  std::vector<std::int64_t> members;  // the ids of all
  std::string reason;                 // of the one asked last
  std::vector<std::string> nearest;   // the same
  std::vector<std::string> clients;
  int times = 0;
  std::int64_t first_asked = 0;
  std::int64_t last_asked = 0;
  Gap::State state = Gap::State::open;  // open as long as one of them is
  std::string answer;
};

// Two questions mean the same when they have (nearly) the same telling words, whatever their order, form and stop
// words. The most asked group first. At worst quadratic in the questions, of which the journal keeps 2,000.
std::vector<GapGroup> group_gaps(const std::vector<Gap>& gaps);

// The group that a person means by "g12", "12" or the words of one of its questions; nullptr for none.
const GapGroup* group_named(const std::vector<GapGroup>& groups, std::string_view name);

// The groups as a markdown table, for a document or an issue.
std::string gap_table(const std::vector<GapGroup>& groups);

// "g12"
std::string gap_name(std::int64_t id);

}  // namespace fingerpost
