// What a question leads to before the answer's text is read: which places, and what is known of them. Pointers, no
// text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "component-map/question.h"
#include "component-map/ranking.h"

namespace fingerpost {

struct Found {
  Question question;
  std::vector<Ranked> ranked;        // best first
  bool listed = false;               // all of a kind were asked for, and these are they
  std::optional<Kind> undeclared;    // the kind of which all are asked for, where there is none
  std::optional<std::string> owned;  // whose owners are asked for; "" for everything's
  std::string unowned;               // the path that no rule of owners covers; "" for none
  std::string curated;               // notes to the best place, "" for none
  std::string variable;
};

}  // namespace fingerpost
