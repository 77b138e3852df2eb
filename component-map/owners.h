// Who owns a path: the rules of CODEOWNERS. Names of owners are not in the map; they are read live from the rule's
// line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "component-map/ranking.h"
#include "indexer/live.h"
#include "pointer-map/map.h"

namespace fingerpost {

// What a question for owners or reviewers asks about: "who owns the billing service" → "billing service", "" when it
// asks for owners in general. nullopt for any other question.
std::optional<std::string> subject_of_owner_question(std::string_view query);

// One thread.
class Owners {
 public:
  struct Rule {
    std::string path;  // of the CODEOWNERS file
    DocId index = 0;   // of the rule's place in it
    int line = 1;
    std::string pattern;
    std::string section;   // GitLab's; "" outside of any
    int section_line = 0;  // 0 outside of any
  };

  // Gathers the rules of the file in force: .github/, the root, docs/, .gitlab/, the first that is there, as the forges
  // look for it. Cheap again while the map stays the same.
  Result<Done> gather(Map& map);
  bool any() const { return !rules_.empty(); }

  // The rules that decide for a file: the last that covers it; of every section, where there are sections.
  std::vector<const Rule*> rules_for(std::string_view path) const;

  // Puts the places that say who owns the subject before `ranked`, which are the places of the subject itself. Returns
  // the path that it decided on when no rule covers that, "" otherwise.
  Result<std::string> put_first(Map& map, std::string_view subject, bool subject_is_known,
                                std::vector<Ranked>& ranked) const;

  // The owners of a file as the rules say now, with the place that says so: "@org/team (CODEOWNERS:3)"; "" for none.
  std::string owners_of(LiveReader& live, std::string_view path) const;

  // What a person should know of a rule that names no owner itself: its section's owner, or that it takes owners away.
  std::string note_of(LiveReader& live, const Ranked& rule) const;

 private:
  Result<std::vector<const Rule*>> rules_named(Map& map, std::string_view subject, std::string& path) const;

  std::vector<Rule> rules_;
  std::uint64_t seen_ = 0;
};

}  // namespace fingerpost
