// ${NAME}, ${NAME:-default}, ${NAME:?message}, ${NAME:+other}, $NAME and $$, as Compose and the shells read them. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fingerpost {

// One reference met on the way, outer ones first.
struct Reference {
  std::string name;
  std::string sign;      // "", ":-", "-", ":?", "?", ":+", "+"
  std::string argument;  // as written
  bool has_value = false;
};

// The text with its references filled in; what has neither value nor default becomes "". Nesting deeper than eight is
// left as written.
std::string interpolated(std::string_view text, const std::function<const std::string*(std::string_view name)>& find,
                         const std::function<void(const Reference&)>& on_reference = {});

}  // namespace fingerpost
