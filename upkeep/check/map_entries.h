// The entries of a component map, as the check counts them.
#pragma once

#include <vector>

#include "upkeep/check/mentions.h"

namespace fingerpost {

// The innermost sections that say what is there; empty for a document that is no component map.
std::vector<const Place*> map_entries(const CheckedDocument& document);

}  // namespace fingerpost
