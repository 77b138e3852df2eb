// What the text of an answer says before its places when the tool does not know, or is not sure.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

struct Doubt {
  bool known = false;
  double confidence = 0;    // of the first place; counts where there is one
  std::string_view gap;     // what is missing; "" for nothing in particular
  std::string_view gap_id;  // "" for none
  bool any = false;         // whether there are places at all
};

// Whole lines; "" for a sure answer. `places` names what follows: "entries".
std::string text_of(const Doubt& doubt, std::string_view places);

}  // namespace fingerpost
