#include "upkeep/gaps/gap_groups.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/day.h"
#include "base/text.h"
#include "pointer-map/terms.h"

namespace fingerpost {
namespace {

constexpr double kSame = 0.75;

using QuestionTerms = std::vector<std::string>;  // ascending, none twice

QuestionTerms question_terms(std::string_view question) {
  std::set<std::string> out;
  for (const Word& word : words_of_question(question))
    if (!word.stop) out.insert(word.terms.begin(), word.terms.end());
  if (out.empty()) out.insert(to_lower(trim(question)));  // of stop words alone
  return {out.begin(), out.end()};
}

bool same_meaning(const QuestionTerms& a, const QuestionTerms& b) {
  // Sizes alone rule out most pairs.
  if (static_cast<double>(std::min(a.size(), b.size())) < kSame * static_cast<double>(std::max(a.size(), b.size())))
    return false;
  QuestionTerms both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return static_cast<double>(both.size()) >= kSame * static_cast<double>(a.size() + b.size() - both.size());
}

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace

std::string gap_name(std::int64_t id) {
  return "g" + std::to_string(id);
}

std::vector<GapGroup> group_gaps(const std::vector<Gap>& gaps) {
  std::vector<GapGroup> groups;
  std::vector<QuestionTerms> terms;  // of each group's first question
  for (const Gap& gap : gaps) {
    const QuestionTerms own = question_terms(gap.question);
    const auto known = std::find_if(terms.begin(), terms.end(),
                                    [&](const QuestionTerms& theirs) { return same_meaning(own, theirs); });
    const auto index = static_cast<std::size_t>(known - terms.begin());
    if (index == groups.size()) {
      terms.push_back(own);
      GapGroup group;
      group.id = gap.id;
      group.question = gap.question;
      group.state = gap.state;
      group.first_asked = gap.first_asked;
      groups.push_back(std::move(group));
    }
    GapGroup& group = groups[index];
    if (gap.question != group.question) group.wordings.push_back(gap.question);
    group.id = std::min(group.id, gap.id);
    group.members.push_back(gap.id);
    group.times += gap.times;
    group.first_asked = std::min(group.first_asked, gap.first_asked);
    if (gap.last_asked >= group.last_asked) {
      group.last_asked = gap.last_asked;
      group.reason = gap.reason;
      group.nearest.clear();
      for (const std::string_view line : split(gap.nearest, '\n'))
        if (!line.empty()) group.nearest.emplace_back(line);
    }
    for (const std::string_view client : split(gap.clients, ','))
      if (const std::string name(trim(client));
          !name.empty() && std::find(group.clients.begin(), group.clients.end(), name) == group.clients.end())
        group.clients.push_back(name);
    if (gap.state == Gap::State::open) group.state = Gap::State::open;
    if (!gap.answer.empty()) group.answer = gap.answer;
  }
  std::stable_sort(groups.begin(), groups.end(), [](const GapGroup& a, const GapGroup& b) {
    return a.times != b.times ? a.times > b.times : a.last_asked > b.last_asked;
  });
  return groups;
}

const GapGroup* group_named(const std::vector<GapGroup>& groups, std::string_view name) {
  std::string_view digits = trim(name);
  if (digits.starts_with("g") || digits.starts_with("G")) digits.remove_prefix(1);
  const bool number = !digits.empty() && digits.size() < 16 && std::all_of(digits.begin(), digits.end(), is_digit);
  const std::int64_t id = number ? std::stoll(std::string(digits)) : 0;
  const QuestionTerms words = number ? QuestionTerms() : question_terms(name);
  for (const GapGroup& group : groups) {
    if (number && std::find(group.members.begin(), group.members.end(), id) != group.members.end()) return &group;
    if (!number && same_meaning(words, question_terms(group.question))) return &group;
  }
  return nullptr;
}

std::string gap_table(const std::vector<GapGroup>& groups) {
  std::string out = "| Gap | Question | Times | First | Last | Nearest | Asked by |\n|---|---|---|---|---|---|---|\n";
  for (const GapGroup& group : groups)
    out += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", gap_name(group.id), cell(group.question), group.times,
                       day_of(group.first_asked), day_of(group.last_asked),
                       group.nearest.empty() ? "" : cell(group.nearest.front()), cell(join(group.clients, ", ")));
  return out;
}

}  // namespace fingerpost
